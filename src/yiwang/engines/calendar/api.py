"""The door of calendar: `from yiwang.engines.calendar import api as calendar`.

    city = calendar.standard()                                    # our tables; `load(folder)` lays a city's notices over them
    decide = calendar.Span(20, calendar.Unit.WORKING, law="行政许可法第四十二条")
    term = calendar.due(start=date(2026, 2, 6), span=decide, calendar=city)
    term.on, term.at, term.provisional, term.because.lines(event="受理")

A term in minutes counts from an instant: `due_at(start, span)` gives when it is over, `timed(start=, span=)` the same with its reason.

On the hot path `due_on(start, span, city)` gives the day alone, in about a microsecond. A term *begun anew* is a new `due`; one
*extended* is `due` with `extended(span, days)`; time *not counted* is given as intervals; *effective as of an earlier day* is a `due`
whose start is that day.
"""

from yiwang.engines.calendar.rooms import command
from yiwang.engines.calendar.rooms.because import Because
from yiwang.engines.calendar.rooms.minutes import Timed, began_at, due_at, timed
from yiwang.engines.calendar.rooms.months import months_on
from yiwang.engines.calendar.rooms.notices import changed, notice, put, with_notice
from yiwang.engines.calendar.rooms.ruler import cells
from yiwang.engines.calendar.rooms.tables import FIRST, LAST
from yiwang.engines.calendar.rooms.terms import Due, due, due_on, extended, left
from yiwang.engines.calendar.rooms.working import WorkCalendar, adopt, load, refresh, standard
from yiwang.engines.calendar.types import Cell, CellKind, Day, DayKind, Interval, Line, Span, Stretch, Unit

__all__ = [
    "FIRST", "LAST", "Because", "Cell", "CellKind", "Day", "DayKind", "Due", "Interval", "Line", "Span", "Stretch", "Timed", "Unit", "WorkCalendar",
    "adopt", "began_at", "cells", "changed", "command", "due", "due_at", "due_on", "extended", "left", "load", "months_on", "notice", "put", "refresh",
    "standard", "timed", "with_notice",
]
