"""Notices: what one was told, for the public and for officials."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from yiwang.engines.notify import api as notify
from yiwang.kernel import clock
from yiwang.web import shells
from yiwang.web.components.basics import Crumbs, Empty, Link, Pager
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.components.pages import PublicListPage
from yiwang.web.permits import official, signed_in

EMPTY = Empty("没有消息", "办件有进展时，会在这里告诉您。")
PAGE = 50


def _table(request: Any, where: str) -> Table:
    after = int(request.GET.get("after", "0")) if request.GET.get("after", "0").isdigit() else 0
    found = notify.notices(actor=request.actor, after=after, limit=PAGE + 1)
    rows = tuple((CellValue(n.title, f"/{where}/{n.case}/" if n.case else n.path, n.text), CellValue("" if n.read else "未读"),
                  CellValue(f"{clock.local(n.at):%m-%d %H:%M}")) for n in found[:PAGE])
    pager = Pager(f"本页 {len(rows)} 条", f"?after={found[PAGE - 1].id}" if len(found) > PAGE else "", "?" if after else "")
    notify.read_all(actor=request.actor, at=request.at)
    return Table("消息", (Column("消息"), Column("状态"), Column("时间", number=True)), rows, EMPTY, pager)


@official
def desk(request: Any) -> HttpResponse:
    """`/desk/notices/`"""
    page = ListPage("消息", "时限、催办、征询和办件进展", table=_table(request, "cases"))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request), "page": page})


@signed_in
def mine(request: Any) -> HttpResponse:
    """`/messages/`; an official's are in the office."""
    if request.actor.official:
        return HttpResponseRedirect("/desk/notices/")
    page = PublicListPage(Crumbs((Link("首页", "/"), Link("消息"))), "消息", "办件的每一步进展都在这里；哪些同时发短信和邮件，在“我的身份”里选。",
                          table=_table(request, "my"))
    return render(request, "yiwang/pages/public_list.html", {"shell": shells.public(request, "/messages/"), "page": page})
