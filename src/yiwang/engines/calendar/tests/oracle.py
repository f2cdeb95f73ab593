"""The day-by-day count, written from the law and from another's table (chinesecalendar), sharing no line with what it checks."""

from datetime import date, timedelta

import chinese_calendar

FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
ALL = [FIRST + timedelta(days=i) for i in range((LAST - FIRST).days + 1)]
WORKS = {day: bool(chinese_calendar.is_workday(day)) for day in ALL}


class Unannounced(Exception):
    """The count left the years that are announced."""


def due(start, days, working, pauses=(), rolls=True):
    """Counts one day after the other."""
    if days == 0:
        return start
    out = {first + timedelta(days=i) for first, last in pauses for i in range((last - first).days + 1)}
    day, counted = start, 0
    while counted < days:
        day += timedelta(days=1)
        counted += day not in out and (works(day) if working else True)
    while not working and rolls and (not works(day) or day in out):
        day += timedelta(days=1)
    works(day)
    return day


def works(day):
    if day > LAST:
        raise Unannounced(day)
    return WORKS[day]
