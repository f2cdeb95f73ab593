"""Where a citizen writes what is the matter, without knowing who is responsible."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.systems.public.appeals import forms, taking
from yiwang.web import shells
from yiwang.web.components.basics import Alert, Button, Crumbs, Link
from yiwang.web.components.pages import FormPage, Words, WordsPage
from yiwang.web.generic import fields
from yiwang.web.generic.handed import hand_in
from yiwang.web.generic.said import say
from yiwang.web.permits import anyone, citizen, posts

HERE, WRITE = "/appeals/", "/appeals/write/"
URGENT = Words("有危险的，马上打电话", (
    "报警 110，火警 119，急救 120。停水、停电、井盖不见了这样等不得的，打 12345。",), (Link("拨 12345", "tel:12345", "phone"),))
HOW = Words("怎么办的", (
    "受理中心当天分派给承办单位；承办单位签收、办理、写出答复，审核以后发给您。每一步谁在办、最晚哪天，“我的办件”里都写着。",
    "已经进入诉讼、仲裁、复议的，纪检监察机关管的，不在这里办，我们会告诉您该找谁。",
), (Link("查进度", "/progress/", "clock"), Link("我的办件", "/my/", "card")))


@anyone
def index(request: Any) -> HttpResponse:
    """`/appeals/`: what can be said here, and what becomes of it."""
    ways = () if request.actor.official else (Link("写诉求", WRITE, "edit"),)
    asked = Words("咨询、求助、投诉、建议、感谢", ("说清什么时间、什么地点、什么事就行，不用知道归哪个部门管。",), ways)
    page = WordsPage(Crumbs((Link("首页", "/"), Link("公众诉求"))), "公众诉求", "有事就说，件件有答复。", (asked, HOW, URGENT))
    return render(request, "yiwang/pages/words.html", {"shell": shells.public(request, HERE), "page": page})


@posts
@citizen
def write(request: Any) -> HttpResponse:
    """`/appeals/write/`: what is the matter; the desk finds who is responsible."""
    done = list[cases.Done]()

    def make(data: Clean, key: str, seen: cases.Seen) -> None:
        done.append(taking.take(actor=request.actor, data=data, key=key, at=request.at))

    handed = hand_in(request, forms.WRITE, make, values={"phone": identity.party(request.actor).phone})
    if handed.done:
        say(request, "已经收到", "受理中心会分派给承办单位；办到哪一步、最晚哪天答复，这里都看得到。")
        return HttpResponseRedirect(f"/my/{done[0].ref}/")
    shown = handed.shown(request, forms.WRITE)
    page = FormPage(
        Crumbs((Link("首页", "/"), Link("公众诉求", HERE), Link("写诉求"))), "写诉求", request.path, fields.groups(shown, upload_url="/files/"),
        (Button(forms.WRITE.submit, style="primary", busy_text="提交中……"), Button("返回", HERE)), errors=fields.errors(shown),
        alert=handed.alert or Alert("有人身危险的，请打 110、119、120", "这里写的，工作时间里分派和办理。", "info"), multipart=True,
        hidden=(("key", request.POST.get("key") or uuid4().hex), ("seen", "0.0")))
    return render(request, "yiwang/pages/form.html", {"shell": shells.public(request, HERE), "page": page}, status=handed.status)


ROUTES: tuple[URLPattern, ...] = (path("", index), path("write/", write))
