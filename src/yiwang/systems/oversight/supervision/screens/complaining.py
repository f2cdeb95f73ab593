"""Where a citizen complains of how a unit treated them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import path

from yiwang.engines.identity import api as identity
from yiwang.systems.oversight.supervision.complaints import forms, taking
from yiwang.web.components.basics import Alert, Link
from yiwang.web.generic import opening
from yiwang.web.permits import citizen, posts
from yiwang.web.throttle import Throttle

HERE = "/supervision/complain/"
FLOOD = Throttle("complaints-from", 20, timedelta(hours=1))  # complaints an hour from one network


@posts
@citizen
def complain(request: Any) -> HttpResponse:
    """`/supervision/complain/`"""
    return opening.screen(request, opening.Opening(
        "效能投诉", forms.COMPLAIN, lambda data, key: taking.take(actor=request.actor, data=data, key=key, at=request.at),
        lambda done: ("已经交给监察单位", "受理不受理、查得怎样、最晚哪天答复，这里都看得到。被投诉的单位看不到是谁投诉的。"), "/my/{ref}/",
        (Link("首页", "/"),), "/my/", values={"phone": identity.party(request.actor).phone}, flood=FLOOD,
        alert=Alert("不知道归谁管的事，写公众诉求", "这里只投诉办事的单位和人：拖着不办、推来推去、态度不好、多要材料、乱收费。")))


ROUTES = (path("complain/", complain),)
