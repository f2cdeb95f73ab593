"""Signing in and out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.web import shells
from yiwang.web.accounts import passkeys, sessions
from yiwang.web.components.basics import Alert, Button
from yiwang.web.components.fields import Field
from yiwang.web.components.pages import LoginPage
from yiwang.web.permits import anyone, posts

HERE = frozenset(("127.0.0.1", "::1", "::ffff:127.0.0.1"))
PASSED_ON = ("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED")  # a proxy stands before us: who asks may be anywhere


@posts
@anyone
def login(request: Any) -> HttpResponse:
    """`/login/`: user name and password, and a one-time code where the account has one; or a key on one's own device."""
    onward = request.POST.get("next") or request.GET.get("next", "")
    name = request.POST.get("username", "")
    if request.method == "POST":
        found = identity.sign_in(username=name, password=request.POST.get("password", ""), code=request.POST.get("code", ""),
                                 text=request.POST.get("send") == "sms", asked=_asked(request),
                                 address=request.META.get("REMOTE_ADDR", ""), here=_here(request), at=request.at)
        if found.account:
            return _in(request, found, onward)
        return _page(request, onward, name, found)
    return _page(request, onward, name, identity.Signing())


def _page(request: Any, onward: str, name: str, found: identity.Signing) -> HttpResponse:
    error, needs_code = found.refused, found.needs_code
    fields = [Field("username", "用户名", value=name, autocomplete="username"), Field("password", "密码", "password", autocomplete="current-password")]
    if needs_code:
        fields.append(Field("code", "一次性验证码", width="s", help="验证器里现在显示的，或者短信收到的 6 位数字。密码也请再输一次。",
                            autocomplete="one-time-code"))
    alert = Alert("还差一步" if needs_code and not request.POST.get("code") else "没有登录成功", error, "info" if needs_code else "bad") if error else None
    more = (Button(f"发短信验证码到 {found.texts_to}", style="wide", name="send", value="sms"),) if found.texts_to else ()
    origin = passkeys.place(request)
    page = LoginPage("登录", "/login/", tuple(fields), Button("登录", style="primary wide", busy_text="登录中……"), more=more,
                     lead="公务人员和办事群众用同一个入口。", alert=alert, next=onward, asked=found.asked or (_asked(request) if needs_code else ""),
                     passkey=passkeys.asked_who(origin=origin) if origin else None)
    return render(request, "yiwang/pages/login.html", {"shell": shells.public(request), "page": page}, status=401 if error else 200)


@posts
@anyone
def passkey(request: Any) -> HttpResponse:
    """`POST /login/passkey/`: what the device answered."""
    origin = passkeys.place(request)
    if request.method != "POST" or not origin:
        return HttpResponseRedirect("/login/")
    found = passkeys.signed_in(origin=origin, answer=request.POST.get("answer", "")[:20_000], state=request.POST.get("state", "")[:400],
                               address=request.META.get("REMOTE_ADDR", ""), here=_here(request), at=request.at)
    onward = request.POST.get("next", "")
    return _in(request, found, onward) if found.account else _page(request, onward, "", found)


def _asked(request: Any) -> str:
    return str(request.POST.get("asked", ""))[:40]


def _here(request: Any) -> bool:
    """Whether demo log-ins may be used from where this request comes."""
    return settings.DEMO_OPEN or (request.META.get("REMOTE_ADDR", "") in HERE and not any(name in request.META for name in PASSED_ON))


def _in(request: Any, found: identity.Signing, onward: str) -> HttpResponse:
    """An official begins in the first post, a citizen as oneself."""
    post = next((c for c in identity.capacities(account=found.account, on=clock.day(request.at)) if c.tenure), None)
    sessions.begin(request, found.account, tenure=post.tenure if post else 0, generation=found.generation, must_change=found.must_change)
    if must := request.session.get(sessions.MUST):
        return HttpResponseRedirect(must)
    safe = url_has_allowed_host_and_scheme(onward, allowed_hosts=None)  # a path of ours, whatever name this was asked by
    return HttpResponseRedirect(onward if safe and onward else "/desk/" if post else "/my/")


@posts
@anyone
def logout(request: Any) -> HttpResponse:
    """`/logout/`: asks by GET, so that no picture or link elsewhere signs anybody out; ends the session by POST."""
    if request.method == "POST" or not request.actor.known:
        sessions.end(request)
        return HttpResponseRedirect("/", headers=sessions.CLEARED)
    official = request.actor.official and not request.session.get(sessions.MUST)
    shell = shells.office(request, "/me/") if official else shells.public(request)
    buttons = (Button("退出登录", style="primary"), Button("返回", "/me/"))
    return render(request, "yiwang/accounts/form.html", {
        "title": "退出登录", "shell": shell, "layout": "yiwang/office.html" if official else "yiwang/public.html", "office": official, "buttons": buttons,
        "alert": Alert("要退出登录吗？", "填了一半的申请已存为草稿，下次登录接着填。", "info")})
