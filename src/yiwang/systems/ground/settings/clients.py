"""Other systems, that people sign in to through us or that hand things in by themselves: registered and ended by the system administrator."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from yiwang.engines.cases.types import Command
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.reasons import Reason
from yiwang.systems.ground.settings import running
from yiwang.systems.ground.settings.commands import REASON, SYSTEM_ADMIN
from yiwang.web import shells
from yiwang.web.accounts import clients
from yiwang.web.components.basics import Alert, Button, Crumbs, Empty, Link
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage
from yiwang.web.generic.command import Place, screen
from yiwang.web.generic.said import done
from yiwang.web.permits import posts

HERE = Link("接入系统", "/settings/clients/")
ON = f"client:{clients.CODE}"
TOLD = tuple((name, words) for name, words in clients.SCOPES.items() if name != "openid")
REGISTER = Form("settings.register_client", "登记接入系统", (
    Field("code", "代号", help="小写字母开头，例如 water-portal，定下后不改。", longest=40, personal=False),
    Field("title", "系统名称", help="登录的人会看到。", longest=60, personal=False),
    Field("addresses", "登录后回到的地址", FieldKind.LONG_TEXT, "以 https:// 开头，写全，一行一个；和这里一字不差才会回去。", longest=2000, personal=False),
    Field("leaving", "退出后回到的地址", FieldKind.LONG_TEXT, "没有就空着。", required=False, longest=2000, personal=False),
    Field("scopes", "可以知道什么", FieldKind.CHOICES, "每次登录本人同意后才给。", required=False, choices=TOLD, personal=False),
), submit="登记")
SIGN = Form("settings.client_signing", "签名密钥", (REASON,), submit="生成签名密钥")
END = Form("settings.end_client", "停用接入系统", (REASON,), submit="停用")


def _register_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    if subject != f"client:{data.answers['code']}":
        return [Reason("another-client", "代号和页面对不上，请重新打开页面。", field="code")]
    return clients.register_faults(code=data.answers["code"], addresses=data.answers["addresses"], leaving=str(data.answers.get("leaving", "")))


def _register(*, actor: Actor, subject: str, data: Clean, at: datetime) -> None:
    clients.register(code=data.answers["code"], title=data.answers["title"], addresses=data.answers["addresses"],
                     leaving=str(data.answers.get("leaving", "")), scopes=tuple(data.answers.get("scopes", ())))


def _end_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    return [] if clients.client(subject.partition(":")[2]) else [Reason("client-unknown", "没有这个系统，或者已经停用。")]


def _end(*, actor: Actor, subject: str, data: Clean, at: datetime) -> None:
    clients.end(code=subject.partition(":")[2], at=at)


def _sign(*, actor: Actor, subject: str, data: Clean, at: datetime) -> None:
    clients.stop_signing(code=subject.partition(":")[2])


def _command(form: Form, code: str, says: str, does: Callable[..., Any], guard: Callable[..., Sequence[Reason]], confirm: str = "") -> Command:
    return Command(form.code, form.title, SYSTEM_ADMIN, form, does, Act(f"settings.{code}", Kind.CHANGED, says), guard, confirm, ON)


COMMANDS = (
    _command(REGISTER, "client_registered", "{actor} 登记接入系统 {title}", _register, _register_faults),
    _command(SIGN, "client_signs", "{actor} 给接入系统换签名密钥：{reason}", _sign, _end_faults,
             "有了签名密钥，它的程序可以直接送件，例如替群众转来诉求。生成新的，原来的马上作废。"),
    _command(END, "client_ended", "{actor} 停用接入系统：{reason}", _end, _end_faults, "停用后，用它登录的人马上退出，不能再登录；代号不能再用。"),
)


@running.system
def listing(request: Any) -> HttpResponse:
    """`/settings/clients/`"""
    rows = tuple((CellValue(c.title, note=c.code), CellValue(c.addresses[0], note=f"共 {len(c.addresses)} 个" if len(c.addresses) > 1 else ""),
                  CellValue("、".join(dict(TOLD)[s] for s in c.scopes if s in dict(TOLD)) or "只有编号"),
                  CellValue("已停用") if c.ended_at else CellValue("停用", f"{HERE.url}{c.code}/end/", "在用" if c.secret else "没有领密钥"),
             CellValue("") if c.ended_at else CellValue("换一个" if c.signing else "生成", f"{HERE.url}{c.code}/signing/", "有" if c.signing else "没有"))
                 for c in clients.all_clients())
    table = Table(HERE.text, (Column("系统"), Column("回到的地址"), Column("可以知道"), Column("状态"), Column("签名密钥")), rows,
                  Empty("还没有接入系统", "登记后，别的系统可以用这里的账号登录；有签名密钥的，可以直接送件。"))
    page = ListPage(HERE.text, "用这里的账号登录的、自己送件来的其他系统", tabs=running.tabs(HERE.url), table=table, alert=done(request),
                    buttons=(Button("登记", f"{HERE.url}add/", "primary", "plus"),))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, "/settings/readers/"), "page": page})


@posts
@running.system
def add(request: Any) -> HttpResponse:
    """`/settings/clients/add/`: its secret stands on the answer, once."""
    code = request.POST.get("code", "").strip()[:40]
    return screen(request, REGISTER.code, Place(f"client:{code or 'new'}", (HERE,), HERE.url, current="/settings/readers/", then=_secret(request)))


def _secret(request: Any) -> Callable[[Mapping[str, Any]], HttpResponse]:
    def page(told: Mapping[str, Any]) -> HttpResponse:
        secret = clients.hand_out(code=str(told["code"]), actor=request.actor, at=request.at)
        return _shown(request, str(told["title"]), str(told["code"]), "密钥 client_secret", secret, "没有记下的，请停用后换一个代号重新登记。")

    return page


def _shown(request: Any, title: str, code: str, label: str, secret: str, lost: str) -> HttpResponse:
    """A secret, once."""
    alert = (Alert("密钥只在这里显示一次", "请当面交给系统的管理员，存到它的服务器上。", "warn") if secret else Alert("密钥已经显示过", lost, "warn"))
    words = (("系统", title), ("代号 client_id", code), *(((label, secret),) if secret else ()))
    table = Table("接入系统", (Column("项目"), Column("内容")), tuple((CellValue(name), CellValue(value)) for name, value in words))
    page = ListPage("系统的密钥", title, Crumbs((HERE, Link("密钥"))), table=table, alert=alert,
                    buttons=(Button("记好了，返回", HERE.url, style="primary"),))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, "/settings/readers/"), "page": page})


@posts
@running.system
def signing(request: Any, code: str) -> HttpResponse:
    """`/settings/clients/<code>/signing/`: a new key for its program to sign with stands on the answer, once."""
    found = clients.client(code)
    if found is None:
        raise Http404

    def page(told: Mapping[str, Any]) -> HttpResponse:
        key = clients.hand_out_signing(code=found.code, actor=request.actor, at=request.at)
        return _shown(request, found.title, found.code, "签名密钥", key, "没有记下的，请再生成一个。")

    return screen(request, SIGN.code, Place(f"client:{found.code}", (HERE,), HERE.url, found.title, "/settings/readers/", then=page))


@posts
@running.system
def end(request: Any, code: str) -> HttpResponse:
    """`/settings/clients/<code>/end/`"""
    found = clients.client(code)
    if found is None and request.method != "POST":
        raise Http404
    return screen(request, END.code, Place(f"client:{code[:40]}", (HERE,), HERE.url, found.title if found else "", "/settings/readers/"))
