"""Who looked me up: every look of an official into one's data, with its purpose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yiwang.engines.files import api as files
from yiwang.engines.sheets import api as sheets
from yiwang.kernel import clock
from yiwang.web import lookups, shells
from yiwang.web.components.basics import Button, Crumbs, Empty, Link, Pager
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.pages import PublicListPage
from yiwang.web.permits import citizen

PAGE = 20
MOST = 5000  # lines of a file, the newest
WAYS = {"xlsx": files.XLSX, "csv": "text/csv; charset=utf-8"}
TITLE = "谁查过我的信息"
COLUMNS = tuple(sheets.Column(head, width) for head, width in (("什么时候", 18), ("单位", 24), ("岗位", 16), ("查了什么", 36), ("为什么查", 48)))
BUTTONS = (Button("导出表格", "?as=xlsx", "", "download"), Button("CSV", "?as=csv", "", "download"))
LEAD = "不是您办件的承办人，要看您的个人信息都得先写明用途，看一次记一条，谁也删不掉。承办单位看您交给它的材料，不另外记。"


@citizen
def mine(request: Any) -> HttpResponse:
    """`/my/lookups/?after=`: which post of which unit looked, when, at what and why; names stay in the record. `as=xlsx` or `as=csv` gives all of it as a
    file, which says no more than the page."""
    if (way := request.GET.get("as")) in WAYS:
        return _file(way, lookups.of(actor=request.actor, limit=MOST), f"lookups-{clock.day(request.at)}.{way}")
    after = int(request.GET["after"]) if request.GET.get("after", "").isdecimal() and len(request.GET["after"]) < 16 else 0
    found = lookups.of(actor=request.actor, after=after, limit=PAGE + 1)
    rows = tuple((CellValue(f"{clock.local(x.at):%Y-%m-%d %H:%M}"), CellValue(x.unit, note=x.post), CellValue(x.what, x.path), CellValue(x.purpose))
                 for x in found[:PAGE])
    heads = (Column("什么时候"), Column("谁查的"), Column("查了什么"), Column("为什么查", label_on_phone=True))
    pager = Pager(f"本页 {len(rows)} 条", f"?after={found[PAGE - 1].id}" if len(found) > PAGE else "", "?" if after else "")
    table = Table(TITLE, heads, rows, Empty("没有人查过您的信息", "以后有工作人员查看，会记在这里。"), pager if rows else None)
    page = PublicListPage(Crumbs((Link("首页", "/"), Link("我的办件", "/my/"), Link(TITLE))), TITLE, f"{LEAD}用途有疑问的，请拨 12345。",
                          table=table, buttons=BUTTONS if rows else ())
    return render(request, "yiwang/pages/public_list.html", {"shell": shells.public(request, "/my/"), "page": page})


def _file(way: str, found: Sequence[lookups.Looked], name: str) -> HttpResponse:
    """What a spreadsheet would take for a formula is text: why somebody looked was written by an official."""
    table = sheets.Table(TITLE, COLUMNS, tuple((f"{clock.local(x.at):%Y-%m-%d %H:%M}", x.unit, x.post, x.what, x.purpose) for x in found))
    response = HttpResponse(sheets.write((table,)) if way == "xlsx" else sheets.write_csv(table), content_type=WAYS[way])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
