"""Periods people name: a month, a quarter, a year, months from and to, the last ninety days; and the one before, for comparison."""

from __future__ import annotations

import re
from datetime import date, timedelta

from yiwang.engines.reports.types import Period
from yiwang.kernel.errors import Refused
from yiwang.kernel.reasons import Reason

DAY = timedelta(days=1)
MONTHS = 24  # the longest period
NAMED = {"month": "本月", "quarter": "本季", "year": "本年", "days90": "近 90 天"}


def named(name: str, today: date) -> Period:
    """`month`, `quarter`, `year` of a day, or the `days90` that end with it."""
    if name == "days90":
        return Period(today - 89 * DAY, today, NAMED[name])
    length = {"month": 1, "quarter": 3, "year": 12}[name]
    first = today.replace(month=(today.month - 1) // length * length + 1, day=1)
    return Period(first, after_months(first, length) - DAY, NAMED[name])


def between(since: str, until: str) -> Period:
    """Whole months from `2026-03` to `2026-08`. Raises Refused at the field."""
    first, last = _month(since, "since"), _month(until, "until")
    if last < first:
        raise Refused(Reason("ends-before-it-begins", "结束的月份不能早于开始的月份。", field="until"))
    if (last.year - first.year) * 12 + last.month - first.month >= MONTHS:
        raise Refused(Reason("too-long", f"一次最多看 {MONTHS} 个月，请把时间缩短一些。", field="until"))
    title = f"{first:%Y 年 %-m 月}" + (f"—{last:%Y 年 %-m 月}" if last != first else "")
    return Period(first, after_months(last, 1) - DAY, title)


def before(period: Period) -> Period:
    """The period before: as many months where it is whole months, else as many days. Counts of one that still
    runs are not to be compared with it."""
    whole = period.first.day == 1 and (period.last + DAY).day == 1
    if not whole:
        return Period(period.first - (period.last - period.first + DAY), period.first - DAY, "前一段同样长的时间")
    length = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
    first = after_months(period.first, -length)
    return Period(first, period.first - DAY, "上期")


def months(period: Period) -> list[Period]:
    """A period's months, the first and the last cut where it begins and ends."""
    found, first = [], period.first.replace(day=1)
    while first <= period.last:
        after = after_months(first, 1)
        found.append(Period(max(first, period.first), min(after - DAY, period.last), f"{first:%Y-%m}"))
        first = after
    return found


def after_months(first: date, count: int) -> date:
    """The first day of a month so many months later."""
    whole = first.year * 12 + first.month - 1 + count
    return date(whole // 12, whole % 12 + 1, 1)


def _month(text: str, field: str) -> date:
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text.strip())
    if found is None:
        raise Refused(Reason("not-a-month", "请写成年和月，例如 2026-08。", field=field))
    return date(int(found[1]), int(found[2]), 1)
