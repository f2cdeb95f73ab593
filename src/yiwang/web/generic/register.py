"""Registers for officials: lists with personal facts masked; whoever needs them whole says why, and that is on record."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Field, FieldKind, Form
from yiwang.engines.registers import api as registers
from yiwang.kernel import clock
from yiwang.kernel.errors import NotFound, Refused
from yiwang.web import shells
from yiwang.web.components.basics import Alert, Button, Chips, Crumbs, Empty, Link, Pager
from yiwang.web.components.charts import Panel
from yiwang.web.components.fields import ErrorLine, ErrorSummary
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage, OfficeFormPage
from yiwang.web.generic import entrance, fields
from yiwang.web.permits import official, posts

PURPOSE = Form(
    "registers.look_up",
    "查询登记信息",
    (Field("purpose", "查询用途", FieldKind.TEXT, "会写进查询记录，例如“核对餐饮店经营者身份”。", personal=False),),
    submit="查询并记录",
)


@official
def listing(request: Any, code: str = "") -> HttpResponse:
    """`/registers/` and `/registers/<code>/?q=`"""
    known = registers.every()
    declared = next((r for r in known if r.code == code), known[0] if known else None)
    if declared is None or (code and declared.code != code):
        raise NotFound(code)
    query, after = request.GET.get("q", "")[:100], request.GET.get("after", "")
    page = registers.all(register=declared.code, search=query, after=after)
    rows = tuple(
        (
            CellValue(r.title, f"/registers/{declared.code}/{r.key}/", r.key),
            CellValue(r.standing(clock.day(request.at)).word),
            CellValue(f"第 {r.version} 版"),
            CellValue(r.valid_from.isoformat()),
        )
        for r in page.records
    )
    chips = Chips(tuple(Link(r.title, f"/registers/{r.code}/", current=r.code == declared.code) for r in known))
    pager = Pager(f"本页 {len(rows)} 条", f"?q={query}&after={page.after}" if page.after else "", f"?q={query}" if after else "")
    heads = (Column("名称"), Column("状态"), Column("版本"), Column("自何日起"))
    empty = Empty("没有找到", "换一个词，或看看别的登记库。")
    return render(
        request,
        "yiwang/pages/list.html",
        {
            "shell": shells.office(request, "/registers/"),
            "page": ListPage(declared.title, "公布的事实，每一版都留着", chips=chips, table=Table(declared.title, heads, rows, empty, pager),
                             buttons=(Button("查验证照", "/registers/present/", "", "shield-check"),)),
        },
    )


@posts
@official
def record(request: Any, code: str, key: str) -> HttpResponse:
    """`/registers/<code>/<key>/`: masked; a POST with a purpose shows the personal facts and records the look."""
    declared = registers.declared(code)
    found = registers.get(register=code, key=key)
    facts, status, errors, alert = registers.masked(declared, found.facts), 200, None, None
    if request.method == "POST":
        try:
            seen = registers.look_up(
                register=code, key=key, purpose=request.POST.get("purpose", ""), actor=request.actor, at=request.at, fields=declared.personal
            )
            facts, alert = seen.facts, Alert("已经记录这次查询", f"用途：{request.POST.get('purpose')}", "good")
        except Refused as refused:
            status, errors = 422, ErrorSummary(tuple(ErrorLine(r.text, "f-purpose") for r in refused.reasons))
    called = dict(declared.words)
    ordered = sorted(facts.items(), key=lambda fact: (fact[0] not in called, fact[0]))
    rows = tuple((CellValue(called.get(name, name)), CellValue(_said(value))) for name, value in ordered)
    crumbs = Crumbs((Link("登记库", "/registers/"), Link(declared.title, f"/registers/{code}/"), Link(found.title)))
    table = Table(found.title, (Column("项目"), Column("内容")), rows)
    if not declared.personal:
        page: Any = ListPage(found.title, f"{key}　第 {found.version} 版", crumbs, table=table)
        return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, "/registers/"), "page": page}, status=status)
    shown = forms.view(form=PURPOSE, at=request.at)
    page = OfficeFormPage(
        f"{found.title} {key}",
        request.path,
        fields.groups(shown),
        (Button(PURPOSE.submit, style="primary"), *entrance.buttons(request, found)),
        crumbs=crumbs,
        errors=errors,
        note="个人信息已遮蔽。确需查看的，写明用途。",
        hidden=(("key", uuid4().hex),),
        alert=alert,
        side=(_panel(table),),
    )
    return render(request, "yiwang/pages/office_form.html", {"shell": shells.office(request, "/registers/"), "page": page}, status=status)


def _panel(table: Table) -> Panel:
    return Panel("登记内容", table)


def _said(value: Any) -> str:
    if isinstance(value, tuple | list):
        return "、".join(_said(v) for v in value)
    if isinstance(value, dict):
        return "，".join(f"{k} {_said(v)}" for k, v in value.items())
    return {True: "是", False: "否"}.get(value, str(value)) if isinstance(value, bool) else str(value)
