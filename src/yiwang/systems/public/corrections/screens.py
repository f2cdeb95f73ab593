"""Where somebody says that what a register has of them is wrong."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean, FieldView
from yiwang.engines.identity import api as identity
from yiwang.engines.registers.types import Record
from yiwang.systems.public.corrections import reporting
from yiwang.web import shells
from yiwang.web.components.basics import Alert, Button, Crumbs, Link
from yiwang.web.components.pages import FormPage
from yiwang.web.generic import fields
from yiwang.web.generic.handed import hand_in
from yiwang.web.generic.said import say
from yiwang.web.permits import citizen, posts

HERE = "/corrections/"


@posts
@citizen
def report(request: Any) -> HttpResponse:
    """`/corrections/?about=…`: what is wrong, and what is right; without a subject, oneself or the firm one acts for."""
    about = request.GET.get("about") or identity.party(request.actor).kind
    of = reporting.subject(about, request.actor, request.at)
    form, done = reporting.form(of), list[cases.Done]()

    def make(data: Clean, key: str, seen: cases.Seen) -> None:
        done.append(reporting.report(actor=request.actor, of=of, data=data, key=key, at=request.at))

    handed = hand_in(request, form, make)
    if handed.done:
        say(request, "已经交给登记部门", "核实以后会告诉您；正在填的申请照常填、照常交。")
        return HttpResponseRedirect(f"/my/{done[0].ref}/")
    shown = handed.shown(request, form)
    page = FormPage(
        Crumbs((Link("首页", "/"), Link("我要纠错", "/correct/"), Link("登记的信息不对"))), f"{of.title}里的信息不对", request.get_full_path(),
        fields.groups(shown, upload_url="/files/"), (Button(form.submit, style="primary", busy_text="提交中……"), Button("返回", "/my/")),
        errors=fields.errors(shown), alert=handed.alert or Alert(form.intro), multipart=True,
        hidden=(("key", request.POST.get("key") or uuid4().hex), ("seen", "0.0")))
    return render(request, "yiwang/pages/form.html", {"shell": shells.public(request, "/my/"), "page": page}, status=handed.status)


def from_answer(field: FieldView) -> list[Link]:
    """From a prefilled answer that cannot be typed over."""
    kind = reporting.SOURCES.get(field.source)
    return [Link("这条不对？告诉登记部门", f"{HERE}?{urlencode({'about': kind})}")] if kind else []


def from_certificate(record: Record) -> list[Link]:
    """From one's own certificate."""
    return [Link("内容不对？告诉发证机关", f"{HERE}?{urlencode({'about': f'{record.register}:{record.key}'})}")]


def from_site() -> list[Link]:
    """From the page on corrections."""
    return [Link("告诉登记部门", HERE, "edit")]


PANELS = {"locked.correct": from_answer, "wallet.faults": from_certificate, "correct.ways": from_site}
ROUTES: tuple[URLPattern, ...] = (path("", report),)
