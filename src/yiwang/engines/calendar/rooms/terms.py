"""Counting terms (民法典 第二百条 to 第二百零四条): the start day is not counted, what is not counted is taken out, a rest day rolls on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property, partial

from yiwang.engines.calendar.rooms.because import Because
from yiwang.engines.calendar.rooms.explaining import explain, guessed
from yiwang.engines.calendar.rooms.working import DAYS, WorkCalendar
from yiwang.engines.calendar.types import Interval, Span, Unit
from yiwang.kernel import clock
from yiwang.kernel.errors import Declined, Invalid
from yiwang.kernel.reasons import Reason

ONE = timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """When a term ends: the day `on`, at its last instant `at` (UTC). `unrolled` is the last counted day.

    `provisional`: a year that is not yet announced was touched, so the day may still move. `because` is worked out when first asked for.
    """

    on: date
    unrolled: date
    provisional: bool
    explained: Callable[[], Because] = field(repr=False, compare=False)

    @cached_property
    def at(self) -> datetime:
        return clock.end_of(self.on)

    @cached_property
    def because(self) -> Because:
        return self.explained()


def due_on(start: date, span: Span, calendar: WorkCalendar, not_counted: Sequence[Interval] = ()) -> date:
    """The day a term ends, and nothing else: the fast way. Raises as `due` does."""
    return _ends(start, span, calendar, taken_out(start, not_counted) if not_counted else ())[0]


def due(*, start: date, span: Span, calendar: WorkCalendar, not_counted: Sequence[Interval] = ()) -> Due:
    """When a term that was set off on `start` ends, and why.

    Each interval of `not_counted` (both days inside) is taken out; those that overlap are one; days through `start` change nothing.
    Raises Invalid when an interval is reversed or the count leaves the calendar, Declined for a span in minutes (`due_at` counts those).
    """
    gaps = taken_out(start, not_counted)
    on, unrolled = _ends(start, span, calendar, gaps)
    return Due(on, unrolled, bool(guessed(start, on, calendar)), partial(explain, start, span, calendar, gaps, on, unrolled))


def extended(span: Span, days: int, *, law: str = "") -> Span:
    """The span with so many days more: one term with a later end, never a second term. Raises Declined for a span in minutes."""
    if span.kind is Unit.MINUTES:
        raise Declined(f"{span}: a term in minutes is not extended")
    return replace(span, days=span.days + days, law=law or span.law)


def left(today: date, due_on: date, calendar: WorkCalendar, not_counted: Sequence[Interval] = ()) -> int:
    """Working days still to come through the due day; 0 on the day itself, below 0 as soon as it is over (at least -1)."""
    if today > due_on:
        return min(-1, calendar.count_working(today, due_on))
    gaps = (gap for gap in taken_out(today, not_counted) if gap[0] <= due_on)
    return calendar.count_working(today, due_on) - sum(calendar.count_working(a - ONE, min(b, due_on)) for a, b in gaps)


def taken_out(start: date, intervals: Sequence[Interval]) -> tuple[Interval, ...]:
    """The intervals after `start`, in order, those that overlap or touch made one."""
    merged: list[Interval] = []
    for first, last in sorted(intervals):
        if last < first:
            raise Invalid(Reason("interval-reversed", f"不计期限的一段从 {first} 到 {last}，止早于起。请对调。", "",
                                 "not_counted", {"first": first.isoformat(), "last": last.isoformat()}))
        first = max(first, start + ONE)
        if last < first:
            continue
        if merged and first <= merged[-1][1] + ONE:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)


def _ends(start: date, span: Span, calendar: WorkCalendar, gaps: Sequence[Interval]) -> tuple[date, date]:
    """The day the term ends, and the last day counted."""
    if span.kind is Unit.MINUTES:
        raise Declined(f"{span} counts from an instant, not from a day")
    if span.days == 0:
        calendar.rank(start)  # the day must lie within the calendar
        return start, start
    if span.kind is Unit.WORKING:
        last = _working(start, span.days, calendar, gaps)
        return last, last
    last = _calendar(start, span.days, calendar, gaps)
    return _rolled(last, calendar, gaps) if span.rolls else last, last


def _working(start: date, days: int, calendar: WorkCalendar, gaps: Sequence[Interval]) -> date:
    rank = calendar.rank(start) + days
    last = calendar.ranked(rank)
    for first, end in gaps:
        if last < first:
            break
        rank += calendar.rank(end) - calendar.rank(first - ONE)
        last = calendar.ranked(rank)
    return last


def _calendar(start: date, days: int, calendar: WorkCalendar, gaps: Sequence[Interval]) -> date:
    calendar.rank(start)  # both ends must lie within the calendar
    last = start + timedelta(days=min(days, DAYS))  # more would leave the calendar anyhow
    for first, end in gaps:
        if last < first:
            break
        last += end - first + ONE
    calendar.rank(last)
    return last


def _rolled(day: date, calendar: WorkCalendar, gaps: Sequence[Interval]) -> date:
    day = calendar.next_working(day)
    for first, end in gaps:
        if first <= day <= end:
            day = calendar.next_working(end + ONE)
    return day

