"""The arithmetic of terms: pure. A clock is started, stopped, not counted, begun anew, extended; its marks follow from its days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from yiwang.engines.calendar import api as calendar
from yiwang.kernel import clock as time

YELLOW = 0.9  # of the promised time (local parameter; see parameters of supervision)
Gap = tuple[date, date | None, str]  # first and last day not counted, and the ground


class Mark(NamedTuple):
    at: datetime
    name: str  # yellow, prompt, red, lapse


@dataclass(frozen=True, slots=True)
class Clock:
    """A running term. `days` is what was promised, `legal_days` what the law allows, both without `extended`."""

    id: int
    name: str
    unit: int
    inquiry: int
    started_on: date
    kind: str
    days: int
    legal_days: int
    extended: int = 0
    gaps: tuple[Gap, ...] = ()
    tacit: bool = False

    @property
    def paused(self) -> bool:
        return bool(self.gaps) and self.gaps[-1][1] is None

    @property
    def span(self) -> calendar.Span:
        return _span(self.days + self.extended, self.kind)

    @property
    def closed_gaps(self) -> tuple[tuple[date, date], ...]:
        return tuple((a, b) for a, b, _ in self.gaps if b is not None)

    def due_on(self) -> date | None:
        """The last day, or None while time is not counted."""
        return None if self.paused else calendar.due_on(self.started_on, self.span, calendar.standard(), self.closed_gaps)

    def legal_due_on(self) -> date | None:
        return (
            None if self.paused else calendar.due_on(self.started_on, _span(self.legal_days + self.extended, self.kind), calendar.standard(), self.closed_gaps)
        )

    def marks(self) -> tuple[Mark, ...]:
        """What the sweep will find, in order: yellow, one working day before, and the end (red, or the silent effect)."""
        due = self.due_on()
        if due is None:
            return ()
        whole = self.days + self.extended
        found = {}
        for name, n in (("yellow", int(whole * YELLOW)), ("prompt", whole - 1)):
            if n > 0:
                found.setdefault(calendar.due_on(self.started_on, _span(n, self.kind, False), calendar.standard(), self.closed_gaps), name)
        marks = [Mark(time.end_of(on), name) for on, name in sorted(found.items()) if on < due]
        return (*marks, Mark(time.end_of(due), "lapse" if self.tacit else "red"))

    def next_mark(self, after: datetime | None) -> Mark | None:
        """The first mark beyond an instant (`None`: the first of all)."""
        return next((m for m in self.marks() if after is None or m.at > after), None)

    def pause(self, on: date, ground: str) -> Clock:
        return replace(self, gaps=(*self.gaps, (on, None, ground)))

    def resume(self, on: date) -> Clock:
        first, _, ground = self.gaps[-1]
        return replace(self, gaps=(*self.gaps[:-1], (first, on, ground)))

    def extend(self, days: int) -> Clock:
        return replace(self, extended=self.extended + days)


@lru_cache(maxsize=512)
def _span(days: int, kind: str, rolls: bool = True) -> calendar.Span:
    return calendar.Span(days, calendar.Unit(kind), rolls=rolls)


def write_gaps(gaps: tuple[Gap, ...]) -> str:
    return " ".join(f"{a.isoformat()}:{b.isoformat() if b else ''}:{ground}" for a, b, ground in gaps)


def read_gaps(text: str) -> tuple[Gap, ...]:
    found = []
    for part in text.split():
        a, b, ground = part.split(":", 2)
        found.append((date.fromisoformat(a), date.fromisoformat(b) if b else None, ground))
    return tuple(found)
