"""A month's scores as they were shown and published: read from the entries that hold them, never made anew."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from yiwang.engines.calendar import api as calendar
from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.types import Recorded
from yiwang.kernel import clock
from yiwang.systems.oversight.supervision import parameters
from yiwang.systems.oversight.supervision.scores import formula, keeping
from yiwang.systems.oversight.supervision.scores.formula import Score

MONTH = "[0-9]{4}-(0[1-9]|1[0-2])"
SHOWN, PUBLISHED, OBJECTED, ANSWERED = (f"supervision.scores_{what}" for what in ("shown", "published", "objected", "answered"))


@dataclass(frozen=True, slots=True)
class Month:
    """What became of a month: when its scores were shown to the units, until when they may object, and when they were published."""

    month: str
    shown: Recorded | None
    published: Recorded | None

    @property
    def object_until(self) -> date | None:
        return date.fromisoformat(str(self.shown.facts["object_until"])) if self.shown else None

    @property
    def latest(self) -> Recorded | None:
        return self.published or self.shown


def subject(month: str, unit: int = 0) -> str:
    return f"scores:{month}:{unit}" if unit else f"scores:{month}"


def first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def last(month: str) -> date:
    return (first(month) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def is_month(text: str) -> bool:
    """Whether it names a month that there are rules for."""
    return re.fullmatch(MONTH, text) is not None and f"{formula.versions()[0].since:%Y-%m}" <= text < "9999-12"


def of(month: str) -> Month:
    """How far a month is."""
    chain = ledger.chain_of(subject(month))
    history = ledger.history(chain) if chain is not None else []
    return Month(month, *(next((e for e in reversed(history) if e.act == act), None) for act in (SHOWN, PUBLISHED)))


def objections(month: str, unit: int) -> list[Recorded]:
    """What a unit said against its score, and what it was answered, in order."""
    chain = ledger.chain_of(subject(month, unit))
    return ledger.history(chain) if chain is not None else []


def counted(month: str) -> bool:
    """Whether everything of a month has been counted: the month is sealed, and the tally is past it."""
    here = next((s for s in ledger.standings() if s.reader == keeping.TALLY), None)
    behind = ledger.feed(after=here.pos if here else 0, limit=1)
    return not behind or clock.day(behind[0].at) > last(month)


def figures(month: str, at: datetime) -> dict[str, Any]:
    """The scores of a month as they go on record: units and posts, each with its sums, parts and total; up to which position of the record they were counted
    from, and by which version of the formula."""
    used, found = formula.in_force(month), keeping.of_month(month)
    here = next((s for s in ledger.standings() if s.reader == keeping.TALLY), None)
    units = [{"unit": unit, **_said(made)} for unit, made in sorted(keeping.units(found, used).items())]
    posts = [{"unit": unit, "post": post, **_said(made)} for (unit, post), made in sorted(keeping.posts(found, used).items())]
    return {"month": month, "formula": used.version, "pos": here.pos if here else 0, "units": units, "posts": posts}


def object_until(at: datetime) -> date:
    """The last day on which a unit may object to what is shown to it at this instant."""
    on = clock.day(at)
    return calendar.due_on(on, calendar.Span(parameters.number("score_object_days", on), calendar.Unit.WORKING), calendar.standard())


def _said(made: Score) -> dict[str, Any]:
    return {"sums": {k: v for k, v in sorted(made.sums.items()) if v}, "parts": {k: str(v) for k, v in sorted(made.parts.items())}, "total": str(made.total),
            "few": made.few}


def read(said: Mapping[str, Any]) -> Score:
    """A score out of an entry."""
    return Score(dict(said["sums"]), {k: Decimal(v) for k, v in said["parts"].items()}, Decimal(said["total"]), bool(said["few"]))
