"""Months: the corresponding day, or the month's last one (民法典 第二百零二条)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def months_on(start: date, months: int) -> date:
    """The day so many months after a day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
