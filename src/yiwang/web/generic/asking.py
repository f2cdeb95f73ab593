"""What an address asks of a report: period, grouping, what is narrowed to. And addresses that ask the same with one thing changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from yiwang.engines.reports import api as reports
from yiwang.engines.reports.api import Dimension, Report, Wish
from yiwang.kernel.errors import Refused

NAMED = ("week", "month", "quarter", "year", "days90")
CHOICES = 60  # values a dimension may have to be offered as a choice


@dataclass(frozen=True, slots=True)
class Question:
    """A wish, and the words of the address it came from. `fault`: what to write instead, when the days, months or week could not be read."""

    wish: Wish
    period: str
    since: str = ""
    until: str = ""
    fault: str = ""
    week: str = ""

    def address(self, path: str = "", *, only: dict[Dimension, str] | None = None, **changed: str) -> str:
        """An address that asks the same, with some words changed (an empty one left out) and narrowed further."""
        words = {"period": self.period, "since": self.since, "until": self.until, "week": self.week} | {
            name: self.wish.by[i].value for i, name in enumerate(("by", "over")) if i < len(self.wish.by)}
        words |= {d.value: v for d, v in {**self.wish.only, **(only or {})}.items()} | changed
        return f"{path}?{urlencode({k: v for k, v in words.items() if v})}"

    def into(self, group: reports.Group, path: str, measure: str) -> str:
        """The way to the cases of a group's figure."""
        keys = dict(zip(self.wish.by, group.keys, strict=True))
        within: dict[str, str] = {}
        for time in (t for t in reports.TIMES if t in keys):
            part = _part(time, keys.pop(time), self.wish.period)
            within = {"period": "", "week": "", "since": str(part.first), "until": str(part.last)}
        return self.address(path, only=keys, by="", over="", measure=measure, **within)

    def moved(self, weeks: int) -> str:
        """The week so many weeks later: `2026-W46`."""
        return reports.periods.number(self.wish.period.first + weeks * reports.periods.WEEK)


def _part(time: Dimension, key: str, period: reports.Period) -> reports.Period:
    """A month or week, as much of it as lies in the period."""
    whole = reports.periods.between(key, key) if time is Dimension.MONTH else reports.periods.week(key)
    return reports.Period(max(whole.first, period.first), min(whole.last, period.last))


def asked(report: Report, given: Any, today: date) -> Question:
    """Reads an address. What means nothing is left out; a time that cannot be read gives the usual period, and says so."""
    by = [d for d in (_dimension(report, given.get("by", "")), _dimension(report, given.get("over", ""))) if d is not None]
    grouped = "by" in given
    if not grouped:
        by = [report.dimensions[0]]
    by = by[:1] if set(by) >= set(reports.TIMES) else by
    only = {d: given[d.value][:80] for d in report.dimensions if d not in reports.TIMES and given.get(d.value)}
    wish = Wish(reports.Period(today, today), tuple(dict.fromkeys(by)), only)
    return _timed(Question(wish, given.get("period", ""), given.get("since", "")[:10], given.get("until", "")[:10], week=given.get("week", "")[:8]),
                  report.period, today)


def _timed(asked_: Question, usual: str, today: date) -> Question:
    """The same in its period: days or months said, else a week, else a name; of what is shown weekly the last whole week."""
    since, until, week, fault = asked_.since, asked_.until, asked_.week, ""
    try:
        if since or until:
            since, until = since or until, until or since
            return _in(asked_, reports.periods.between(since, until), since=since, until=until)
        if week:
            return _in(asked_, reports.periods.week(week), week=week)
    except Refused as refused:
        fault = refused.reasons[0].text
    name = asked_.period if asked_.period in NAMED else usual
    if name == "week" and asked_.period != "week":
        week = reports.periods.number(today - reports.periods.WEEK)
        return _in(asked_, reports.periods.week(week), week=week, fault=fault)
    return _in(asked_, reports.periods.named(name, today), name=name, fault=fault)


def _in(asked_: Question, period: reports.Period, *, since: str = "", until: str = "", week: str = "", fault: str = "", name: str = "") -> Question:
    return Question(replace(asked_.wish, period=period), name, since, until, fault, week)


def _dimension(report: Report, name: str) -> Dimension | None:
    return next((d for d in report.dimensions if d.value == name), None)


def grouped(question: Question, by: tuple[Dimension, ...]) -> Question:
    return replace(question, wish=replace(question.wish, by=by))
