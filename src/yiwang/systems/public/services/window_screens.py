"""The counter 窗口: an application taken in for whoever came in, begun there or gone on with from their phone by the draft's code."""

from __future__ import annotations

from typing import Any

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
from yiwang.systems.public.services import roles, screens
from yiwang.systems.public.services.rooms import applying, at_counter, foreseeing, library, prefilling, serving
from yiwang.systems.public.services.rooms.serving import Visit
from yiwang.systems.public.services.window_forms import APPLICANT, DRAFT_CODE, REGISTER
from yiwang.web import shells
from yiwang.web.components.basics import Button, Crumbs, Empty, Link, Pair, Pairs
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
KEPT = "window_applicant"  # in the session, sealed: the number just looked for, until it is registered


@holding(roles.WINDOW.code)
def home(request: Any) -> HttpResponse:
    """`/services/window/?q=`: what this window may take in, and the way in by a draft's code."""
    words = " ".join(request.GET.get("q", "").split())[:40]
    found = [(key, title, note) for key, title, note in serving.offered(request.actor.unit) if all(w in title + note for w in words.split())]
    rows = tuple((CellValue(title, f"{HERE}{key}/", note), CellValue("一件事" if "事项" in note else "事项")) for key, title, note in found[:SHOWN])
    empty = Empty("本窗口没有这样的事项", "换个说法再找；别的部门的事项，请到那个部门的窗口办。")
    page = ListPage(
        "窗口收件", "来人办的和网上办的是同一件：同一张表，同样的时限，申请人在“我的办件”里都看得到。",
        filters=Filters(words, "要办什么事", clear=HERE if words else ""), table=Table("本窗口收的事项", (Column("办什么"), Column("种类")), rows, empty),
        buttons=(Button("输草稿号，接着办", f"{HERE}draft/", "primary", "edit"),), alert=done(request))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, HERE), "page": page})


@posts
@holding(roles.WINDOW.code)
def applicant(request: Any, key: str) -> HttpResponse:
    """`/services/window/<key>/`: who it is for. The number is looked for whole, with its purpose, and on record."""
    title = serving.title_of(key, request.actor.unit)

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
@holding(roles.WINDOW.code)
def register(request: Any, key: str) -> HttpResponse:
    """`/services/window/<key>/register/`: somebody nobody knew yet is registered with the document in hand."""
    title = serving.title_of(key, request.actor.unit)
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
@holding(roles.WINDOW.code, roles.CALL_TAKER.code)
def draft(request: Any) -> HttpResponse:
    """`/services/window/draft/`: a code that was read out. How far it is, for a caller too; only a window goes on with it."""
    def find(data: Clean) -> HttpResponse:
        request.session["window_draft"] = serving.by_code(str(data.answers["code"]), request.actor, request.at).draft.code
        return HttpResponseRedirect(f"{HERE}draft/open/")

    return asked(request, DRAFT_CODE, find, shell=shells.office(request, HERE), crumbs=Crumbs((WINDOW, Link("草稿号"))), title="输草稿号", back=HERE,
                 note="草稿号在申请人填表那一页的旁边，六位。")


@posts
@holding(roles.WINDOW.code, roles.CALL_TAKER.code)
def draft_open(request: Any) -> HttpResponse:
    """`/services/window/draft/open/`: which item, which step, since when; whose it is, is shown to nobody before the document was seen."""
    code = str(request.session.get("window_draft", ""))
    if not code or forms.draft_by_code(code=code, at=request.at) is None:
        return HttpResponseRedirect(f"{HERE}draft/")
    it = serving.by_code(code, request.actor, request.at)
    may_take = serving.may_take(it, request.actor, clock.day(request.at))

    def take(data: Clean) -> HttpResponse:
        kind, number = str(data.answers["who"]), str(data.answers["number"])
        party = identity.look_up_applicant(actor=request.actor, kind=kind, number=number, purpose=str(data.answers["purpose"]), at=request.at)
        return _served(request, serving.taken_over(it, party, request.actor, request.at))

    saved, kept = clock.local(it.draft.saved_at), clock.local(it.draft.kept_until)
    pairs = Pairs((Pair("办什么", it.title), Pair("填到", it.said), Pair("上次保存", f"{saved:%m-%d %H:%M}"), Pair("保留到", f"{kept:%m-%d}")), grid=True)
    crumbs, panel = Crumbs((WINDOW, Link("草稿号", f"{HERE}draft/"), Link(it.draft.code))), Panel(f"草稿 {it.draft.code}", pairs)
    if not may_take:
        page = ListPage(it.title, "", crumbs, panels=(panel,), buttons=(Button("再输一个", f"{HERE}draft/"),))
        return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, HERE), "page": page})
    return asked(request, APPLICANT, take, shell=shells.office(request, HERE), crumbs=crumbs, title=it.title, back=f"{HERE}draft/", side=(panel,),
                 note="核对申请人的证件后接着办。号码要和填草稿的人一致。",
                 values={"who": it.kind, "purpose": f"窗口接着办草稿 {it.draft.code}"})


@posts
@holding(roles.WINDOW.code)
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
@holding(roles.WINDOW.code)
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
    return screens.kept_at(kept)


def _taken_in(request: Any, begun: list[cases.Done], key: str) -> HttpResponse:
    refs = [d.ref for d in begun]
    title = "已经收件" if serving.taken_here(request.actor, key) else "申请人已经在手机上提交了"
    say(request, title, f"受理号 {refs[0]}。" + (f"同一件事共 {len(refs)} 个办件。" if len(refs) > 1 else ""))
    ours = next((ref for ref in refs if serving.sees(request.actor, ref)), "")
    return HttpResponseRedirect(f"{HERE}taken/{ours}/" if ours else HERE)


@holding(roles.WINDOW.code)
def taken(request: Any, ref: str) -> HttpResponse:
    """`/services/window/taken/<ref>/`: what was begun, and the receipt to print."""
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    if not view.procedure.code.startswith("public.services."):
        raise NotFound(ref)
    receipt = next((d for d in view.documents if d.kind == "receipt"), None)
    made = receipt is not None and receipt.made_at is not None
    rows = [(CellValue(view.title, f"/cases/{ref}/", ref), CellValue(view.unit_name), CellValue(view.state_title))]
    rows += [(CellValue(s.title, f"/cases/{s.ref}/" if s.visible else "", s.ref), CellValue(s.unit_name), CellValue(s.state_title)) for s in view.siblings]
    buttons = [Button("收下一位", HERE, "" if made else "primary")]
    if receipt and made:
        buttons.insert(0, Button("打印收件回执", f"/cases/{ref}/files/{receipt.sha256}/", "primary", "print"))
    elif receipt:
        buttons.insert(0, Button("看回执做好没有", request.path))
    note = f"收件回执 {receipt.number}" + ("" if made else "，正在制作，几秒钟就好") if receipt else ""
    pairs = Panel("告诉申请人", Pairs((Pair("受理号", ref), Pair("查询码", trust.query_code(ref))), grid=True))
    table = Table("这次收的", (Column("办什么"), Column("谁来办"), Column("到哪一步")), tuple(rows))
    page = ListPage("已经收件", note, Crumbs((WINDOW, Link(ref))), table=table, buttons=tuple(buttons), alert=done(request), side=(pairs,))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, HERE), "page": page})


ROUTES = (
    path("window/", home), path("window/draft/", draft), path("window/draft/open/", draft_open), path("window/taken/<str:ref>/", taken),
    path("window/at/<str:token>/", fill), path("window/at/<str:token>/draft/", keep), path("window/<str:key>/", applicant),
    path("window/<str:key>/register/", register),
)
