"""Clocks of a case as parts of a page: badge, day ruler, reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases.views import ClockView, Light, Row
from yiwang.web.components.time import Clock, ClockState, Day, DayKind, Mini, Reasons, Ruler, RulerReason

STATES = {Light.GREEN: ClockState.GREEN, Light.AMBER: ClockState.AMBER, Light.RED: ClockState.RED, Light.PAUSED: ClockState.PAUSED, Light.DONE: ClockState.DONE}
KINDS = {calendar.CellKind.START: DayKind.START, calendar.CellKind.NOT_COUNTED: DayKind.PAUSED}


def badge(clock: ClockView) -> Clock:
    """The badge of a clock, in words."""
    return words(clock.light, clock.left, clock.used if clock.stopped_on else None)


def words(light: Light, left: int, used: int | None = None) -> Clock:
    """还剩6天 · 今天到期 · 超2天 · 暂停 · 已办完，用6天"""
    state = STATES[light]
    if light is Light.DONE:
        return Clock(state, f"已办完，用{used}天" if used is not None else "已办完")
    if light is Light.PAUSED:
        return Clock(state, "暂停")
    if light is Light.RED:
        return Clock(state, f"超{max(-left, 1)}天")
    return Clock(state, "今天到期" if left == 0 else f"还剩{left}天")


def counted(clock: ClockView) -> str:
    """What a clock counts: working days, or days."""
    return "个工作日" if clock.kind == calendar.Unit.WORKING.value else "天"


def row_badge(row: Row) -> Clock:
    if row.due_on is None and row.light is Light.GREEN:
        return Clock(ClockState.GREEN, "不限时")
    return words(row.light, row.left, row.used if row.closed_at else None) if not row.closed_at else Clock(ClockState.DONE, "已办结")


def mini(row: Row) -> Mini | None:
    """The ruler in a list."""
    return Mini(min(row.used, row.days), row.days, STATES[row.light]) if row.days else None


def ruler(clock: ClockView, today: date, *, start_word: str, due_word: str = "最晚办结", office: bool = False) -> Ruler | None:
    """The day ruler of a clock. While time is not counted it shows the days so far and the earliest last day there can still be."""
    gaps = tuple((a, b or max(a, today)) for a, b, _ in clock.gaps)
    span = calendar.Span(clock.days + clock.extended, calendar.Unit(clock.kind))
    due = clock.due_on or calendar.due_on(clock.started_on, span, calendar.standard(), gaps)
    city = calendar.standard()
    found = calendar.cells(start=clock.started_on, due=due, today=today, calendar=city, not_counted=gaps, counted_until=clock.stopped_on, span=span)
    days = tuple(_day(c, clock.started_on) for c in found if c.on <= due)
    word = due_word if clock.due_on else "最早到期"
    return Ruler(days, None if clock.stopped_on else today, start_word, word, office, legend=not office, done_on=clock.stopped_on)


def _day(cell: calendar.Cell, start: date) -> Day:
    rest = DayKind.HOLIDAY if cell.why.kind is calendar.DayKind.HOLIDAY else DayKind.REST
    counted = DayKind.COUNTED if cell.why.working or cell.number else rest
    kind = DayKind.START if cell.on == start else DayKind.PAUSED if cell.mark == "‖" else KINDS.get(cell.kind) or counted
    return Day(cell.on, kind, cell.number, cell.why.name if kind is DayKind.HOLIDAY else "", cell.why.kind is calendar.DayKind.MAKE_UP)


def reasons(clock: ClockView, *, event: str, grounds: dict[str, str] | None = None) -> Reasons | None:
    """Why the last day is what it is, each line with its article."""
    if clock.due_on is None:
        return None
    gaps = tuple((a, b) for a, b, _ in clock.gaps if b is not None)
    causes = {a: (grounds or {}).get(g, g) for a, b, g in clock.gaps if b is not None}
    span = calendar.Span(clock.days + clock.extended, calendar.Unit(clock.kind), clock.law)
    due = calendar.due(start=clock.started_on, span=span, calendar=calendar.standard(), not_counted=gaps)
    lines = [RulerReason(*line) for line in due.because.lines(event=event, label="承诺" if clock.days < clock.legal_days else "期限", causes=causes)]
    if clock.days < clock.legal_days:
        lines.insert(2, RulerReason("法定", f"法定上限 {clock.legal_days} {counted(clock)}", clock.law))
    if clock.extended:
        lines[1] = replace(lines[1], text=str(calendar.Span(clock.days, calendar.Unit(clock.kind))))  # what was promised; what came on top has its own line
        lines.append(RulerReason("延长", f"经批准延长 {clock.extended} {counted(clock)}", clock.law))
    return Reasons(tuple(lines))
