"""What the system administrator changes, and mandates. Each is guard, change and one entry in the subject's own chain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yiwang.engines.cases.types import ANYBODY, Command
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.reasons import Reason
from yiwang.systems.ground.directory import acting, establishment, forms, loading, standing_in
from yiwang.systems.ground.directory.declaring import ACCOUNT, LOADERS, PERSON, POST, UNIT, Told, number
from yiwang.systems.ground.directory.declaring import act as _act
from yiwang.systems.ground.directory.declaring import command as _command
from yiwang.systems.ground.directory.declaring import day as _day
from yiwang.systems.ground.directory.declaring import text as _text
from yiwang.web.generic import loading as screens


def _set_up_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    return identity.unit_changes.set_up_faults(above=number(subject), code=_text(data, "code"), line=_text(data, "line"), division=_text(data, "division"))


def _set_up(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Told:
    words = {name: _text(data, name) for name in ("code", "name", "short", "kind", "line", "division", "phone", "word")}
    made = identity.unit_changes.set_up(above=number(subject), on=clock.day(at), **words)
    ledger.append(subject=f"unit:{made}", act=BEGUN, actor=actor, at=at, facts={"below": number(subject), "name": words["name"]})
    return {"unit_made": made}


def _change(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Told:
    return identity.unit_changes.change(unit=number(subject), **{name: _text(data, name) for name in ("name", "short", "phone", "word")})


def _close_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    mine = [Reason("own-unit", "不能撤销自己所在的单位。")] if actor.unit == number(subject) else []
    return mine + identity.unit_changes.close_faults(unit=number(subject), successor=_text(data, "successor"))


def _close(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Told:
    return identity.unit_changes.close(unit=number(subject), on=clock.day(at), successor=_text(data, "successor"))


def _post_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    return identity.post_changes.create_faults(unit=number(subject), title=_text(data, "title"))


def _post(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Told:
    single = data.answers["single"] in (True, "yes")
    return {"post_made": identity.post_changes.create(unit=number(subject), title=_text(data, "title"), single=single)}


def _appoint_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    person = identity.person_named(username=_text(data, "username"))
    since = _day(data, "since") or clock.day(at)
    return identity.post_changes.appoint_faults(
        post=number(subject), person=person, since=since, until=_day(data, "until"), on=clock.day(at), acting=actor.person
    )


def _appoint(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Told:
    person = identity.person_named(username=_text(data, "username"))
    made = identity.post_changes.appoint(post=number(subject), person=person, since=_day(data, "since") or clock.day(at), until=_day(data, "until"))
    told = {"tenure_made": made, "person": person, "post": number(subject)}
    ledger.append(subject=f"person:{person}", act=APPOINTED, actor=actor, at=at, facts=told)
    return told


def _end_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    out = _day(data, "on") or clock.day(at)
    return identity.post_changes.end_faults(tenure=int(_text(data, "tenure")), person=number(subject), on=clock.day(at), first_out=out, acting=actor.person)


def _end(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Told:
    identity.post_changes.end(tenure=int(_text(data, "tenure")), first_out=_day(data, "on") or clock.day(at))
    return {}


def _move_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    found = _end_faults(actor=actor, subject=subject, data=data, at=at)
    if found:
        return found
    post = identity.post_changes.post_named(unit_code=_text(data, "unit"), title=_text(data, "title"))
    if not post:
        return [Reason("post-unknown", "这个单位没有这个岗位。请核对单位代码和岗位名称，或者先设岗位。", field="title")]
    return identity.post_changes.appoint_faults(
        post=post,
        person=number(subject),
        since=_day(data, "on") or clock.day(at),
        until=None,
        on=clock.day(at),
        acting=actor.person,
        leaving=int(_text(data, "tenure")),
    )


def _move(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Told:
    first = _day(data, "on") or clock.day(at)
    post = identity.post_changes.post_named(unit_code=_text(data, "unit"), title=_text(data, "title"))
    identity.post_changes.end(tenure=int(_text(data, "tenure")), first_out=first)
    return {"tenure_made": identity.post_changes.appoint(post=post, person=number(subject), since=first, until=None), "post": post}


def _open_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    return identity.account_changes.open_faults(username=_text(data, "username"))


def _open(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Told:
    made = identity.account_changes.open_account(username=_text(data, "username"), name=_text(data, "name"), phone=_text(data, "phone"))
    ledger.append(subject=f"account:{made['account']}", act=OPENED, actor=actor, at=at, facts=made)
    return made


def _account_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    return identity.account_changes.faults(account=number(subject), acting=actor.person, on=at)


def _shut_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    return identity.account_changes.faults(account=number(subject), acting=actor.person, on=at, closing=True)


def _shut(*, actor: Actor, subject: str, data: Clean, at: datetime) -> None:
    identity.account_changes.set_active(account=number(subject), active=False)


def _reopen(*, actor: Actor, subject: str, data: Clean, at: datetime) -> None:
    identity.account_changes.set_active(account=number(subject), active=True)


def _reset(*, actor: Actor, subject: str, data: Clean, at: datetime) -> None:
    identity.account_changes.reset_password(account=number(subject))


def _load_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    rights = identity.rights(actor, epoch_now=identity.epoch())
    may = any(rights.hold(role, clock.day(at)) for role in LOADERS)
    return [] if may else [Reason("not-your-role", "只有系统管理员和安全管理员能载入机构和人员表。")]


def _load(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Told:
    """The sheets as they were previewed. Raises Refused when anything that was shown is not so any more."""
    book = establishment.named(screens.book_of(actor, _text(data, "sha256"), name=establishment.CSV))
    found = loading.done(lines=loading.read(book=book, at=at), actor=actor, at=at, key=f"{_text(data, 'sha256')} {at.isoformat()}")
    if found.base != _text(data, "base"):
        raise screens.stale("其中的单位、岗位或者任职")
    return {kind: sum(c.kind == kind for c in found.changes) for kind in ("new", "changed", "refused")}


BEGUN, APPOINTED = _act("unit_begun", "{actor} 设立了本单位"), _act("person_appointed", "{actor} 任命了此人")
OPENED = _act("account_begun", "{actor} 开通了本账号")
ALL = (
    _command(forms.SET_UP, "unit_set_up", "{actor} 设立下级单位 {name}", _set_up, _set_up_faults, on=UNIT),
    _command(forms.CHANGE, "unit_changed", "{actor} 把单位 {name_was} 改为 {name}", _change, on=UNIT),
    _command(forms.CLOSE, "unit_closed", "{actor} 撤销了单位", _close, _close_faults,
             confirm="撤销后，单位里所有人的任职和权限今天起结束，不能恢复。", on=UNIT),
    _command(
        forms.MERGE,
        "unit_merged",
        "{actor} 把单位并入 {successor}",
        _close,
        _close_faults,
        confirm="并入后，本单位里所有人的任职和权限今天起结束，不能恢复。办件、待办和征询随后转给承接单位，每件都有记录。",
        on=UNIT,
    ),
    _command(forms.CREATE_POST, "post_created", "{actor} 设岗位 {title}", _post, _post_faults, on=UNIT),
    _command(forms.APPOINT, "appointed", "{actor} 任命 {username}", _appoint, _appoint_faults, on=POST),
    _command(forms.END, "appointment_ended", "{actor} 结束任职，从 {on} 起", _end, _end_faults,
             confirm="从所选日期起，此人在这个岗位上的权限收回。", on=PERSON),
    _command(forms.MOVE, "official_moved", "{actor} 调动到 {unit} {title}，从 {on} 起", _move, _move_faults, on=PERSON),
    _command(forms.OPEN, "account_opened", "{actor} 开通账号 {username}", _open, _open_faults, on=UNIT),
    _command(forms.SHUT, "account_closed", "{actor} 停用账号：{reason}", _shut, _shut_faults,
             confirm="停用后马上不能登录，正在用的页面也会退出。", on=ACCOUNT),
    _command(forms.REOPEN, "account_reopened", "{actor} 恢复账号：{reason}", _reopen, _account_faults, on=ACCOUNT),
    _command(forms.RESET, "password_reset", "{actor} 重设密码：{reason}", _reset, _account_faults,
             confirm="原来的密码马上作废，此人在各处的登录都会退出。", on=ACCOUNT),
    Command(forms.LOAD.code, forms.LOAD.title, ANYBODY, forms.LOAD, _load, _act("loaded", "{actor} 载入机构和人员表"), _load_faults, on=forms.SHEETS),
    *acting.ALL,
    *standing_in.ALL,
)
