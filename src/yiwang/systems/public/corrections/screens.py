"""Where somebody says that what a register has of them is wrong."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import URLPattern, path

from yiwang.engines.forms.types import FieldView
from yiwang.engines.identity import api as identity
from yiwang.engines.registers.types import Record
from yiwang.systems.public.corrections import reporting
from yiwang.web.components.basics import Alert, Link
from yiwang.web.generic import opening
from yiwang.web.permits import citizen, posts

HERE = "/corrections/"


@posts
@citizen
def report(request: Any) -> HttpResponse:
    """`/corrections/?about=…`: what is wrong, and what is right; without a subject, oneself or the firm one acts for."""
    about = request.GET.get("about") or identity.party(request.actor).kind
    of = reporting.subject(about, request.actor, request.at)
    form = reporting.form(of)
    return opening.screen(request, opening.Opening(
        f"{of.title}里的信息不对", form, lambda data, key: reporting.report(actor=request.actor, of=of, data=data, key=key, at=request.at),
        lambda done: ("已经交给登记部门", "核实以后会告诉您；正在填的申请照常填、照常交。"), "/my/{ref}/",
        (Link("首页", "/"), Link("我要纠错", "/correct/")), "/my/", alert=Alert(form.intro)))


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
