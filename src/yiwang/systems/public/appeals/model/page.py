"""Which model suggests classes, what it was made from, how good it was when it was tried."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from yiwang.systems.public.appeals import procedures
from yiwang.systems.public.appeals.model import city
from yiwang.web import shells
from yiwang.web.components.basics import Empty
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.permits import holding

NONE = Empty("还没有分类模型", "有了二十件以上同类的已答复诉求，运行 ./yiwang appeals train，用本市自己的诉求训练。")


@holding(procedures.DISPATCHER.code, procedures.SECOND.code)
def model(request: Any) -> HttpResponse:
    """`/appeals/model/`"""
    found, said = city.model(), ()
    if found is not None:
        score = found.score
        said = (("版本", found.version[:12]), ("训练用的诉求", f"{found.rows:,} 件"), ("类别", f"{len(found.labels)} 类"),
                ("宏平均 F1", f"{score.macro_f1:.4f}"), ("准确率", f"{score.accuracy:.2%}"), ("前三类里有正确的", f"{score.top3:.2%}"),
                ("最有把握的七成里正确", f"{score.surest70:.2%}"), ("预先填好的占", f"{score.filled:.2%}"),
                ("预先填好的里正确", f"{score.filled_right:.2%}"), ("把握高于多少才预先填好", f"{found.threshold:.3f}"))
    table = Table("分类模型", (Column("项目"), Column("数值", number=True)), tuple((CellValue(name), CellValue(value)) for name, value in said), NONE)
    page = ListPage("分类模型", "训练时分成五份、轮流留一份检验得出的成绩。只是建议，由受理员定；改了的，下次训练就学到了。", table=table)
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, "/appeals/duties/"), "page": page})


ROUTES: tuple[URLPattern, ...] = (path("model/", model),)
