"""How a clock stands at an instant, for a page."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases.rooms.clocks import Clock
from yiwang.engines.cases.types import Procedure
from yiwang.engines.cases.views import ClockView, Light
from yiwang.kernel import clock as time

MINUTE = timedelta(minutes=1)


def light(clock: Clock, at: datetime) -> Light:
    """Green, amber from its yellow mark on, red once it is over, or paused."""
    if clock.paused:
        return Light.PAUSED
    marks = clock.marks()
    if marks and clock.past(marks[-1].at, at):
        return Light.RED
    return Light.AMBER if len(marks) > 1 and clock.past(marks[0].at, at) else Light.GREEN


def left(clock: Clock, at: datetime) -> int:
    """Days still to come until the due day, in the term's own kind of days; minutes of a clock in minutes, the one that runs counted whole.
    Negative when over."""
    if clock.end_at is not None:
        return -((at - clock.end_at) // MINUTE) if at < clock.end_at else -max(1, (at - clock.end_at) // MINUTE)
    due, today = clock.due_on(), time.day(at)
    if due is None:
        return 0
    return (due - today).days if clock.unit_of_days == "calendar" else calendar.left(today, due, calendar.standard())


def used(clock: Clock, at: datetime, until: date | None = None) -> int:
    """Days counted from the start until a day, that of the instant where none is given; of a clock in minutes those begun until the instant."""
    if clock.end_at is not None:
        return clock.days - (clock.end_at - at) // MINUTE
    until = until or time.day(at)
    gaps = [(a, min(b or until, until)) for a, b, _ in clock.gaps if a <= until]
    city = calendar.standard()
    if clock.unit_of_days == "calendar":
        return (until - clock.started_on).days - sum((b - a).days + 1 for a, b in gaps)
    whole = city.count_working(clock.started_on, until)
    return max(0, whole - sum(city.count_working(a, b) + (1 if city.is_working(a) else 0) for a, b in gaps))


def view(clock: Clock, procedure: Procedure, at: datetime, stopped_on: date | None = None, stopped_at: datetime | None = None) -> ClockView:
    """A clock as a page shows it."""
    term = procedure.terms.get(clock.name)
    return ClockView(
        name=clock.name,
        title=term.title if term else "回复",
        unit=clock.unit,
        started_on=clock.started_on,
        due_on=clock.due_on(),
        legal_due_on=clock.legal_due_on(),
        days=clock.days,
        legal_days=clock.legal_days,
        extended=clock.extended,
        kind=clock.unit_of_days,
        gaps=clock.gaps,
        light=Light.DONE if stopped_on else light(clock, at),
        left=left(clock, at),
        law=term.law_of(clock.kind, clock.days) if term else "",
        stopped_on=stopped_on,
        used=used(clock, stopped_at or at, stopped_on),
        inquiry=clock.inquiry,
        event=term.event if term else "征询",
        started_at=clock.started_at(),
        due_at=clock.end_at,
        stopped_at=stopped_at if clock.end_at is not None else None,
    )
