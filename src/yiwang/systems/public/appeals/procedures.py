"""A citizen's matter: taken in by the desk, sent to a unit or joined to another, signed for or returned and ruled on, answered, told, rated; raised again, it
goes a level up. Limits are local."""

from __future__ import annotations

from datetime import date
from typing import Any

from yiwang.engines.calendar.types import Span, Unit
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.api import JOINS, LEAVES, TO_ABOVE, TO_BELOW, TO_DESK, TO_UNIT, Extension, Move, Procedure, State, Tacit, Term
from yiwang.kernel.acts import Kind
from yiwang.systems.public.appeals import forms, parameters, rules

LAW, START = "国办发〔2020〕53号", date(2020, 12, 28)
DISPATCHER = cases.Role("public.appeals.dispatcher", "诉求受理员", cases.Where.DESK)
HANDLER = cases.Role("public.appeals.handler", "诉求承办人")
HELPER = cases.Role(HANDLER.code, HANDLER.title, cases.Where.ASKED)
HEAD = cases.Role("public.appeals.head", "诉求负责人")
SECOND = cases.Role("public.appeals.reviewer", "诉求复核员", cases.Where.DESK)
WORKING = Unit.WORKING
UNDONE = "审核通过后，答复马上发给诉求人，不能收回。"


def at_once(name: str) -> tuple[str, str, Span]:
    """What is dangerous is due by the clock, day and night."""
    return ("urgency", "danger", Span(parameters.value(name, START), Unit.MINUTES))


SOONER = (("urgency", "urgent", parameters.value("urgent_days", START)), at_once("spot_minutes"))


def term(title: str, name: str, event: str, extendable: Extension | None = None, kind: Unit = WORKING, **more: Any) -> Term:
    return Term(title, Span(parameters.value(name, START), kind), event=event, extendable=extendable, **more)


def only(*states: str) -> frozenset[str]:
    return frozenset(states)


