"""Every operation of the API, once: its address, who may ask, what it takes and gives. Routes and OpenAPI are made from this list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Form
from yiwang.engines.registers import api as registers
from yiwang.kernel.reasons import Reason
from yiwang.web.api import expanding, matters, others, told
from yiwang.web.permits import Permit

ANYONE, SIGNED_IN, OFFICIAL, CITIZEN = Permit(), Permit(known=True), Permit(official=True), Permit(known=True, public=True)


@dataclass(frozen=True, slots=True)
class Query:
    """A parameter of a list."""

    name: str
    title: str
    least: int | None = None  # a number, at least this
    most: int = 10**15
    offered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address. `gives` is the type answered (None: a file); `form` what its body holds, or `body` its schema.

    `key`: the request names itself, so that it is safe to send again; `seen`: it says what it rests on; `records`: a read that leaves a trace, for any
    token. `expand`: places of the address that the registry fills, one address each in the description.
    """

    method: str
    path: str
    title: str
    does: Callable[..., Any]
    gives: Any
    permit: Permit = SIGNED_IN
    status: int = 200
    query: tuple[Query, ...] = ()
    form: Form | None = None
    body: dict[str, Any] | None = None
    key: bool = False
    seen: bool = False
    records: bool = False
    multipart: bool = False
    about: str = ""
    tag: str = "办件"
    expand: Callable[[], Iterable[expanding.Expanded]] | None = None
    refusals: tuple[Reason, ...] = ()


AFTER, LIMIT = Query("after", "上一页答复里的 after"), Query("limit", "一页几条", 1, 100)
BEGIN = {"type": "object", "required": ["item", "answers"], "additionalProperties": False, "properties": {
    "item": {"type": "string", "maxLength": 80, "description": "事项或一件事的代码，见 /{system}/items"},
    "answers": {"type": "object", "description": "填写的内容，按 /{system}/items/{key} 给的 schema"}}}
UPLOAD = {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"},
          "purpose": {"type": "string", "enum": ["", "signature"], "description": "signature：手写的签名，PNG，有笔画，不超过 200 KB"}}}

ALL: tuple[Operation, ...] = (
    Operation("GET", "/me", "令牌以谁的身份办事", others.me, told.Me, tag="身份"),
    Operation("GET", "/desk", "等我办的事，最急的在前", matters.desk, cases.Page, OFFICIAL),
    Operation("GET", "/notices", "消息，新的在前", others.notices, told.Notices, tag="消息", query=(Query("after", "接着上一页", 0), LIMIT)),
    Operation("GET", "/cases", "看得到的办件，新的在前", matters.listing, cases.Page, query=(
        Query("state", "在办还是办结", offered=("open", "closed")), Query("procedure", "程序的代码"), Query("unit", "单位的编号", 0),
        Query("q", "题名、编号或当事人里的字"), AFTER, LIMIT)),
    Operation("GET", "/cases/{ref}", "一个办件：时限和理由、经过、文书、现在能办什么", matters.case, told.Case),
    Operation("POST", "/cases/{ref}/moves/{move}", "办理一步", matters.move, cases.Done, key=True, seen=True, expand=expanding.moves),
    Operation("POST", "/cases/{ref}/referrals/{to}", "移送", matters.refer, cases.Done, OFFICIAL, key=True, seen=True, expand=expanding.referrals),
    Operation("POST", "/cases/{ref}/answers", "回复征询", matters.answer, cases.Done, OFFICIAL, form=matters.ANSWER, key=True,
              about="adopts 是转下级办理的征询的编号：采用它的答复。"),
    Operation("POST", "/cases/{ref}/passings", "转下级办理", matters.pass_on, cases.Done, OFFICIAL, form=matters.PASS_ON, key=True),
    Operation("POST", "/cases/{ref}/inquiries/{inquiry:int}/returns", "退回下级重答", matters.send_back, cases.Done, OFFICIAL, form=matters.BACK, key=True),
    Operation("POST", "/cases/{ref}/urgings", "催办", matters.urge, cases.Done, form=matters.URGE, key=True),
    Operation("POST", "/cases/{ref}/reveals", "写明用途看申请内容", matters.reveal, told.Values, OFFICIAL, form=matters.PURPOSE, key=True, records=True),
    Operation("POST", "/cases/{ref}/erasures", "删除个人信息", matters.erase, cases.Done, OFFICIAL, form=cases.ERASE, key=True),
    Operation("GET", "/cases/{ref}/files/{sha256}", "办件的一份材料或文书", others.file_of_case, None),
    Operation("POST", "/commands/{command}/{subject}", "执行一个命令", others.command, told.Changed, key=True, tag="命令", expand=expanding.commands),
    Operation("GET", "/registers", "登记库", others.all_registers, told.NamedPage, OFFICIAL, tag="登记库"),
    Operation("GET", "/registers/{register}", "一个登记库的登记", others.records, told.NamedPage, OFFICIAL, tag="登记库",
              query=(Query("q", "名称里的字"), AFTER)),
    Operation("GET", "/registers/{register}/{key}", "一条登记，个人信息已遮蔽", others.record, told.Entry, OFFICIAL, tag="登记库"),
    Operation("POST", "/registers/{register}/{key}/look-ups", "写明用途查询", others.look_up, told.Entry, OFFICIAL, form=others.PURPOSE, records=True,
              tag="登记库"),
    Operation("POST", "/verifications", "核验证照", others.verify, registers.Verified, ANYONE, form=others.NUMBER, tag="登记库", about="不用令牌。"),
    Operation("POST", "/files", "上传一份材料", others.upload, told.Kept, multipart=True, body=UPLOAD, tag="文件", status=201,
              about="同样的内容只存一次，可以重发。"),
    Operation("GET", "/files/{sha256}", "自己上传的一份材料", others.own_file, None, tag="文件"),
    Operation("GET", "/{system}/items", "能办的事项和一件事", others.offers, told.NamedPage, ANYONE, tag="申请", query=(Query("area", "区县代码"),),
              expand=expanding.systems, about="不用令牌。"),
    Operation("GET", "/{system}/items/{key}", "一个事项问什么", others.offer, told.Offer, ANYONE, tag="申请", expand=expanding.systems, about="不用令牌。"),
    Operation("POST", "/{system}/{procedure}/cases", "提交申请", others.begin, told.Begun, CITIZEN, status=201, body=BEGIN, key=True, tag="申请",
              expand=expanding.beginnings),
)
