"""The outbox: mails and short messages on their way out, and trying again what was given up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse

from yiwang.engines.cases.types import Command
from yiwang.engines.forms.types import Clean, Form
from yiwang.engines.notify import api as notify
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.reasons import Reason
from yiwang.systems.ground.settings.commands import REASON, SYSTEM_ADMIN
from yiwang.systems.ground.settings.running import show, system
from yiwang.web.components.basics import Button, Empty, Link
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.generic.command import Place, screen
from yiwang.web.permits import posts

HERE, SUBJECT = "/settings/outbox/", "outbox:1"
AGAIN = Form("settings.send_again", "放弃的再发一次", (REASON,), submit="再发一次")


def _faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    return [] if notify.given_up(at=at) else [Reason("none-given-up", "最近 30 天没有放弃的邮件和短信。")]


def _again(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Mapping[str, object]:
    return {"count": notify.again(at=at)}


SENT_AGAIN = Act("settings.sent_again", Kind.CHANGED, "{actor} 让放弃的 {count} 封再发一次：{reason}")
COMMAND = Command(AGAIN.code, AGAIN.title, SYSTEM_ADMIN, AGAIN, _again, SENT_AGAIN, _faults, "会发给很多人。请先看清楚为什么没有发出去，已经改好。", SUBJECT)


@system
def outbox(request: Any) -> HttpResponse:
    """`/settings/outbox/`: mails and short messages, sent or not, and why not."""
    rows = tuple(
        (
            CellValue(f"{clock.local(m.at):%m-%d %H:%M}"),
            CellValue(m.title, note=m.text[:80] or "验证码的内容不显示"),
            CellValue("短信" if m.channel is notify.Channel.SMS else "邮件"),
            CellValue(_masked(m.to)),
            CellValue(_fate(m, request.at), note=m.error[:120]),
        )
        for m in notify.outbox()
    )
    columns = (Column("时间"), Column("内容"), Column("方式", label_on_phone=True), Column("发给", label_on_phone=True), Column("状态"))
    buttons = (Button(AGAIN.title, f"{HERE}again/"),) if notify.given_up(at=request.at) else ()
    return show(request, HERE, "发件箱", f"最近的 100 封邮件和短信。{notify.sms_missing()}",
                Table("邮件和短信", columns, rows, Empty("没有邮件和短信", "要发的邮件和短信会出现在这里。")), buttons)


@posts
@system
def again(request: Any) -> HttpResponse:
    """`/settings/outbox/again/`: what was given up in the last weeks and is still wanted."""
    note = f"最近 30 天放弃了 {notify.given_up(at=request.at)} 封，本人不要的不算。"
    return screen(request, AGAIN.code, Place(SUBJECT, (Link("发件箱", HERE),), HERE, note, "/settings/readers/"))


def _fate(sent: notify.Sent, at: datetime) -> str:
    """Where it is: gone, given up, or waiting until when."""
    if sent.sent_at:
        return f"{clock.local(sent.sent_at):%m-%d %H:%M} 已发"
    if sent.given_up_at:
        return "没有发，不再试"
    if sent.due_at > at:
        return f"试过 {sent.tries} 次，{clock.local(sent.due_at):%m-%d %H:%M} 再试"
    return f"试过 {sent.tries} 次，等待发送" if sent.tries else "等待发送"


def _masked(address: str) -> str:
    """Enough to tell one from another, not enough to collect."""
    name, at, host = address.partition("@")
    return f"{name[:2]}***{at}{host}" if at else f"{name[:3]}****{name[-4:]}"
