"""Days and a county, asked for by an address: a week with the one before and after, or free days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from yiwang.engines.identity import api as identity
from yiwang.engines.reports import api as reports
from yiwang.kernel.errors import Refused
from yiwang.web.components.basics import Alert, Chips, Link
from yiwang.web.components.filters import Filters, Pick

WEEK = reports.periods.WEEK


@dataclass(frozen=True, slots=True)
class Picked:
    """What is asked for: days, a county ("" = the city), what else the address says, and what to write where the days could not be read."""

    period: reports.Period
    county: str
    kept: dict[str, str]
    fault: str = ""

    @property
    def alert(self) -> Alert | None:
        return Alert("时间没有看懂", self.fault, "warn") if self.fault else None

    @property
    def against(self) -> str:
        """What it is compared with, as a column's head."""
        return "比上周" if reports.periods.is_week(self.period) else "比前一段"

    def address(self, **changed: str) -> str:
        """The same with some words changed; an empty one is left out."""
        return f"?{urlencode({k: v for k, v in {**self.kept, 'county': self.county, **changed}.items() if v})}"

    def chips(self, today: date) -> Chips:
        """The week before, what is shown, and the week after where it has begun."""
        def week(word: str, day: date) -> Link:
            return Link(word, self.address(week=reports.periods.number(day), since="", until=""))

        shown = Link(self.period.title, self.address(), current=True)
        after = (week("后一周", self.period.last + WEEK),) if self.period.last < today else ()
        return Chips((week("前一周", self.period.first - WEEK), shown, *after), label="哪一周")

    def filters(self, *more: Pick) -> Filters:
        """County, what else a page narrows by, and the days."""
        days = (("since", "从", self.period.first), ("until", "到", self.period.last))
        return Filters("", "", (Pick("county", "区县", tuple(identity.divisions_below("")), self.county, "全市"), *more,
                                *(Pick(name, label, (), str(day), day=True) for name, label, day in days)), submit="查看")


def picked(given: Any, today: date, **more: str) -> Picked:
    """Reads an address: days, else a week, else the last whole week; `more` is kept in every address. A time that cannot be read says so."""
    county = given.get("county", "") if given.get("county", "") in dict(identity.divisions_below("")) else ""
    since, until, week = (given.get(name, "")[:10] for name in ("since", "until", "week"))
    fault = ""
    try:
        if since or until:
            kept = {"since": since or until, "until": until or since}
            return Picked(reports.periods.between(**kept), county, {**more, **kept})
        if week:
            return Picked(reports.periods.week(week), county, {**more, "week": week})
    except Refused as refused:
        fault = refused.reasons[0].text
    week = reports.periods.number(today - WEEK)
    return Picked(reports.periods.week(week), county, {**more, "week": week}, fault)
