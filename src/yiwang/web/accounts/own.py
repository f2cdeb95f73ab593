"""One's own pages: capacities, password, second factor, who acts for me, my sign-ins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import segno
from django.http import Http404, HttpResponse, HttpResponseRedirect

from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.kernel import clock
from yiwang.kernel.errors import Invalid
from yiwang.kernel.reasons import Reason
from yiwang.web import slots
from yiwang.web.accounts import guessing, sessions, told
from yiwang.web.accounts.pages import surrounded
from yiwang.web.components.basics import Alert, Button, Crumbs, Empty, Link, Pair, Pairs
from yiwang.web.components.charts import Panel
from yiwang.web.components.fields import Field, summary_of
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.generic.said import done, say
from yiwang.web.permits import posts, signed_in

WORDS = {"identity.signed_in": "登录成功", "identity.sign_in_refused": "登录没有成功", "identity.password_changed": "修改密码",
         "identity.code_texted": "发出了短信验证码",
         "identity.factor_enrolled": "启用一次性验证码", "identity.password_handed_out": "领取一次性密码", "identity.enrolment_code_handed_out": "领取确认码",
         "identity.token_made": "做了程序的令牌", "identity.token_ended": "结束了程序的令牌", "identity.session_ended": "退出了别处的登录",
         "identity.passkey_added": "添加了通行密钥", "identity.passkey_ended": "删除了通行密钥",
         "accounts.agreed": "登录了别的系统", "accounts.taken_back": "收回了对别的系统的同意", "notify.wishes_changed": "改了接收短信和邮件的选择"}
BY = {"link": "按邮件里的链接", "sms": "回复短信退订"}
WHY = {"password": "密码不对", "code": "验证码不对", "locked": "锁定期间", "closed": "账号已停用", "elsewhere": "不在本机", "used": "重复提交"}
ME = Link("我的身份", "/me/")


@posts
@signed_in
def me(request: Any) -> HttpResponse:
    """`/me/`: in which capacity one acts, how the log-in is kept safe, who acts for me."""
    own = identity.capacities(account=request.actor.account, on=clock.day(request.at))
    if request.method == "POST":
        chosen = next((c for c in own if f"{c.tenure}.{c.mandate}" == request.POST.get("capacity")), None)
        if chosen:
            sessions.choose(request, tenure=chosen.tenure, mandate=chosen.mandate)
            return HttpResponseRedirect(request.session.get(sessions.MUST) or ("/desk/" if chosen.tenure else "/my/"))
    account = identity.account_view(request.actor.account)
    return surrounded(request, "yiwang/accounts/me.html", {
        "capacities": own, "now": (request.actor.tenure, request.actor.mandate), "crumbs": Crumbs((Link("首页", "/"), Link("我的身份"))),
        "panels": (Panel("登录安全", _safety(account), "", Link("通行密钥、在哪里登录着、程序的令牌", "/account/")), told.panel(request),
                   *slots.filled("me", request), Panel("最近登录和变更", _signed(request), "不是您本人的，请马上改密码")),
        "alert": done(request)})


@posts
@signed_in
def password(request: Any) -> HttpResponse:
    """`/me/password/`"""
    faults: dict[str, str] = {}
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in ("old", "new", "again")}
        try:
            with guessing.slowed(request, "old"):
                generation = identity.change_password(actor=request.actor, at=request.at, **given)
        except Invalid as wrong:
            faults = {r.field: r.text for r in wrong.reasons}
        else:
            sessions.freed(request, generation)
            say(request, "密码已修改，其他设备上的登录都已退出。")
            return HttpResponseRedirect(request.session.get(sessions.MUST) or "/me/")
    fields = (Field("old", "现在的密码", "password", error=faults.get("old", ""), width="m", autocomplete="current-password"),
              Field("new", "新密码", "password", help="至少 12 个字符。可以用一句只有您知道的话。", error=faults.get("new", ""), width="m",
                    autocomplete="new-password"),
              Field("again", "再输一次新密码", "password", error=faults.get("again", ""), width="m", autocomplete="new-password"))
    must = request.session.get(sessions.MUST) == sessions.PASSWORD
    return surrounded(request, "yiwang/accounts/form.html", {
        "title": "修改密码", "crumbs": Crumbs((Link("首页", "/"), ME, Link("修改密码"))), "fields": fields, "errors": summary_of(fields),
        "alert": Alert("请先设自己的密码", "管理员给的密码只能用这一次。", "warn") if must else None,
        "buttons": (Button("修改密码", style="primary", busy_text="修改中……"), Button("返回", "/me/"))}, status=422 if faults else 200)


@posts
@signed_in
def factor(request: Any) -> HttpResponse:
    """`/me/factor/`: an authenticator app is enrolled by its first code, for whoever knows the password."""
    account = identity.account_view(request.actor.account)
    if account.factor:
        raise Http404
    secret, faults = request.POST.get("secret", ""), dict[str, str]()
    confirmed = not identity.enrolment.word_needed(account=account.id, on=clock.day(request.at))
    if request.method == "POST":
        try:
            guessing.knows_password(request, "password")
            if not confirmed:
                _word(request, account.id)
            identity.enrol(actor=request.actor, secret=secret, code=request.POST.get("code", ""), at=request.at)
        except Invalid as wrong:
            faults = {r.field: r.text for r in wrong.reasons}
        else:
            sessions.freed(request)
            say(request, "一次性验证码已启用，下次登录要输入。")
            return HttpResponseRedirect("/me/")
    secret = identity.good_secret(secret) or identity.new_secret()
    shown = " ".join(secret[i:i + 4] for i in range(0, len(secret), 4))
    code = segno.make(identity.uri(secret=secret, username=account.username, city="一网"), error="m")
    asked = () if confirmed else (Field("word", "确认码", width="m", error=faults.get("word", ""), help="由另一名管理员当面确认后给您，一天内有效。"),)
    fields = (*asked, Field("password", "现在的密码", "password", error=faults.get("password", ""), width="m", autocomplete="current-password"),
              Field("code", "验证器显示的 6 位数字", width="s", error=faults.get("code", ""), autocomplete="one-time-code"))
    return surrounded(request, "yiwang/accounts/form.html", {
        "title": "启用一次性验证码", "crumbs": Crumbs((Link("首页", "/"), ME, Link("一次性验证码"))), "fields": fields, "errors": summary_of(fields),
        "picture": code.svg_data_uri(scale=5, border=2), "secret": secret, "shown": shown, "alert": _first(request),
        "buttons": (Button("启用", style="primary", busy_text="核对中……"), Button("返回", "/me/"))}, status=422 if faults else 200)


def _word(request: Any, account: int) -> None:
    """Raises Invalid at `word` when another administrator's code is not this one."""
    with guessing.slowed(request, "word"):
        if not identity.enrolment.word_is(account=account, word=request.POST.get("word", "")[:100], at=request.at):
            raise Invalid(Reason("word-wrong", "确认码不对，或者过了一天。请找另一名管理员当面确认，领新的确认码。", field="word"))


