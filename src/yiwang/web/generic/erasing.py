"""Erasing a case's personal data: which case, whose, on what ground; what cannot be undone is said before."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.web import shells
from yiwang.web.components.basics import Alert, Button, Crumbs, Link, asking
from yiwang.web.components.fields import Group
from yiwang.web.components.office_pages import OfficeFormPage
from yiwang.web.generic import fields
from yiwang.web.generic.handed import hand_in
from yiwang.web.generic.said import say
from yiwang.web.permits import official, posts


@posts
@official
def erase(request: Any, ref: str) -> HttpResponse:
    """`/cases/<ref>/erase/`: for whoever answers for the handling unit's decisions."""
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    reasons = cases.may_erase(actor=request.actor, case=view.id, at=request.at)
    if reasons is None:
        raise Http404
    crumbs = Crumbs((Link("办件", "/cases/"), Link(view.ref, f"/cases/{ref}/"), Link(cases.ERASE.title)))
    back = Button("返回办件", f"/cases/{ref}/")
    if reasons and request.method != "POST":
        alert = Alert("现在不能办", "".join(str(r) for r in reasons), "bad")
        return _drawn(request, OfficeFormPage(cases.ERASE.title, request.path, (Group("", ()),), (back,), alert=alert, crumbs=crumbs), 409)

    def make(data: Clean, key: str, seen: cases.Seen) -> cases.Done:
        return cases.erase(actor=request.actor, case=view.id, data=data, key=key, at=request.at)

    handed = hand_in(request, cases.ERASE, make, alert=Alert(cases.ERASE_CONFIRM, kind="warn"))
    if handed.done:
        say(request, "个人信息已删除", "检索、通知和文书里的内容几秒内跟着删除。")
        return HttpResponseRedirect(f"/cases/{ref}/")
    shown = handed.shown(request, cases.ERASE)
    submit, dialog = asking(cases.ERASE.title, cases.ERASE_CONFIRM, cases.ERASE.submit, "danger")
    page = OfficeFormPage(
        cases.ERASE.title,
        request.path,
        fields.groups(shown),
        (submit, back),
        crumbs=crumbs,
        note=f"办件 {ref}。同一件事的其他办件要分别删除。",
        errors=fields.errors(shown),
        hidden=(("key", request.POST.get("key") or uuid4().hex), ("seen", str(view.seen))),
        alert=handed.alert,
        dialog=dialog,
    )
    return _drawn(request, page, handed.status)


def _drawn(request: Any, page: OfficeFormPage, status: int) -> HttpResponse:
    return render(request, "yiwang/pages/office_form.html", {"shell": shells.office(request, "/cases/"), "page": page}, status=status)
