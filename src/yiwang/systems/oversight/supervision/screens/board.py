"""The board of supervision: of the city, a county, a unit, the same page each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.engines.sheets import api as sheets
from yiwang.kernel import clock
from yiwang.kernel.intervals import wilson
from yiwang.systems.oversight.supervision import procedures, queries, rows, scopes
from yiwang.systems.oversight.supervision.queries import Done
from yiwang.systems.oversight.supervision.rows import Row, Wanted
from yiwang.systems.oversight.supervision.rules.types import Level
from yiwang.systems.oversight.supervision.scopes import Scope
from yiwang.systems.oversight.supervision.screens import halls
from yiwang.systems.oversight.supervision.screens.listing import STATES
from yiwang.web import shells
from yiwang.web.components.basics import Button, Crumbs, Link, Tile, Tiles
from yiwang.web.components.charts import Heat, Intervals, Rate, Signal, Signals, columns_of, heat_of, intervals_of
from yiwang.web.components.districts import map_of
from yiwang.web.components.lists import Table
from yiwang.web.components.office_pages import BoardPage, Drill
from yiwang.web.components.time import Clock, ClockState
from yiwang.web.generic import list as listing
from yiwang.web.generic import talked
from yiwang.web.permits import official

HERE = "/supervision/"
STEPS = (("accept", "受理"), ("answer", "征询"), ("decide", "决定"), ("hand_over", "送达"))
SHADES = (2.0, 4.0, 8.0, 12.0)
FEW, LATE, LOOKED = 30, 6, 200
OWN = procedures.OWN
LIGHTS = ((cases.Light.GREEN, "正常", ClockState.GREEN), (cases.Light.AMBER, "将到期", ClockState.AMBER), (cases.Light.RED, "超期", ClockState.RED),
          (cases.Light.PAUSED, "暂停", ClockState.PAUSED))


@dataclass(frozen=True, slots=True)
class Lines:
    """What a board compares: counties in the city, units in a county, procedures in a unit. `names` in the order they are drawn, `ways` lead on."""

    title: str
    names: Mapping[int | str, str]
    ways: Mapping[int | str, str]


@official
def board(request: Any) -> HttpResponse:
    """`/supervision/?period=month|quarter|year&county=410105&unit=12`: one's own place, or one below it."""
    today, scope = clock.day(request.at), scopes.of(request)
    period = request.GET.get("period") if request.GET.get("period") in queries.PERIODS else "month"
    first, more = queries.since(period, today), f"&{scope.query}" if scope.query else ""
    steps = queries.by_step(_by(scope), first, today, scope)
    done, counties = queries.summed(steps), _counties()
    found = _lines(scope, done, counties)
    live = halls.streams({u.code for u in _units(scope)}) if scope.county or scope.unit else ()
    page = BoardPage(
        f"效能监察：{scope.title}",
        f"{clock.local(request.at):%H:%M} 更新，红黄信号来自办件记录，不靠填报",
        _tiles(request, scope, done, queries.PERIODS[period]),
        periods=tuple(Link(title, f"?period={p}{more}", current=p == period) for p, title in queries.PERIODS.items()),
        buttons=(*talked.ways(request), Button("得分", "/supervision/scores/", icon="chart"),
                 Button("导出", f"/supervision/export/?period={period}{more}", "primary", "download")),
        signals=_signals(request, scope), signals_note="最近的红黄信号", signals_all=Link("全部", "/supervision/signals/"),
        intervals=_rates(found, done, scope.title), intervals_title=f"按期办结率，{found.title}",
        heat=_heat(found, steps), heat_note="每千步超时步数",
        drill=_drill(request, scope, counties, done, today, queries.PERIODS[period]), right=halls.panels(live),
    )
    return halls.allowed(render(request, "yiwang/pages/board.html", {"shell": shells.office(request, HERE), "page": page}), live)


def _by(scope: Scope) -> str:
    return "procedure" if scope.unit else "unit" if scope.county else "county"


def _counties() -> list[identity.Unit]:
    return [u for u in identity.below(level=identity.Level.COUNTY) if u.kind is identity.Kind.GOVERNMENT]


def _lines(scope: Scope, done: Mapping[int | str, Done], counties: Sequence[identity.Unit]) -> Lines:
    """Counties whether they did anything or not; of units and procedures those that did."""
    if scope.unit:
        newest = {p.code: p.title for p in cases.procedures()}
        return Lines("按程序", {code: newest.get(str(code), str(code)) for code in sorted(map(str, done))}, {})
    if scope.county:
        units = sorted((identity.unit(int(u)) for u in done), key=lambda u: u.code)
        return Lines("按单位", {u.id: u.short for u in units}, {u.id: f"{HERE}?unit={u.id}" for u in units})
    return Lines("按区县", {u.id: u.short for u in counties}, {u.id: f"{HERE}?county={u.division}" for u in counties})


def _units(scope: Scope) -> list[identity.Unit]:
    """The units of a scope that handle cases: one, or those of a county and of its streets."""
    if scope.unit:
        return [identity.unit(scope.unit)]
    return [u for level in (identity.Level.COUNTY, identity.Level.TOWNSHIP) for u in identity.below(level=level) if scope.holds(u.id)]


