"""`/account/`: where I am signed in, systems I agreed to, and programs that act as me."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect

from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.kernel.errors import Invalid, Refused
from yiwang.web.accounts import clients, devices, grants, guessing, passkeys, sessions
from yiwang.web.accounts.pages import surrounded
from yiwang.web.components.basics import Alert, Button, Crumbs, Empty, Link
from yiwang.web.components.charts import Panel
from yiwang.web.components.fields import Field, Option, summary_of
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.generic.said import done, say
from yiwang.web.permits import posts, signed_in

HERE = Link("账号", "/account/")
HOME = Link("首页", "/")
KEYS = Link("通行密钥", "/account/passkeys/")


@posts
@signed_in
def account(request: Any) -> HttpResponse:
    """`/account/`; by POST ends one place (`end`), or all others, or takes back what was agreed to for a system (`system`)."""
    if request.method == "POST" and "system" in request.POST:
        count = grants.taken_back(actor=request.actor, client=request.POST["system"][:40], at=request.at)
        say(request, "已收回，那个系统马上不能再用您的身份。" if count else "没有要收回的了。")
        return HttpResponseRedirect(HERE.url)
    if request.method == "POST":
        place = request.POST.get("end", "")
        if not (place == "others" or (place.isascii() and place.isdigit() and 0 < int(place[:19]) < 10**18)):
            raise Http404
        count = devices.end(actor=request.actor, key=request.session.session_key, signin=0 if place == "others" else int(place), at=request.at)
        say(request, f"已退出 {count} 处登录。" if count else "没有别的登录了。")
        return HttpResponseRedirect(HERE.url)
    own = devices.own(account=request.actor.account, key=request.session.session_key, at=request.at)
    made = identity.tokens(account=request.actor.account, at=request.at)
    agreed = grants.agreements(account=request.actor.account, at=request.at)
    return surrounded(request, "yiwang/accounts/account.html", {
        "title": "账号", "crumbs": Crumbs((HOME, Link("账号"))), "alert": done(request), "places": _places(own), "others": sum(not d.here for d in own),
        "ends": [(d.id, f"退出{d.device}") for d in own if not d.here],
        "panels": (
            Panel("通行密钥", _keys(passkeys.own(account=request.actor.account)), "用这台设备的指纹、人脸或开机密码登录",
                  Link("添加、删除通行密钥", "/account/passkeys/")),
            Panel("用这里的账号登录着的系统", _agreed(agreed), "每次登录都要您同意；收回后它要再问您"),
            Panel("程序的令牌", _tokens(made), "让您自己的程序、部门的系统以您的身份办事", Link("做一个令牌", "/account/tokens/"))),
        "system_ends": [(a.client, a.title) for a in agreed],
        "token_ends": [(t.id, t.name) for t in made if t.alive]})


def _places(own: list[devices.Device]) -> Table:
    rows = tuple((CellValue(d.device, note="就是这里" if d.here else ""), CellValue(d.address or "—"), CellValue(_when(d.since)), CellValue(_when(d.used_at)))
                 for d in own)
    columns = (Column("设备"), Column("来自", label_on_phone=True), Column("登录", label_on_phone=True), Column("最近使用", label_on_phone=True))
    return Table("在哪里登录着", columns, rows, Empty("只有这里", "在别的设备上登录后，会出现在这里。"))


def _agreed(agreed: list[grants.Agreement]) -> Table:
    rows = tuple((CellValue(a.title), CellValue("；".join(clients.SCOPES[name] for name in a.scope)), CellValue(_when(a.since))) for a in agreed)
    columns = (Column("系统"), Column("会告诉它", label_on_phone=True), Column("同意", label_on_phone=True))
    return Table("用这里的账号登录着的系统", columns, rows, Empty("没有", "用这里的账号登录别的系统后，会出现在这里；您退出登录，它们也马上结束。"))


def _tokens(made: list[identity.TokenView]) -> Table:
    rows = tuple((CellValue(t.name, note="能查看和办理" if t.writes else "只能查看"), CellValue(_state(t)), CellValue(t.until.isoformat()),
                  CellValue(_when(t.used_at) if t.used_at else "没有用过")) for t in made)
    columns = (Column("令牌"), Column("状态", label_on_phone=True), Column("到哪天", label_on_phone=True), Column("最近使用", label_on_phone=True))
    return Table("程序的令牌", columns, rows, Empty("没有令牌", "要让程序替您查看或办理时，再做一个。"))


def _state(token: identity.TokenView) -> str:
    return "有效" if token.alive else "已结束" if token.ended_at else "已失效"


def _when(at: Any) -> str:
    return f"{clock.local(at):%Y-%m-%d %H:%M}"


@posts
@signed_in
def new_token(request: Any) -> HttpResponse:
    """`/account/tokens/`: makes a token, for whoever knows the password; it is shown on the answer to this one request."""
    if request.session.get(sessions.MUST):
        raise Http404
    today, faults, status, alert = clock.day(request.at), dict[str, str](), 200, None
    given = {name: request.POST.get(name, "") for name in ("name", "scope")} | {"until": _until(request)}
    if request.method == "POST":
        try:
            secret = _made(request, given)
        except Invalid as wrong:
            faults, status = {r.field: r.text for r in wrong.reasons}, 422
        except Refused as refused:
            alert, status = Alert("没有做", str(refused), "warn"), 409
        else:
            return _shown(request, given["name"], secret)
    scopes = (Option("read", "只能查看", given["scope"] == "read"), Option("write", "能查看，也能办理", given["scope"] == "write", "您能办的，程序都能办。"))
    fields = (
        Field("name", "名称", value=given["name"], help="给自己看的，例如“审批系统对接”。", error=faults.get("name", ""), width="m"),
        Field("scope", "能做什么", "radios", options=scopes, error=faults.get("scope", "")),
        Field("until", "用到哪天", "date", value=given["until"] or (today + timedelta(days=90)).isoformat(), help="最长一年。", error=faults.get("until", "")),
        Field("password", "现在的密码", "password", error=faults.get("password", ""), width="m", autocomplete="current-password"))
    return surrounded(request, "yiwang/accounts/form.html", {
        "title": "做一个令牌", "crumbs": Crumbs((HOME, HERE, Link("做一个令牌"))), "fields": fields, "errors": summary_of(fields), "alert": alert,
        "hidden": (("key", request.POST.get("key") or uuid4().hex),),
        "buttons": (Button("做令牌", style="primary", busy_text="在做……"), Button("返回", HERE.url))}, status)


def _made(request: Any, given: dict[str, str]) -> str:
    """A token outlasts the session: who sits down at an open one must know the password too. Raises Invalid, Refused."""
    guessing.knows_password(request, "password")
    return identity.make_token(actor=request.actor, name=given["name"], scope=given["scope"], until=_day(given["until"]),
                               key=request.POST.get("key", "")[:60] or uuid4().hex, at=request.at)


def _until(request: Any) -> str:
    """The day as it was typed: year, month and day have an input each."""
    parts = [request.POST.get(f"until-{part}", "").strip() for part in ("year", "month", "day")]
    return "-".join(part.zfill(2) for part in parts) if any(parts) else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _shown(request: Any, name: str, secret: str) -> HttpResponse:
    rows = ((CellValue("名称"), CellValue(name)), (CellValue("令牌"), CellValue(secret)))
    return surrounded(request, "yiwang/accounts/once.html", {
        "title": "令牌做好了", "crumbs": Crumbs((HOME, HERE, Link("令牌"))), "alert": Alert("令牌只在这里显示一次", "现在就记到程序里，不要发给别人。", "warn"),
        "table": Table("令牌", (Column("项目"), Column("内容")), rows), "buttons": (Button("记好了，返回", HERE.url, "primary"),)})


@posts
@signed_in
def passkey_page(request: Any) -> HttpResponse:
    """`/account/passkeys/`: one's keys, and a new one."""
    if request.session.get(sessions.MUST):
        raise Http404
    origin, faults, status, alert = passkeys.place(request), dict[str, str](), 200, done(request)
    name = request.POST.get("name", "")
    if request.method == "POST":
        try:
            with guessing.slowed(request, "password"):
                passkeys.made(actor=request.actor, origin=origin, name=name, password=request.POST.get("password", ""),
                              answer=request.POST.get("answer", ""), state=request.POST.get("state", ""), at=request.at)
        except Invalid as wrong:
            faults, status = {r.field: r.text for r in wrong.reasons}, 422
        except Refused as refused:
            alert, status = Alert("没有添加", str(refused), "bad"), 409
        else:
            say(request, f"通行密钥“{name}”添加好了", "下次登录，按“用通行密钥登录”就行。")
            return HttpResponseRedirect(KEYS.url)
    fields = (Field("name", "名称", value=name or devices.named(request.META.get("HTTP_USER_AGENT", "")[:400])[:40], error=faults.get("name", ""), width="m",
                    help="给自己看的，分得清是哪台设备。"),
              Field("password", "现在的密码", "password", error=faults.get("password", ""), width="m", autocomplete="current-password"))
    username = identity.account_view(request.actor.account).username
    question = passkeys.asked_to_make(origin=origin, account=request.actor.account, username=username) if origin else None
    own = passkeys.own(account=request.actor.account)
    return surrounded(request, "yiwang/accounts/passkeys.html", {
        "title": "通行密钥", "crumbs": Crumbs((HOME, HERE, Link(KEYS.text))), "fields": fields, "errors": summary_of(fields), "alert": alert,
        "keys": _keys(own), "ends": [Button(f"删除“{k.name}”", f"{KEYS.url}{k.id}/end/") for k in own], "question": question,
        "button": Button("添加这台设备", style="primary", busy_text="请按设备的提示做……")}, status)


