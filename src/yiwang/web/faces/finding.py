"""Search of an official: cases one may see, by anything in their title, number, unit or party."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yiwang.engines.cases import api as cases
from yiwang.engines.search import api as finder
from yiwang.web import shells
from yiwang.web.components.basics import Empty
from yiwang.web.components.lists import Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.generic import list as listing
from yiwang.web.permits import official


@official
def search(request: Any) -> HttpResponse:
    """`/desk/search/?q=`"""
    query = " ".join(request.GET.get("q", "").split())[:100]
    hits = finder.find(actor=request.actor, query=query, public=False, limit=50) if query else []
    rows = tuple(cases.by_id([h.case for h in hits], request.at))
    found = listing.table(rows)
    empty = (
        Empty("没有找到", "换一个说法，或者用办件号、店名、申请人查；您只能查到本单位、下级和条线上的办件。")
        if query
        else Empty("查什么？", "办件号、店名、申请人、单位都可以。")
    )
    table = Table(f"搜索“{query}”", found.columns, found.rows, empty)
    page = ListPage(f"搜索：{query}" if query else "搜索", f"找到 {len(rows)} 件" if query else "", table=table)
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request), "page": page})
