"""Mandates of firms: given by the representative, ended by either side; who gave, used and ended one is shown to both."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse

from yiwang.engines.identity import api as identity
from yiwang.engines.identity.views import MandateView
from yiwang.kernel import clock
from yiwang.systems.ground.directory.commands import FULL_AGENT
from yiwang.web.components.basics import Empty, Link
from yiwang.web.components.charts import Panel
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.generic.command import Place, screen
from yiwang.web.permits import citizen, posts

ME = Link("我的身份", "/me/")
YEAR = timedelta(days=365)


@posts
@citizen
def give(request: Any) -> HttpResponse:
    """`/directory/mandates/give/`: for the firm one acts for now."""
    if not request.actor.firm:
        raise Http404
    today = clock.day(request.at)
    values = {"since": today.isoformat(), "until": (today + YEAR).isoformat()}
    return screen(
        request,
        "directory.give_mandate",
        Place(f"firm:{request.actor.firm}", (ME,), "/me/", f"代表{request.actor.firm_name}授权，代理人办的事算企业办的。", values=values, public=True),
    )


@posts
@citizen
def end(request: Any, id_: int) -> HttpResponse:
    """`/directory/mandates/<id>/end/`"""
    mine = next((m for m in identity.mandates(person=request.actor.person) if m.id == id_ and m.firm == request.actor.firm), None)
    if mine is None:
        raise Http404
    return screen(request, "directory.end_mandate", Place(f"mandate:{id_}", (ME,), "/me/", f"{mine.holder_name}代表{mine.firm_name}", public=True))


def panel(request: Any) -> Panel | tuple[()]:
    """What a citizen's own page shows of mandates; nothing for officials without one."""
    found, actor = identity.mandates(person=request.actor.person), request.actor
    firms = any(c.mandate for c in identity.capacities(account=actor.account, on=clock.day(request.at)))
    if not found and not firms:
        return ()
    may_give = bool(actor.firm) and identity.rights(actor, epoch_now=identity.epoch()).hold(FULL_AGENT, clock.day(request.at))
    represents = may_give and identity.mandate_changes.represents(firm=actor.firm, person=actor.person)
    columns = (
        Column("代理人"),
        Column("代表"),
        Column("有效期", label_on_phone=True),
        Column("授权人", label_on_phone=True),
        Column("最近使用", label_on_phone=True),
        Column("状态"),
    )
    rows = tuple(_row(m, clock.day(request.at), actor.firm) for m in found)
    table = Table("授权", columns, rows, Empty("还没有授权别人", "法定代表人选企业身份进来，可以授权别人代办；授权、使用和结束双方都能看到。"))
    return Panel("谁能替谁办事", table, link=Link("授权别人代办", "/directory/mandates/give/") if represents else None)


def _row(m: MandateView, today: date, firm: int) -> tuple[CellValue, ...]:
    span = f"{m.since:%Y-%m-%d} 至 {m.until:%Y-%m-%d}" if m.until else f"{m.since:%Y-%m-%d} 起"
    used = f"{clock.local(m.used):%Y-%m-%d %H:%M}" if m.used else "没有用过"
    return CellValue(m.holder_name), CellValue(m.firm_name), CellValue(span), CellValue(m.given_by or "—"), CellValue(used), _state(m, today, firm)


def _state(m: MandateView, today: date, firm: int) -> CellValue:
    if m.ended_at is not None:
        return CellValue(f"{clock.local(m.ended_at):%Y-%m-%d} 由{m.ended_by or '—'}结束")
    if m.until is not None and m.until < today:
        return CellValue("已到期")
    return CellValue("结束授权", f"/directory/mandates/{m.id}/end/") if m.firm == firm else CellValue("有效", note="用企业身份进来可以结束")
