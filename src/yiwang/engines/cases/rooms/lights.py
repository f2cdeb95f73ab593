"""How a clock stands at an instant, for a page."""

from __future__ import annotations

from datetime import date, datetime

from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases.rooms.clocks import Clock
from yiwang.engines.cases.types import Procedure
from yiwang.engines.cases.views import ClockView, Light
from yiwang.kernel import clock as time


def light(clock: Clock, at: datetime) -> Light:
    """Green, amber from its yellow mark on, red once it is over, or paused."""
    if clock.paused:
        return Light.PAUSED
    marks = clock.marks()
    if marks and at > marks[-1].at:
        return Light.RED
    return Light.AMBER if len(marks) > 1 and at > marks[0].at else Light.GREEN


def left(due: date | None, kind: str, today: date) -> int:
    """Days still to come until the due day, in the term's own kind of days; negative when over."""
    if due is None:
        return 0
    return (due - today).days if kind == "calendar" else calendar.left(today, due, calendar.standard())


def used(clock: Clock, until: date) -> int:
    """Days counted from the start until a day."""
    gaps = [(a, min(b or until, until)) for a, b, _ in clock.gaps if a <= until]
    city = calendar.standard()
    if clock.unit_of_days == "calendar":
        return (until - clock.started_on).days - sum((b - a).days + 1 for a, b in gaps)
    whole = city.count_working(clock.started_on, until)
    return max(0, whole - sum(city.count_working(a, b) + (1 if city.is_working(a) else 0) for a, b in gaps))


def view(clock: Clock, procedure: Procedure, at: datetime, stopped_on: date | None = None) -> ClockView:
    """A clock as a page shows it."""
    term, today = procedure.terms.get(clock.name), time.day(at)
    due = clock.due_on()
    return ClockView(
        name=clock.name,
        title=term.title if term else "回复",
        unit=clock.unit,
        started_on=clock.started_on,
        due_on=due,
        legal_due_on=clock.legal_due_on(),
        days=clock.days,
        legal_days=clock.legal_days,
        extended=clock.extended,
        kind=clock.unit_of_days,
        gaps=clock.gaps,
        light=Light.DONE if stopped_on else light(clock, at),
        left=left(due, clock.unit_of_days, today),
        law=term.span.law if term else "",
        stopped_on=stopped_on,
        used=used(clock, stopped_on or today),
        inquiry=clock.inquiry,
        event=term.event if term else "征询",
    )
