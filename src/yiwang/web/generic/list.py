"""The list of cases a reader may see: newest first, filtered, by key."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from yiwang.engines.cases import api as cases
from yiwang.kernel import clock
from yiwang.web import shells
from yiwang.web.components.basics import Chips, Empty, Link, Pager
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.generic import clocks
from yiwang.web.generic.desk import tabs
from yiwang.web.permits import official

COLUMNS = (Column("时钟"), Column("办件"), Column("程序"), Column("单位"), Column("环节"), Column("收件", number=True))


@official
def listing(request: Any) -> HttpResponse:
    """`/cases/?state=open|closed&procedure=…&after=…`"""
    state, procedure, after = (request.GET.get(n, "") for n in ("state", "procedure", "after"))
    closed = {"open": False, "closed": True}.get(state)
    chosen = (procedure,) if procedure else ()
    page = cases.cases(actor=request.actor, at=request.at, procedures=chosen, closed=closed, after=after)
    keep = {k: v for k, v in (("state", state), ("procedure", procedure)) if v}
    pager = Pager(f"本页 {len(page.rows)} 件", f"?{urlencode({**keep, 'after': page.after})}" if page.after else "", f"?{urlencode(keep)}" if after else "")
    title = {"open": "在办", "closed": "已办"}.get(state, "办件")
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, "/cases/"), "page": ListPage(
        title, "本单位和下级、条线上的办件", tabs=tabs(title, cases.desk_count(actor=request.actor, at=request.at)), chips=chips(procedure, state),
        table=table(page.rows, pager))})


def chips(procedure: str, state: str) -> Chips:
    keep = f"&state={state}" if state else ""
    found = [Link("全部", f"?{keep[1:]}", current=not procedure)]
    found += [Link(p.title, f"?procedure={p.code}{keep}", current=p.code == procedure) for p in cases.procedures()]
    return Chips(tuple(found))


def table(rows: tuple[cases.Row, ...], pager: Pager | None = None) -> Table:
    lines = tuple(
        (CellValue(part=clocks.row_badge(r)), CellValue(r.title, f"/cases/{r.ref}/", r.ref), CellValue(r.procedure), CellValue(r.unit_name),
         CellValue(r.state_title), CellValue(f"{clock.local(r.opened_at):%m-%d}"))
        for r in rows)
    return Table("办件", COLUMNS, lines, Empty("这里还没有办件", "换一个条件再看，或者到工作台看等您办的事。"), pager)
