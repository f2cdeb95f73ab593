"""One's own certificates: what they say, until when they hold, what can be done with them; shown to an official by a code that holds once."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Field, FieldKind, Form
from yiwang.engines.identity import api as identity
from yiwang.engines.registers import api as registers
from yiwang.kernel import clock
from yiwang.kernel.errors import Invalid, NotFound, Refused
from yiwang.web import shells, slots
from yiwang.web.components.basics import Alert, Button, Crumbs, Empty, Link, Pair, Pairs, Tag
from yiwang.web.components.charts import Panel
from yiwang.web.components.fields import Group
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import OfficeFormPage
from yiwang.web.components.pages import FormPage, PublicListPage
from yiwang.web.generic import fields
from yiwang.web.generic.uploads import raw
from yiwang.web.permits import citizen, official, posts

HERE = "/my/certificates/"
SOON = 60  # days before its end a certificate says so
WAY = (Link("首页", "/"), Link("我的办件", "/my/"))


def _mine(request: Any) -> list[registers.Record]:
    """Every certificate of the person or firm one acts as."""
    party = identity.party(request.actor)
    owner = cases.seer_of(party.kind, party.id)
    return [r for register in registers.every() if register.holder for r in registers.owned(register=register.code, owner=owner)]


@citizen
def certificates(request: Any) -> HttpResponse:
    """`/my/certificates/`"""
    on = clock.day(request.at)
    rows = tuple(
        (CellValue(r.title, f"{HERE}{r.register}/{r.key}/", r.key), CellValue(part=_state(r, on)),
         CellValue(f"{r.valid_to:%Y-%m-%d}" if r.valid_to else "长期", note=_left(r, on)), CellValue(str(r.facts.get("issuer", ""))))
        for r in _mine(request))
    columns = (Column("证件"), Column("状态"), Column("有效期至", label_on_phone=True), Column("发证机关"))
    empty = Empty("您还没有电子证照", "在网上办好的许可证、批文会出现在这里，和纸质的同等有效。", Button("看能办什么", "/services/", "primary"))
    page = PublicListPage(Crumbs((*WAY, Link("我的证照"))), "我的证照", "电子证照与纸质证照同等有效；出示时给对方看出示码。",
                          table=Table("我的证照", columns, rows, empty))
    return render(request, "yiwang/pages/public_list.html", {"shell": shells.public(request, "/my/"), "page": page})


def _state(record: registers.Record, on: Any) -> Tag:
    state = record.standing(on)
    return Tag(state.word, "blue" if state is registers.State.VALID else "outline")


def _left(record: registers.Record, on: Any) -> str:
    if record.valid_to is None or record.standing(on) is not registers.State.VALID or (days := (record.valid_to - on).days) > SOON:
        return ""
    return f"还有 {days} 天到期"


def _own(request: Any, register: str, key: str) -> registers.Record:
    found = next((r for r in _mine(request) if (r.register, r.key) == (register, key)), None)
    if found is None:
        raise NotFound(key)
    return found


@posts
@citizen
def certificate(request: Any, register: str, key: str) -> HttpResponse:
    """`/my/certificates/<register>/<number>/`: what it says; a POST gives a code to show it by."""
    record, on, alert, status = _own(request, register, key), clock.day(request.at), None, 200
    try:
        shown = registers.present(register=register, key=key, owner=record.owner, at=request.at) if request.method == "POST" else None
    except Refused as refused:
        shown, alert, status = None, Alert("现在不能出示", str(refused), "bad"), 409
    if shown is not None:
        code, until = shown
        alert = Alert(f"出示码 {code[:4]} {code[4:]}", f"请对方在“查验证照”里输入。{clock.local(until):%H:%M} 前有效，只能用一次。", "good")
    declared = registers.declared(register)
    pairs = [Pair("编号", record.key), Pair("状态", record.standing(on).word), Pair("自", f"{record.valid_from:%Y-%m-%d}"),
             Pair("至", f"{record.valid_to:%Y-%m-%d}" if record.valid_to else "长期"), Pair("版本", f"第 {record.version} 版")]
    hidden, words = {*declared.inner, "valid", "case"}, dict(declared.words)
    pairs += [Pair(words.get(name, name), str(value)) for name, value in record.facts.items() if name not in hidden]
    usable = record.standing(on) is registers.State.VALID
    shows = (Button("出示给对方看", style="primary", busy_text="生成中……"),) if usable else ()
    ways = tuple(Button(link.text, link.url) for link in slots.filled("wallet.ways", record))
    faults = tuple(Button(link.text, link.url, "quiet") for link in slots.filled("wallet.faults", record))
    page = FormPage(
        Crumbs((*WAY, Link("我的证照", HERE), Link(record.title))), record.title, request.path, (Group("证照内容", (Pairs(tuple(pairs), grid=True),)),),
        (*shows, *ways, Button("公开核验页", f"/verify/{record.key}/"), *faults), alert=alert)
    return render(request, "yiwang/pages/form.html", {"shell": shells.public(request, "/my/"), "page": page}, status=status)


LOOK = Form("registers.presented", "查验证照", (
    Field("code", "出示码", FieldKind.TEXT, "持证人手机上的八位数字，五分钟内有效，只能用一次。", longest=20, personal=False, example="1234 5678"),
    Field("purpose", "用途", FieldKind.TEXT, "会写进查询记录，持证人看得到。", personal=False, example="办理食品经营许可延续"),
), submit="查验")


@posts
@official
def presented(request: Any) -> HttpResponse:
    """`/registers/present/`: an official looks at a certificate that its holder shows by a code."""
    values, faults, found, status = None, [], None, 200
    if request.method == "POST":
        values = raw(request)
        try:
            data = forms.parse(form=LOOK, raw=values, at=request.at)
            found = registers.presented(code=data.answers["code"], purpose=data.answers["purpose"], actor=request.actor, at=request.at)
        except Refused as refused:
            faults, status = list(refused.reasons), 422 if isinstance(refused, Invalid) else 409
    shown = forms.view(form=LOOK, at=request.at, values=None if found else values, errors=faults)
    side: tuple[Panel, ...] = ()
    if found is not None:
        pairs = [Pair("编号", found.key), Pair("状态", found.standing(clock.day(request.at)).word),
                 Pair("有效期至", f"{found.valid_to:%Y-%m-%d}" if found.valid_to else "长期")]
        words = dict(registers.declared(found.register).words)
        pairs += [Pair(words.get(name, name), str(value)) for name, value in found.facts.items() if name not in ("item", "valid")]
        side = (Panel(found.title, Pairs(tuple(pairs), grid=True)),)
    alert = Alert("已查验，这次查看已经记录", f"{found.title} {found.key}", "good") if found else None
    page = OfficeFormPage(LOOK.title, request.path, fields.groups(shown), (Button(LOOK.submit, style="primary"),),
                          Crumbs((Link("登记库", "/registers/"), Link(LOOK.title))), "请持证人打开“我的证照”，点“出示给对方看”。", fields.errors(shown),
                          side=side, alert=alert)
    return render(request, "yiwang/pages/office_form.html", {"shell": shells.office(request, "/registers/"), "page": page}, status=status)
