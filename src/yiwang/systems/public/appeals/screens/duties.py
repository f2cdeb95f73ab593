"""Who is responsible for what: learned from what units answered, returned and were ruled to have."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.kernel.errors import Invalid
from yiwang.systems.public.appeals import procedures, suggesting
from yiwang.web import shells
from yiwang.web.components.basics import Empty, Pager
from yiwang.web.components.filters import Filters
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.permits import holding

HERE, PAGE = "/appeals/duties/", 50
FOUND = ("select topic, unit, count(*), sum(case when ended = 'answered' then 1 else 0 end), sum(case when ended = 'returned' then 1 else 0 end), "
         "sum(case when how in ('overrule', 'send_on') and ended <> 'returned' then 1 else 0 end), max(\"on\") from appeals_sent "
         "where topic <> '' and lower(topic) like %s escape '!' group by topic, unit order by topic, 4 desc, unit limit %s offset %s")
COLUMNS = (Column("哪类"), Column("归谁"), Column("派过", number=True, label_on_phone=True), Column("答复", number=True, label_on_phone=True),
           Column("退回", number=True, label_on_phone=True), Column("裁定归它", number=True, label_on_phone=True), Column("最近一次", number=True))


@holding(procedures.DISPATCHER.code, procedures.HANDLER.code, procedures.HEAD.code, procedures.SECOND.code)
def duties(request: Any) -> HttpResponse:
    """`/appeals/duties/?q=`: every class with the units that had it; a ruling counts the day it is made."""
    asked, turned = request.GET.get("q", "").strip()[:40], request.GET.get("page", "")
    page = int(turned) if turned.isdecimal() and len(turned) < 4 else 0
    like = "%" + asked.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
    found = store.rows(FOUND, (like, PAGE + 1, page * PAGE))
    rows = tuple((CellValue(topic.replace("/", " › ")), CellValue(identity.unit(unit).name), *(CellValue(str(n)) for n in counts),
                  CellValue(f"{store.day(on):%Y-%m-%d}")) for topic, unit, *counts, on in found[:PAGE])
    empty = Empty("还没有派过这样的单", "派单、退回、裁定以后，谁办哪类事会记在这里。")
    pager = Pager(f"第 {page + 1} 页", f"?q={asked}&page={page + 1}" if len(found) > PAGE else "", f"?q={asked}" if page else "")
    listed = ListPage("职责清单", "按派单、退回和裁定的记录自动更新；裁定归谁，派单时就先建议谁。",
                      table=Table("职责清单", COLUMNS, rows, empty, pager), filters=Filters(asked, "哪类", clear=HERE if asked else ""))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, HERE), "page": listed})


@holding(procedures.DISPATCHER.code, procedures.SECOND.code)
def model(request: Any) -> HttpResponse:
    """`/appeals/model/`: which model suggests classes, what it was made from, how good it was when it was tried."""
    try:
        found = suggesting.model()
    except (OSError, ValueError, Invalid):
        found = None
    if found is None:
        empty = Empty("还没有分类模型", "有了二十件以上同类的已答复诉求，运行 ./yiwang appeals train，用本市自己的诉求训练。")
        table = Table("分类模型", (Column("项目"), Column("数值")), (), empty)
    else:
        score = found.score
        said = (("版本", found.version[:12]), ("训练用的诉求", f"{found.rows:,} 件"), ("类别", f"{len(found.labels)} 类"),
                ("宏平均 F1", f"{score.macro_f1:.4f}"), ("准确率", f"{score.accuracy:.2%}"), ("前三类里有正确的", f"{score.top3:.2%}"),
                ("最有把握的七成里正确", f"{score.surest70:.2%}"), ("预先填好的占", f"{score.filled:.2%}"),
                ("预先填好的里正确", f"{score.filled_right:.2%}"), ("把握高于多少才预先填好", f"{found.threshold:.3f}"))
        table = Table("分类模型", (Column("项目"), Column("数值", number=True)), tuple((CellValue(name), CellValue(value)) for name, value in said))
    page = ListPage("分类模型", "训练时分成五份、轮流留一份检验得出的成绩。只是建议，由受理员定；改了的，下次训练就学到了。", table=table)
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, HERE), "page": page})


ROUTES: tuple[URLPattern, ...] = (path("duties/", duties), path("model/", model))
