"""The audit administrator's page: what administrators did and who signed in, read only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from yiwang.engines.cases import api as cases
from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.sheets import api as sheets
from yiwang.kernel import clock
from yiwang.kernel.actors import signed
from yiwang.systems.ground.settings import commands
from yiwang.systems.ground.settings.naming import Names
from yiwang.web import shells
from yiwang.web.components.basics import Button, Chips, Empty, Link, Pager
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.permits import holding

CHAINS = {"account": "账号和登录", "person": "任免", "post": "岗位和角色", "unit": "单位", "mandate": "授权", "policy": "策略", "client": "接入系统",
          "keys": "密钥"}
WORDS = {
    "identity.signed_in": "登录成功",
    "identity.sign_in_refused": "登录没有成功",
    "identity.password_changed": "修改密码",
    "identity.code_texted": "发出了短信验证码",
    "identity.factor_enrolled": "启用验证码",
    "identity.password_handed_out": "领取一次性密码",
    "identity.enrolment_code_handed_out": "领取确认码",
    "accounts.client_secret_handed_out": "领取系统的密钥",
    "accounts.client_signing_handed_out": "领取签名密钥",
    "accounts.signed_request_refused": "没有接受用它名义发来的请求",
    "ledger.key_rotated": "更换签封密钥",
    "city.secret_rotated": "更换会话和链接的密钥",
    "identity.mandate_used": "使用授权",
    "directory.unit_begun": "设立单位",
    "directory.person_appointed": "任命",
    "directory.account_begun": "开通账号",
    "directory.mandate_begun": "授权",
}
SHOWN = ("username", "name", "name_was", "title", "role", "reason", "unit", "on", "since", "until", "code", "successor", "value", "was", "why", "old", "new")
PAGE, EXPORTED = 50, 5000
audit = holding(commands.AUDIT_ADMIN)


@audit
def records(request: Any) -> HttpResponse:
    """`/settings/audit/?chain=&from=&to=&before=`"""
    chain, before = request.GET.get("chain", ""), request.GET.get("before", "")
    found = _found(request, before=int(before) if before.isdigit() else 0, limit=PAGE + 1)
    keep = {k: v for k in ("chain", "from", "to") if (v := request.GET.get(k, ""))}
    more = f"?{urlencode({**keep, 'before': found[PAGE - 1].id})}" if len(found) > PAGE else ""
    pager = Pager(f"本页 {len(found[:PAGE])} 条", more, f"?{urlencode(keep)}" if before else "")
    chips = Chips((Link("全部", "?", current=chain not in CHAINS), *(Link(t, f"?chain={c}", current=c == chain) for c, t in CHAINS.items())))
    page = ListPage(
        "审计",
        "管理员做了什么、谁登录过；只能看，不能改",
        chips=chips,
        buttons=(Button("导出", f"/settings/audit/export/?{urlencode(keep)}", icon="download"),),
        table=_table(found[:PAGE], Names(clock.day(request.at)), pager),
    )
    given = {"page": page, "chain": chain, "from": request.GET.get("from", ""), "to": request.GET.get("to", "")}
    return render(request, "settings/audit.html", {"shell": shells.office(request, "/settings/audit/"), **given})


def _table(found: list[Recorded], names: Names, pager: Pager) -> Table:
    words = titles()
    rows = tuple(
        (
            CellValue(f"{clock.local(e.at):%Y-%m-%d %H:%M:%S}"),
            CellValue(words.get(e.act, e.act), note=said(e)),
            CellValue(who(e, names)),
            CellValue(names.of(e.subject)),
            CellValue(str(e.facts.get("address", "")) or "—"),
            CellValue(e.short),
        )
        for e in found
    )
    further = tuple(Column(title, label_on_phone=True) for title in ("谁办的", "对象", "来自", "存证"))
    return Table("记录", (Column("时间"), Column("事项"), *further), rows, Empty("没有记录", "换一个条件再看。"), pager)


@audit
def export(request: Any) -> HttpResponse:
    """`/settings/audit/export/`: the same, as a table for any spreadsheet; at most the newest five thousand."""
    words, names = titles(), Names(clock.day(request.at))
    lines = tuple((f"{clock.local(e.at):%Y-%m-%d %H:%M:%S}", words.get(e.act, e.act), said(e), who(e, names), e.subject, str(e.facts.get("address", "")),
                   e.hash.hex()) for e in _found(request, limit=EXPORTED))
    heads = tuple(sheets.Column(head) for head in ("时间", "事项", "说明", "谁办的", "对象", "来自", "存证"))
    response = HttpResponse(sheets.write_csv(sheets.Table("审计", heads, lines)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="audit-{clock.day(request.at)}.csv"'
    return response


def _found(request: Any, *, limit: int, before: int = 0) -> list[Recorded]:
    chain = request.GET.get("chain", "")
    chosen: Iterable[str] = (chain,) if chain in CHAINS else CHAINS
    since, until = _day(request.GET.get("from", "")), _day(request.GET.get("to", ""))
    return ledger.journal(
        subjects=[f"{c}:" for c in chosen], since=clock.start_of(since) if since else None, until=_after(until) if until else None, before=before, limit=limit
    )


def _after(day: date) -> datetime:
    return clock.end_of(day)


def _day(text: str) -> date | None:
    """A day of the filter; what is none filters nothing."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def titles() -> dict[str, str]:
    """What acts are called: commands by their titles."""
    return {c.act.code: c.title for c in cases.commands()} | WORDS


def said(entry: Recorded) -> str:
    return "；".join(str(entry.facts[name]) for name in SHOWN if entry.facts.get(name))


def who(entry: Recorded, names: Names) -> str:
    actor = entry.actor
    if actor.get("unit"):
        name = signed(str(actor.get("name", "")), str(actor.get("in_place_of_name", "")))
        return f"{name}（{actor.get('unit_name', '')} {actor.get('post_name', '')}）"
    return {"clock": "时钟", "reader": "平台", "operator": "运行人员"}.get(str(actor.get("system", "")), names.of(f"account:{actor.get('account', 0)}"))
