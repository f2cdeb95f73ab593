"""Seeing a person's data from above or along the line: the purpose first, and on record."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render

from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Field, FieldKind, Form
from yiwang.kernel.errors import Invalid
from yiwang.kernel.reasons import Reason
from yiwang.web import shells
from yiwang.web.components.basics import Button, Crumbs, Empty, Link
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage, OfficeFormPage
from yiwang.web.generic import fields
from yiwang.web.generic.uploads import raw
from yiwang.web.permits import official, posts

PURPOSE = Form(
    "cases.reveal",
    "查看申请内容",
    (Field("purpose", "为什么要看", FieldKind.TEXT, "会写进办件记录，当事人能看到。", personal=False, example="核对 11 月 3 日的投诉"),),
    submit="查看并记录",
    intro="申请内容含个人信息。您不是承办人，写明用途后才能看。",
)


@posts
@official
def reveal(request: Any, ref: str) -> HttpResponse:
    """`/cases/<ref>/reveal/`"""
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    if view.values is not None:
        raise Http404
    crumbs = Crumbs((Link("办件", "/cases/"), Link(view.title, f"/cases/{ref}/"), Link("查看申请内容")))
    values: Any = None
    faults: tuple[Reason, ...] = ()
    status = 200
    if request.method == "POST":
        values = raw(request)
        try:
            found = cases.reveal(actor=request.actor, case=view.id, purpose=str(values.get("purpose", "")), key=request.POST["key"], at=request.at)
            list_page = ListPage("申请内容", f"用途：{values.get('purpose')}", crumbs, table=table(found))
            return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, "/cases/"), "page": list_page})
        except Invalid as wrong:
            faults, status = wrong.reasons, 422
    shown = forms.view(form=PURPOSE, at=request.at, values=values, errors=faults)
    buttons = (Button(PURPOSE.submit, style="primary"), Button("返回办件", f"/cases/{ref}/"))
    page = OfficeFormPage(
        PURPOSE.title,
        request.path,
        fields.groups(shown),
        buttons,
        crumbs=crumbs,
        note=PURPOSE.intro,
        errors=fields.errors(shown),
        hidden=(("key", request.POST.get("key") or uuid4().hex),),
    )
    return render(request, "yiwang/pages/office_form.html", {"shell": shells.office(request, "/cases/"), "page": page}, status=status)


def table(values: Any) -> Table:
    """Submitted forms as rows: question and answer."""
    rows = []
    for _, brought in sorted(values.items()):
        form = forms.get(brought["form"], brought["version"])
        rows += [
            (CellValue(f.label), CellValue(forms.said(f, brought["answers"][f.code])))
            for f in form.fields
            if brought["answers"].get(f.code) not in (None, "", [])
        ]
    return Table("申请内容", (Column("填了什么"), Column("内容")), tuple(rows), Empty("没有填写内容"))
