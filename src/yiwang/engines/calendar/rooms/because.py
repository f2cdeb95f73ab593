"""Why a term ends when it does: gathered once by `explain`, said in Chinese by `lines`, handed on as plain values by `as_dict`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from yiwang.engines.calendar.rooms import saying
from yiwang.engines.calendar.rooms.working import WorkCalendar
from yiwang.engines.calendar.types import Day, DayKind, Interval, Line, Span, Stretch, Unit

ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Because:
    """The reason of one term. Everything lies after `start` and not after `on`."""

    start: date
    first: date
    """Day 1 of the count."""
    span: Span
    on: date
    unrolled: date
    """The last day counted."""
    holidays: tuple[Stretch, ...]
    """Holidays met on the way; a calendar-day term counts them all the same."""
    weekends: tuple[date, ...]
    """Weekend days met on the way that belong to no holiday."""
    make_up: tuple[date, ...]
    """Make-up days that a working-day term counted."""
    not_counted: tuple[Stretch, ...]
    rolled_over: str
    """What the last counted day is (国庆节, 周末) when the term was rolled over it, else empty."""
    guessed: tuple[int, ...]
    """Years on the way whose notice is not out yet."""

    @property
    def law(self) -> str:
        return self.span.law

    @property
    def counted(self) -> int:
        return self.span.days

    @property
    def provisional(self) -> bool:
        return bool(self.guessed)

    def lines(self, *, event: str = "", label: str = "期限", causes: Mapping[date, str] | None = None) -> tuple[Line, ...]:
        """The explanation, line by line. `event`: what happened on the start day (受理); `label`: heads the span (承诺);
        `causes`: why time was not counted, by any day of the interval (检测燃气报警装置).
        """
        return tuple(saying.lines(self, event, label, causes or {}))

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON: ISO dates, whole numbers, and the lines."""
        return {
            "law": self.law, "start": self.start.isoformat(), "first_day": self.first.isoformat(),
            "days": self.span.days, "kind": self.span.kind.value, "counted": self.counted,
            "last_counted": self.unrolled.isoformat(), "due": self.on.isoformat(),
            "holidays": [_plain(stretch) for stretch in self.holidays], "weekend_days": len(self.weekends),
            "make_up": [day.isoformat() for day in self.make_up], "not_counted": [_plain(stretch) for stretch in self.not_counted],
            "rolled_over": self.rolled_over, "provisional_years": list(self.guessed),
            "lines": [{"label": label, "text": text, "law": law} for label, text, law in self.lines()],
        }


def explain(start: date, span: Span, calendar: WorkCalendar, gaps: Sequence[Interval], on: date, unrolled: date) -> Because:
    """Walks the days of a finished count. `gaps` are merged and lie after `start`."""
    met = [(day, calendar.why(day)) for day in _days(start + ONE, on)]
    working = span.kind is Unit.WORKING
    free = [(day, why) for day, why in met if not any(a <= day <= b for a, b in gaps)]
    return Because(
        start=start, span=span, on=on, unrolled=unrolled,
        first=next((day for day, why in free if why.working or not working), start),
        holidays=tuple(_holidays(free)),
        weekends=tuple(day for day, why in free if why.kind is DayKind.WEEKEND),
        make_up=tuple(day for day, why in free if working and why.kind is DayKind.MAKE_UP),
        not_counted=tuple(_lost(a, b, calendar, working) for a, b in gaps if a <= on),
        rolled_over=str(calendar.why(unrolled)) if on != unrolled else "",
        guessed=guessed(start, on, calendar),
    )


def guessed(start: date, on: date, calendar: WorkCalendar) -> tuple[int, ...]:
    """Years a term touches whose notice is not out."""
    return tuple(year for year in range(start.year, on.year + 1) if not calendar.announced(date(year, 1, 1)))


def _holidays(days: Sequence[tuple[date, Day]]) -> Iterator[Stretch]:
    for kind, run in groupby(days, key=lambda met: (met[1].kind, met[1].name)):
        if kind[0] is DayKind.HOLIDAY:
            found = [day for day, _ in run]
            yield Stretch(kind[1], found[0], found[-1], len(found))


def _lost(first: date, last: date, calendar: WorkCalendar, working: bool) -> Stretch:
    return Stretch("", first, last, calendar.count_working(first - ONE, last) if working else (last - first).days + 1)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=i) for i in range((last - first).days + 1))


def _plain(stretch: Stretch) -> dict[str, Any]:
    plain: dict[str, Any] = {"from": stretch.first.isoformat(), "to": stretch.last.isoformat(), "days": stretch.days}
    return {"name": stretch.name, **plain} if stretch.name else plain
