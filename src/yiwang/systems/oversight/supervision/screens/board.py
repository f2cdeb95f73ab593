"""The board of supervision and its signals."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.systems.oversight.supervision import procedures, queries
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

STEPS = (("accept", "受理"), ("answer", "征询"), ("decide", "决定"), ("hand_over", "送达"))
SHADES = (2.0, 4.0, 8.0, 12.0)
FEW = 30
OWN = procedures.OWN


@official
def board(request: Any) -> HttpResponse:
    """`/supervision/?period=month|quarter|year`"""
    today = clock.day(request.at)
    period = request.GET.get("period") if request.GET.get("period") in queries.PERIODS else "month"
    first = queries.since(period, today)
    counties = [u for u in identity.below(level=identity.Level.COUNTY) if u.kind is identity.Kind.GOVERNMENT]
    done = queries.by_county(first, today)
    page = BoardPage(
        "效能监察：全市",
        f"{clock.local(request.at):%H:%M} 更新，红黄信号来自办件记录，不靠填报",
        _tiles(request, done, queries.PERIODS[period]),
        periods=tuple(Link(title, f"?period={p}", current=p == period) for p, title in queries.PERIODS.items()),
        buttons=(*talked.ways(request), Button("导出", f"/supervision/export/?period={period}", "primary", "download"),),
        signals=_signals(request),
        signals_note="最近的红黄信号",
        signals_all=Link("全部", "/supervision/signals/"),
        intervals=_rates(counties, done),
        heat=_heat(counties, first, today),
        drill=_drill(request, counties, first, today),
    )
    return render(request, "yiwang/pages/board.html", {"shell": shells.office(request, "/supervision/"), "page": page})


def _tiles(request: Any, done: Any, period: str) -> Tiles:
    now = cases.standing(actor=request.actor, at=request.at, without=OWN)
    whole, late = sum(d.done for d in done.values()), sum(d.late for d in done.values())
    share = f"{(whole - late) / whole:.2%}" if whole else "—"
    words = (
        (cases.Light.GREEN, "正常", ClockState.GREEN),
        (cases.Light.AMBER, "将到期", ClockState.AMBER),
        (cases.Light.RED, "超期", ClockState.RED),
        (cases.Light.PAUSED, "暂停", ClockState.PAUSED),
    )
    tiles = [Tile("在办", f"{sum(now.values()):,}", url="/cases/?state=open")]
    tiles += [Tile(word, f"{now.get(light, 0):,}", clock=Clock(state, word)) for light, word, state in words]
    return Tiles((*tiles, Tile(f"{period}按期办结", share, note=f"{whole:,} 步")))


def _signals(request: Any) -> Signals:
    rows = cases.cases(actor=request.actor, at=request.at, procedures=OWN, limit=8).rows
    return Signals(tuple(_signal(r) for r in rows))


def _signal(row: cases.Row) -> Signal:
    red = row.title.startswith("红")
    at = clock.local(row.opened_at)
    badge = Clock(ClockState.RED if red else ClockState.AMBER, f"{'红' if red else '黄'} {at:%m-%d}")
    return Signal(
        badge,
        row.title.partition("：")[2],
        f"/cases/{row.ref}/",
        row.ref,
        row.unit_name,
        row.state_title,
        row.state == "raised",
    )


def _rates(counties: list[identity.Unit], done: Any) -> Intervals:
    rates = [Rate(u.short, done[u.id].on_time, done[u.id].done) for u in counties if u.id in done]
    rates.sort(key=lambda r: -r.hits / max(1, r.cases))
    worst = min((r.hits / r.cases for r in rates if r.cases >= FEW), default=0.9)
    low = max(0.0, int(worst * 20 - 1) / 20)
    ticks = [low + (1 - low) * i / 4 for i in range(5)]
    return intervals_of(caption="按期办结率，按区县", rates=rates, low=low, high=1.0, ticks=ticks, few=FEW)


def _heat(counties: list[identity.Unit], first: date, today: date) -> Heat:
    found = queries.by_step(first, today)

    def figure(county: int, term: str) -> float | None:
        here = found.get((county, term))
        return 1000 * here.late / here.done if here and here.done >= FEW else None

    rows = [(u.short, [figure(u.id, term) for term, _ in STEPS]) for u in counties]
    return heat_of(caption="每千步超时", columns=[title for _, title in STEPS], rows=rows, steps=SHADES)


def _drill(request: Any, counties: list[identity.Unit], first: date, today: date) -> Drill:
    done = queries.by_county(first, today)
    values = {u.division: 1000 * done[u.id].late / done[u.id].done if u.id in done and done[u.id].done >= FEW else None for u in counties}
    late = cases.late(actor=request.actor, at=request.at, without=OWN, limit=6)
    weeks = queries.weeks(today)
    high = [name for name, value in weeks if value == max(v for _, v in weeks) and value > 0]
    table = listing.table(tuple(late))
    return Drill(
        Crumbs((Link("全市", "/supervision/"), Link("超期的办件"))),
        f"{sum(d.late for d in done.values())} 步超时",
        map_of(caption="每千步超时", values=values, steps=SHADES),
        Table("超期的办件", table.columns[:2], tuple(row[:2] for row in table.rows), table.empty),
        columns_of(caption="近 8 周超时", values=weeks, high=high),
        "近 8 周",
        "全市超时步数",
        rest=Link("全部在办", "/cases/?state=open"),
    )


@official
def export(request: Any) -> HttpResponse:
    """`/supervision/export/?period=`: the figures behind the board, as a table for any spreadsheet."""
    today = clock.day(request.at)
    period = request.GET.get("period") if request.GET.get("period") in queries.PERIODS else "month"
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(("区县", "环节", "办结步数", "超时步数"))
    titles = dict(STEPS)
    for (county, term), done in sorted(queries.by_step(queries.since(period, today), today).items()):
        sheet.writerow((identity.unit(county).short, titles.get(term, term), done.done, done.late))
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="supervision-{today}.csv"'
    return response


ROUTES = (path("", board), path("export/", export))
