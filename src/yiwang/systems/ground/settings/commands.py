"""What the security administrator changes: roles of posts, locks, second factors, policies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.types import Command
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form
from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.reasons import Reason
from yiwang.web.accounts import devices

SYSTEM_ADMIN, SECURITY_ADMIN, AUDIT_ADMIN = (f"ground.{office.value}" for office in identity.Office)
EVERYBODY = "everybody"  # of the policies' chains the one that is about all log-ins
POST, ACCOUNT = (f"{kind}:[1-9][0-9]{{0,17}}" for kind in ("post", "account"))
ROLE = Field("role", "角色", FieldKind.CHOICE, personal=False)
REASON = Field("reason", "原因", FieldKind.LONG_TEXT, longest=200, personal=False)
GRANT = Form("settings.grant_role", "给岗位加角色", (ROLE, REASON), submit="加上角色")
TAKE = Form("settings.take_role", "收回岗位的角色", (ROLE, REASON), submit="收回角色")
UNLOCK = Form("settings.unlock", "解除锁定", (REASON,), submit="解除锁定")
FACTOR = Form("settings.take_factor", "解除验证码", (REASON,), submit="解除验证码")
END = Form("settings.end_sessions", "让此人在各处退出", (REASON,), submit="让此人退出")
END_ALL = Form("settings.end_every_session", "让所有人重新登录", (REASON,), submit="让所有人退出")
CONFIRM = Form("settings.confirm_enrolment", "确认是本人", (replace(REASON, label="怎么确认的", help="例如当面看了工作证。"),), submit="确认并领取确认码")
CONFIRM_TOO = replace(CONFIRM, code="settings.confirm_enrolment_too")  # the same for the audit administrator: nobody confirms who they gave a password
REMAKE = Form("settings.remake_letter", "重做文书", (REASON,), submit="重做")
POLICY = Form(
    "settings.set_policy", "修改登录策略", (Field("value", "数值", FieldKind.NUMBER, least="1", most="100000", whole=True, personal=False), REASON),
    submit="保存",
)


def roles() -> dict[str, str]:
    """All roles the city has: those of procedures and commands, and the three administrators."""
    return {code: f"{title}（{code}）" if title != code else code for code, title in cases.roles().items()} | identity.ADMINS


def number(subject: str) -> int:
    return int(subject.partition(":")[2])


def _grant_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    return identity.post_changes.grant_faults(
        post=number(subject), role=str(data.answers["role"]), known=frozenset(roles()), on=clock.day(at), acting=actor.person
    )


def _grant(*, actor: Actor, subject: str, data: Clean, at: datetime) -> None:
    identity.post_changes.grant(post=number(subject), role=str(data.answers["role"]))


def _take_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    return identity.post_changes.take_faults(post=number(subject), role=str(data.answers["role"]), on=clock.day(at), acting=actor.person)


def _take(*, actor: Actor, subject: str, data: Clean, at: datetime) -> None:
    identity.post_changes.take(post=number(subject), role=str(data.answers["role"]))


def _account_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    return identity.account_changes.faults(account=number(subject), acting=actor.person, on=at)


def _unlock(*, actor: Actor, subject: str, data: Clean, at: datetime) -> None:
    identity.account_changes.reset_failures(account=number(subject))


def _take_factor(*, actor: Actor, subject: str, data: Clean, at: datetime) -> None:
    identity.account_changes.take_factor(account=number(subject))


def _nothing_against(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    return []


def _end(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Mapping[str, object]:
    return {"sessions": devices.end_all(of=number(subject))}


def _end_all(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Mapping[str, object]:
    """The one who asks stays, to see what comes of it."""
    return {"sessions": devices.end_all(but=actor.account)}


def _confirm_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    return identity.enrolment.faults(account=number(subject), actor=actor, on=at)


def _confirm(*, actor: Actor, subject: str, data: Clean, at: datetime) -> None:
    identity.enrolment.allow(account=number(subject), at=at)


def _remade(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Mapping[str, object]:
    """That it was asked for is on record; making it takes its time and comes after the commit."""
    return {"document": number(subject)}


def _remake_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    owed = any(letter.id == number(subject) for letter in cases.owed_letters(before=at, limit=1000))
    return [] if owed else [Reason("not-owed", "没有这份待制作的文书，可能已经做好。")]


def policy_name(subject: str) -> str:
    return subject.partition(":")[2]


def _policy_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    return identity.policy_faults(name=policy_name(subject), value=int(data.answers["value"]))


def _policy(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Mapping[str, object]:
    return identity.set_policy(name=policy_name(subject), value=int(data.answers["value"]))


def _command(
    form: Form, code: str, says: str, does: Callable[..., Any], guard: Callable[..., Sequence[Reason]], confirm: str = "", by: str = SECURITY_ADMIN,
    on: str = "",
) -> Command:
    return Command(form.code, form.title, by, form, does, Act(f"settings.{code}", Kind.CHANGED, says), guard, confirm, on)


SURE = "确认码给谁，谁就能用这个账号启用验证码。请先当面确认是本人。"
ALL = (
    _command(GRANT, "role_granted", "{actor} 给岗位加角色 {role}：{reason}", _grant, _grant_faults, on=POST),
    _command(TAKE, "role_taken", "{actor} 收回岗位的角色 {role}：{reason}", _take, _take_faults, "在这个岗位上的人，今天起没有这个角色。", on=POST),
    _command(UNLOCK, "unlocked", "{actor} 解除锁定：{reason}", _unlock, _account_faults, on=ACCOUNT),
    _command(
        FACTOR,
        "factor_taken",
        "{actor} 解除一次性验证码：{reason}",
        _take_factor,
        _account_faults,
        "解除后此人登录不再要验证码，直到重新启用。请先确认是本人。",
        on=ACCOUNT,
    ),
    _command(END, "sessions_ended", "{actor} 让此人在 {sessions} 处退出登录：{reason}", _end, _account_faults,
             "此人正在用的页面马上退出，没有保存的要重填。", on=ACCOUNT),
    _command(END_ALL, "every_session_ended", "{actor} 让所有人退出登录，共 {sessions} 处：{reason}", _end_all, _nothing_against,
             "全市的人正在用的页面马上退出，没有保存的要重填；您自己的，只留现在这一处。程序的令牌不受影响。", on=f"policy:{EVERYBODY}"),
    _command(CONFIRM, "enrolment_confirmed", "{actor} 确认是本人：{reason}", _confirm, _confirm_faults, SURE),
    _command(CONFIRM_TOO, "enrolment_confirmed", "{actor} 确认是本人：{reason}", _confirm, _confirm_faults, SURE, AUDIT_ADMIN),
    _command(REMAKE, "letter_remade", "{actor} 重做文书：{reason}", _remade, _remake_faults, "", SYSTEM_ADMIN),
    _command(POLICY, "policy_set", "{actor} 把登录策略从 {was} 改为 {value}：{reason}", _policy, _policy_faults, on="policy:[a-z_]{1,40}"),
)
