"""Hearings the authority holds of its own motion, announced to the public (行政许可法 第四十六条)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from yiwang.kernel import clock
from yiwang.systems.public.services.rooms import guides, hearings
from yiwang.systems.public.services.rooms.hearings import Hearing
from yiwang.web import shells
from yiwang.web.components.basics import Chips, Crumbs, Empty, Link, Pager, Tag
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.pages import PublicListPage
from yiwang.web.permits import anyone

HERE, PAGE = "/services/hearings/", 20
HEADS = (Column("事项、听证的内容"), Column("时间", label_on_phone=True), Column("地点、主持人", label_on_phone=True), Column("怎么报名", label_on_phone=True),
         Column("状态"))


@anyone
def announced(request: Any) -> HttpResponse:
    """`/services/hearings/?area=&after=`: last to be held first."""
    area, after = (request.GET.get(name, "").strip()[:40] for name in ("area", "after"))
    found, more = hearings.page(area=area, after=after, limit=PAGE)
    keep = {"area": area} if area else {}
    pager = Pager(f"本页 {len(found)} 条", f"?{urlencode({**keep, 'after': more})}" if more else "", f"?{urlencode(keep)}" if after else "")
    today = clock.day(request.at)
    table = Table("听证公告", HEADS, tuple(_row(h, today) for h in found), Empty("没有听证公告", "行政机关决定举行听证的，当天在这里公布。"), pager)
    page = PublicListPage(
        Crumbs((Link("首页", "/"), Link("听证公告"))), "听证公告",
        "法律规定应当听证的许可事项，和涉及公共利益的重大许可事项，公告后举行听证（行政许可法第四十六条）。听证公开举行，谁都可以照公告报名。",
        chips=Chips((Link("全部", HERE, current=not area), *guides.areas(area).links), label="区县"), table=table)
    return render(request, "yiwang/pages/public_list.html", {"shell": shells.public(request, HERE), "page": page})


def _row(hearing: Hearing, today: Any) -> tuple[CellValue, ...]:
    state = hearings.said(hearing, today)
    basis = f"依据：{hearing.basis}。" if hearing.basis else ""
    return (
        CellValue(hearing.title, note=f"{hearings.unit_of(hearing)}，{hearing.announced_on:%Y-%m-%d} 公告。{basis}{hearing.matter}"),
        CellValue(f"{hearing.held_on:%Y-%m-%d} {hearing.hour}"), CellValue(hearing.place, note=f"主持人：{hearing.chair}"), CellValue(hearing.sign_up),
        CellValue(part=Tag(state, "blue" if state == hearings.WORDS["announced"] else "outline")))


ROUTES = (path("hearings/", announced),)
