"""The counter 窗口: an application taken in for whoever came in, begun there or gone on with from their phone by the draft's code."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.trust import api as trust
from yiwang.kernel import clock
from yiwang.kernel.errors import NotFound, Refused
from yiwang.systems.public.services import roles
from yiwang.systems.public.services.rooms import applying, at_counter, foreseeing, library, prefilling, serving
from yiwang.systems.public.services.rooms.serving import Visit
from yiwang.systems.public.services.screens import handing_in, taken
from yiwang.systems.public.services.screens.window_forms import APPLICANT, DRAFT_CODE, REGISTER
from yiwang.web import shells
from yiwang.web.components.basics import Alert, Button, Crumbs, Empty, Link, Pager, Pair, Pairs, Tag
from yiwang.web.components.charts import Panel
from yiwang.web.components.filters import Filters
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.generic import command, steps
from yiwang.web.generic.command import Place
from yiwang.web.generic.filling import Stepped
from yiwang.web.generic.said import done, say
from yiwang.web.generic.simple import asked
from yiwang.web.generic.uploads import raw
from yiwang.web.permits import holding, posts

HERE = "/services/window/"
WINDOW = Link("窗口收件", HERE)
SHOWN = 60
COLUMNS = (Column("办什么"), Column("谁来办"), Column("种类"))
KEPT = "window_applicant"  # in the session, sealed: the number just looked for, until it is registered


@holding(*roles.WINDOWS)
def home(request: Any) -> HttpResponse:
    """`/services/window/?q=&page=`: what this window may take in, and the way in by a draft's code."""
    words, here = " ".join(request.GET.get("q", "").split())[:40], serving.window(request.actor, request.at)
    found = [o for o in serving.offered(here) if all(w in o.title + o.note + o.unit for w in words.split())]
    page = int(request.GET["page"]) if request.GET.get("page", "").isdecimal() and len(request.GET["page"]) < 4 else 1
    page = max(1, min(page, -(-len(found) // SHOWN)))
    shown, keep = found[(page - 1) * SHOWN : page * SHOWN], {"q": words} if words else {}
    pager = Pager(f"共 {len(found)} 项，本页 {len(shown)} 项", f"?{urlencode({**keep, 'page': page + 1})}" if len(found) > page * SHOWN else "",
                  f"?{urlencode(keep)}" if page > 1 else "")
    empty = Empty("没有这样的事项", "换个说法再找；不在这里收的事项，请到承办部门的窗口办。")
    drawn = ListPage(
        "窗口收件", "来人办的和网上办的是同一件：同一张表，同样的时限，申请人在“我的办件”里都看得到。", tabs=taken.tabs(HERE),
        filters=Filters(words, "要办什么事", clear=HERE if words else ""),
        table=Table("综合窗口收的事项" if here.common else "本窗口收的事项", COLUMNS, tuple(_row(o) for o in shown), empty, pager),
        buttons=(Button("输草稿号，接着办", f"{HERE}draft/", "primary", "edit"),), alert=done(request))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, HERE), "page": drawn})


def _row(offer: serving.Offer) -> tuple[CellValue, ...]:
    if offer.instead:
        return CellValue(offer.title, note=offer.instead), CellValue(offer.unit), CellValue(part=Tag("不在这里收"))
    return CellValue(offer.title, f"{HERE}{offer.key}/", offer.note), CellValue(offer.unit), CellValue("一件事" if offer.bundle else "事项")


def _elsewhere(request: Any, refused: Refused) -> HttpResponse:
    """What a common window does not take in: who does, in the office's own surroundings."""
    page = ListPage("不在这里收", "", Crumbs((WINDOW, Link("不在这里收"))), alert=Alert("请到部门的窗口", str(refused), "warn"),
                    buttons=(Button("再找一个", HERE, "primary"),))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, HERE), "page": page}, status=409)


