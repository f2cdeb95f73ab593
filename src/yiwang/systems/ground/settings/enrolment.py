"""Confirming who an administrator is before their first second factor: for the security and the audit administrator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.systems.ground.settings import commands
from yiwang.web import shells
from yiwang.web.components.basics import Alert, Button, Crumbs, Empty, Link
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.generic.command import Place, screen
from yiwang.web.generic.said import done
from yiwang.web.permits import holding, posts

HERE = Link("确认管理员", "/settings/enrolment/")
BY = {commands.SECURITY_ADMIN: commands.CONFIRM.code, commands.AUDIT_ADMIN: commands.CONFIRM_TOO.code}


confirmer = holding(*BY)


def _command(request: Any) -> str:
    """The command of whichever administrator asks."""
    rights = identity.rights(request.actor, epoch_now=identity.epoch())
    return next(code for role, code in BY.items() if rights.hold(role, clock.day(request.at)))


@confirmer
def waiting(request: Any) -> HttpResponse:
    """`/settings/enrolment/`: administrators who have no second factor yet."""
    rows = tuple(
        (CellValue(a.name, note=a.username), CellValue("本人") if a.person == request.actor.person else
         CellValue(part=Button("确认是本人", f"{HERE.url}{a.id}/", size="small")))
        for a in identity.enrolment.waiting(on=clock.day(request.at))
    )
    table = Table("管理员", (Column("姓名"), Column("办理")), rows, Empty("没有等着确认的管理员", "新任命的管理员，或者解除了验证码的，会出现在这里。"))
    page = ListPage(HERE.text, "管理员第一次启用验证码，要由没有给过密码的另一名管理员确认", table=table, alert=done(request))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, HERE.url), "page": page})


@posts
@confirmer
def confirm(request: Any, id_: int) -> HttpResponse:
    """`/settings/enrolment/<account>/`"""
    try:
        here = identity.account_view(id_)
    except KeyError:
        raise Http404 from None
    then = _handing(request, id_, here.name)
    return screen(request, _command(request), Place(f"account:{id_}", (HERE,), HERE.url, f"{here.name}（{here.username}）", HERE.url, then=then))


def _handing(request: Any, account: int, name: str) -> Callable[[Mapping[str, Any]], HttpResponse]:
    """Shows the code once: it is nowhere else."""

    def page(told: Mapping[str, Any]) -> HttpResponse:
        word = identity.enrolment.hand_out_word(account=account, actor=request.actor, at=request.at)
        alert = (Alert("确认码只在这里显示一次", "请当面交给本人，一天内有效。", "warn") if word
                 else Alert("确认码已经显示过", "没有记下的，请再确认一次。", "warn"))
        rows = ((CellValue("姓名"), CellValue(name)), *(((CellValue("确认码"), CellValue(word)),) if word else ()))
        table = Table("确认码", (Column("项目"), Column("内容")), rows)
        shown = ListPage("确认码", name, Crumbs((HERE, Link("确认码"))), table=table, alert=alert,
                         buttons=(Button("记好了，返回", HERE.url, style="primary"),))
        return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, HERE.url), "page": shown})

    return page
