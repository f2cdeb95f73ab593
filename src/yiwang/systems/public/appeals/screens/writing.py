"""Where a citizen writes what is the matter, without knowing who is responsible; and where the desk takes down what comes by telephone, letter, visit or
through the media, with what the same telephone said before beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from yiwang.engines.identity import api as identity
from yiwang.engines.trust import api as trust
from yiwang.systems.public.appeals import forms, matters, procedures, suggesting, taking
from yiwang.systems.public.appeals.screens import desk, mailboxes
from yiwang.web.components.basics import Alert, Link
from yiwang.web.components.charts import Panel
from yiwang.web.components.pages import Words
from yiwang.web.generic import opening, worded
from yiwang.web.permits import anyone, citizen, holding, posts
from yiwang.web.throttle import Throttle

HERE, WRITE = "/appeals/", "/appeals/write/"
FLOOD = Throttle("appeals-from", 60, timedelta(hours=1))  # matters an hour from one network
URGENT = Words("有危险的，马上打电话", (
    "报警 110，火警 119，急救 120。停水、停电、井盖不见了这样等不得的，打 12345。",), (Link("拨 12345", "tel:12345", "phone"),))
HOW = Words("怎么办的", (
    "受理中心分派给承办单位；承办单位签收、办理、写出答复，审核以后发给您。每一步谁在办、最晚哪天，“我的办件”里都写着。",
    "已经进入诉讼、仲裁、复议的，纪检监察机关管的，不在这里办，我们会告诉您该找谁。",
), (Link("看别人问过的", "/appeals/answers/", "search"), Link("查进度", "/progress/", "clock"), Link("我的办件", "/my/", "card")))


@anyone
def index(request: Any) -> HttpResponse:
    """`/appeals/`: what can be said here, and what becomes of it."""
    ways = () if request.actor.official else (Link("写诉求", WRITE, "edit"), Link("写给市长、区县、部门", mailboxes.HERE, "message"))
    asked = Words("咨询、求助、投诉、举报、建议、感谢", ("说清什么时间、什么地点、什么事就行，不用知道归哪个部门管。",), ways)
    return worded.page(request, "公众诉求", "有事就说，件件有答复。", (asked, HOW, URGENT), current=HERE)


@posts
@citizen
def write(request: Any) -> HttpResponse:
    """`/appeals/write/`: what is the matter; the desk finds who is responsible. `?to=` is whose mailbox it is written to."""
    box = mailboxes.chosen(request.GET.get("to", ""))
    return opening.screen(request, opening.Opening(
        f"写给{box.title}" if box else "写诉求", forms.WRITE,
        lambda data, key: taking.take(actor=request.actor, data=data, key=key, at=request.at, came=mailboxes.came(box)),
        lambda done: ("已经收到", "受理中心会分派给承办单位；办到哪一步、最晚哪天答复，这里都看得到。"), "/my/{ref}/",
        (Link("首页", "/"), Link("公众诉求", HERE)), HERE, values={"phone": identity.party(request.actor).phone}, flood=FLOOD,
        alert=Alert("有人身危险的，请打 110、119、120", "这里写的，工作时间里分派和办理。", "info")))


@posts
@holding(procedures.DISPATCHER.code)
def call(request: Any) -> HttpResponse:
    """`/appeals/call/`: taken down; the number and its query code are read out to the caller. A button shows what this telephone said before."""
    def before(typed: Mapping[str, Any]) -> tuple[Panel, ...]:
        phone = str(typed.get("phone") or "").strip()
        return desk.history(suggesting.before(matters.caller(phone))) if phone else ()

    return opening.screen(request, opening.Opening(
        "登记诉求", forms.CALL, lambda data, key: taking.take(actor=request.actor, data=data, key=key, at=request.at, came={}),
        lambda done: (f"登记好了：{done.ref}，查询码 {trust.query_code(done.ref)}", "请告诉来电人：凭单号和查询码，在“查进度”能看到办到哪一步。"),
        f"{desk.HERE}{{ref}}/", (Link("派单", desk.HERE),), desk.HERE, office=True, values={"channel": "hotline"}, look="看这个电话以前反映的", side=before))


ROUTES: tuple[URLPattern, ...] = (path("", index), path("write/", write), path("call/", call))
