"""Who is responsible for what, of a system whose card says who may look (`duties`): learned from what units were given, answered and gave back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from yiwang.engines.identity import api as identity
from yiwang.engines.reports import api as reports
from yiwang.web import shells
from yiwang.web.card import System
from yiwang.web.components.basics import Empty, Pager
from yiwang.web.components.filters import Filters
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.permits import holding

PAGE = 50
COLUMNS = (Column("哪类"), Column("归谁"), *(Column(title, number=True, label_on_phone=True) for title in ("派过", "答复", "退回", "裁定归它")),
           Column("最近一次", number=True))
NONE = Empty("还没有派过这样的单", "派单、退回、裁定以后，谁办哪类事会记在这里。")


def routes(card: System) -> list[URLPattern]:
    """`/<name>/duties/`, where the card has it."""
    if not card.duties:
        return []
    home, procedure = f"/{card.name}/duties/", card.procedures[0].code

    @holding(*card.duties)
    def duties(request: Any) -> HttpResponse:
        """`?q=`: every class with the units that had it."""
        words, turned = request.GET.get("q", "").strip()[:40], request.GET.get("page", "")
        page = int(turned) if turned.isdecimal() and len(turned) < 4 else 0
        found = reports.duties(procedure=procedure, words=words, limit=PAGE + 1, offset=page * PAGE)
        rows = tuple((CellValue(d.topic.replace("/", " › ")), CellValue(identity.unit(d.unit).name), *(CellValue(str(n)) for n in d[2:6]),
                      CellValue(f"{d.last_on:%Y-%m-%d}")) for d in found[:PAGE])
        pager = Pager(f"第 {page + 1} 页", f"?q={words}&page={page + 1}" if len(found) > PAGE else "", f"?q={words}" if page else "")
        listed = ListPage("职责清单", "按派单、退回和裁定的记录自动更新；裁定归谁，派单时就先建议谁。",
                          table=Table("职责清单", COLUMNS, rows, NONE, pager), filters=Filters(words, "哪类", clear=home if words else ""))
        return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, home), "page": listed})

    return [path("duties/", duties)]