@posts
@holding(*roles.WINDOWS)
def applicant(request: Any, key: str) -> HttpResponse:
    """`/services/window/<key>/`: who it is for. The number is looked for whole, with its purpose, and on record."""
    try:
        title = serving.title_of(key, request.actor, request.at)
    except Refused as refused:
        return _elsewhere(request, refused)

    def find(data: Clean) -> HttpResponse:
        kind, number = str(data.answers["who"]), str(data.answers["number"])
        party = identity.look_up_applicant(actor=request.actor, kind=kind, number=number, purpose=str(data.answers["purpose"]), at=request.at)
        if party is None:
            request.session[KEPT] = trust.seal(f"{kind}:{number}".encode(), purpose=KEPT)
            return HttpResponseRedirect(f"{HERE}{key}/register/")
        return _served(request, Visit(request.actor.account, key, party.kind, party.id))

    return asked(request, APPLICANT, find, shell=shells.office(request, HERE), crumbs=Crumbs((WINDOW, Link(title))), title=f"收件：{title}", back=HERE,
                 note="先核对证件，再照证件输入号码。查询会留下记录。", values={"who": "person", "purpose": f"窗口收件：{title}"})


def _served(request: Any, visit: Visit) -> HttpResponse:
    return HttpResponseRedirect(f"{HERE}at/{serving.token(visit, request.at)}/")


@posts
@holding(*roles.WINDOWS)
def register(request: Any, key: str) -> HttpResponse:
    """`/services/window/<key>/register/`: somebody nobody knew yet is registered with the document in hand."""
    try:
        title = serving.title_of(key, request.actor, request.at)
    except Refused as refused:
        return _elsewhere(request, refused)
    kind, _, number = _looked_for(request).partition(":")

    def then(told: Any) -> HttpResponse:
        request.session.pop(KEPT, None)
        return _served(request, Visit(request.actor.account, key, str(told["kind"]), int(told["party"])))

    place = Place(f"counter:{request.actor.unit}", (WINDOW, Link(title, f"{HERE}{key}/")), f"{HERE}{key}/", current=HERE, then=then,
                  values={"who": kind or "person", "number": number}, note="没有查到这个号码，请照证件登记。登记的等级是“窗口核验”。")
    return command.screen(request, REGISTER.code, place)


def _looked_for(request: Any) -> str:
    kept = request.session.get(KEPT, "")
    try:
        return trust.unseal(kept, purpose=KEPT).decode() if kept else ""
    except Refused:
        return ""


@posts
@holding(*roles.WINDOWS, roles.CALL_TAKER.code)
def draft(request: Any) -> HttpResponse:
    """`/services/window/draft/`: a code that was read out. How far it is, for a caller too; only a window goes on with it."""
    def find(data: Clean) -> HttpResponse:
        request.session["window_draft"] = serving.by_code(str(data.answers["code"]), request.actor, request.at).draft.code
        return HttpResponseRedirect(f"{HERE}draft/open/")

    return asked(request, DRAFT_CODE, find, shell=shells.office(request, HERE), crumbs=Crumbs((WINDOW, Link("草稿号"))), title="输草稿号", back=HERE,
                 note="草稿号在申请人填表那一页的旁边，六位。")


@posts
@holding(*roles.WINDOWS, roles.CALL_TAKER.code)
def draft_open(request: Any) -> HttpResponse:
    """`/services/window/draft/open/`: which item, which step, since when; whose it is, is shown to nobody before the document was seen."""
    code = str(request.session.get("window_draft", ""))
    if not code or forms.draft_by_code(code=code, at=request.at) is None:
        return HttpResponseRedirect(f"{HERE}draft/")
    it = serving.by_code(code, request.actor, request.at)
    here = serving.window(request.actor, request.at)
    may_take = serving.may_take(it, here)

    def take(data: Clean) -> HttpResponse:
        kind, number = str(data.answers["who"]), str(data.answers["number"])
        party = identity.look_up_applicant(actor=request.actor, kind=kind, number=number, purpose=str(data.answers["purpose"]), at=request.at)
        return _served(request, serving.taken_over(it, party, request.actor, request.at))

    saved, kept = clock.local(it.draft.saved_at), clock.local(it.draft.kept_until)
    pairs = Pairs((Pair("办什么", it.title), Pair("填到", it.said), Pair("上次保存", f"{saved:%m-%d %H:%M}"), Pair("保留到", f"{kept:%m-%d}")), grid=True)
    crumbs, panel = Crumbs((WINDOW, Link("草稿号", f"{HERE}draft/"), Link(it.draft.code))), Panel(f"草稿 {it.draft.code}", pairs)
    if not may_take:
        why = here.why_not([p.item for p in library.parts(it.key)])
        page = ListPage(it.title, "", crumbs, panels=(panel,), buttons=(Button("再输一个", f"{HERE}draft/"),),
                        alert=Alert("这份草稿不在这里接着办", why.text, "warn") if why else None)
        return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, HERE), "page": page})
    return asked(request, APPLICANT, take, shell=shells.office(request, HERE), crumbs=crumbs, title=it.title, back=f"{HERE}draft/", side=(panel,),
                 note="核对申请人的证件后接着办。号码要和填草稿的人一致。",
                 values={"who": it.kind, "purpose": f"窗口接着办草稿 {it.draft.code}"})


