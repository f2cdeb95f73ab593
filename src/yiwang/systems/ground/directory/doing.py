"""The pages of the directory's commands, and handing out a one-time password."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from yiwang.engines.forms.types import Form
from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.systems.ground.directory import forms
from yiwang.systems.ground.directory.screens import HOME
from yiwang.web import shells
from yiwang.web.components.basics import Alert, Button, Crumbs, Link
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.generic.command import Place, screen
from yiwang.web.permits import official, posts

UNIT = ("set_up_unit", "change_unit", "close_unit", "merge_unit", "create_post", "open_account")
POST = ("appoint",)
PERSON = ("move_official", "end_appointment")
ACCOUNT = ("close_account", "reopen_account", "reset_password")


@posts
@official
def do(request: Any, code: str, id_: int) -> HttpResponse:
    """`/directory/do/<command>/<number of its subject>/`"""
    for codes, place in _PLACES:
        if code in codes:
            try:
                return screen(request, f"directory.{code}", place(request, code, id_))
            except KeyError:
                break
    raise Http404


def _unit(request: Any, code: str, id_: int) -> Place:
    here = identity.unit_view(id_).unit
    link = Link(here.short, f"/directory/units/{id_}/")
    now = {"name": here.name, "short": here.short, "phone": here.phone, "word": here.word} if code == "change_unit" else None
    then = _handing(request) if code == "open_account" else None
    return Place(f"unit:{id_}", (HOME, link), link.url, here.name, "/directory/", values=now, then=then, rests=now is not None)


def _post(request: Any, code: str, id_: int) -> Place:
    post = identity.post(id_, on=clock.day(request.at))
    link = Link(identity.unit(post.unit).short, f"/directory/units/{post.unit}/")
    return Place(f"post:{id_}", (HOME, link), link.url, f"{link.text}，{post.title}", "/directory/", values={"since": clock.day(request.at).isoformat()})


def _person(request: Any, code: str, id_: int) -> Place:
    account, today = identity.account_of_person(id_), clock.day(request.at)
    held = tuple((str(t.tenure), f"{t.unit_name} · {t.title}") for t in identity.tenures_of(person=id_)
                 if not t.in_place_of and (t.until is None or t.until >= today))
    if not held:
        raise KeyError(id_)
    form = forms.MOVE if code == "move_official" else forms.END
    values = {"on": today.isoformat(), "tenure": held[0][0]}
    return Place(
        f"person:{id_}",
        (HOME, Link(account.name, f"/directory/people/{id_}/")),
        f"/directory/people/{id_}/",
        account.name,
        "/directory/",
        form=_choosing(form, held),
        values=values,
    )


def _account(request: Any, code: str, id_: int) -> Place:
    account = identity.account_view(id_)
    back = f"/directory/people/{account.person}/"
    then = _handing(request, id_) if code == "reset_password" else None
    return Place(f"account:{id_}", (HOME, Link(account.name, back)), back, f"{account.name}（{account.username}）", "/directory/", then=then)


_PLACES: tuple[tuple[tuple[str, ...], Callable[[Any, str, int], Place]], ...] = ((UNIT, _unit), (POST, _post), (PERSON, _person), (ACCOUNT, _account))


def _choosing(form: Form, held: tuple[tuple[str, str], ...]) -> Form:
    """The form with the appointments one may choose from."""
    return replace(form, fields=tuple(replace(f, choices=held) if f.code == "tenure" else f for f in form.fields))


def _handing(request: Any, account: int = 0) -> Callable[[Mapping[str, Any]], HttpResponse]:
    """Shows the one-time password once: it is nowhere else, and a second look shows none."""

    def page(told: Mapping[str, Any]) -> HttpResponse:
        number = account or int(told["account"])
        view = identity.account_view(number)
        word = identity.hand_out(account=number, actor=request.actor, at=request.at)
        back = f"/directory/people/{view.person}/"
        alert = (
            Alert("一次性密码只在这里显示一次", "请当面或打电话告诉本人，第一次登录要改成自己的密码。", "warn")
            if word
            else Alert("一次性密码已经显示过", "没有记下的，请重设一次密码。", "warn")
        )
        words = (("姓名", view.name), ("用户名", view.username), *((("一次性密码", word),) if word else ()))
        table = Table("账号", (Column("项目"), Column("内容")), tuple((CellValue(label), CellValue(value)) for label, value in words))
        shown = ListPage(
            "一次性密码",
            view.name,
            Crumbs((HOME, Link(view.name, back), Link("一次性密码"))),
            table=table,
            alert=alert,
            buttons=(Button("记好了，返回", back, style="primary"),),
        )
        return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, "/directory/"), "page": shown})

    return page
