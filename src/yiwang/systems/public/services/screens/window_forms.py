"""What a counter asks: who came, whose draft; and the registration of somebody nobody knew yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from yiwang.engines.cases.types import ANYBODY, Command
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form
from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.services import roles

WHO = Field("who", "谁来申请", FieldKind.CHOICE, choices=(("person", "个人（居民身份证）"), ("firm", "单位（营业执照、登记证书）")), personal=False)
NUMBER = Field("number", "号码", FieldKind.TEXT, "个人填公民身份号码，单位填统一社会信用代码，都是 18 位。", longest=30)
APPLICANT = Form("services.applicant", "申请人是谁", (
    WHO, NUMBER, Field("purpose", "用途", FieldKind.TEXT, "会写进记录，申请人能查到谁为什么查过。", longest=200, personal=False),
), submit="查申请人")
DRAFT_CODE = Form("services.draft_code", "草稿号", (
    Field("code", "草稿号", FieldKind.TEXT, "六位字母和数字，不分大小写。", longest=12, personal=False, example="7QK2MX"),
), submit="看草稿")
REGISTRATION = Form("services.register_applicant", "登记申请人", (
    WHO, NUMBER, Field("name", "姓名或者名称", FieldKind.TEXT, "照证件填写，一个字不差。", longest=80),
    Field("phone", "联系电话", FieldKind.PHONE, "办理中要通知时用。", required=False),
    Field("seen", "证件原件", FieldKind.CHOICE, choices=(("yes", "已当面核对证件原件，人证一致"),), personal=False),
), submit="登记，接着收件")


def _faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    rights = identity.rights(actor, epoch_now=identity.epoch())
    if not any(rights.hold(role, clock.day(at)) for role in roles.WINDOWS):
        return [Reason("not-your-role", "您现在的岗位不能登记申请人，窗口和综合窗口才能。")]
    return identity.applicant_faults(kind=str(data.answers["who"]), number=str(data.answers["number"]))


def _registered(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Mapping[str, Any]:
    said = data.answers
    party = identity.register_applicant(kind=str(said["who"]), name=str(said["name"]), number=str(said["number"]), phone=str(said.get("phone") or ""))
    return {"kind": party.kind, "party": party.id}


REGISTER = Command("public.services.register_applicant", "登记申请人", ANYBODY, REGISTRATION, _registered,
                   Act("public.services.applicant_registered", Kind.CHANGED, "{actor} 登记申请人"), _faults)