TO_SUPERVISION = cases.Referral("oversight.supervision.signal", "dispatcher", "报监察线索", ("public.appeals.matter",), forms.CLUE, "报监察线索")
RULED = {"stops": ("rule",), "starts": ("sign", "answer"), "to": TO_UNIT}
MATTER = Procedure(
    code=rules.CODE, title="公众诉求", version=1, valid_from=START, law=(LAW,), prefix="SQ",
    states={
        "received": State("待派单", "dispatcher", "派单", "dispatch", public="受理中心正在分派"),
        "sent": State("待签收", "handler", "签收", "sign", public="已经交给承办单位"),
        "handling": State("办理中", "handler", "办理并答复", "answer", public="承办单位正在办理"),
        "returned": State("待裁定", "dispatcher", "裁定退回", "rule", public="正在确定由哪个单位办理"),
        "answered": State("待审核", "dispatcher", "审核答复", "review", public="答复正在审核"),
        "merged": State("已并件", term="answer", public="和同一件事的其他诉求一起办理"),
        "told": State("已答复，待评价", "dispatcher", "回访", "rate", public="已经答复，等您评价"),
        "rebounded": State("反弹，待上一级", "dispatcher", "交上一级重办", "dispatch", public="正在交上一级重新办理"),
        "disputed": State("待认定", "second", "认定是否计入考核", "rule", public="正在交上一级重新办理"),
        "closed": State("已办结"),
        "not_taken": State("不予受理"),
        "referred": State("已转监察单位", public="已经转监察单位核查"),
        "withdrawn": State("已撤回", public="您已经撤回"),
    },
    start="received", starts=("dispatch",), ends=only("closed", "not_taken", "referred", "withdrawn"), good_ends=only("closed"), counted=("answer",),
    line=("received", "sent", "handling", "answered", "told", "closed"),
    roles={"applicant": cases.APPLICANT, "dispatcher": DISPATCHER, "handler": HANDLER, "head": HEAD, "reviewer": HELPER, "second": SECOND, "signatory": SECOND,
           "clock": cases.CLOCK_ROLE},
    begun_by=("applicant", "dispatcher", "clock"),
    terms={
        "dispatch": term("派单", "dispatch_days", "收到"), "sign": term("签收", "sign_days", "派单", sooner=(at_once("spot_sign_minutes"),)),
        "rule": term("裁定", "rule_days", "退回"),
        "answer": term("答复", "answer_days", "派单", Extension(parameters.value("longer_days", START), "head"), sooner=SOONER),
        "review": term("审核", "review_days", "报送"), "rate": term("评价", "rate_days", "答复", kind=Unit.CALENDAR, lapses_to=Tacit("settle"), offered=True),
    },
    moves=(
        Move("dispatch", only("received"), "sent", "dispatcher", "派单", form=forms.DISPATCH, guard=rules.may_be_sent, to=TO_UNIT,
             assist=Span(parameters.value("assist_days", START), WORKING), stops=("dispatch",), starts=("sign", "answer"), tone="primary", says="派单"),
        Move("merge", only("received"), "merged", "dispatcher", "并件", form=forms.MERGE, guard=rules.may_join, matter=JOINS, stops=("dispatch",),
             starts=("answer",), says="并入同一件事的诉求"),
        Move("part", only("merged"), "received", "clock", "分开办理", matter=LEAVES, stops=("answer",), starts=("dispatch",), says="分开办理"),
        Move("reply", only("received", "rebounded"), "told", "dispatcher", "直接答复", form=forms.REPLY, stops=(cases.ALL,), starts=("rate",),
             kind=Kind.DECIDED, law=LAW, says="直接答复", confirm=UNDONE),
        Move("decline", only("received"), "not_taken", "dispatcher", "不予受理", form=forms.DECLINE, stops=(cases.ALL,), kind=Kind.DECIDED, law=LAW,
             tone="danger", says="不予受理，告知途径", confirm="不予受理以后这件事就结束了；诉求人会收到理由和应当走的途径。"),
        Move("refer", only("received", "returned"), "referred", "dispatcher", "转监察单位核查", form=forms.CONDUCT, refers="oversight.supervision.complaint",
             carries=forms.CARRIED, stops=(cases.ALL,), kind=Kind.REFERRED, says="转监察单位核查",
             confirm="转出以后这件事在这里就结束了，由监察单位另外受理、核查、答复诉求人。还有别的事要办的，请另登记一件。"),
        Move("pass_down", only("sent", "handling"), "sent", "handler", "交下级办理", form=forms.PASS_DOWN, guard=rules.not_to_the_reported,
             to=TO_BELOW, starts=("sign",), says="交下级办理"),
        Move("sign", only("sent"), "handling", "handler", "签收", stops=("sign",), tone="primary", says="签收"),
        Move("give_back", only("sent"), "returned", "handler", "退回", form=forms.GIVE_BACK, guard=rules.not_ruled_yet, to=TO_DESK, stops=("sign", "answer"),
             starts=("rule",), closes_inquiries=True, kind=Kind.RETURNED, says="退回"),
        Move("send_on", only("returned"), "sent", "dispatcher", "同意退回，改派", form=forms.SEND_ON, guard=rules.to_another, tone="primary",
             says="同意退回，改派", **RULED),
        Move("overrule", only("returned"), "sent", "dispatcher", "不同意退回", form=forms.OVERRULE, guard=rules.to_who_returned_it, says="裁定由原单位办理",
             **RULED),
        Move("consult", only("handling"), "", "handler", "请单位协办", form=forms.CONSULT, guard=rules.not_to_the_reported,
             assist=Span(parameters.value("assist_days", START), WORKING), says="请单位协办"),
        Move("extend", only("handling"), "", "head", "延长答复期限", form=forms.EXTEND, extends="answer", kind=Kind.EXTENDED, law=LAW,
             says="批准延长答复期限"),
        Move("extend_too", only("merged"), "", "clock", "一起延长", form=forms.EXTEND, extends="answer", kind=Kind.EXTENDED, law=LAW,
             says="同一件事的答复期限延长了"),
        Move("respond", only("handling"), "answered", "handler", "答复", form=forms.ANSWER, stops=("answer",), starts=("review",), rests_on_answers=True,
             closes_inquiries=True, tone="primary", says="报送答复"),
        Move("rework", only("answered"), "handling", "dispatcher", "退回重办", form=forms.REWORK, stops=("review",), starts=("answer",), kind=Kind.RETURNED,
             says="退回重办"),
        Move("close", only("answered"), "told", "dispatcher", "审核通过，答复诉求人", stops=(cases.ALL,), starts=("rate",), kind=Kind.DECIDED, law=LAW,
             tone="primary", says="答复诉求人", confirm=UNDONE),
        Move("tell_too", only("merged"), "told", "clock", "一起答复", form=forms.TOLD_TOO, stops=(cases.ALL,), starts=("rate",), kind=Kind.DECIDED, law=LAW,
             says="和同一件事的诉求一起答复"),
        Move("rate", only("told"), "closed", "applicant", "评价", form=forms.RATE, coded=True, stops=(cases.ALL,), kind=Kind.RATED,
             tone="primary", says="评价了答复"),
        Move("again", only("told"), "rebounded", "applicant", "不满意，请上一级办", form=forms.AGAIN, coded=True, guard=rules.not_too_often, stops=("rate",),
             starts=("dispatch",), kind=Kind.REOPENED, says="不满意，请上一级办"),
        Move("heard", only("told"), "closed", "dispatcher", "回访：已评价", form=forms.HEARD, stops=(cases.ALL,), kind=Kind.RATED, tone="primary",
             says="回访，记下评价"),
        Move("heard_again", only("told"), "rebounded", "dispatcher", "回访：不满意，上一级重办", form=forms.HEARD_AGAIN, guard=rules.not_too_often,
             stops=("rate",), starts=("dispatch",), kind=Kind.REOPENED, says="回访：不满意，上一级重办"),
        Move("missed", only("told"), "", "dispatcher", "回访：没有联系上", form=forms.MISSED, says="回访，没有联系上"),
        Move("settle", only("told"), "closed", "clock", "期满办结", stops=(cases.ALL,), says="期满没有评价，办结"),
        Move("send_up", only("rebounded"), "sent", "dispatcher", "交上一级重办", form=forms.SEND_UP, guard=rules.not_to_the_reported, to=TO_ABOVE,
             stops=("dispatch",), starts=("sign", "answer"), tone="primary", says="交上一级重办"),
        Move("ask_exclusion", only("rebounded"), "disputed", "handler", "申请不计入考核", form=forms.ASK_EXCLUSION, stops=("dispatch",),
             starts=("rule",), says="申请不计入考核"),
        Move("exclude", only("disputed"), "closed", "second", "认定不计入考核", form=forms.EXCLUDE, guard=rules.by_a_second_person, stops=(cases.ALL,),
             says="认定诉求不合理，不计入考核", confirm="认定以后这件事就结束了，评价不计入承办单位的考核。"),
        Move("keep", only("disputed"), "rebounded", "second", "不予认定", form=forms.KEEP, guard=rules.by_a_second_person, stops=("rule",),
             starts=("dispatch",), tone="primary", says="不予认定，上一级重办"),
        Move("withdraw", only("received", "sent", "handling", "returned", "merged"), "withdrawn", "applicant", "撤回", stops=(cases.ALL,), tone="danger",
             says="撤回诉求", confirm="撤回以后不再办理；还要办的，可以重新写。"),
    ),
)
