"""Pages of rating: for the applicant, for whoever has the query code, at the counter; who gave a bad one, for the unit's head; figures for everybody."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.trust import api as trust
from yiwang.kernel import clock
from yiwang.kernel.actors import READER, Actor
from yiwang.kernel.errors import Invalid, NotFound, Refused
from yiwang.systems.public.services import parameters, rating, roles
from yiwang.web import shells
from yiwang.web.components.basics import Alert, Button, Crumbs, Empty, Link, Pair, Pairs
from yiwang.web.components.charts import Panel
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage, OfficeFormPage
from yiwang.web.components.pages import FormPage, PublicListPage
from yiwang.web.faces.coded import lets_in
from yiwang.web.generic import fields
from yiwang.web.generic.said import say
from yiwang.web.generic.simple import asked
from yiwang.web.generic.uploads import raw
from yiwang.web.permits import anyone, citizen, holding, posts

HERE = "/services/ratings/"
DAYS = 90
ALL_RATED = Alert("现在没有可以评价的", "办好一步，就可以评价一步；每一步评价一次。")


@posts
@citizen
def mine(request: Any, ref: str) -> HttpResponse:
    """`/services/rating/<ref>/`: by the applicant, or whoever acts for them in this."""
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    if not view.is_party:
        raise NotFound(ref)
    return _rated(request, view, request.actor, f"/my/{ref}/", Crumbs((Link("我的办件", "/my/"), Link(ref, f"/my/{ref}/"), Link("评价"))))


@posts
@anyone
def coded(request: Any, ref: str, code: str) -> HttpResponse:
    """`/services/rating/<ref>/<code>/`: with the query code, without signing in."""
    if not lets_in(ref, code, request):
        raise NotFound(ref)
    view, back = cases.face(ref=ref, at=request.at), f"/verify/case/{ref}/{code}/"
    return _rated(request, view, READER, back, Crumbs((Link("首页", "/"), Link(ref, back), Link("评价"))))


@posts
@holding(roles.WINDOW.code)
def at_window(request: Any, ref: str) -> HttpResponse:
    """`/services/ratings/at/<ref>/`: at the counter, in the applicant's own words and presence."""
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    if view.unit != request.actor.unit:
        raise NotFound(ref)
    crumbs = Crumbs((Link("办件", "/cases/"), Link(view.title, f"/cases/{ref}/"), Link("请申请人评价")))
    return _rated(request, view, request.actor, f"/cases/{ref}/", crumbs, office=True)


def _rated(request: Any, view: cases.CaseView, actor: Actor, back: str, crumbs: Crumbs, *, office: bool = False) -> HttpResponse:
    """The form with the steps still to be rated; what was given is given."""
    if not rating.rateable(view.procedure.code):
        raise NotFound(view.ref)
    form = rating.form_for(rating.steps(view.id, view.ref) if request.method == "POST" else _open(view))
    given, reasons, status = None, (), 200
    if request.method == "POST":
        given = raw(request)
        try:
            data = forms.parse(form=form, raw=given, at=request.at)
            cases.run(actor=actor, command="public.services.rate", subject=rating.subject(view.ref), data=data, key=_key(request), at=request.at)
        except Refused as wrong:
            reasons, status = tuple(wrong.reasons), 422 if isinstance(wrong, Invalid) else 409
        else:
            bad = data.answers["level"] in rating.BAD
            say(request, "谢谢您的评价", "我们会联系您核实，整改以后再回访您。" if bad else "")
            return HttpResponseRedirect(back)
    shown = forms.view(form=form, at=request.at, values=given, errors=reasons)
    buttons = (Button(form.submit, style="primary", busy_text="提交中……"), Button("返回", back)) if form.field("step").choices else (Button("返回", back),)
    groups = fields.groups(shown) if form.field("step").choices else ()
    alert = None if form.field("step").choices else ALL_RATED
    hidden = (("key", request.POST.get("key") or uuid4().hex),)
    title = "请申请人评价" if office else "评价"
    if office:
        note = "请申请人自己看着屏幕选；每一步评价一次，提交后不能改。"
        page: Any = OfficeFormPage(title, request.path, groups, buttons, crumbs, note, fields.errors(shown), hidden, alert=alert)
        return render(request, "yiwang/pages/office_form.html", {"shell": shells.office(request, "/cases/"), "page": page}, status=status)
    page = FormPage(crumbs, title, request.path, groups, buttons, errors=fields.errors(shown), hidden=hidden,
                    alert=alert or Alert(view.item.title or view.procedure.title, "每一步评价一次，提交后不能改。"))
    return render(request, "yiwang/pages/form.html", {"shell": shells.public(request, "/my/"), "page": page}, status=status)


def _open(view: cases.CaseView) -> list[rating.Step]:
    return [s for s in rating.steps(view.id, view.ref) if not s.rated]


def _key(request: Any) -> str:
    return str(request.POST.get("key", ""))[:60] or uuid4().hex


