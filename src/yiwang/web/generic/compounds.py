"""Questions whose answer takes more than one input, as parts of a page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from yiwang.engines.forms.types import FieldView, PartView
from yiwang.kernel import clock
from yiwang.web.components import compounds as parts
from yiwang.web.components import districts
from yiwang.web.components.fields import Field, Option
from yiwang.web.components.part import Part

LOOKUP, SUM = "/firms/", "合计"


def whole(field: FieldView, when: str) -> dict[str, Any]:
    """What every compound takes of its question."""
    return {"name": field.name, "label": field.label, "help": field.help, "error": field.error, "note": field.note, "note_good": field.note_good,
            "optional": not field.required, "shown_when": when}


def firm(field: FieldView, when: str) -> Part:
    code, title = field.parts
    return parts.Firm(code=_typed(code, "m", "例如：91410105MA4…"), title=_typed(title), lookup=LOOKUP, **whole(field, when))


def _typed(part: PartView, width: str = "", placeholder: str = "") -> Field:
    return Field(part.name, part.label, "text", part.value, error=part.error, width=width, placeholder=placeholder)


def signature(field: FieldView, when: str) -> Part:
    signed, agreed = field.parts
    own = next((parts.Signed(f"/files/{one.sha256}/", f"{clock.local(one.at):%Y-%m-%d %H:%M} ", one.sha256) for one in field.files), None)
    return parts.Signature(typed=_typed(signed, "m"), agreed_name=agreed.name, agreed=bool(agreed.value), agreed_error=agreed.error, drawn=own,
                           url="/files/", **whole(field, when))


def tree(field: FieldView, when: str) -> Part:
    """A tree's own list goes along with the page; the city's divisions are asked for level by level."""
    levels = tuple(p for p in field.parts if not p.name.endswith(".find"))
    find = next((p for p in field.parts if p.name.endswith(".find")), None)
    lookup = "" if field.branches else "/divisions/"
    lists = tuple(Field(p.name, p.label, "select", p.value, error=p.error, placeholder="请选择", lookup=lookup,
                        options=tuple(Option(o.value, o.label, o.chosen) for o in p.options)) for p in levels)
    return parts.Tree(levels=lists, find=_typed(find) if find else None, answers=field.found,
                      tree=json.dumps(field.branches, ensure_ascii=False) if field.branches else "", **whole(field, when))


def point(field: FieldView, when: str) -> Part:
    longitude, latitude, datum, address = field.parts
    chosen = Field(datum.name, datum.label, "select", datum.value, error=datum.error, width="m",
                   options=tuple(Option(o.value, o.label, o.chosen) for o in datum.options))
    return parts.MapPoint(longitude=_typed(longitude, "s", "113.665412"), latitude=_typed(latitude, "s", "34.757977"), datum=chosen,
                          address=replace(_typed(address, "", "例如：东风路与花园路口东北角"), optional=True), reach=districts.reach(), **whole(field, when))


def grid(field: FieldView, when: str) -> Part:
    """The inputs of each row, then what it comes to; rows of totals alone last."""
    labels = [o.label for o in field.options]
    rows = []
    for number, cells in enumerate(field.rows):
        inputs = tuple(Field(c.name, c.label, c.kind, c.value, error=c.error) for c in cells if not c.locked)
        rows.append(parts.GridRow(labels[number] if number < len(labels) else SUM, inputs, tuple(c.display for c in cells if c.locked)))
    across = len(field.rows[0]) > len(field.found)
    return parts.Grid(heads=(*field.found, *((SUM,) if across else ())), rows=tuple(rows), sums=across or len(field.rows) > len(labels),
                      **whole(field, when))


def picture(kind: str, value: Any, address: str) -> Part | None:
    """What of an answer is shown besides its words: the strokes of a signature. `address` is where the files of these answers lie."""
    if kind == "signature" and isinstance(value, Mapping) and value.get("sha256"):
        return parts.Picture(f"{address}{value['sha256']}/", "手写签名")
    return None


DRAWN: dict[str, Callable[[FieldView, str], Part]] = {"firm": firm, "signature": signature, "tree": tree, "map_point": point, "table": grid}
