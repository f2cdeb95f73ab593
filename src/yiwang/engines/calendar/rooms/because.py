"""Why a term ends when it does: as values, and in the sentences a citizen reads beside the day ruler."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from yiwang.engines.calendar.types import Line, Span, Stretch, Unit

WEEKDAYS = "一二三四五六日"
SHORT = {"中秋节": "中秋", "国庆节": "国庆", "清明节": "清明", "端午节": "端午", "国庆节、中秋节": "国庆、中秋"}
NOTICE = "国务院办公厅放假通知"
STATUTORY = "国务院令第795号"
FEW = 6
"""So many weekend days are named one by one; more are counted."""

# Where a statute says that its terms are working days, and what is not counted. Of the others only the term's own article is shown.
ARTICLES = {
    "行政许可法": ("第八十二条", "第四十五条"),
    "行政处罚法": ("第八十五条", ""),
    "行政强制法": ("第六十九条", ""),
    "行政复议法": ("第八十八条", ""),
    "政府信息公开条例": ("", "第三十二条至第三十四条"),
}


@dataclass(frozen=True, slots=True)
class Because:
    """The reason of one term. Everything lies after `start` and not after `on`."""

    start: date
    first: date
    """Day 1 of the count."""
    span: Span
    on: date
    unrolled: date
    """The last day counted."""
    holidays: tuple[Stretch, ...]
    """Holidays met on the way; a calendar-day term counts them all the same."""
    weekends: tuple[date, ...]
    """Weekend days met on the way that belong to no holiday."""
    make_up: tuple[date, ...]
    """Make-up days that a working-day term counted."""
    not_counted: tuple[Stretch, ...]
    rolled_over: str
    """What the last counted day is (国庆节, 周末) when the term was rolled over it, else empty."""
    guessed: tuple[int, ...]
    """Years on the way whose notice is not out yet."""

    @property
    def law(self) -> str:
        return self.span.law

    @property
    def counted(self) -> int:
        return self.span.days

    @property
    def provisional(self) -> bool:
        return bool(self.guessed)

    def lines(self, *, event: str = "", label: str = "期限", causes: Mapping[date, str] | None = None) -> tuple[Line, ...]:
        """The explanation, line by line. `event`: what happened on the start day (受理); `label`: heads the span (承诺);
        `causes`: why time was not counted, by any day of the interval (检测燃气报警装置).
        """
        return tuple(_lines(self, event, label, causes or {}))

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON: ISO dates, whole numbers, and the lines."""
        return {
            "law": self.law, "start": self.start.isoformat(), "first_day": self.first.isoformat(),
            "days": self.span.days, "kind": self.span.kind.value, "counted": self.counted,
            "last_counted": self.unrolled.isoformat(), "due": self.on.isoformat(),
            "holidays": [_plain(stretch) for stretch in self.holidays], "weekend_days": len(self.weekends),
            "make_up": [day.isoformat() for day in self.make_up], "not_counted": [_plain(stretch) for stretch in self.not_counted],
            "rolled_over": self.rolled_over, "provisional_years": list(self.guessed),
            "lines": [{"label": label, "text": text, "law": law} for label, text, law in self.lines()],
        }


def _lines(because: Because, event: str, label: str, causes: Mapping[date, str]) -> Iterator[Line]:
    say = _Saying(because)
    yield "起算", say.start(event), "民法典第二百零一条"
    yield label, str(because.span), because.law
    if because.span.kind is Unit.WORKING:
        if because.holidays or because.weekends:
            yield "不计", say.rests(), say.article(0)
        if because.make_up:
            yield "照计", say.make_up(), NOTICE
    elif because.holidays or because.weekends:
        yield "照计", "按日历日数，途中的周末和节假日都计入", ""
    for stretch in because.not_counted:
        yield "暂停", say.gap(stretch, causes), say.article(1)
    if because.rolled_over:
        yield "顺延", say.rolled(), "民法典第二百零三条"
    if because.guessed:
        yield "暂定", f"{'、'.join(map(str, because.guessed))} 年的放假安排还没有公布，先按周末和法定节假日推算，公布后可能变动", STATUTORY
    yield "期满", f"{say.day(because.on)}（星期{WEEKDAYS[because.on.weekday()]}）24 时", "民法典第二百零三条"


class _Saying:
    """Says the days of one explanation; the year is said when the term crosses into another."""

    def __init__(self, because: Because) -> None:
        self.because = because
        self.crosses = because.start.year != because.on.year

    def day(self, day: date) -> str:
        return f"{day.year} 年 {day.month} 月 {day.day} 日" if self.crosses else f"{day.month} 月 {day.day} 日"

    def start(self, event: str) -> str:
        start, first = self.because.start, self.because.first
        happened = f"{self.day(start)}{event}，" if event else f"{self.day(start)}当天不算，"
        if self.because.counted == 0:
            return f"{self.day(start)}{event}，当天为限"
        if first == start + timedelta(days=1):
            return f"{happened}从次日 {self.day(first)}开始数"
        return f"{happened}从下一个{'工作日' if self.because.span.kind is Unit.WORKING else '计入的日子'} {self.day(first)}开始数"

    def rests(self) -> str:
        parts = [f"{SHORT.get(stretch.name, stretch.name)} {stretch.days} 天" for stretch in self.because.holidays]
        said = "、".join(parts)
        weekends = self.because.weekends
        if not weekends:
            return said
        named = f"周末 {len(weekends)} 天" if len(weekends) > FEW else f"{self.listed(weekends)}为周末"
        return f"{said}，{named}" if said else named

    def listed(self, days: Sequence[date]) -> str:
        """10 月 11、17、18 日"""
        months = groupby(days, key=lambda day: (day.year, day.month))
        return "，".join(self.day(group[0]).removesuffix(f"{group[0].day} 日") + "、".join(str(day.day) for day in group) + " 日"
                        for group in (list(found) for _, found in months))

    def make_up(self) -> str:
        days = self.because.make_up
        return "、".join(f"{self.day(day)}（周{WEEKDAYS[day.weekday()]}）" for day in days) + f"调休上班，计 {len(days)} 天"

    def gap(self, stretch: Stretch, causes: Mapping[date, str]) -> str:
        found = "、".join(dict.fromkeys(cause for day, cause in sorted(causes.items()) if stretch.first <= day <= stretch.last))
        return f"{self.between(stretch.first, stretch.last)}{found or '不计入期限'}，停 {stretch.days} 天"

    def between(self, first: date, last: date) -> str:
        if first == last:
            return self.day(first)
        if (first.year, first.month) == (last.year, last.month):
            return f"{self.day(first).removesuffix(' 日')}—{last.day} 日"
        return f"{self.day(first)}—{self.day(last)}"

    def rolled(self) -> str:
        last, rest = self.because.unrolled, self.because.rolled_over
        return f"最后一日 {self.day(last)}（周{WEEKDAYS[last.weekday()]}）是{rest}，顺延到下一个工作日 {self.day(self.because.on)}"

    def article(self, which: int) -> str:
        """同法第八十二条, when the term's law is one whose article is known."""
        for statute, articles in ARTICLES.items():
            if statute in self.because.law and articles[which]:
                return f"同法{articles[which]}"
        return ""


def _plain(stretch: Stretch) -> dict[str, Any]:
    plain: dict[str, Any] = {"from": stretch.first.isoformat(), "to": stretch.last.isoformat(), "days": stretch.days}
    return {"name": stretch.name, **plain} if stretch.name else plain
