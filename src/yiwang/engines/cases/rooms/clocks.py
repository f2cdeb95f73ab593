"""The arithmetic of terms: pure. A clock is started, stopped, not counted, begun anew, extended; its marks follow from its days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from yiwang.engines.calendar import api as calendar
from yiwang.kernel import clock as time

YELLOW = 0.9  # of the promised time (local parameter; see parameters of supervision)
FIXED = "date"
MINUTES = calendar.Unit.MINUTES.value
Gap = tuple[date, date | None, str]  # first and last day not counted, and the ground


class Mark(NamedTuple):
    at: datetime
    name: str  # yellow, prompt, red, lapse


@dataclass(frozen=True, slots=True)
class Clock:
    """A running term. `days` is what was promised, `legal_days` what the law allows, both without `extended`.

    `kind`: working or calendar days, or `date`: calendar days to a day that is given and never rolls; or `minutes`, which `days` and `legal_days` then
    are, and the clock has `end_at`, the instant it is over.
    """

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
    offered: bool = False
    end_at: datetime | None = None

    @property
    def unit_of_days(self) -> str:
        """What its days are counted in."""
        return "calendar" if self.kind == FIXED else self.kind

    @property
    def paused(self) -> bool:
        return bool(self.gaps) and self.gaps[-1][1] is None

    @property
    def closed_gaps(self) -> tuple[tuple[date, date], ...]:
        return tuple((a, b) for a, b, _ in self.gaps if b is not None)

    def due_on(self) -> date | None:
        """The last day, or None while time is not counted."""
        if self.end_at is not None:
            return time.day(self.end_at)
        return None if self.paused else _ends(self.started_on, self.days + self.extended, self.kind, True, self.closed_gaps, calendar.standard())

    def due_at(self) -> datetime | None:
        """The last instant of the last day; of minutes the instant they are over. None while time is not counted."""
        if self.end_at is not None:
            return self.end_at
        due = self.due_on()
        return time.end_of(due) if due else None

    def started_at(self) -> datetime | None:
        """The instant a clock in minutes began; None of every other."""
        return None if self.end_at is None else calendar.began_at(self.end_at, _span(self.days, MINUTES))

    def past(self, mark: datetime, at: datetime) -> bool:
        """Whether an instant lies beyond a mark: a day ends after its last instant, minutes are over with the instant they end."""
        return at > mark or (at == mark and self.end_at is not None)

    def over(self, at: datetime) -> bool:
        due = self.due_at()
        return due is not None and self.past(due, at)

    def legal_due_on(self) -> date | None:
        if self.end_at is not None:
            return time.day(self.end_at)  # of minutes nobody promises fewer
        return None if self.paused else _ends(self.started_on, self.legal_days + self.extended, self.kind, True, self.closed_gaps, calendar.standard())

    def marks(self) -> tuple[Mark, ...]:
        """What the sweep will find, in order: yellow, one working day before, and the end (red, or the silent effect). Of minutes yellow and red."""
        if self.end_at is not None:
            whole = timedelta(minutes=self.days)
            return (Mark(self.end_at - whole + whole * YELLOW, "yellow"), Mark(self.end_at, "red"))
        if self.paused or (self.offered and not self.tacit):
            return ()
        found = _marks(self.started_on, self.days + self.extended, self.kind, self.closed_gaps, self.tacit, calendar.standard())
        return found[-1:] if self.offered else found

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


def ends(start: date, days: int, kind: str, gaps: tuple[Gap, ...], city: calendar.WorkCalendar) -> date:
    """The last day of a term that runs, under a calendar that need not stand."""
    return _ends(start, days, kind, True, tuple((a, b) for a, b, _ in gaps if b is not None), city)


@lru_cache(maxsize=4096)
def _ends(start: date, days: int, kind: str, rolls: bool, gaps: tuple[tuple[date, date], ...], city: calendar.WorkCalendar) -> date:
    """The last day. Asked for several times a step, and again for every line of a list; a calendar never changes, another one is another key."""
    if kind == FIXED:
        return start + timedelta(days=days)  # a day that is given needs no calendar
    return calendar.due_on(start, _span(days, kind, rolls), city, gaps)


@lru_cache(maxsize=4096)
def _marks(start: date, days: int, kind: str, gaps: tuple[tuple[date, date], ...], tacit: bool, city: calendar.WorkCalendar) -> tuple[Mark, ...]:
    due, found = _ends(start, days, kind, True, gaps, city), dict[date, str]()
    for name, n in (("yellow", int(days * YELLOW)), ("prompt", days - 1)):
        if n > 0:
            found.setdefault(_ends(start, n, kind, False, gaps, city), name)
    marks = [Mark(time.end_of(on), name) for on, name in sorted(found.items()) if on < due]
    return (*marks, Mark(time.end_of(due), "lapse" if tacit else "red"))


@lru_cache(maxsize=512)
def _span(days: int, kind: str, rolls: bool = True) -> calendar.Span:
    return calendar.Span(days, calendar.Unit.CALENDAR, rolls=False) if kind == FIXED else calendar.Span(days, calendar.Unit(kind), rolls=rolls)


def write_gaps(gaps: tuple[Gap, ...]) -> str:
    return " ".join(f"{a.isoformat()}:{b.isoformat() if b else ''}:{ground}" for a, b, ground in gaps)


def read_gaps(text: str) -> tuple[Gap, ...]:
    found = []
    for part in text.split():
        a, b, ground = part.split(":", 2)
        found.append((date.fromisoformat(a), date.fromisoformat(b) if b else None, ground))
    return tuple(found)