def _first(request: Any) -> Alert | None:
    must = request.session.get(sessions.MUST) == sessions.FACTOR
    return Alert("管理员登录要用一次性验证码", "启用以后才能继续。", "warn") if must else None


def _safety(account: Any) -> Pairs:
    change = None if account.demo else Link("修改", sessions.PASSWORD)
    factor = Pair("一次性验证码", "已启用") if account.factor else Pair("一次性验证码", "未启用", Link("启用", sessions.FACTOR))
    return Pairs((Pair("用户名", account.username), Pair("密码", "演示账号，不能改" if account.demo else "已设置", change), factor), grid=True)


def _signed(request: Any) -> Table:
    """Of the person's own chain only what they wished: who looked at them stands on a page of its own."""
    subjects = (f"account:{request.actor.account}", f"person:{request.actor.person}")
    entries = [e for e in ledger.journal(subjects=subjects, limit=60) if e.subject == subjects[0] or e.act in WORDS][:20]
    rows = tuple((CellValue(f"{clock.local(e.at):%Y-%m-%d %H:%M}"), CellValue(WORDS.get(e.act, "账号变更"), note=_note(e.facts)),
                  CellValue(str(e.facts.get("address", "")) or "—"), CellValue(e.short)) for e in entries)
    columns = (Column("时间"), Column("事项"), Column("来自", label_on_phone=True), Column("存证", label_on_phone=True))
    return Table("最近登录", columns, rows, Empty("还没有记录"))


def _note(facts: Mapping[str, Any]) -> str:
    return WHY.get(str(facts.get("why", "")), "") or BY.get(str(facts.get("by", "")), "")
