"""The desk looks over an answer before it goes out: what the unit wrote is put before it, and what it sends is what was said. Whom a matter is against is
filled in before it is passed on."""

from __future__ import annotations

from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.systems.public.appeals import forms
from yiwang.systems.public.appeals.procedures import MATTER
from yiwang.web.slots import MoveForm


def asks(procedure: cases.Procedure, code: str, found: cases.CaseView | cases.Located | None) -> list[MoveForm]:
    """What goes out is asked with the unit's own words in it."""
    if procedure.code != MATTER.code or code != "close":
        return []
    kept = (found.values or {}) if isinstance(found, cases.CaseView) else {}
    written = [kept[n]["answers"]["reply"] for n in sorted(kept) if kept[n]["form"] == forms.ANSWER.code]
    return [MoveForm(forms.CLOSE, {"reply": written[-1]} if written else {})]


def known(procedure: cases.Procedure, code: str, found: cases.CaseView | cases.Located) -> dict[str, Any]:
    """Whom the citizen named."""
    if procedure.code != MATTER.code or code != "refer" or not isinstance(found, cases.CaseView):
        return {}
    against = (found.values or {}).get(1, {}).get("answers", {}).get("against")
    return {"whose": against} if against else {}
