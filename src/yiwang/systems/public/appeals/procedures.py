"""A citizen's matter: taken in by the desk, sent to a unit, signed for or returned and ruled on, answered, told. Limits are local."""

from __future__ import annotations

from datetime import date

from yiwang.engines.calendar.types import Span, Unit
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.api import TO_DESK, TO_UNIT, Extension, Move, Procedure, State, Term
from yiwang.kernel.acts import Kind
from yiwang.systems.public.appeals import forms, parameters, rules

LAW, START = "国办发〔2020〕53号", date(2020, 12, 28)
DISPATCHER = cases.Role("public.appeals.dispatcher", "诉求受理员", cases.Where.DESK)
HANDLER = cases.Role("public.appeals.handler", "诉求承办人")
HEAD = cases.Role("public.appeals.head", "诉求负责人")


def _term(title: str, name: str, event: str, extendable: Extension | None = None) -> Term:
    return Term(title, Span(parameters.value(name, START), Unit.WORKING), event=event, extendable=extendable)


def only(*states: str) -> frozenset[str]:
    return frozenset(states)


MATTER = Procedure(
    code="public.appeals.matter", title="公众诉求", version=1, valid_from=START, law=(LAW,), prefix="SQ",
    states={
        "received": State("待派单", "dispatcher", "派单", "dispatch", public="受理中心正在分派"),
        "sent": State("待签收", "handler", "签收", "sign", public="已经交给承办单位"),
        "handling": State("办理中", "handler", "办理并答复", "answer", public="承办单位正在办理"),
        "returned": State("待裁定", "dispatcher", "裁定退回", "rule", public="正在确定由哪个单位办理"),
        "answered": State("待审核", "dispatcher", "审核答复", "review", public="答复正在审核"),
        "closed": State("已答复"),
        "not_taken": State("不予受理"),
        "withdrawn": State("已撤回", public="您已经撤回"),
    },
    start="received", starts=("dispatch",), ends=only("closed", "not_taken", "withdrawn"), good_ends=only("closed"),
    line=("received", "sent", "handling", "answered", "closed"),
    roles={"applicant": cases.APPLICANT, "dispatcher": DISPATCHER, "handler": HANDLER, "head": HEAD},
    terms={
        "dispatch": _term("派单", "dispatch_days", "收到"), "sign": _term("签收", "sign_days", "派单"), "rule": _term("裁定", "rule_days", "退回"),
        "answer": _term("答复", "answer_days", "派单", Extension(parameters.value("longer_days", START), "head")),
        "review": _term("审核", "review_days", "报送"),
    },
    moves=(
        Move("dispatch", only("received"), "sent", "dispatcher", "派单", form=forms.DISPATCH, to=TO_UNIT, stops=("dispatch",), starts=("sign", "answer"),
             tone="primary", says="派单"),
        Move("reply", only("received"), "closed", "dispatcher", "直接答复", form=forms.REPLY, stops=(cases.ALL,), kind=Kind.DECIDED, law=LAW, says="直接答复"),
        Move("decline", only("received"), "not_taken", "dispatcher", "不予受理", form=forms.DECLINE, stops=(cases.ALL,), kind=Kind.DECIDED, law=LAW,
             tone="danger", says="不予受理，告知途径", confirm="不予受理以后这件事就结束了；诉求人会收到理由和应当走的途径。"),
        Move("sign", only("sent"), "handling", "handler", "签收", stops=("sign",), tone="primary", says="签收"),
        Move("give_back", only("sent"), "returned", "handler", "退回", form=forms.GIVE_BACK, guard=rules.not_ruled_yet, to=TO_DESK, stops=("sign", "answer"),
             starts=("rule",), kind=Kind.RETURNED, says="退回"),
        Move("send_on", only("returned"), "sent", "dispatcher", "同意退回，改派", form=forms.SEND_ON, guard=rules.to_another, to=TO_UNIT, stops=("rule",),
             starts=("sign", "answer"), tone="primary", says="同意退回，改派"),
        Move("overrule", only("returned"), "sent", "dispatcher", "不同意退回", form=forms.OVERRULE, guard=rules.to_who_returned_it, to=TO_UNIT, stops=("rule",),
             starts=("sign", "answer"), says="裁定由原单位办理"),
        Move("extend", only("handling"), "", "head", "延长答复期限", form=forms.EXTEND, extends="answer", kind=Kind.EXTENDED, law=LAW,
             says="批准延长答复期限"),
        Move("respond", only("handling"), "answered", "handler", "答复", form=forms.ANSWER, stops=("answer",), starts=("review",),
             tone="primary", says="报送答复"),
        Move("rework", only("answered"), "handling", "dispatcher", "退回重办", form=forms.REWORK, stops=("review",), starts=("answer",), kind=Kind.RETURNED,
             says="退回重办"),
        Move("close", only("answered"), "closed", "dispatcher", "审核通过，答复诉求人", stops=(cases.ALL,), kind=Kind.DECIDED, law=LAW, tone="primary",
             says="答复诉求人", confirm="审核通过后，答复马上发给诉求人，不能收回。"),
        Move("withdraw", only("received", "sent", "handling", "returned"), "withdrawn", "applicant", "撤回", stops=(cases.ALL,), tone="danger", says="撤回诉求",
             confirm="撤回以后不再办理；还要办的，可以重新写。"),
    ),
)
