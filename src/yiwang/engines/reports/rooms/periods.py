"""Periods people name: a week, a month, a quarter, a year, months or days from and to, the last ninety days; and the one before, for comparison."""

from __future__ import annotations

import re
from datetime import date, timedelta

from yiwang.engines.reports.types import Period
from yiwang.kernel.errors import Refused
from yiwang.kernel.reasons import Reason

DAY = timedelta(days=1)
MONTHS = 24  # the longest period
WEEK = timedelta(days=7)
DAYS = 731  # the longest period of days
NAMED = {"week": "本周", "month": "本月", "quarter": "本季", "year": "本年", "days90": "近 90 天"}


def named(name: str, today: date) -> Period:
    """`week` (Monday to Sunday), `month`, `quarter`, `year` of a day, or the `days90` that end with it."""
    if name == "week":
        return _week(today, NAMED[name])
    if name == "days90":
        return Period(today - 89 * DAY, today, NAMED[name])
    length = {"month": 1, "quarter": 3, "year": 12}[name]
    first = today.replace(month=(today.month - 1) // length * length + 1, day=1)
    return Period(first, after_months(first, length) - DAY, NAMED[name])


def week(text: str) -> Period:
    """A week by its number in the year, `2026-W46` (ISO 8601). Raises Refused at the field."""
    found = re.fullmatch(r"(20[0-9]{2})-W([0-9]{2})", text.strip())
    try:
        if found is not None:
            return _week(date.fromisocalendar(int(found[1]), int(found[2]), 1))
    except ValueError:
        pass
    raise Refused(Reason("not-a-week", "请写成年和第几周，例如 2026-W46。", field="week"))


def number(day: date) -> str:
    """The week of a day: `2026-W46`."""
    year, n, _ = day.isocalendar()
    return f"{year}-W{n:02d}"


def is_week(period: Period) -> bool:
    return period.first.weekday() == 0 and period.last - period.first == WEEK - DAY


def between(since: str, until: str) -> Period:
    """Whole months from `2026-03` to `2026-08`, or days from `2026-11-09` to `2026-11-15`. Raises Refused at the field."""
    if len(since.strip()) > len("2026-03") or len(until.strip()) > len("2026-03"):
        return _days(_day(since, "since"), _day(until, "until"))
    first, last = _month(since, "since"), _month(until, "until")
    if last < first:
        raise Refused(Reason("ends-before-it-begins", "结束的月份不能早于开始的月份。", field="until"))
    if (last.year - first.year) * 12 + last.month - first.month >= MONTHS:
        raise Refused(Reason("too-long", f"一次最多看 {MONTHS} 个月，请把时间缩短一些。", field="until"))
    title = f"{first:%Y 年 %-m 月}" + (f"—{last:%Y 年 %-m 月}" if last != first else "")
    return Period(first, after_months(last, 1) - DAY, title)


def before(period: Period) -> Period:
    """The period before: a week's the week before, as many months where it is whole months, else as many days. Counts of one that still
    runs are not to be compared with it."""
    if is_week(period):
        return _week(period.first - DAY, "上周")
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


def weeks(period: Period) -> list[Period]:
    """A period's weeks, the first and the last cut where it begins and ends."""
    found, monday = [], period.first - timedelta(days=period.first.weekday())
    while monday <= period.last:
        found.append(Period(max(monday, period.first), min(monday + WEEK - DAY, period.last), number(monday)))
        monday += WEEK
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


def _week(day: date, title: str = "") -> Period:
    first = day - timedelta(days=day.weekday())
    last = first + WEEK - DAY
    return Period(first, last, title or f"{number(first)[:4]} 年第 {int(number(first)[6:])} 周（{first:%-m 月 %-d 日}—{last:%-m 月 %-d 日}）")


def _days(first: date, last: date) -> Period:
    if last < first:
        raise Refused(Reason("ends-before-it-begins", "结束的日子不能早于开始的日子。", field="until"))
    if (last - first).days >= DAYS:
        raise Refused(Reason("too-long", f"一次最多看 {MONTHS} 个月，请把时间缩短一些。", field="until"))
    return Period(first, last, f"{first:%Y 年 %-m 月 %-d 日}—{last:%-m 月 %-d 日}")


def _day(text: str, field: str) -> date:
    try:
        found = date.fromisoformat(text.strip()) if len(text.strip()) == len("2026-11-09") else None
    except ValueError:
        found = None
    if found is None:
        raise Refused(Reason("not-a-day", "请写成年月日，例如 2026-11-09。", field=field))
    return found
