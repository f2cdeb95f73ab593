"""Gathers the reason of a finished count: one walk over its days, made only when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from yiwang.engines.calendar.rooms.because import Because
from yiwang.engines.calendar.rooms.working import WorkCalendar
from yiwang.engines.calendar.types import Day, DayKind, Interval, Span, Stretch, Unit

ONE = timedelta(days=1)


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
