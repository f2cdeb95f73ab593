"""What an address asks of a report: period, grouping, what is narrowed to. And addresses that ask the same with one thing changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from yiwang.engines.reports import api as reports
from yiwang.engines.reports.api import Dimension, Report, Wish
from yiwang.kernel.errors import Refused

NAMED = ("month", "quarter", "year", "days90")
CHOICES = 60  # values a dimension may have to be offered as a choice


@dataclass(frozen=True, slots=True)
class Question:
    """A wish, and the words of the address it came from. `fault`: what to write instead, when the months could not be read."""

    wish: Wish
    period: str
    since: str = ""
    until: str = ""
    fault: str = ""

    def address(self, path: str = "", *, only: dict[Dimension, str] | None = None, **changed: str) -> str:
        """An address that asks the same, with some words changed (an empty one left out) and narrowed further."""
        words = {"period": self.period, "since": self.since, "until": self.until} | {
            name: self.wish.by[i].value for i, name in enumerate(("by", "over")) if i < len(self.wish.by)}
        words |= {d.value: v for d, v in {**self.wish.only, **(only or {})}.items()} | changed
        return f"{path}?{urlencode({k: v for k, v in words.items() if v})}"

    def into(self, group: reports.Group, path: str, measure: str) -> str:
        """The way to the cases of a group's figure."""
        keys = dict(zip(self.wish.by, group.keys, strict=True))
        month = keys.pop(Dimension.MONTH, "")
        within = {"period": "", "since": month, "until": month} if month else {}
        return self.address(path, only=keys, by="", over="", measure=measure, **within)


def asked(report: Report, given: Any, today: date) -> Question:
    """Reads an address. What means nothing is left out; months that cannot be read give the usual period, and say so."""
    by = [d for d in (_dimension(report, given.get("by", "")), _dimension(report, given.get("over", ""))) if d is not None]
    grouped = "by" in given
    if not grouped:
        by = [report.dimensions[0]]
    only = {d: given[d.value][:80] for d in report.dimensions if d is not Dimension.MONTH and given.get(d.value)}
    name = given.get("period") if given.get("period") in NAMED else ""
    since, until = given.get("since", "")[:7], given.get("until", "")[:7]
    fault = ""
    if not name and (since or until):
        try:
            period = reports.periods.between(since or until, until or since)
        except Refused as refused:
            fault, since, until = refused.reasons[0].text, "", ""
    else:
        since = until = ""
    if not since and not until:
        name = name or report.period
        period = reports.periods.named(name, today)
    wish = Wish(period, tuple(dict.fromkeys(by)), only)
    return Question(wish, name if not since else "", since, until, fault)


def _dimension(report: Report, name: str) -> Dimension | None:
    return next((d for d in report.dimensions if d.value == name), None)


def grouped(question: Question, by: tuple[Dimension, ...]) -> Question:
    return replace(question, wish=replace(question.wish, by=by))
