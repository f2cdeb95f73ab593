"""The bar after deceit 限制申请 as its unit sees it: beside the case that set it, and lifted when the decision is undone (行政许可法 第七十八、七十九条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import path

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.types import Command
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form
from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import NotFound
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.services import roles
from yiwang.systems.public.services.rooms import bars
from yiwang.web.components.basics import Link, Pair, Pairs
from yiwang.web.components.charts import Panel
from yiwang.web.generic import command
from yiwang.web.generic.command import Place
from yiwang.web.permits import holding, posts

HERE = "/services/bars/"
LIFT = Form("services.lift_bar", "解除限制申请", (
    Field("document", "凭哪一份文书", help="撤销、变更原决定的复议决定书、判决书或者本机关的决定书，写全文号。", longest=120, personal=False),
    Field("reason", "理由", FieldKind.LONG_TEXT, "会告知申请人。", longest=500, personal=False),
), submit="解除限制", intro="原决定被撤销或者变更、不再认定隐瞒、造假、欺骗的，限制也一并解除。")
LIFTED = Act("public.services.bar_lifted", Kind.CHANGED, "{actor} 解除限制申请：{document}")


def subject(ref: str) -> str:
    return f"bar:{ref}"


def _faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    ref = subject.partition(":")[2]
    bar = bars.of(ref, clock.day(at))
    if bar is None or bar.unit != actor.unit:
        raise NotFound(ref)
    return []


def _lifted(*, actor: Actor, subject: str, data: Clean, at: datetime) -> dict[str, Any]:
    """Names its case, so that the applicant is told."""
    return {"case": subject.partition(":")[2]}


COMMANDS = (Command("public.services.lift_bar", "解除限制申请", roles.SIGNATORY.code, LIFT, _lifted, LIFTED, _faults,
                    "解除后申请人马上可以再申请，不能恢复。"),)


@posts
@holding(roles.SIGNATORY.code)
def lift(request: Any, ref: str) -> HttpResponse:
    """`/services/bars/<ref>/`: what the decision said no longer stands."""
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    bar = bars.of(ref, clock.day(request.at))
    if bar is None or bar.unit != request.actor.unit:
        raise NotFound(ref)
    way = (Link("办件", "/cases/"), Link(view.title, f"/cases/{ref}/"))
    return command.screen(request, "public.services.lift_bar", Place(subject(ref), way, f"/cases/{ref}/", LIFT.intro, current="/cases/"))


def beside(view: cases.CaseView, request: Any) -> list[Panel]:
    """Beside the case of the office that decided: until when, by which article, and the way to lift it."""
    today = clock.day(request.at)
    if view.closed_at is None or view.unit != request.actor.unit or (bar := bars.of(view.ref, today)) is None:
        return []
    pairs = Pairs((Pair("不得再申请", bar.title), Pair("到", f"{bar.until:%Y-%m-%d}（含当日）"), Pair("依据", bar.law)), grid=True)
    may = identity.rights(request.actor, epoch_now=identity.epoch()).hold(roles.SIGNATORY.code, today)
    return [Panel("限制申请", pairs, link=Link("解除限制", f"{HERE}{view.ref}/") if may else None)]


ROUTES = (path("bars/<str:ref>/", lift),)
