"""Signing in, choosing a capacity, signing out."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.web import shells
from yiwang.web.accounts import sessions
from yiwang.web.components.basics import Alert, Button, Crumbs, Link
from yiwang.web.components.fields import Field
from yiwang.web.components.pages import LoginPage, PublicListPage
from yiwang.web.permits import anyone, signed_in


@anyone
def login(request: Any) -> HttpResponse:
    """`/login/`: user name and password, and a one-time code where the account has one."""
    onward = request.POST.get("next") or request.GET.get("next", "")
    name, error = request.POST.get("username", ""), ""
    needs_code = False
    if request.method == "POST":
        found = identity.sign_in(username=name, password=request.POST.get("password", ""), code=request.POST.get("code", ""),
                                 address=request.META.get("REMOTE_ADDR", ""), at=request.at)
        if found.account:
            return _in(request, found.account, onward)
        error, needs_code = found.refused, found.needs_code
    fields = [Field("username", "用户名", value=name, autocomplete="username"), Field("password", "密码", "password", autocomplete="current-password")]
    if needs_code:
        fields.append(Field("code", "一次性验证码", width="s", help="验证器里现在显示的 6 位数字。", autocomplete="one-time-code"))
    page = LoginPage("登录", "/login/", tuple(fields), Button("登录", style="primary wide", busy_text="登录中……"),
                     lead="公务人员和办事群众用同一个入口。", alert=Alert("没有登录成功", error, "bad") if error else None, next=onward)
    return render(request, "yiwang/pages/login.html", {"shell": shells.public(request), "page": page}, status=401 if error else 200)


def _in(request: Any, account: int, onward: str) -> HttpResponse:
    """An official begins in the first post, a citizen as oneself."""
    post = next((c for c in identity.capacities(account=account, on=clock.day(request.at)) if c.tenure), None)
    sessions.begin(request, account, tenure=post.tenure if post else 0)
    safe = url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(onward if safe and onward else "/desk/" if post else "/my/")


@anyone
def logout(request: Any) -> HttpResponse:
    """`/logout/`"""
    sessions.end(request)
    return HttpResponseRedirect("/")


@signed_in
def me(request: Any) -> HttpResponse:
    """`/me/`: in which capacity one acts, and the way out."""
    own = identity.capacities(account=request.actor.account, on=clock.day(request.at))
    if request.method == "POST":
        chosen = next((c for c in own if f"{c.tenure}.{c.mandate}" == request.POST.get("capacity")), None)
        if chosen:
            sessions.choose(request, tenure=chosen.tenure, mandate=chosen.mandate)
            return HttpResponseRedirect("/desk/" if chosen.tenure else "/my/")
    now = (request.actor.tenure, request.actor.mandate)
    return render(request, "yiwang/accounts/me.html", {"shell": shells.public(request), "capacities": own, "now": now, "page": PublicListPage(
        Crumbs((Link("首页", "/"), Link("我的身份"))), "以什么身份办事")})