def _tiles(request: Any, scope: Scope, done: Mapping[int | str, Done], period: str) -> Tiles:
    sight = not scope.unit and scope.widest != "city"  # of one's own county: what one sees is what it has
    units = tuple(u.id for u in _units(scope)) if (scope.county or scope.unit) and not sight else ()
    now = cases.standing(actor=request.actor, at=request.at, without=OWN, units=units)
    whole, late = sum(d.done for d in done.values()), sum(d.late for d in done.values())
    share = f"{(whole - late) / whole:.2%}" if whole else "—"
    tiles = [Tile("在办", f"{sum(now.values()):,}", url="/cases/?state=open")]
    tiles += [Tile(word, f"{now.get(light, 0):,}", clock=Clock(state, word)) for light, word, state in LIGHTS]
    return Tiles((*tiles, Tile(f"{period}按期办结", share, note=f"{whole:,} 步")))


def _signals(request: Any, scope: Scope) -> Signals:
    found = rows.found(actor=request.actor, wanted=Wanted(unit=scope.unit, county=0 if scope.unit else scope.county), limit=8)
    return Signals(tuple(_signal(r) for r in found))


def _signal(row: Row) -> Signal:
    red = row.level == Level.RED
    badge = Clock(ClockState.RED if red else ClockState.AMBER, f"{'红' if red else '黄'} {row.on:%m-%d}")
    unit = identity.unit(row.unit).short
    return Signal(badge, f"{unit}{row.said}", f"/cases/{row.ref}/", row.ref, unit, STATES.get(row.state, row.state), row.state == "raised")


def _rates(found: Lines, done: Mapping[int | str, Done], whole: str) -> Intervals:
    rates = [Rate(name, done[key].on_time, done[key].done, found.ways.get(key, "")) for key, name in found.names.items() if key in done]
    rates.sort(key=lambda r: -r.hits / max(1, r.cases))
    mean = sum(d.on_time for d in done.values()) / max(1, sum(d.done for d in done.values()))  # the city's own units have no line, and count
    low = min(0.95, int(min(mean, *(wilson(r.hits, r.cases)[0] for r in rates if r.cases >= FEW), 1.0) * 20) / 20)
    ticks = [low + (1 - low) * i / 4 for i in range(5)]
    return intervals_of(caption=f"按期办结率，{found.title}", rates=rates, low=low, high=1.0, ticks=ticks, few=FEW, whole=whole, mean=mean, of="步")


def _heat(found: Lines, known: Mapping[tuple[int | str, str], Done]) -> Heat:
    def figure(key: int | str, term: str) -> float | None:
        here = known.get((key, term))
        return 1000 * here.late / here.done if here and here.done >= FEW else None

    lines = [(name, [figure(key, term) for term, _ in STEPS]) for key, name in found.names.items()]
    return heat_of(caption="每千步超时", columns=[title for _, title in STEPS], rows=lines, steps=SHADES)


def _drill(request: Any, scope: Scope, counties: Sequence[identity.Unit], done: Mapping[int | str, Done], today: date, period: str) -> Drill:
    late_steps = sum(d.late for d in done.values())
    whole = {scope.county: Done(sum(d.done for d in done.values()), late_steps)} if scope.county or scope.unit else done
    values = {u.division: 1000 * whole[u.id].late / whole[u.id].done if u.id in whole and whole[u.id].done >= FEW else None for u in counties}
    late = [r for r in cases.late(actor=request.actor, at=request.at, without=OWN, limit=LOOKED) if scope.holds(r.unit)][:LATE]
    weeks = queries.weeks(today, scope)
    high = [name for name, value in weeks if value == max(v for _, v in weeks) and value > 0]
    table = listing.table(tuple(late))
    chosen = identity.unit(scope.county).division if scope.county else ""
    return Drill(
        Crumbs((*_way(scope), Link("超期的办件"))), f"{period}超时 {late_steps} 步",
        map_of(caption="每千步超时", values=values, steps=SHADES, chosen=chosen, url="" if scope.widest != "city" else HERE + "?county={code}"),
        Table("超期的办件", table.columns[:2], tuple(row[:2] for row in table.rows), table.empty),
        columns_of(caption="近 8 周超时", values=weeks, high=high), "近 8 周", f"{scope.title}超时步数", rest=Link("全部在办", "/cases/?state=open"),
    )


def _way(scope: Scope) -> tuple[Link, ...]:
    """The way down to here, as far up as its reader may go."""
    city = (Link("全市", HERE),) if scope.widest == "city" else ()
    county = identity.unit(scope.county) if scope.county and scope.widest != "unit" else None
    above = (Link(county.short, f"{HERE}?county={county.division}"),) if county and county.division and county.level == identity.Level.COUNTY else ()
    return (*city, *above, *((Link(scope.title, f"{HERE}?unit={scope.unit}"),) if scope.unit else ()))


@official
def export(request: Any) -> HttpResponse:
    """`/supervision/export/?period=&county=&unit=`: the figures behind the board, as a table for any spreadsheet."""
    today, scope = clock.day(request.at), scopes.of(request)
    period = request.GET.get("period") if request.GET.get("period") in queries.PERIODS else "month"
    first = queries.since(period, today)
    steps = queries.by_step(_by(scope), first, today, scope)
    found = _lines(scope, queries.summed(steps), _counties())
    titles = dict(STEPS)
    heads = tuple(sheets.Column(head) for head in (found.title.removeprefix("按"), "环节", "办结步数", "超时步数"))
    lines = tuple((found.names.get(key) or _name(key), titles.get(term, term), done.done, done.late) for (key, term), done in
                  sorted(steps.items(), key=lambda one: (str(one[0][0]), one[0][1])))
    response = HttpResponse(sheets.write_csv(sheets.Table("效能监察", heads, lines)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="supervision-{today}.csv"'
    return response


def _name(key: int | str) -> str:
    return identity.unit(key).short if isinstance(key, int) else key


ROUTES = (path("", board), path("export/", export))
