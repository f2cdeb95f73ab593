"""`/api/`: what a developer needs to begin, and every operation in one table."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yiwang.web import shells
from yiwang.web.api import describing
from yiwang.web.components.basics import Crumbs, Link
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.pages import Words, WordsPage
from yiwang.web.permits import anyone

PLAIN = (
    ("先做一个令牌", ("登录后到“账号”页面做令牌，选只能查看还是也能办理，最长一年。令牌只显示一次，随时可以结束。",
                      "请求里写 Authorization: Bearer 加令牌。令牌以您做它时的身份办事：您看得到什么、能办什么，它也只能这样。")),
    ("读和写", ("读办件，答复里有 seen；办理一步时把它写在 Seen 里：办件变了就不会照旧的情况办。",
                "每个写的请求用 Idempotency-Key 给自己编号。网络断了用同一个编号重发，只办一次，答复相同。",
                "列表用 after 翻页。时间按 RFC 3339，金额以分为单位。")),
    ("出错时", ("答复按 RFC 9457，内容类型 application/problem+json。reasons 里逐条写明代码、原因、字段和法律依据。",
                "409 现在不能办，422 填写不对，404 没有或者看不到，401 令牌不能用，403 令牌只能查看，429 请求太多。")),
)


@anyone
def developers(request: Any) -> HttpResponse:
    """`/api/`"""
    rows = tuple(
        (CellValue(f"{method.upper()} {path}"), CellValue(one["summary"]), CellValue(one["tags"][0]))
        for path, methods in describing.document()["paths"].items() for method, one in methods.items())
    table = Table("全部接口", (Column("地址"), Column("做什么"), Column("类别")), rows)
    page = WordsPage(Crumbs((Link("首页", "/"), Link("开发接口"))), "开发接口", "部门的系统和您自己的程序，用和页面同一套规则、同一套权限办事。",
                     tuple(Words(title, lines) for title, lines in PLAIN))
    return render(request, "yiwang/pages/api.html", {"shell": shells.public(request), "page": page, "table": table,
                                                     "description": Link("OpenAPI 3.1 描述文件", "/api/v1/openapi.json", "file")})
