"""Clocks of a case as parts of a page: badge, day ruler, reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases.views import ClockView, Light, Row
from yiwang.kernel import clock as time
from yiwang.web.components.time import Clock, ClockState, Day, DayKind, Mini, Reasons, Ruler, RulerReason

STATES = {Light.GREEN: ClockState.GREEN, Light.AMBER: ClockState.AMBER, Light.RED: ClockState.RED, Light.PAUSED: ClockState.PAUSED, Light.DONE: ClockState.DONE}
MINUTES = calendar.Unit.MINUTES.value
KINDS = {calendar.CellKind.START: DayKind.START, calendar.CellKind.NOT_COUNTED: DayKind.PAUSED}


def badge(clock: ClockView) -> Clock:
    """The badge of a clock, in words."""
    return words(clock.light, clock.left, clock.used if clock.stopped_on else None, clock.kind)


def words(light: Light, left: int, used: int | None = None, kind: str = "") -> Clock:
    """还剩6天 · 今天到期 · 超2天 · 暂停 · 已办完，用6天; in minutes 还剩 1 小时 20 分 · 超 25 分钟 · 已办完，用 40 分钟"""
    state = STATES[light]
    if kind == MINUTES and light is not Light.PAUSED:
        return Clock(state, _lasting_words(light, left, used))
    if light is Light.DONE:
        return Clock(state, f"已办完，用{used}天" if used is not None else "已办完")
    if light is Light.PAUSED:
        return Clock(state, "暂停")
    if light is Light.RED:
        return Clock(state, f"超{max(-left, 1)}天")
    return Clock(state, "今天到期" if left == 0 else f"还剩{left}天")


def _lasting_words(light: Light, left: int, used: int | None) -> str:
    if light is Light.DONE:
        return f"已办完，用 {lasting(used)}" if used is not None else "已办完"
    return f"超 {lasting(-left)}" if light is Light.RED else f"还剩 {lasting(left)}"


def lasting(minutes: int) -> str:
    """40 分钟 · 2 小时 · 1 小时 20 分 · 3 天 4 小时: of what is long over the minutes say nothing any more."""
    if minutes < 60:
        return f"{max(minutes, 1)} 分钟"
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} 小时 {rest} 分" if rest else f"{hours} 小时"
    days, hours = divmod(hours, 24)
    return f"{days} 天 {hours} 小时" if hours else f"{days} 天"


def moment(at: datetime, today: date | None = None) -> str:
    """今天 12:05 · 明天 00:35 · 11 月 20 日 12:05; without `today` always the date."""
    here = time.local(at)
    near = {today: "今天", today + timedelta(days=1): "明天"}.get(here.date()) if today else None
    return f"{near or f'{here.month} 月 {here.day} 日'} {here:%H:%M}"


def until(due_at: datetime | None, today: date | None = None) -> str:
    """今天 12:05 前, of a clock in minutes; empty of every other."""
    return f"{moment(due_at, today)} 前" if due_at else ""


def counted(clock: ClockView) -> str:
    """What a clock counts: working days, days, or minutes."""
    if clock.kind == MINUTES:
        return calendar.Unit.MINUTES.word
    return "个工作日" if clock.kind == calendar.Unit.WORKING.value else "天"


def row_badge(row: Row) -> Clock:
    if row.due_on is None and row.light is Light.GREEN:
        return Clock(ClockState.GREEN, "不限时")
    return words(row.light, row.left, kind=row.kind) if not row.closed_at else Clock(ClockState.DONE, "已办结")


def mini(row: Row) -> Mini | None:
    """The ruler in a list: of days."""
    return Mini(min(row.used, row.days), row.days, STATES[row.light]) if row.days and row.kind != MINUTES else None


def ruler(clock: ClockView, today: date, *, start_word: str, due_word: str = "最晚办结", office: bool = False) -> Ruler | None:
    """The day ruler of a clock. While time is not counted it shows the days so far and the earliest last day there can still be. None of minutes."""
    if clock.kind == MINUTES:
        return None
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
    if clock.started_at is not None:
        timed = calendar.timed(start=clock.started_at, span=calendar.Span(clock.days, calendar.Unit.MINUTES, clock.law))
        return Reasons(tuple(RulerReason(*line) for line in timed.lines(event=event)))
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
