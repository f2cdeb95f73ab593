"""Whatever comes for a question of several inputs is answered: taken, or refused at an input the page has. Nothing breaks."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as some

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.rooms.drafts import names_of
from yiwang.engines.forms.tests.sample import INK, REGISTERED, UNCHECKED, uploads
from yiwang.engines.forms.tests.test_grids import BUDGET, COUNTS
from yiwang.engines.forms.tests.test_trees import LONG, TRADE, WHERE
from yiwang.engines.forms.types import Field, FieldKind, Form
from yiwang.engines.sheets import api as sheets
from yiwang.kernel.errors import Invalid

FORM = Form("t.any", "试", (
    Field("ref", "编号"), Field("firm", "单位", FieldKind.FIRM), Field("sign", "签名", FieldKind.SIGNATURE, required=False), TRADE, WHERE, BUDGET, COUNTS,
    Field("long", "类别", FieldKind.TREE, choices=LONG.choices, levels=LONG.levels, required=False), Field("spot", "位置", FieldKind.MAP_POINT)))
GOOD: dict[str, str | list[str]] = {
    "ref": "一", "firm.code": REGISTERED, "trade.1": "food", "trade.2": "food/hot", "where.1": "410105", "where.2": "410105001", "budget.staff.grant": "3",
    "budget.travel.grant": "4", "counts.lift.count": "1", "counts.boiler.count": "2", "spot.longitude": "113.66", "spot.latitude": "34.75"}
LIKELY = (
    "", "1", "food", "sales", "热食", "小类1", "410105", "113°39′55″E", "34.7", "-1", "1,000.5", "NaN", INK, REGISTERED, UNCHECKED, "yes", "gcj02", "=", "０",
    "\ud800")
SOME = some.sampled_from(LIKELY) | some.text(max_size=20)


@trying(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=150)
@given(raw=some.dictionaries(some.sampled_from(sorted(names_of(FORM))), SOME | some.lists(SOME, max_size=3), max_size=8))
def test_any_request_at_all_is_answered(at: datetime, raw: dict[str, str | list[str]]) -> None:
    both = {**GOOD, **raw}
    try:
        clean = forms.parse(form=FORM, raw=both, at=at, uploads=uploads)
    except Invalid as refused:
        view = forms.view(form=FORM, at=at, values=both, errors=refused.reasons, uploads=uploads)
        inputs = {p.name for f in view.fields for p in f.parts} | {c.name for f in view.fields for row in f.rows for c in row} | {f.name for f in view.fields}
        assert all(r.field in inputs and r.text for r in refused.reasons), refused.reasons
        assert all(line.anchor for line in view.errors)
    else:
        json.dumps(clean.answers)
        again = forms.parse(form=FORM, raw=forms.flat(form=FORM, answers=clean.answers, at=at), at=at, uploads=uploads)
        assert again.answers == clean.answers and all(forms.said(f, clean.answers[f.code]) for f in FORM.fields if f.code in clean.answers)
        back = forms.load(form=FORM, book=sheets.read(sheets.write(forms.tables(form=FORM, records=[clean.answers]))), at=at).records[0]
        expected: dict[str, Any] = {k: v for k, v in clean.answers.items() if k != "sign"}
        assert back.answers is None or dict(back.answers.answers) == expected, back.faults
