"""Where a citizen complains of how a unit treated them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import path

from yiwang.engines.identity import api as identity
from yiwang.systems.oversight.supervision.complaints import forms, taking
from yiwang.web.components.basics import Alert, Link
from yiwang.web.components.pages import Words
from yiwang.web.generic import opening, worded
from yiwang.web.permits import anyone, citizen, posts
from yiwang.web.throttle import Throttle

HERE, COMPLAIN = "/supervision/complaints/", "/supervision/complain/"
FLOOD = Throttle("complaints-from", 20, timedelta(hours=1))  # complaints an hour from one network


@anyone
def index(request: Any) -> HttpResponse:
    """`/supervision/complaints/`: what can be complained of here, and what becomes of it."""
    ways = () if request.actor.official else (Link("写投诉", COMPLAIN, "edit"),)
    what = Words("投诉办事的单位和人", ("拖着不办、推来推去、态度不好、多要材料、乱收费、吃拿卡要。写清什么时间、办什么事、谁怎么做的。",
                              "咨询、求助，或者不知道归谁管的事，写公众诉求。"), ways)
    how = Words("怎么办的", ("由监察单位核查，被投诉的单位不经手，也看不到是谁投诉的。受理不受理、查得怎样，都会告诉您，办完请您评价。",
                         "属实的，监察单位要求被投诉的单位说明、整改。"), (Link("我的办件", "/my/", "card"), Link("查进度", "/progress/", "clock")))
    return worded.page(request, "效能投诉", "办事的人没有好好办事，说给监察单位。", (what, how), current=HERE)


@posts
@citizen
def complain(request: Any) -> HttpResponse:
    """`/supervision/complain/`"""
    return opening.screen(request, opening.Opening(
        "效能投诉", forms.COMPLAIN, lambda data, key: taking.take(actor=request.actor, data=data, key=key, at=request.at),
        lambda done: ("已经交给监察单位", "受理不受理、查得怎样、最晚哪天答复，这里都看得到。被投诉的单位看不到是谁投诉的。"), "/my/{ref}/",
        (Link("首页", "/"), Link("效能投诉", HERE)), HERE, values={"phone": identity.party(request.actor).phone}, flood=FLOOD,
        alert=Alert("不知道归谁管的事，写公众诉求", "这里只投诉办事的单位和人：拖着不办、推来推去、态度不好、多要材料、乱收费。")))


ROUTES = (path("complaints/", index), path("complain/", complain))
