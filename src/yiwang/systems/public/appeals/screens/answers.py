"""The desk makes a question and its answer public: the page that asks, and the way to it beside a matter."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.engines.registers import api as registers
from yiwang.kernel import clock
from yiwang.kernel.errors import NotFound
from yiwang.systems.public.appeals import procedures, publishing
from yiwang.web.components.basics import Link, Pair, Pairs
from yiwang.web.components.charts import Panel
from yiwang.web.generic import command
from yiwang.web.permits import holding, posts


@posts
@holding(procedures.DISPATCHER.code)
def publish(request: Any, ref: str) -> HttpResponse:
    """`/appeals/publish/<ref>/`: the desk reads it once more and makes it public."""
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    if view.procedure.code != procedures.MATTER.code or view.values is None:
        raise NotFound(ref)
    way = (Link("办件", "/cases/"), Link(view.title, f"/cases/{ref}/"))
    place = command.Place(f"answer:{ref}", way, f"/cases/{ref}/", publishing.PUBLISH.intro, "/cases/", values=publishing.drafted(view.id, view.party_name))
    return command.screen(request, "public.appeals.publish", place)


def beside(view: cases.CaseView, request: Any) -> list[Panel]:
    """Beside an answered matter: the way to make it public, or where it is."""
    if view.procedure.code != procedures.MATTER.code or view.state not in ("told", "closed") or publishing.kept_back(view):
        return []
    try:
        one = registers.get(register=publishing.REGISTER, key=view.ref)
        return [Panel("问答公开", Pairs((Pair("公开于", f"{clock.day(one.published_at)}"),)), link=Link("看公开的", f"{publishing.HERE}{view.ref}/"))]
    except NotFound:
        may = identity.rights(request.actor, epoch_now=identity.epoch()).hold(procedures.DISPATCHER.code, clock.day(request.at))
        offer = Panel("问答公开", Pairs((Pair("", "有参考价值的，去掉个人信息以后公开。"),)), link=Link("公开", f"/appeals/publish/{view.ref}/"))
        return [offer] if may else []


ROUTES: tuple[URLPattern, ...] = (path("publish/<str:ref>/", publish),)
