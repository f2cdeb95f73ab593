"""The day ruler 日尺: one cell a calendar day, so that a person can follow the count with a finger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from yiwang.engines.calendar.rooms.because import SHORT
from yiwang.engines.calendar.rooms.terms import taken_out
from yiwang.engines.calendar.rooms.working import WorkCalendar
from yiwang.engines.calendar.types import Cell, CellKind, Day, DayKind, Interval, Span, Unit
from yiwang.kernel.errors import Declined


def cells(
    *, start: date, due: date, today: date, calendar: WorkCalendar, not_counted: Sequence[Interval] = (), counted_until: date | None = None,
    span: Span | None = None,
) -> tuple[Cell, ...]:
    """The days from `start` through `due`, or through today when that is later and the clock still runs.

    `counted_until` is the day the clock was stopped (the decision): then no day is today and nothing after it is counted or overdue.
    `span` says what is counted and how many (a rolled day carries no number); without it, working days. Raises Declined for a span in minutes.
    """
    if span is not None and span.kind is Unit.MINUTES:
        raise Declined(f"{span}: minutes are drawn on no ruler of days")
    ruler = _Ruler(start, due, today, calendar, taken_out(start, not_counted), counted_until, span)
    last = max(due, counted_until or today)
    return tuple(ruler.cell(start + timedelta(days=i)) for i in range((last - start).days + 1))


class _Ruler:
    """Lays cells from left to right; keeps the count and the last holiday's name."""

    def __init__(
        self, start: date, due: date, today: date, calendar: WorkCalendar, gaps: Sequence[Interval],
        stopped: date | None, span: Span | None,
    ) -> None:
        self.start, self.due, self.calendar, self.gaps = start, due, calendar, gaps
        self.today = today if stopped is None else None
        self.until = stopped or today
        self.working = span is None or span.kind is Unit.WORKING
        self.limit = span.days if span else None
        self.count = self.over = 0
        self.holiday = ""

    def cell(self, day: date) -> Cell:
        why = self.calendar.why(day)
        counts = day > self.start and (why.working or not self.working) and not self.paused(day)
        number = self.number(day, counts)
        kind = self.kind(day, why, number)
        label = self.label(day, kind, why)
        return Cell(day, kind, why, number, label, self.mark(day, number), is_today=day == self.today, is_due=day == self.due)

    def mark(self, day: date, number: int) -> str:
        if day == self.start:
            return "始"
        if self.paused(day):
            return "‖"
        return str(number) if number else "休"

    def paused(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.gaps)

    def number(self, day: date, counts: bool) -> int:
        if not counts:
            return 0
        if day > self.due:
            self.over += 1
            return self.over
        if self.limit is not None and self.count >= self.limit:
            return 0
        self.count += 1
        return self.count

    def kind(self, day: date, why: Day, number: int) -> CellKind:
        if day == self.today:
            return CellKind.TODAY
        if day == self.start:
            return CellKind.START
        if day == self.due:
            return CellKind.DUE
        if self.paused(day):
            return CellKind.NOT_COUNTED
        if not number:
            return CellKind.REST
        if day > self.due:
            return CellKind.OVERDUE
        if day > self.until:
            return CellKind.TO_COME
        return CellKind.MAKE_UP if self.working and why.kind is DayKind.MAKE_UP else CellKind.COUNTED

    def label(self, day: date, kind: CellKind, why: Day) -> str:
        if why.kind is not DayKind.HOLIDAY:
            self.holiday = ""
        if day == self.due:
            return "最晚"
        if kind is CellKind.TODAY:
            return "今天"
        if day == self.start or self.paused(day):
            return ""
        if why.kind is DayKind.HOLIDAY and why.name != self.holiday:
            self.holiday = why.name
            return SHORT.get(why.name, why.name)
        return str(why) if why.kind is DayKind.MAKE_UP else ""
