"""What I am told by short message and by mail: chosen on a page of one's own, ended by the link in a mail or by 退订 from the phone."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from yiwang.engines.identity import api as identity
from yiwang.engines.notify import api as notify
from yiwang.engines.trust import api as trust
from yiwang.web import shells
from yiwang.web.accounts.pages import surrounded
from yiwang.web.components.basics import Alert, Button, Crumbs, Link, Pair, Pairs
from yiwang.web.components.charts import Panel
from yiwang.web.components.fields import Field, Option, summary_of
from yiwang.web.generic.said import say
from yiwang.web.permits import anyone, posts, signed_in
from yiwang.web.throttle import Throttle, network

HERE = "/me/messages/"
WORDS = {notify.Wish.ALL: "全部", notify.Wish.PRESSING: "只要有期限的和有结果的", notify.Wish.NONE: "不要"}
HELP = {notify.Wish.ALL: "办件的每一步重要进展", notify.Wish.PRESSING: "例如请补交材料、作出了决定", notify.Wish.NONE: "只看站内消息"}
WRONG = Throttle("sms-callback", 30, timedelta(minutes=10))  # callbacks that nobody signed, from one address
LARGEST = 4096  # bytes of a callback


def panel(request: Any) -> Panel:
    """What one's own page says of it."""
    wants, to = notify.wishes(person=request.actor.person), identity.reach(("person", request.actor.person))
    return Panel("短信和邮件", Pairs((Pair("短信", WORDS[wants.sms], Link("修改", HERE)), Pair("手机号", _phone(to) or "没有"),
                                 Pair("邮件", WORDS[wants.mail], Link("修改", HERE)), Pair("邮箱", _mail(to) or "没有")), grid=True),
                 "站内消息总是全部都有。")


@posts
@signed_in
def choices(request: Any) -> HttpResponse:
    """`/me/messages/`: which messages go by short message and which by mail."""
    person, faults = request.actor.person, dict[str, str]()
    wants, to = notify.wishes(person=person), identity.reach(("person", person))
    chosen = {"sms": wants.sms.value, "mail": wants.mail.value}
    if request.method == "POST":
        chosen = {name: request.POST.get(name, "") for name in chosen}
        faults = {name: "请选一项。" for name, value in chosen.items() if value not in {wish.value for wish in notify.Wish}}
        if not faults:
            wants = notify.Wishes(notify.Wish(chosen["sms"]), notify.Wish(chosen["mail"]))
            changed = notify.wish(actor=request.actor, person=person, wants=wants, at=request.at)
            say(request, "记下了。" if changed else "没有改动。", "还没发出的也按新的选择。" if changed else "")
            return HttpResponseRedirect("/me/")
    fields = (_field("sms", "短信", chosen["sms"], _phone(to), "您的账号没有手机号，短信发不了。", faults),
              _field("mail", "邮件", chosen["mail"], _mail(to), "您的账号没有邮箱，邮件发不了。", faults))
    return surrounded(request, "yiwang/accounts/form.html", {
        "title": "短信和邮件", "crumbs": Crumbs((Link("首页", "/"), Link("我的身份", "/me/"), Link("短信和邮件"))), "fields": fields,
        "errors": summary_of(fields), "alert": Alert("站内消息总是全部都有", "登录验证码是您自己要的，不受这里的选择影响。", "info"),
        "buttons": (Button("保存", style="primary", busy_text="保存中……"), Button("返回", "/me/"))}, status=422 if faults else 200)


def _field(name: str, label: str, chosen: str, to: str, nothing: str, faults: dict[str, str]) -> Field:
    options = tuple(Option(wish.value, WORDS[wish], chosen == wish.value, HELP[wish]) for wish in notify.Wish)
    return Field(name, label, "radios", options=options, help=f"发到 {to}。" if to else nothing, error=faults.get(name, ""))


@csrf_exempt
@posts
@anyone
def stop(request: Any, token: str) -> HttpResponse:
    """`/messages/stop/<token>/`: asks by GET, so that a program that looks at links ends nothing; ends mails by POST, without signing in (RFC 8058)."""
    try:
        person = notify.reader_of(token=token, at=request.at)
        if request.method == "POST":
            notify.stop_mail(token=token, at=request.at)
    except trust.Unreadable:
        raise Http404 from None
    none = notify.wishes(person=person).mail is notify.Wish.NONE
    alert = Alert("不再给您发邮件", "站内消息照常都有。以后想要，登录后在“我的身份”里改。", "good") if none else Alert(
        "不再接收邮件吗？", "办件进展以后只在站内消息里告诉您，有期限的也一样。", "info")
    buttons = (Button("回首页", "/"),) if none else (Button("不再接收邮件", style="primary", busy_text="在改……"), Button("还是要", "/"))
    return render(request, "yiwang/accounts/agree.html", {
        "shell": shells.public(request), "title": "不再接收邮件", "alert": alert, "buttons": buttons, "hidden": ()})


@csrf_exempt
@posts
@anyone
def answered(request: Any) -> HttpResponse:
    """`POST /messages/sms/`: what somebody answered to a short message, told by the gateway and signed as we sign. For anybody else there is nothing here."""
    if request.method != "POST" or request.content_type != "application/json" or len(request.body) > LARGEST:
        raise Http404
    body, place = request.body, network(request.META.get("REMOTE_ADDR", ""))
    if not notify.signed(request.headers.get("Yiwang-Timestamp", ""), request.headers.get("Yiwang-Signature", ""), body, request.at):
        if WRONG.waits(place, request.at):
            return HttpResponse(status=429)
        WRONG.failed(place, request.at)
        raise Http404
    told = notify.callback(body)
    changed = notify.stop_sms(phone=told["from"], text=told["text"], id_=told["id"], at=request.at) if told else 0
    return HttpResponse(json.dumps({"stopped": changed > 0}), content_type="application/json", status=200 if told else 422)


def _phone(to: identity.Reach) -> str:
    return f"{to.phone[:3]}****{to.phone[-4:]}" if to.phone else ""


def _mail(to: identity.Reach) -> str:
    name, at, host = to.mail.partition("@")
    return f"{name[:2]}***{at}{host}" if at else ""
