"""Delivery 送达 (行政许可法 第四十四条): how the applicant wants it, that it was sent, and, recorded with the step itself, how, when and to whom it came.

What was wished and sent are entries of the chain `delivery:<case>`. The step asks more than its procedure declares: how a certificate was
delivered decides nothing about the case, so no version of the procedure depends on it; its clock stops when the step is made.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.types import ANYBODY, Command
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form, When
from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.types import Recorded
from yiwang.kernel import clock
from yiwang.kernel.actors import READER, Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import NotFound
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.services import roles
from yiwang.web.slots import MoveForm

STEP, WAITING = "hand_over", "granted"
WAYS = (("electronic", "电子证照，不要纸质"), ("window", "到窗口领取"), ("mail", "邮寄"))
DONE = (("window", "窗口领取"), ("mail", "邮寄"), ("electronic", "电子送达"))
WHO = (("self", "申请人本人（单位的法定代表人）"), ("agent", "委托的代理人"), ("room", "单位收发室、同住成年家属"))
BY_MAIL, ON_PAPER = (When("way", ("mail",)),), (When("way", ("window", "mail")),)
WISH = Form("services.delivery_wish", "怎么领取", (
    Field("way", "怎么领取", FieldKind.CHOICE, "电子证照和纸质的同等有效，批准后就在“我的证照”里。", choices=WAYS, personal=False),
    Field("name", "收件人", help="快递单上写的名字。", longest=40, when=BY_MAIL),
    Field("phone", "收件电话", FieldKind.PHONE, "快递员打得通的电话。", when=BY_MAIL),
    Field("address", "收件地址", help="省、市、区县、街道、门牌都写上。", longest=160, when=BY_MAIL),
), submit="就这样领取")
SENT = Form("services.sent", "登记寄出", (
    Field("carrier", "快递公司", longest=40, personal=False, example="中国邮政 EMS"),
    Field("tracking", "快递单号", help="申请人凭它查快递。", longest=40, personal=False),
    Field("sent_on", "寄出日期", FieldKind.DATE, most="today", personal=False),
), submit="登记寄出", intro="寄出还不是送达：对方签收以后，再登记送达。")
DELIVERED = Form("services.delivered", "送达证件", (
    Field("way", "怎么送达的", FieldKind.CHOICE, choices=DONE, personal=False),
    Field("served_on", "送达日期", FieldKind.DATE, "邮寄的填签收那天。", most="today", personal=False),
    Field("receiver", "签收人", help="照送达回证上的签名填。", longest=40, when=ON_PAPER),
    Field("relation", "签收人是", FieldKind.CHOICE, choices=WHO, personal=False, when=ON_PAPER),
    Field("carrier", "快递公司", longest=40, personal=False, when=BY_MAIL, example="中国邮政 EMS"),
    Field("tracking", "快递单号", help="照快递单填。", longest=40, personal=False, when=BY_MAIL),
    Field("proof", "签过名的送达回证", FieldKind.FILE, "照片或 PDF。", required=False, files=3, longest=20 * 1024 * 1024, when=ON_PAPER),
), submit="登记送达", intro="行政许可法第四十四条：自作出决定之日起十日内颁发、送达。")
FORMS = (DELIVERED,)
WISHED = Act("public.services.delivery_wished", Kind.CHANGED, "{actor} 选择了怎么领取", personal=("form",))
POSTED = Act("public.services.posted", Kind.CHANGED, "{actor} 登记寄出：{carrier} {tracking}")


def subject(ref: str) -> str:
    return f"delivery:{ref}"


def hands_over(procedure: cases.Procedure) -> bool:
    """Whether cases of a procedure of ours end with something handed over."""
    return procedure.code.startswith("public.services.") and STEP in procedure.by_code


def asks(procedure: cases.Procedure, code: str, found: cases.CaseView | cases.Located | None) -> list[MoveForm]:
    """What is asked when something is handed over, with what is known of it."""
    if code != STEP or not hands_over(procedure):
        return []
    if found is None:
        return [MoveForm(DELIVERED)]
    decided = [e for e in ledger.history(found.id) if e.kind is Kind.DECIDED]
    first = clock.day(decided[-1].at).isoformat() if decided else ""
    form = replace(DELIVERED, fields=tuple(replace(f, least=first) if f.code == "served_on" else f for f in DELIVERED.fields))
    known, sent = wish(found.ref), sending(found.ref)
    values = {"way": "mail" if sent else known.get("way", ""), "receiver": known.get("name", ""), **{k: sent[k] for k in ("carrier", "tracking") if k in sent}}
    usual = None if values["way"] in ("mail", "window") else lambda today: {"way": "electronic", "served_on": today.isoformat()}
    return [MoveForm(form, {name: value for name, value in values.items() if value}, usual, "按电子送达登记")]


def wish(ref: str) -> dict[str, Any]:
    """How the applicant wants it: the newest answers, as far as they are still kept; empty when nothing was said."""
    found = _newest(ref, WISHED.code)
    if found is None:
        return {}
    kept = ledger.values(found.chain).get(found.n, {}).get("form", "")
    return dict(json.loads(kept)["answers"]) if kept else {"way": found.facts["way"]}


def sending(ref: str) -> dict[str, Any]:
    """Carrier, tracking number and day, when it was sent."""
    found = _newest(ref, POSTED.code)
    return dict(found.facts) if found else {}


def _newest(ref: str, act: str) -> Recorded | None:
    chain = ledger.chain_of(subject(ref))
    return next((e for e in reversed(ledger.history(chain)) if e.act == act), None) if chain is not None else None


def _ref(subject_: str) -> str:
    return subject_.partition(":")[2]


def _wish_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    view = cases.view(actor=actor, ref=_ref(subject), at=at)
    if not (view.is_party and hands_over(view.procedure)):
        raise NotFound(view.ref)
    return [Reason("handed-over", "这件事已经办结，不能再改领取方式。")] if view.closed_at or STEP in {line.move for line in view.history} else []


def _posted_faults(*, actor: Actor, subject: str, data: Clean, at: datetime) -> Sequence[Reason]:
    view = cases.view(actor=actor, ref=_ref(subject), at=at)
    if view.unit != actor.unit or not hands_over(view.procedure):
        raise NotFound(view.ref)
    return [] if view.state == WAITING else [Reason("nothing-to-send", "现在没有要寄的证件：批准以后、送达以前才能登记寄出。")]


def _posted(*, actor: Actor, subject: str, data: Clean, at: datetime) -> dict[str, Any]:
    """Names its case, so that the applicant is told."""
    return {"case": _ref(subject)}


def _nothing(*, actor: Actor, subject: str, data: Clean, at: datetime) -> None:
    return None


def forget(entry: Recorded) -> None:
    """What lies beside a case's delivery and its ratings goes when the case's own data do (个人信息保护法 第四十七条)."""
    kind, _, ref = entry.subject.partition(":")
    for subject_ in (subject(ref), f"rating:{ref}") if kind == "case" else ():
        chain = ledger.chain_of(subject_)
        for n, named in (ledger.values(chain) if chain is not None else {}).items():
            for name in named:
                key = f"forget:{entry.chain}.{entry.n}:{n}.{name}"
                ledger.erase(subject=subject_, n=n, name=name, actor=READER, reason=str(entry.facts.get("reason", "")), key=key, at=entry.at)


def nothing_kept() -> None:
    """Nothing to empty: what is erased stays erased."""


COMMANDS = (
    Command("public.services.wish_delivery", "怎么领取", ANYBODY, WISH, _nothing, WISHED, _wish_faults),
    Command("public.services.post", "登记寄出", roles.WINDOW.code, SENT, _posted, POSTED, _posted_faults),
)


def served(view: cases.CaseView) -> Mapping[str, Any]:
    """What was recorded of the delivery, in the open; empty when nothing was."""
    return next((line.facts for line in view.history if line.move == STEP and line.facts.get("way")), {})