@posts
@holding(roles.HEAD.code)
def who(request: Any, ref: str) -> HttpResponse:
    """`/services/ratings/<ref>/who/`: whom to contact about a bad rating. With a purpose, on record; not for whoever was rated before it is closed."""
    view = cases.view(actor=request.actor, ref=ref, at=request.at)
    if view.procedure.code != "public.services.rating" or view.unit != request.actor.unit:
        raise NotFound(ref)
    rated = rating.behind(view.about)
    if view.closed_at is None and int(rated.facts["by"]) == request.actor.account:
        raise NotFound(ref)
    crumbs = Crumbs((Link("办件", "/cases/"), Link(view.title, f"/cases/{ref}/"), Link("评价人")))

    def shown(data: Clean) -> HttpResponse:
        cases.run(actor=request.actor, command="public.services.see_rater", subject=rated.subject, data=data, key=_key(request), at=request.at)
        kind, id_ = cases.party_of(int(rated.facts["party"]))
        party, case = identity.applicant(kind=kind, id_=id_), str(rated.facts["case"])
        words = _words(rated.chain, rated.n)
        pairs = Pairs((Pair("评价人", party.name), Pair("电话", party.phone or "没有留"), Pair("办件", case, Link("打开", f"/cases/{case}/")),
                       Pair("还说了", words or "没有写")), grid=True)
        page = ListPage("评价人", f"用途：{data.answers['purpose']}", crumbs, panels=(Panel(view.title, pairs),), buttons=(Button("返回", f"/cases/{ref}/"),))
        return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, "/cases/"), "page": page})

    return asked(request, rating.SEE, shown, shell=shells.office(request, "/cases/"), crumbs=crumbs, title="查看评价人", back=f"/cases/{ref}/",
                 note="联系核实时才看。被评价的人在办结以前看不到评价人。")


def _words(chain: int, n: int) -> str:
    """What was said in words, while it is still kept."""
    kept = ledger.values(chain).get(n, {}).get("form", "")
    return str(json.loads(kept)["answers"].get("words") or "") if kept else ""


@anyone
def figures(request: Any) -> HttpResponse:
    """`/services/ratings/`: how each unit was rated over the last ninety days."""
    today = clock.day(request.at)
    since, fewest = today - timedelta(days=DAYS - 1), parameters.value("rating.fewest", today)
    found = [(identity.unit(u), n, good) for u, n, good in rating.by_unit(since, today)]
    ranked = sorted((f for f in found if f[1] >= fewest), key=lambda f: (-f[2] / f[1], -f[1]))
    rest = sorted((f for f in found if f[1] < fewest), key=lambda f: -f[1])
    rows = [(CellValue(u.name), CellValue(f"{n:,}"), CellValue(f"{100 * good / n:.1f}%")) for u, n, good in ranked]
    rows += [(CellValue(u.name), CellValue(f"{n:,}"), CellValue(f"不足 {fewest} 次，不排名")) for u, n, _ in rest]
    how = (f"{_said(since)}到{_said(today)}，办事人对受理、决定、送达各评价一次，数出来的。好评率是非常满意、满意、基本满意占全部评价的比例；"
           f"不足 {fewest} 次的只列次数，不排名。")
    page = PublicListPage(Crumbs((Link("首页", "/"), Link("好差评"))), "好差评", how, table=Table(
        "各部门的评价", (Column("部门"), Column("评价次数", number=True), Column("好评率", number=True)), tuple(rows),
        Empty("这段时间还没有评价", "办完一步就可以评价，数字会出现在这里。")))
    return render(request, "yiwang/pages/public_list.html", {"shell": shells.public(request, HERE), "page": page})


def _said(day: date) -> str:
    return f"{day.month} 月 {day.day} 日"


def ways(view: cases.CaseView, own: bool) -> list[Link]:
    """In a citizen's matter: the way to rate what can be rated now."""
    if not rating.rateable(view.procedure.code) or not _open(view):
        return []
    return [Link("评价办过的这几步", f"/services/rating/{view.ref}/" + ("" if own else f"{trust.query_code(view.ref)}/"), "check")]


def beside(view: cases.CaseView, request: Any) -> list[Panel]:
    """Beside a case of the office: how it was rated, and whom to ask."""
    if view.procedure.code == "public.services.rating":
        said = view.history[-1].facts
        grounds = "、".join(dict(rating.GROUNDS)[g] for g in said.get("grounds", ()))
        level, step = dict(rating.LEVELS)[str(said["level"])], rating.STEPS[str(said["step"])]
        pairs = Pairs((Pair("评价", level), Pair("哪一步", step), Pair("原因", grounds)), grid=True)
        return [Panel("评价", pairs, link=Link("查看评价人", f"{HERE}{view.ref}/who/") if view.unit == request.actor.unit else None)]
    found = rating.steps(view.id, view.ref) if rating.rateable(view.procedure.code) and view.unit == request.actor.unit else []
    given = tuple(Pair(s.title, dict(rating.LEVELS).get(s.rated, "还没有评价")) for s in found)
    rights = identity.rights(request.actor, epoch_now=identity.epoch())
    asks = any(not s.rated for s in found) and rights.hold(roles.WINDOW.code, clock.day(request.at))
    link = Link("请申请人评价", f"{HERE}at/{view.ref}/") if asks else None
    return [Panel("好差评", Pairs(given, grid=True), link=link)] if found else []


ROUTES = (path("rating/<str:ref>/", mine), path("rating/<str:ref>/<str:code>/", coded), path("ratings/", figures), path("ratings/at/<str:ref>/", at_window),
          path("ratings/<str:ref>/who/", who))
