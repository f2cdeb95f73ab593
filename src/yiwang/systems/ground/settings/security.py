"""The security administrator's pages: posts' roles, accounts' locks, policies."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render

from yiwang.engines.forms.types import Form
from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.systems.ground.settings import commands
from yiwang.web import shells
from yiwang.web.accounts import devices
from yiwang.web.components.basics import Button, Chips, Crumbs, Empty, Link, Pager, Pair, Pairs
from yiwang.web.components.charts import Panel
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.generic.command import Place, screen
from yiwang.web.generic.said import done
from yiwang.web.permits import holding, posts

HOME = Link("账号安全", "/settings/")
ONLY = (("全部", ""), ("锁定的", "locked"), ("停用的", "closed"), ("启用验证码的", "factor"))
PAGE = 30
security = holding(commands.SECURITY_ADMIN)


@security
def accounts(request: Any) -> HttpResponse:
    """`/settings/?q=&only=&after=`: accounts, and the policies beside."""
    words, only, after = (request.GET.get(n, "").strip()[:60] for n in ("q", "only", "after"))
    found = identity.accounts(words=words, only=only, after=int(after) if after.isdigit() else 0, limit=PAGE + 1, now=request.at)
    rows = tuple(
        (
            CellValue(a.name, f"/settings/accounts/{a.id}/"),
            CellValue(a.username),
            CellValue(state(a, request.at)),
            CellValue("有" if a.factor else "无"),
            CellValue(f"{clock.local(a.last_login):%Y-%m-%d %H:%M}" if a.last_login else "没有登录过"),
        )
        for a in found[:PAGE]
    )
    keep = {k: v for k, v in (("q", words), ("only", only)) if v}
    more = f"?{urlencode({**keep, 'after': found[PAGE - 1].id})}" if len(found) > PAGE else ""
    columns = (Column("姓名"), Column("用户名"), Column("状态"), Column("验证码", label_on_phone=True), Column("最近登录", label_on_phone=True))
    table = Table("账号", columns, rows, Empty("没有找到账号", "换一个词再找。"), Pager(f"本页 {len(rows)} 个", more, f"?{urlencode(keep)}" if after else ""))
    search = f"q={words}&" if words else ""
    page = ListPage(
        "账号安全",
        "锁定、验证码和登录策略；岗位的角色在通讯录的单位页里管",
        table=table,
        alert=done(request),
        buttons=(Button("让所有人重新登录", "/settings/sessions/end/"),),
        side=(Panel("登录策略", _policies()),),
        chips=Chips(tuple(Link(t, f"?{search}only={o}", current=o == only) for t, o in ONLY)),
    )
    return render(request, "settings/accounts.html", {"shell": shells.office(request, "/settings/"), "page": page, "words": words})


def state(a: Any, at: Any) -> str:
    if not a.active:
        return "停用"
    if a.locked_until and a.locked_until > at:
        return f"锁定到 {clock.local(a.locked_until):%H:%M}"
    return f"正常，输错 {a.failures} 次" if a.failures else "正常"


def _policies() -> Pairs:
    now = identity.policies()
    return Pairs(tuple(Pair(p.title, f"{now[name]} {p.unit}", Link("修改", f"/settings/policies/{name}/")) for name, p in identity.POLICIES.items()), grid=True)


@security
def account(request: Any, id_: int) -> HttpResponse:
    """`/settings/accounts/<id>/`"""
    try:
        here = identity.account_view(id_)
    except KeyError:
        raise Http404 from None
    today = clock.day(request.at)
    held = [t for t in identity.tenures_of(person=here.person) if t.on(today)]
    rows = tuple(
        (
            CellValue(t.title, f"/settings/posts/{t.post}/"),
            CellValue(t.unit_name),
            CellValue("、".join(commands.roles().get(r, r) for r in identity.post(t.post, on=today).roles) or "没有角色"),
        )
        for t in held
    )
    own = here.person == request.actor.person
    buttons = (
        ()
        if own
        else (
            Button("解除锁定", f"/settings/accounts/{id_}/unlock/"),
            Button("让此人在各处退出", f"/settings/accounts/{id_}/end_sessions/"),
            *((Button("解除验证码", f"/settings/accounts/{id_}/take_factor/"),) if here.factor else ()),
        )
    )
    pairs = Pairs((Pair("用户名", here.username), Pair("状态", state(here, request.at)), Pair("验证码", "已启用" if here.factor else "未启用")), grid=True)
    page = ListPage(
        here.name,
        "在任岗位和角色",
        Crumbs((HOME, Link(here.name))),
        buttons=buttons,
        side=(Panel("账号", pairs),),
        alert=done(request),
        table=Table("岗位和角色", (Column("岗位"), Column("单位"), Column("角色")), rows, Empty("没有任职")),
    )
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, "/settings/"), "page": page})


@posts
@security
def on_account(request: Any, id_: int, code: str) -> HttpResponse:
    """`/settings/accounts/<id>/unlock|take_factor|end_sessions/`"""
    try:
        here = identity.account_view(id_)
    except KeyError:
        raise Http404 from None
    if code not in ("unlock", "take_factor", "end_sessions"):
        raise Http404
    back = f"/settings/accounts/{id_}/"
    return screen(request, f"settings.{code}", Place(f"account:{id_}", (HOME, Link(here.name, back)), back, f"{here.name}（{here.username}）", "/settings/"))


@security
def post(request: Any, id_: int) -> HttpResponse:
    """`/settings/posts/<id>/`: the roles of a post, and who holds it."""
    here, unit = _post(request, id_)
    titles = commands.roles()
    rows = tuple((CellValue(titles.get(r, r)), CellValue(r)) for r in here.roles)
    holders = Table("任职人", (Column("姓名"), Column("起")), tuple((CellValue(h.name), CellValue(f"{h.since:%Y-%m-%d}")) for h in here.holders), Empty("空缺"))
    page = ListPage(
        f"{here.title}的角色",
        unit.name,
        Crumbs((HOME, Link(unit.short, f"/directory/units/{unit.id}/"), Link(here.title))),
        table=Table("角色", (Column("角色"), Column("代码")), rows, Empty("还没有角色", "没有角色的岗位只能看，不能办。")),
        alert=done(request),
        buttons=(Button("加角色", f"/settings/posts/{id_}/grant_role/"), *((Button("收回角色", f"/settings/posts/{id_}/take_role/"),) if here.roles else ())),
        side=(Panel("任职人", holders),),
    )
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, "/settings/"), "page": page})


@posts
@security
def on_post(request: Any, id_: int, code: str) -> HttpResponse:
    """`/settings/posts/<id>/grant_role|take_role/`"""
    here, unit = _post(request, id_)
    titles, held = commands.roles(), set(here.roles)
    offered = {"grant_role": [r for r in titles if r not in held], "take_role": list(here.roles)}.get(code)
    if not offered:
        raise Http404
    form = _choosing(commands.GRANT if code == "grant_role" else commands.TAKE, tuple((r, titles.get(r, r)) for r in offered))
    back = f"/settings/posts/{id_}/"
    return screen(
        request, f"settings.{code}", Place(f"post:{id_}", (HOME, Link(here.title, back)), back, f"{unit.short}，{here.title}", "/settings/", form=form)
    )


@posts
@security
def policy(request: Any, name: str) -> HttpResponse:
    """`/settings/policies/<name>/`"""
    here = identity.POLICIES.get(name)
    if here is None:
        raise Http404
    value = replace(
        commands.POLICY.fields[0],
        label=here.title,
        unit=here.unit,
        least=str(here.least),
        most=str(here.most),
        help=f"{here.least} 到 {here.most}，平常是 {here.usual}。",
    )
    form = replace(commands.POLICY, fields=(value, commands.POLICY.fields[1]))
    return screen(
        request,
        "settings.set_policy",
        Place(f"policy:{name}", (HOME,), "/settings/", here.title, "/settings/", form=form, values={"value": identity.policy(name)}),
    )


@posts
@security
def end_every_session(request: Any) -> HttpResponse:
    """`/settings/sessions/end/`"""
    place = Place(f"policy:{commands.EVERYBODY}", (HOME,), "/settings/", "所有人", "/settings/", then=lambda told: _my_others(request))
    return screen(request, commands.END_ALL.code, place)


def _my_others(request: Any) -> None:
    """Of whoever asks only this place stays: one that was stolen may be theirs."""
    devices.end(actor=request.actor, key=request.session.session_key, at=request.at)


def _choosing(form: Form, roles: tuple[tuple[str, str], ...]) -> Form:
    return replace(form, fields=tuple(replace(f, choices=roles) if f.code == "role" else f for f in form.fields))


def _post(request: Any, id_: int) -> tuple[Any, identity.Unit]:
    try:
        here = identity.post(id_, on=clock.day(request.at))
    except KeyError:
        raise Http404 from None
    return here, identity.unit(here.unit)
