"""The list of cases a reader may see: newest first, filtered, by key."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from yiwang.engines.cases import api as cases
from yiwang.engines.sheets import api as sheets
from yiwang.kernel import clock
from yiwang.web import shells
from yiwang.web.components.basics import Button, Chips, Empty, Link, Pager
from yiwang.web.components.filters import Filters
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.generic import clocks
from yiwang.web.generic.desk import tabs
from yiwang.web.permits import official

COLUMNS = (Column("时钟"), Column("办件"), Column("程序"), Column("单位"), Column("环节"), Column("收件", number=True))
MOST = 5000  # rows of a file
SHOWN = 20


@official
def listing(request: Any) -> HttpResponse:
    """`/cases/?state=open|closed&procedure=…&unit=…&q=…&after=…`; `as=csv` gives the same as a table for any spreadsheet."""
    state, procedure, after = (request.GET.get(n, "") for n in ("state", "procedure", "after"))
    words = " ".join(request.GET.get("q", "").split())[:60]
    unit = int(request.GET["unit"]) if request.GET.get("unit", "").isdecimal() and len(request.GET["unit"]) < 16 else 0
    closed = {"open": False, "closed": True}.get(state)
    as_file = request.GET.get("as") == "csv"
    page = cases.cases(actor=request.actor, at=request.at, procedures=(procedure,) if procedure else (), closed=closed, unit=unit, words=words, after=after,
                       limit=MOST if as_file else SHOWN)
    if as_file:
        return sheet(page.rows, clock.day(request.at).isoformat())
    keep = {k: str(v) for k, v in (("state", state), ("procedure", procedure), ("unit", unit), ("q", words)) if v}
    further = "，更早的在下一页接着找" if words and page.after and len(page.rows) < SHOWN else ""
    onward, back = f"?{urlencode({**keep, 'after': page.after})}" if page.after else "", f"?{urlencode(keep)}" if after else ""
    pager = Pager(f"本页 {len(page.rows)} 件{further}", onward, back)
    title = {"open": "在办", "closed": "已办"}.get(state, "办件")
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, "/cases/"), "page": ListPage(
        title, "本单位和下级、条线上的办件", tabs=tabs(title, cases.desk_count(actor=request.actor, at=request.at)), chips=chips(keep, page.rows),
        filters=filters(keep), table=table(page.rows, pager, keep, today=clock.day(request.at)),
        buttons=(Button("导出表格", f"?{urlencode({**keep, 'as': 'csv'})}", "", "download"),))})


def filters(keep: dict[str, str]) -> Filters:
    """The words to narrow by, beside what is chosen already."""
    rest = {k: v for k, v in keep.items() if k != "q"}
    return Filters(keep.get("q", ""), "按题名、编号、当事人找", kept=tuple(rest.items()), clear=f"?{urlencode(rest)}" if "q" in keep else "")


def chips(keep: dict[str, str], rows: tuple[cases.Row, ...]) -> Chips:
    """The procedures; and the unit one has narrowed to, with the way back."""
    without = {k: v for k, v in keep.items() if k != "procedure"}
    found = [Link("全部", f"?{urlencode(without)}", current="procedure" not in keep)]
    newest = {p.code: p for p in cases.procedures()}  # of a procedure's versions the last one's title
    found += [Link(p.title, f"?{urlencode({**without, 'procedure': p.code})}", current=p.code == keep.get("procedure")) for p in newest.values()]
    if "unit" not in keep:
        return Chips(tuple(found))
    every = urlencode({k: v for k, v in keep.items() if k != "unit"})
    name = rows[0].unit_name if rows else "这个单位"
    return Chips(tuple(found), last=Link(f"只看{name}，点这里看全部单位", f"?{every}", "close"))


def sheet(rows: tuple[cases.Row, ...], name: str) -> HttpResponse:
    """A list as comma separated values; what a spreadsheet would take for a formula is text."""
    lines = []
    for r in rows:
        closed = f"{clock.local(r.closed_at):%Y-%m-%d}" if r.closed_at else ""
        due = f"{clock.local(r.due_at):%Y-%m-%d %H:%M}" if r.due_at else r.due_on or ""
        lines.append((r.ref, r.title, r.procedure, r.unit_name, r.state_title, f"{clock.local(r.opened_at):%Y-%m-%d}", due, closed))
    heads = tuple(sheets.Column(head) for head in ("办件号", "办件", "程序", "单位", "环节", "收件", "最晚", "办结"))
    response = HttpResponse(sheets.write_csv(sheets.Table("办件", heads, tuple(lines))), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="cases-{name}.csv"'
    return response


def table(rows: tuple[cases.Row, ...], pager: Pager | None = None, keep: dict[str, str] | None = None, *, today: date | None = None) -> Table:
    """Rows as a table; with `keep` a unit leads to its cases among the same. What is due in minutes says its hour, of `today` without the date."""
    lines = tuple(
        (CellValue(part=clocks.row_badge(r), note=clocks.until(r.due_at, today)), CellValue(r.title, f"/cases/{r.ref}/", r.ref), CellValue(r.procedure),
         CellValue(r.unit_name, "" if keep is None or "unit" in keep else f"?{urlencode({**keep, 'unit': r.unit})}"),
         CellValue(r.state_title), CellValue(f"{clock.local(r.opened_at):%m-%d}"))
        for r in rows)
    if keep and "q" in keep:
        none = f"没有题名、编号或当事人含“{keep['q']}”的。"
        empty = Empty("没有这样的办件", f"{none}少写几个字再找；当事人只在本单位承办或被征询的办件里找。")
        if pager and pager.next_url:
            empty = Empty("较近的办件里没有", f"看过的办件里{none}", Button("接着找更早的", pager.next_url))
    else:
        empty = Empty("这里还没有办件", "换一个条件再看，或者到工作台看等您办的事。")
    return Table("办件", COLUMNS, lines, empty, pager)
