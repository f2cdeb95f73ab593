"""Pages of its own: the guide of an item or a bundle (generated from the items), and the application."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import path

from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Clean, DraftView
from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.kernel.errors import NotFound
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.services import offering
from yiwang.systems.public.services.rooms import applying, bars, choosing, foreseeing, guides, prefilling
from yiwang.systems.public.services.rooms.library import Part
from yiwang.web import shells
from yiwang.web.components.basics import Crumbs, Link
from yiwang.web.generic import steps
from yiwang.web.generic.filling import Stepped
from yiwang.web.generic.said import say
from yiwang.web.generic.uploads import raw
from yiwang.web.permits import anyone, citizen, posts

HERE = "/services/"


@anyone
def guide(request: Any, key: str) -> HttpResponse:
    """`/services/<key>/`: generated from the items, so that guide and process cannot disagree."""
    form, parts, bundle = applying.asked(key)
    draft = bool(request.actor.account) and forms.draft(actor=request.actor, form=form, at=request.at, subject=key) is not None
    page = guides.page(title=form.title, key=key, parts=parts, bundle=bundle, asked=request.GET, today=clock.day(request.at), draft=draft)
    return render(request, "yiwang/pages/guide.html", {"shell": shells.public(request, HERE), "page": page})


@posts
@citizen
def apply(request: Any, key: str) -> HttpResponse:
    """`/services/<key>/apply/?step=2`: one form for all, a page a step; answers of the guide come with its link."""
    form, parts, bundle = applying.asked(key)
    title, actor = form.title, request.actor
    party = cache(lambda: identity.party(actor))

    def send(data: Clean, request_key: str) -> HttpResponse:
        return _received(request, applying.apply(actor=actor, parts=parts, party=party(), data=data, key=request_key, at=request.at))

    def sent(request_key: str) -> HttpResponse | None:
        done = cases.begun(actor=actor, key=request_key, party=party())
        return _received(request, done) if done else None

    return steps.answer(request, Stepped(
        form=form, subject=key, title=f"{title}“一件事”申请" if bundle else f"{title}申请", send=send, sent=sent,
        leave=f"{HERE}{key}/", draft_url=f"{HERE}{key}/draft/",
        crumbs=Crumbs((Link("首页", "/"), Link("政务服务", HERE), Link(title, f"{HERE}{key}/"), Link("申请"))),
        foresee=lambda answers: foreseeing.sections(parts, answers, clock.day(request.at)),
        offered=lambda: applying.earlier(party(), actor),
        initial=forms.blank(form=form, actor=actor, lookup=lambda *, actor, path: prefilling.known_of(party(), path)),
        aside=tuple(r.text for r in _barred(parts, party(), request)),
        given=choosing.answered(parts, request.GET) | applying.named(form, request.GET)))


def _barred(parts: Sequence[Part], party: identity.Party, request: Any) -> list[Reason]:
    """Said beside the form, before anybody fills it in in vain; whether it holds is judged when it is sent."""
    seer = cases.seer_of(party.kind, party.id)
    return bars.against(seer, (p.item for p in parts), clock.day(request.at)) if request.method == "GET" else []


def _received(request: Any, done: list[cases.Done]) -> HttpResponse:
    together = f"同一件事共 {len(done)} 个办件，一起办。" if len(done) > 1 else ""
    say(request, "这份申请已经提交过了" if done[0].replayed else "已经收到您的申请", f"受理号 {done[0].ref}。{together}")
    return HttpResponseRedirect(f"/my/{done[0].ref}/")


@posts
@citizen
def draft(request: Any, key: str) -> HttpResponse:
    """`POST /services/<key>/draft/`: keeps what was typed so far."""
    if request.method != "POST":
        raise NotFound(key)
    return kept_at(forms.save_draft(actor=request.actor, form=applying.form_of(key), raw=raw(request), at=request.at, subject=key, part=True))


def kept_at(kept: DraftView) -> JsonResponse:
    """What a page is told that had its draft kept."""
    return JsonResponse({"saved": f"{clock.local(kept.saved_at):%H:%M}", "kept_until": f"{clock.local(kept.kept_until):%m 月 %d 日}", "code": kept.code})


ROUTES = (path("", offering.index), path("<str:key>/", guide), path("<str:key>/apply/", apply), path("<str:key>/draft/", draft))
