"""A red signal: raised from an entry, explained by the unit, ruled on; upheld, it is put right and confirmed, and may be objected to once, before a second
person. A yellow one only warns: it ends by itself when the step is done, or is over."""

from __future__ import annotations

from datetime import date

from yiwang.engines.calendar.types import Span, Unit
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.api import Move, Procedure, State, Tacit, Term
from yiwang.kernel.acts import Kind
from yiwang.kernel.reasons import Reason
from yiwang.systems.oversight.supervision import forms, parameters
from yiwang.systems.oversight.supervision.roles import EXPLAINER, SUPERVISOR
from yiwang.systems.oversight.supervision.versions.first import SIGNAL_1

START = date(2020, 1, 1)
LAW = ("优化营商环境条例",)


def only(*states: str) -> frozenset[str]:
    return frozenset(states)


def term(title: str, event: str, name: str, lapses: Tacit | None = None) -> Term:
    """A term of so many working days as the parameters say; one that may only lapse is time offered."""
    days = Span(parameters.value(name, START), Unit.WORKING)
    return Term(title, days, event=event, lapses_to=lapses, offered=lapses is not None)


def time_to_explain_is_over(case: cases.Facts) -> list[Reason]:
    """Ruling without an explanation waits until the unit had its time."""
    due = case.terms["explain"].due_on if "explain" in case.terms else None
    if case.state == "raised" and due is not None and case.on <= due:
        return [Reason("may-still-explain", f"单位可以在 {due.month} 月 {due.day} 日前说明，之后才能认定。")]
    return []


def time_to_object_runs(case: cases.Facts) -> list[Reason]:
    """Once, within the days after the ruling."""
    if case.times("object"):
        return [Reason("objected-already", "已经提过一次异议，复核认定以后不能再提。请按要求整改。")]
    due = case.terms["object"].due_on if "object" in case.terms else None
    if due is None or case.on > due:
        return [Reason("too-late-to-object", "提异议的期限已经届满。请按要求整改。")]
    return []


def by_a_second_person(case: cases.Facts) -> list[Reason]:
    """Nobody rules on an objection to their own ruling."""
    if any(made.by == case.actor.account for made in case.made("uphold")):
        return [Reason("ruled-first", "这个信号是您认定的，异议由另一名监察员复核。")]
    return []


SIGNAL = Procedure(
    code="oversight.supervision.signal", title="监察信号", version=2, valid_from=START, law=LAW, prefix="JC",
    states={
        "raised": State("待说明", "explainer", "说明原因", "explain"),
        "explained": State("待认定", "supervisor", "认定", "rule"),
        "correcting": State("待整改", "explainer", "整改", "correct"),
        "objected": State("待复核", "supervisor", "复核异议", "review"),
        "corrected": State("待确认", "supervisor", "确认整改", "confirm"),
        "confirmed": State("已整改"),
        "dismissed": State("不予认定"),
        "withdrawn": State("复核后撤销"),
    },
    start="raised", starts=("explain",), ends=only("confirmed", "dismissed", "withdrawn"), good_ends=only("confirmed"), counted=("explain",),
    roles={"explainer": EXPLAINER, "supervisor": SUPERVISOR, "clock": cases.CLOCK_ROLE},
    terms={
        "explain": term("说明", "发出", "explain_days"), "rule": term("认定", "说明", "rule_days"), "correct": term("整改", "认定", "correct_days"),
        "object": term("提出异议", "认定", "object_days", Tacit("let_stand")), "review": term("复核", "异议", "review_days"),
        "confirm": term("确认", "整改", "confirm_days"),
    },
    moves=(
        Move("explain", only("raised"), "explained", "explainer", "说明原因", form=forms.EXPLAIN, stops=("explain",), starts=("rule",),
             kind=Kind.ANSWERED, tone="primary", says="说明了原因"),
        Move("uphold", only("raised", "explained"), "correcting", "supervisor", "认定成立", form=forms.RULE, guard=time_to_explain_is_over,
             stops=(cases.ALL,), starts=("correct", "object"), kind=Kind.DECIDED, tone="danger", says="认定成立，要求整改"),
        Move("dismiss", only("raised", "explained"), "dismissed", "supervisor", "不予认定", form=forms.RULE, stops=(cases.ALL,), kind=Kind.DECIDED,
             says="不予认定"),
        Move("lift", only("raised", "explained"), "dismissed", "clock", "撤回信号", stops=(cases.ALL,), says="补报的记录表明按时办了，信号撤回"),
        Move("object", only("correcting"), "objected", "explainer", "提出异议", form=forms.OBJECT, guard=time_to_object_runs, stops=(cases.ALL,),
             starts=("review",), says="对认定提出异议"),
        Move("let_stand", only("correcting"), "", "clock", "异议期满", stops=("object",), says="期满没有提出异议"),
        Move("stand", only("objected"), "correcting", "supervisor", "维持认定", form=forms.REVIEW, guard=by_a_second_person, stops=("review",),
             starts=("correct",), kind=Kind.DECIDED, tone="danger", says="复核，维持认定"),
        Move("withdraw", only("objected"), "withdrawn", "supervisor", "撤销认定", form=forms.REVIEW, guard=by_a_second_person, stops=(cases.ALL,),
             kind=Kind.DECIDED, says="复核，撤销认定"),
        Move("correct", only("correcting"), "corrected", "explainer", "报告整改", form=forms.CORRECT, stops=(cases.ALL,), starts=("confirm",),
             kind=Kind.ANSWERED, tone="primary", says="报告整改情况", confirm="报告整改就是接受认定，以后不能再对它提出异议。"),
        Move("redo", only("corrected"), "correcting", "supervisor", "退回整改", form=forms.REDO, stops=("confirm",), starts=("correct",),
             kind=Kind.RETURNED, says="整改不到位，退回"),
        Move("confirm", only("corrected"), "confirmed", "supervisor", "确认整改", form=forms.CONFIRM, stops=(cases.ALL,), tone="primary", says="确认整改"),
    ),
    line=("raised", "explained", "correcting", "corrected", "confirmed"), begun_by=("clock",),
)
WARNING = Procedure(
    code="oversight.supervision.warning", title="监察预警", version=1, valid_from=START, law=LAW, prefix="YJ",
    states={"warned": State("预警中"), "settled": State("已经解除"), "overtaken": State("已经超期")},
    start="warned", starts=(), ends=only("settled", "overtaken"), good_ends=only("settled"), line=("warned", "settled"), terms={},
    roles={"clock": cases.CLOCK_ROLE},
    moves=(
        Move("settle", only("warned"), "settled", "clock", "解除预警", stops=(cases.ALL,), says="这一步已经办完，预警解除"),
        Move("overtake", only("warned"), "overtaken", "clock", "转为超期", stops=(cases.ALL,), says="这一步已经超期，另发信号"),
    ),
    begun_by=("clock",),
)
ALL = (SIGNAL_1, SIGNAL, WARNING)
OWN = (SIGNAL.code, WARNING.code)
