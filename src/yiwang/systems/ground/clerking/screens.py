"""The page of one's phrases, and the three forms behind it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean, Form
from yiwang.kernel.errors import NotFound
from yiwang.systems.ground.clerking import phrases
from yiwang.web import shells
from yiwang.web.components.basics import Alert, Button, Crumbs, Empty, Link
from yiwang.web.components.charts import Panel
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage, OfficeFormPage
from yiwang.web.generic import fields
from yiwang.web.generic.handed import hand_in
from yiwang.web.generic.said import done, say
from yiwang.web.permits import official, posts

HERE = "/clerking/"
WHOSE = {"own": "自己的常用语", "unit": "单位的常用语"}
ME = Link("我的身份", "/me/")


@official
def listing(request: Any) -> HttpResponse:
    """`/clerking/`: one's own, then the unit's; the unit's can be changed by whoever keeps them."""
    actor = request.actor
    mine, unit = phrases.own(actor.account), phrases.of_unit(actor.unit)
    keeps = phrases.may(actor, unit, request.at)
    none_own = Empty("还没有自己的常用语", "把每天要写好几遍的话存下来，办理时在长文字格下面挑。")
    none_unit = Empty("单位还没有常用语", "由单位负责人或者其指定的人维护，全单位都能用。")
    panels = (Panel(WHOSE["own"], _table(mine, True, none_own)),
              Panel(WHOSE["unit"], _table(unit, keeps, none_unit), link=Link("给单位写一条", f"{HERE}new/unit/") if keeps else None))
    page = ListPage("常用语", "长文字格下面可以挑着插入；插入以后还能改。", Crumbs((ME, Link("常用语"))), panels=panels, alert=done(request),
                    buttons=(Button("新写一条", f"{HERE}new/own/", "primary"),))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, "/me/"), "page": page})


def _table(subject: str, changes: bool, empty: Empty) -> Table:
    rows = tuple((CellValue(p.title), CellValue(p.text), *(_ways(p.id) if changes else ())) for p in phrases.listed(subject))
    columns = (Column("名称"), Column("内容"), *((Column("修改"), Column("删除")) if changes else ()))
    return Table("常用语", columns, rows, empty)


def _ways(id_: int) -> tuple[CellValue, CellValue]:
    return CellValue(part=Button("改", f"{HERE}{id_}/", size="small")), CellValue(part=Button("删", f"{HERE}{id_}/drop/", size="small"))


@posts
@official
def new(request: Any, whose: str) -> HttpResponse:
    """`/clerking/new/<own|unit>/`"""
    subject = {"own": phrases.own(request.actor.account), "unit": phrases.of_unit(request.actor.unit)}.get(whose, "")
    if not phrases.may(request.actor, subject, request.at):
        raise Http404
    return _form(request, "ground.clerking.keep_phrase", phrases.KEEP, subject, None, f"新写一条{WHOSE[whose]}", {})


@posts
@official
def change(request: Any, id_: int) -> HttpResponse:
    """`/clerking/<id>/`"""
    phrase, subject = _changed(request, id_)
    return _form(request, "ground.clerking.keep_phrase", phrases.KEEP, subject, id_, "修改常用语", {"title": phrase.title, "text": phrase.text})


@posts
@official
def drop(request: Any, id_: int) -> HttpResponse:
    """`/clerking/<id>/drop/`"""
    phrase, subject = _changed(request, id_)
    return _form(request, "ground.clerking.drop_phrase", phrases.DROP, subject, id_, f"删除“{phrase.title}”", {})


def _changed(request: Any, id_: int) -> tuple[phrases.Phrase, str]:
    phrase, subject = phrases.place(id_, request.actor)
    if not phrases.may(request.actor, subject, request.at):
        raise NotFound(id_)
    return phrase, subject


def _form(request: Any, command: str, form: Form, subject: str, id_: int | None, title: str, values: dict[str, str]) -> HttpResponse:
    def make(data: Clean, key: str, seen: cases.Seen) -> object:
        return cases.run(actor=request.actor, command=command, subject=subject, data=phrases.with_phrase(data, id_), key=key, at=request.at)

    handed = hand_in(request, form, make, values=values)
    if handed.done:
        say(request, f"{title}：已办好。")
        return HttpResponseRedirect(HERE)
    shown = handed.shown(request, form)
    style, warned = ("danger", Alert("删掉以后就挑不到了", kind="warn")) if form is phrases.DROP else ("primary", None)
    page = OfficeFormPage(
        title, request.path, fields.groups(shown), (Button(form.submit, style=style, busy_text="保存中……"), Button("返回", HERE)),
        Crumbs((ME, Link("常用语", HERE), Link(title))), errors=fields.errors(shown), alert=handed.alert or warned,
        hidden=(("key", request.POST.get("key") or uuid4().hex), ("seen", "0.0")))
    return render(request, "yiwang/pages/office_form.html", {"shell": shells.office(request, "/me/"), "page": page}, status=handed.status)


ROUTES: tuple[URLPattern, ...] = (
    path("", listing), path("new/<str:whose>/", new), path("<int:id_>/", change), path("<int:id_>/drop/", drop),
)
