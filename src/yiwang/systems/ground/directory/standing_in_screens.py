"""Who stands in for whom: one's own, and the whole unit's for its head; named and ended from here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path

from yiwang.engines.identity import api as identity
from yiwang.engines.identity.views import HolderView, StandInView
from yiwang.kernel import clock
from yiwang.systems.ground.directory import forms, standing_in
from yiwang.web import shells
from yiwang.web.components.basics import Button, Empty, Link
from yiwang.web.components.charts import Panel
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.generic.command import Place, screen
from yiwang.web.generic.said import done
from yiwang.web.permits import official, posts

HERE = Link("代理", "/directory/standing-in/")


@official
def listing(request: Any) -> HttpResponse:
    """`/directory/standing-in/`: who stands in for whom, from today on; for a unit's head, its posts."""
    actor, today = request.actor, clock.day(request.at)
    heads = standing_in.heads(actor, request.at)
    found = identity.standing_in.stand_ins(person=actor.person, unit=actor.unit, whole=heads, on=today)
    columns = (Column("岗位"), *(Column(title, label_on_phone=True) for title in ("任职人", "代理人", "日期")), Column("办理"))
    empty = Empty("现在没有代理", "离开几天的，可以请本单位的同事代理；过了日子自动结束。")
    table = Table("代理", columns, tuple(_row(request, it) for it in found), empty)
    page = ListPage("代理", "谁在哪些日子替谁履行岗位", table=table, alert=done(request), panels=(_posts(request, heads),))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, HERE.url), "page": page})


def _row(request: Any, it: StandInView) -> tuple[CellValue, ...]:
    state = "代理中" if it.since <= clock.day(request.at) else "未到"
    end = Button("结束代理", f"{HERE.url}{it.tenure}/end/", size="small") if standing_in.may_end(request.actor, it, request.at) else None
    return (CellValue(it.title, note=it.unit_name), CellValue(it.holder_name), CellValue(it.name),
            CellValue(f"{it.since:%Y-%m-%d} 至 {it.until:%Y-%m-%d}", note=state), CellValue(part=end) if end else CellValue("—"))


def _posts(request: Any, heads: bool) -> Panel:
    """The appointments somebody can be named for from here."""
    actor, today = request.actor, clock.day(request.at)
    mine = [t for t in identity.tenures_of(person=actor.person) if not t.in_place_of and (t.until is None or t.until >= today)]
    others = [h for p in identity.posts_of(unit=actor.unit, on=today) for h in p.holders if not h.in_place_of and h.person != actor.person] if heads else []
    rows = tuple(_post(request, t, forms.STAND_IN.title) for t in mine if not actor.in_place_of)
    rows += tuple(_post(request, t, forms.STAND_IN_FOR.title) for t in others)
    empty = Empty("代理别人的时候不能再请人代理", "请先回到自己的岗位。")
    return Panel("本单位的岗位" if heads else "我的岗位", Table("岗位", (Column("岗位"), Column("任职人"), Column("办理")), rows, empty))


def _post(request: Any, t: HolderView, title: str) -> tuple[CellValue, ...]:
    there = _choices(request, t)
    does = CellValue(part=Button(title, f"{HERE.url}{t.tenure}/name/", size="small")) if there else CellValue("单位里没有别的人可以代理")
    return CellValue(t.title, note=t.unit_name), CellValue(t.name), does


def _choices(request: Any, base: HolderView) -> tuple[tuple[str, str], ...]:
    """Who of the unit could do it: neither whoever has the post nor whoever names."""
    titles: dict[tuple[int, str], list[str]] = {}
    for person, who, title in identity.standing_in.colleagues(unit=base.unit, on=clock.day(request.at)):
        if person not in (base.person, request.actor.person):
            titles.setdefault((person, who), []).append(title)
    return tuple((str(person), f"{who}（{'、'.join(held)}）") for (person, who), held in titles.items())


@posts
@official
def name(request: Any, id_: int) -> HttpResponse:
    """`/directory/standing-in/<appointment>/name/`: by whoever has it, or by the head of the unit."""
    actor, today = request.actor, clock.day(request.at)
    base = identity.standing_in.own_tenure(id_, on=today)
    mine = standing_in.own(actor, base)
    if base is None or not (mine or (base.unit == actor.unit and standing_in.heads(actor, request.at))):
        raise Http404
    form = forms.STAND_IN if mine else forms.STAND_IN_FOR
    choices = _choices(request, base)
    if not choices:
        raise Http404
    offered = replace(form, fields=tuple(replace(f, choices=choices) if f.code == "who" else f for f in form.fields))
    note = f"{base.unit_name} · {base.title}，{base.name}。代理人可以办理这个岗位的事务，每一步都写明是代谁办的。"
    place = Place(f"tenure:{id_}", (HERE,), HERE.url, note, HERE.url, offered, {"since": today.isoformat()})
    return screen(request, form.code, place)


@posts
@official
def end(request: Any, id_: int) -> HttpResponse:
    """`/directory/standing-in/<stand-in>/end/`"""
    try:
        it = identity.standing_in.stand_in(id_)
    except KeyError:
        raise Http404 from None
    if not standing_in.may_end(request.actor, it, request.at):
        raise Http404
    note = f"{it.name}代{it.holder_name}履行{it.title}，到 {it.until:%Y-%m-%d}"
    return screen(request, forms.END_STAND_IN.code, Place(f"tenure:{id_}", (HERE,), HERE.url, note, HERE.url))


ROUTES = (path("standing-in/", listing), path("standing-in/<int:id_>/name/", name), path("standing-in/<int:id_>/end/", end))