def _keys(own: list[passkeys.Passkey]) -> Table:
    rows = tuple((CellValue(k.name), CellValue(_when(k.since)), CellValue(_when(k.used_at) if k.used_at else "没有用过")) for k in own)
    columns = (Column("通行密钥"), Column("添加", label_on_phone=True), Column("最近使用", label_on_phone=True))
    return Table("通行密钥", columns, rows, Empty("没有通行密钥", "添加以后，用手机或电脑的指纹、人脸、开机密码就能登录，不用记密码，也骗不走。"))


@posts
@signed_in
def end_passkey(request: Any, id_: int) -> HttpResponse:
    """`/account/passkeys/<id>/end/`: for whoever knows the password, not for whoever finds a session open."""
    key = next((k for k in passkeys.own(account=request.actor.account) if k.id == id_), None)
    if key is None:
        raise Http404
    faults: dict[str, str] = {}
    if request.method == "POST":
        try:
            guessing.knows_password(request, "password")
        except Invalid as wrong:
            faults = {r.field: r.text for r in wrong.reasons}
        else:
            passkeys.ended(actor=request.actor, passkey=id_, at=request.at)
            say(request, f"通行密钥“{key.name}”已删除，不能再用它登录。")
            return HttpResponseRedirect(KEYS.url)
    fields = (Field("password", "现在的密码", "password", error=faults.get("password", ""), width="m", autocomplete="current-password"),)
    return surrounded(request, "yiwang/accounts/form.html", {
        "title": f"删除通行密钥“{key.name}”", "crumbs": Crumbs((HOME, HERE, KEYS, Link("删除"))), "fields": fields, "errors": summary_of(fields),
        "alert": Alert("删除以后，这台设备不能再用它登录", "想再用，要在那台设备上重新添加。", "warn"),
        "buttons": (Button("删除", style="danger"), Button("返回", KEYS.url))}, status=422 if faults else 200)


@posts
@signed_in
def end_token(request: Any, id_: int) -> HttpResponse:
    """`POST /account/tokens/<id>/end/`"""
    if request.method != "POST":
        raise Http404
    identity.end_token(actor=request.actor, token=id_, at=request.at)
    say(request, "令牌已结束，用它的程序马上不能用了。")
    return HttpResponseRedirect(HERE.url)