@posts
@holding(*roles.WINDOWS)
def fill(request: Any, token: str) -> HttpResponse:
    """`/services/window/at/<token>/?step=2`: the form, filled in by the clerk for the applicant who sits there."""
    visit = serving.read(token, request.actor, request.at)
    party, parts = identity.applicant(kind=visit.kind, id_=visit.party), library.parts(visit.key)
    form = at_counter.form_at(applying.form_of(visit.key))
    if visit.code and (gone := _filed_meanwhile(request, visit, party)) is not None:
        return gone

    def send(data: Clean, key: str) -> HttpResponse:
        return _taken_in(request, applying.apply(actor=request.actor, parts=parts, party=party, data=data, key=key, at=request.at), key)

    def sent(key: str) -> HttpResponse | None:
        begun = cases.begun(actor=request.actor, key=key, party=party)
        return _taken_in(request, begun, key) if begun else None

    initial = {**prefilling.initial(form, party), **serving.uploaded(visit, form, request.at)}
    return steps.answer(request, Stepped(
        form=form, subject=serving.subject(visit), title=f"收件：{form.title}", send=send, sent=sent, leave=HERE, draft_url=f"{HERE}at/{token}/draft/",
        crumbs=Crumbs((WINDOW, Link(form.title, f"{HERE}{visit.key}/"), Link("填表"))),
        foresee=lambda answers: foreseeing.sections(parts, answers, clock.day(request.at)), code=visit.code,
        initial=initial, office=lambda r: shells.office(r, HERE), aside=_beside(party, visit)))


def _beside(party: identity.Party, visit: Visit) -> tuple[str, ...]:
    found = f"申请人：{party.name}"
    return (found, f"接着办草稿 {visit.code}。申请人在手机上看得到这里填的文字；窗口收的材料，提交以后才看得到。") if visit.code else (found,)


def _filed_meanwhile(request: Any, visit: Visit, party: identity.Party) -> HttpResponse | None:
    """Where it goes on when the phone was faster, or the draft is gone."""
    if forms.draft_by_code(code=visit.code, at=request.at) is not None:
        return None
    if begun := cases.begun(actor=request.actor, key=visit.filed_as, party=party):
        return _taken_in(request, begun, visit.filed_as)
    say(request, "草稿已经不在了", "申请人删掉了，或者已经过期。请从事项开始重新收件。")
    return HttpResponseRedirect(f"{HERE}{visit.key}/")


@posts
@holding(*roles.WINDOWS)
def keep(request: Any, token: str) -> HttpResponse:
    """`POST /services/window/at/<token>/draft/`: keeps what was typed so far."""
    if request.method != "POST":
        raise NotFound("draft")
    visit = serving.read(token, request.actor, request.at)
    form = at_counter.form_at(applying.form_of(visit.key))
    if visit.code:
        kept = forms.save_draft_of(code=visit.code, form=form, raw=raw(request), at=request.at, part=True)
    else:
        kept = forms.save_draft(actor=request.actor, form=form, raw=raw(request), at=request.at, subject=serving.subject(visit), part=True)
    if kept is None:
        raise NotFound("draft")
    return handing_in.kept_at(kept)


def _taken_in(request: Any, begun: list[cases.Done], key: str) -> HttpResponse:
    refs = [d.ref for d in begun]
    title = "已经收件" if serving.taken_here(request.actor, key) else "申请人已经在手机上提交了"
    say(request, title, f"受理号 {refs[0]}。" + (f"同一件事共 {len(refs)} 个办件。" if len(refs) > 1 else ""))
    ours = serving.found_again(request.actor, refs)
    return HttpResponseRedirect(f"{HERE}taken/{ours}/" if ours else HERE)


ROUTES = (
    path("window/", home), path("window/draft/", draft), path("window/draft/open/", draft_open),
    path("window/at/<str:token>/", fill), path("window/at/<str:token>/draft/", keep), path("window/<str:key>/", applicant),
    path("window/<str:key>/register/", register),
)
