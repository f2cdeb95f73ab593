"""Which systems report, what came of them lately, and what they may report on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from yiwang.engines.identity import api as identity
from yiwang.engines.registers.types import Record
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.errors import NotFound
from yiwang.systems.oversight.outside import forms, items, procedures
from yiwang.web import shells
from yiwang.web.accounts import clients
from yiwang.web.components.basics import Button, Crumbs, Empty, Link
from yiwang.web.components.charts import Panel
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.generic import command
from yiwang.web.permits import holding, official, posts

HERE, OF, DAYS = "/outside/", "/outside/systems/", 30
CAME = ("select \"on\", count(*), sum(case when contradicts <> '' then 1 else 0 end), max(came_at) from outside_step "
        'where system = %s and "on" > %s group by "on"')
CHECKED = 'select "on", steps, missing, other, unknown from outside_day where system = %s and "on" > %s'


@official
def systems(request: Any) -> HttpResponse:
    """`/outside/`: every registered system that reports or could."""
    known, since, rows = items.systems(), clock.day(request.at) - timedelta(days=DAYS), []
    for one in clients.all_clients():
        if one.ended_at is not None or not (one.signing or one.code in known):
            continue
        came = store.rows(CAME, (one.code, since))
        last = max((clock.local(found) for *_, at in came if (found := store.instant(at))), default=None)
        rows.append((CellValue(one.title, f"{OF}{one.code}/", one.code), CellValue(str(len(known.get(one.code, ())))),
                     CellValue(f"{sum(n for _, n, *_ in came):,}"), CellValue(str(sum(int(w or 0) for _, _, w, _ in came))),
                     CellValue(f"{last:%m-%d %H:%M}" if last else "没有来过")))
    columns = (Column("系统"), *(Column(t, number=True, label_on_phone=True) for t in ("登记的事项", f"近 {DAYS} 天步数", "对不上")), Column("最近一次"))
    empty = Empty("还没有接入的系统", "系统管理员在“设置 › 接入的系统”里登记、发签名密钥以后，会出现在这里。")
    page = ListPage("外部系统", "各部门自己的系统办一步报一步，时限、监察和统计与这里的办件一样；每天对账。",
                    table=Table("外部系统", columns, tuple(rows), empty), buttons=(Button("它们的办件", f"/cases/?procedure={procedures.OUTSIDE.code}"),))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, HERE), "page": page})


@official
def system(request: Any, code: str) -> HttpResponse:
    """`/outside/systems/<code>/`: day by day what came and whether it agrees, and the items it may report on."""
    one, since = clients.client(code), clock.day(request.at) - timedelta(days=DAYS)
    if one is None:
        raise NotFound(code)
    came = {store.day(on): (n, int(w or 0)) for on, n, w, _ in store.rows(CAME, (code, since))}
    checked = {store.day(on): rest for on, *rest in store.rows(CHECKED, (code, since))}
    first = min((day for day in (*came, *checked) if day), default=clock.day(request.at))
    every = [first + timedelta(days=n) for n in range((clock.day(request.at) - first).days + bool(came.get(clock.day(request.at))))]
    rows = tuple((CellValue(f"{day:%Y-%m-%d}"), CellValue(str(came.get(day, (0, 0))[0])), CellValue(str(came.get(day, (0, 0))[1])), *_agreed(checked.get(day)))
                 for day in reversed(every))
    columns = (Column("哪天"), *(Column(t, number=True, label_on_phone=True) for t in ("收到几步", "对不上")), Column("对账"))
    mine = identity.rights(request.actor, epoch_now=identity.epoch()).hold(procedures.KEEPER.code, clock.day(request.at))
    page = ListPage(
        one.title, "最近一个月。没有对账的、缺步骤的、多出步骤的、内容不一样的，由监察发信号。", crumbs=Crumbs((Link("外部系统", HERE), Link(one.title))),
        table=Table("每天", columns, rows, Empty("还没有来过数据", "登记事项以后，系统就可以报送。")), side=_items(items.systems().get(code, ())),
        buttons=(Button("登记事项", f"{OF}{code}/items/", "primary", "plus"),) if mine else ())
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, HERE), "page": page})


def _agreed(found: Sequence[Any] | None) -> tuple[CellValue]:
    if found is None:
        return (CellValue("没有对账"),)
    steps, missing, other, unknown = map(int, found)
    wrong = [f"缺 {missing} 步" * bool(missing), f"{other} 步不一样" * bool(other), f"多 {unknown} 步" * bool(unknown)]
    return (CellValue("，".join(w for w in wrong if w) or f"一致，{steps} 步"),)


def _items(records: Sequence[Record]) -> tuple[Any, ...]:
    rows = tuple((CellValue(r.title, "", r.key.partition(".")[2]), CellValue(identity.unit_by_code(str(r.facts["unit"])).short),
                  CellValue(f"{r.facts['promised']} 个工作日")) for r in records)
    table = Table("登记的事项", (Column("事项"), Column("单位"), Column("承诺")), rows, Empty("还没有登记事项", "没有登记的事项不能报送。"))
    return (Panel("登记的事项", table),)


@posts
@holding(procedures.KEEPER.code)
def register(request: Any, code: str) -> HttpResponse:
    """`/outside/systems/<code>/items/`: registers an item, or the next version of it."""
    if (one := clients.client(code)) is None:
        raise NotFound(code)
    units = tuple((u.code, u.name) for u in identity.below(level=identity.Level.COUNTY) if u.kind is identity.Kind.DEPARTMENT)
    city = tuple((u.code, u.name) for u in identity.below(level=identity.Level.CITY) if u.kind is identity.Kind.DEPARTMENT)
    form = replace(forms.ITEM, fields=tuple(replace(f, choices=(*city, *units)) if f.code == "unit" else f for f in forms.ITEM.fields))
    way = (Link("外部系统", HERE), Link(one.title, f"{OF}{code}/"))
    return command.screen(request, "oversight.outside.register_item", command.Place(f"outside:{code}", way, f"{OF}{code}/", current=HERE, form=form))


ROUTES: tuple[URLPattern, ...] = (path("", systems), path("systems/<str:code>/", system), path("systems/<str:code>/items/", register))
