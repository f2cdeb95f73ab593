"""What the public sees of efficiency: four figures on the portal, and the page behind them. Every figure has its period and unit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.systems.oversight.supervision import queries
from yiwang.web import shells
from yiwang.web.components.basics import Crumbs, Empty, Link, Tile
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.pages import PublicListPage
from yiwang.web.permits import anyone

DAYS = 30
FEW = 30
HERE = "/supervision/performance/"
COLUMNS = (Column("区县"), Column("办了多少步", number=True), Column("超期", number=True), Column("按期率", number=True))
HOW = ("近 30 天里每办完一步（受理、征询、决定、送达）记一次；过了承诺的最后一天才办完，记为超期。数字从办件记录里数出来，办一步变一次，不靠填报。"
       "不足 30 步的只列数字，不算比率。")


def figures(request: Any) -> list[Tile]:
    """Decisions of the last 30 days, how many steps were on time, and how long they took."""
    today = clock.day(request.at)
    found = queries.steps(today - timedelta(days=DAYS), today)
    done, late = sum(d for d, _, _ in found.values()), sum(n for _, n, _ in found.values())
    if not done:
        return []
    decided, _, decided_days = found.get("decide", (0, 0, 0.0))
    answered, _, accept_days = found.get("accept", (0, 0, 0.0))
    tiles = [Tile("作出决定", f"{decided:,}", "件", f"近 {DAYS} 天", HERE),
             Tile("按期办完", f"{100 * (done - late) / done:.1f}", "%", f"近 {DAYS} 天 {done:,} 步，超期 {late:,} 步", HERE)]
    if answered:
        tiles.append(Tile("受理平均用时", f"{accept_days:.1f}", "个工作日", "法定 5 个工作日", HERE))
    if decided:
        tiles.append(Tile("决定平均用时", f"{decided_days:.1f}", "个工作日", "法定 20 个，联合办理 45 个", HERE))
    return tiles


@anyone
def performance(request: Any) -> HttpResponse:
    """`/supervision/performance/`: the last 30 days by county, and how they are counted."""
    today = clock.day(request.at)
    found = queries.by_county(today - timedelta(days=DAYS - 1), today)
    counties = [u for u in identity.below(level=identity.Level.COUNTY) if u.kind is identity.Kind.GOVERNMENT and u.id in found]
    rows = tuple(
        (CellValue(u.short.removesuffix("政府")), CellValue(f"{found[u.id].done:,}"), CellValue(f"{found[u.id].late:,}"),
         CellValue(f"{100 * found[u.id].on_time / found[u.id].done:.1f}%" if found[u.id].done >= FEW else "不足 30 步"))
        for u in sorted(counties, key=lambda u: -found[u.id].done))
    page = PublicListPage(Crumbs((Link("首页", "/"), Link("办得怎么样"))), "办得怎么样", HOW,
                          table=Table("按区县", COLUMNS, rows, Empty("近 30 天还没有办完的", "有了办件，数字会出现在这里。")))
    return render(request, "yiwang/pages/public_list.html", {"shell": shells.public(request, "/"), "page": page})


PANELS = {"portal.figures": figures}
ROUTES = (path("performance/", performance),)
