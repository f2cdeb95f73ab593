"""Who acts for whom: given by oneself or for one's firm, ended by either side; who gave, used and ended one is shown to both."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Form
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.views import MandateView
from yiwang.kernel import clock
from yiwang.systems.ground.directory import acting, forms
from yiwang.web import shells
from yiwang.web.components.basics import Button, Crumbs, Empty, Link, Tabs
from yiwang.web.components.charts import Panel
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.pages import PublicListPage
from yiwang.web.generic.command import Place, screen
from yiwang.web.generic.said import done
from yiwang.web.permits import citizen, holding, posts

ME = Link("我的身份", "/me/")
HERE = Link("谁能替谁办事", "/directory/mandates/")
YEAR = timedelta(days=365)
KINDS = {**dict(forms.KINDS_OF_MANDATE), "guardian": "监护人"}


@citizen
def mine(request: Any) -> HttpResponse:
    """`/directory/mandates/?way=others`: who acts for me (or my firm); for whom I act."""
    others, today = request.GET.get("way") == "others", clock.day(request.at)
    found = [m for m in identity.mandates(person=request.actor.person) if (m.holder == request.actor.person) == others]
    tabs = Tabs((Link("谁替我办事", "?", current=not others), Link("我替谁办事", "?way=others", current=others)))
    empty = Empty("您现在不替别人办事", "别人授权您以后，会出现在这里。") if others else Empty("还没有授权别人", "可以授权家人、代理人或者社区的帮办代办员。")
    give = () if others or not may_give(request) else (Button(forms.GIVE.title, "/directory/mandates/give/", "primary"),)
    page = PublicListPage(Crumbs((Link("首页", "/"), ME, Link(HERE.text))), HERE.text, "授权、使用和结束，双方都能看到。结束以后马上不能再用。", tabs=tabs,
                          table=_table(found, today, request.actor, empty), buttons=give, alert=done(request))
    return render(request, "yiwang/pages/public_list.html", {"shell": shells.public(request, "/my/"), "page": page})


@posts
@citizen
def give(request: Any) -> HttpResponse:
    """`/directory/mandates/give/`: for oneself, or for the firm one acts for now."""
    if not may_give(request):
        raise Http404
    today, firm = clock.day(request.at), request.actor.firm_name
    values = {"since": today.isoformat(), "until": (today + YEAR).isoformat(), "kind": "agent", "scope": "*"}
    note = f"代表{firm}授权，代理人办的事算企业办的。" if firm else "代理人办的事算您办的，每一步都会通知您。您随时可以结束。"
    return screen(request, forms.GIVE.code, Place(acting.subject_of(request.actor), (ME, HERE), HERE.url, note, form=_choosing(request), values=values,
                                                  public=True))


def _choosing(request: Any) -> Form:
    """The form with the scopes this person may choose from: everything, a system, an item, one of the open cases."""
    own = cases.cases(actor=request.actor, at=request.at, closed=False, limit=30).rows
    choices = (
        ("*", "所有的事"),
        *((f"system:{code}", f"只办：{title}") for code, title in acting.systems().items()),
        (forms.ONE_ITEM, "只办一个事项"),
        *((f"case:{r.ref}", f"只办这件：{r.title}（{r.ref}）") for r in own),
    )
    return replace(forms.GIVE, fields=tuple(replace(f, choices=choices) if f.code == "scope" else f for f in forms.GIVE.fields))


@posts
@citizen
def end(request: Any, id_: int) -> HttpResponse:
    """`/directory/mandates/<id>/end/`"""
    found = next((m for m in identity.mandates(person=request.actor.person) if m.id == id_ and _may_end(m, request.actor)), None)
    if found is None:
        raise Http404
    place = Place(f"mandate:{id_}", (ME, HERE), HERE.url, f"{found.holder_name}代表{found.whom}", public=True)
    return screen(request, forms.END_MANDATE.code, place)


@posts
@holding(acting.REGISTRAR)
def guardian(request: Any) -> HttpResponse:
    """`/directory/guardians/`: a parent or guardian, after their papers were seen."""
    here = "/directory/guardians/"
    return screen(request, forms.GUARDIAN.code, Place(acting.GUARDIANS, (Link("通讯录", "/directory/"),), here, "当面核对原件以后再登记。", here))


def may_give(request: Any) -> bool:
    """For oneself always; for a firm its representative alone; for another person never."""
    actor = request.actor
    if not actor.firm:
        return not actor.for_person
    full = identity.rights(actor, epoch_now=identity.epoch()).hold(acting.EVERYTHING, clock.day(request.at))
    return full and identity.mandate_changes.represents(firm=actor.firm, person=actor.person)


def panel(request: Any) -> Panel | tuple[()]:
    """What a citizen's own page shows of mandates; nothing for officials without one."""
    actor, today = request.actor, clock.day(request.at)
    found = identity.mandates(person=actor.person)
    if actor.official and not found:
        return ()
    table = _table(found[:10], today, actor, Empty("还没有授权别人", "可以授权家人、代理人或者社区的帮办代办员。"))
    return Panel(HERE.text, table, link=None if actor.official else HERE)


def _table(found: list[MandateView], today: date, actor: Any, empty: Empty) -> Table:
    columns = (Column("谁办"), Column("替谁"), *(Column(t, label_on_phone=True) for t in ("范围", "有效期", "授权人", "最近使用")), Column("状态"))
    return Table("授权", columns, tuple(_row(m, today, actor) for m in found), empty)


def _row(m: MandateView, today: date, actor: Any) -> tuple[CellValue, ...]:
    span = f"{m.since:%Y-%m-%d} 至 {m.until:%Y-%m-%d}" if m.until else f"{m.since:%Y-%m-%d} 起"
    used = f"{clock.local(m.used):%Y-%m-%d %H:%M}" if m.used else "没有用过"
    who = CellValue(m.holder_name, note=KINDS.get(m.kind, ""))
    return who, CellValue(m.whom), CellValue(_reach(m.scope)), CellValue(span), CellValue(m.given_by or "—"), CellValue(used), _state(m, today, actor)


def _reach(scope: str) -> str:
    kind, _, name = scope.partition(":")
    return {"*": "所有的事", "system": acting.systems().get(name, name), "item": f"事项 {name}", "case": f"办件 {name}"}.get(kind, scope)


def _may_end(m: MandateView, actor: Any) -> bool:
    """In the capacity it was given in, or as whoever holds it for a person."""
    return m.ended_at is None and m.kind != "guardian" and (m.firm == actor.firm if m.firm else not actor.firm and not actor.for_person)


def _state(m: MandateView, today: date, actor: Any) -> CellValue:
    if m.ended_at is not None:
        return CellValue(f"{clock.local(m.ended_at):%Y-%m-%d} 由{m.ended_by or '—'}结束")
    if m.until is not None and m.until < today:
        return CellValue("已到期")
    if _may_end(m, actor):
        return CellValue("结束授权", f"/directory/mandates/{m.id}/end/")
    return CellValue("有效", note="用企业身份进来可以结束" if m.firm else "")
