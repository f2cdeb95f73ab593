"""Where it comes from, of a system whose card says what is talked of: the counties on the map, and the streets of a county."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yiwang.engines.identity import api as identity
from yiwang.engines.reports import api as reports
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.web import shells
from yiwang.web.card import Talk
from yiwang.web.components import districts
from yiwang.web.components.basics import Button, Empty, Tag
from yiwang.web.components.charts import Panel
from yiwang.web.components.districts import DistrictMap
from yiwang.web.components.filters import Pick
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.generic.picking import Picked, picked

SHADES = (1.0, 3.0, 10.0, 30.0)  # of a few weeks of one class
COUNT = ("select substr(place, 1, cast(%s as integer)), count(*), count(distinct who) from ({}) t where came_on between %s and %s "
         "and place like %s and (topic = %s or topic like %s) group by 1")


def figures(talk: Talk) -> tuple[Column, Column]:
    """The heads of how many came and from how many people."""
    return Column(talk.noun, True, True), Column("人", True, True)


def beside(talk: Talk, asked: Picked) -> tuple[Button, ...]:
    """Where else the system leads, in the same days."""
    days = {name: asked.kept[name] for name in ("week", "since", "until") if asked.kept.get(name)}
    return tuple(Button(link.text, f"{link.url}{Picked(asked.period, '', days).address()}", icon=link.icon) for link in talk.ways)


def places(request: Any, talk: Talk, home: str) -> HttpResponse:
    """The page of places."""
    today = clock.day(request.at)
    topic = request.GET.get("topic", "") if request.GET.get("topic", "") in dict(talk.classes) else ""
    asked = picked(request.GET, today, topic=topic)
    city = {code: n for code, (n, _) in _counted(talk, asked.period, 6, "", topic).items()}
    top = max((n for code, n in city.items() if code), default=0)
    counties, outlined = dict(identity.divisions_below("")), {outline.code for outline in districts.drawn().outlines}
    drawn = districts.map_of(
        caption=f"{talk.noun}件数，按区县", values={code: city.get(code, 0) for code in counties}, figure="{:.0f}",
        zones={name: city.get(code, 0) for code, name in counties.items() if code not in outlined},
        steps=tuple(max(1.0, top * part) for part in (0.2, 0.4, 0.6, 0.8)), chosen=asked.county, url=asked.address(county="") + "&county={code}")
    page = ListPage(f"{talk.noun}地图", f"{asked.period.first}—{asked.period.last}，{sum(city.values()):,} 件。点区县看到街道{talk.note}。",
                    chips=asked.chips(today), filters=asked.filters(*((Pick("topic", "类别", talk.classes, topic),) if talk.classes else ())),
                    alert=asked.alert, table=_table(talk, asked, topic), side=(Panel("按区县", drawn, "颜色越深件数越多"),),
                    buttons=(Button(f"热点{talk.noun}", f"{home}topics/{asked.address(topic='')}", icon="flag"), *beside(talk, asked)))
    return render(request, "yiwang/pages/drawn.html", {"shell": shells.office(request, f"{home}places/"), "page": page})


def around(talk: Talk, place: str, topic: str, period: reports.Period) -> DistrictMap | None:
    """The county of a place, among as many of a class as each had in these days; None where place or class is not known."""
    if not (place and topic):
        return None
    found = {code: float(n) for code, (n, _) in _counted(talk, period, 6, "", topic).items() if code}
    counts = {outline.code: 0.0 for outline in districts.drawn().outlines} | found
    return districts.map_of(caption=f"同类{talk.noun}，按区县", values=counts, steps=SHADES, chosen=place[:6], figure="{:.0f}")


def _counted(talk: Talk, period: reports.Period, length: int, county: str, topic: str) -> dict[str, tuple[int, int]]:
    """Texts and people by the first digits of the place; '' where none was told. Without a class all classes."""
    like = (topic, f"{topic}/%") if topic else ("", "%")
    rows = store.rows(COUNT.format(talk.source), (length, period.first, period.last, f"{county}%", *like))
    return {code: (n, people) for code, n, people in rows}


def _table(talk: Talk, asked: Picked, topic: str) -> Table:
    """A line a county, or a line a street of the county asked for; the most first."""
    length = 9 if asked.county else 6
    now, before = (_counted(talk, period, length, asked.county, topic) for period in (asked.period, reports.periods.before(asked.period)))
    whole = sum(n for n, _ in now.values()) or 1
    known = dict(identity.divisions_below(asked.county))
    shown = {*now, *before} if asked.county else {*known, *now}
    unknown = "没有写到街道" if asked.county else "没有写地点"
    lines = []
    for code in sorted(shown if now else (), key=lambda code: (-now.get(code, (0, 0))[0], code)):
        (n, people), was = now.get(code, (0, 0)), before.get(code, (0, 0))[0]
        moved = "持平" if n == was else f"{'多' if n > was else '少'} {abs(n - was)}"
        url = "" if asked.county or code not in known else asked.address(county=code)
        lines.append((CellValue(known.get(code, unknown), url), CellValue(f"{n:,}"), CellValue(f"{people:,}"), CellValue(f"{n / whole:.1%}"),
                      CellValue(part=Tag(moved, "blue" if n > was else ""))))
    heads = (Column("街道、乡镇" if asked.county else "区县"), *figures(talk), Column("占比", True, True), Column(asked.against, False, True))
    return Table(f"{talk.noun}从哪里来", heads, tuple(lines), Empty(f"这段时间没有{talk.noun}", "换一周，或者看全部类别。"))
