"""The first version of a signal: explained and ruled on, and over with the ruling. It raised yellow ones too."""

from __future__ import annotations

from datetime import date

from yiwang.engines.calendar.types import Span, Unit
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.api import Move, Procedure, State, Term
from yiwang.kernel.acts import Kind
from yiwang.kernel.reasons import Reason
from yiwang.systems.oversight.supervision import forms, parameters
from yiwang.systems.oversight.supervision.roles import EXPLAINER, SUPERVISOR

START = date(2020, 1, 1)


def time_to_explain_is_over(case: cases.Facts) -> list[Reason]:
    """Ruling without an explanation waits until the unit had its time."""
    due = case.terms["explain"].due_on if "explain" in case.terms else None
    if case.state == "raised" and due is not None and case.on <= due:
        return [Reason("may-still-explain", f"单位可以在 {due.month} 月 {due.day} 日前说明，之后才能认定。")]
    return []


SIGNAL_1 = Procedure(
    code="oversight.supervision.signal", title="监察信号", version=1, valid_from=START, law=("优化营商环境条例",), prefix="JC",
    states={
        "raised": State("待说明", "explainer", "说明原因", "explain"),
        "explained": State("待认定", "supervisor", "认定", "rule"),
        "upheld": State("认定成立"),
        "dismissed": State("不予认定"),
    },
    start="raised", starts=("explain",), ends=frozenset({"upheld", "dismissed"}), good_ends=frozenset({"dismissed"}),
    roles={"explainer": EXPLAINER, "supervisor": SUPERVISOR, "clock": cases.CLOCK_ROLE},
    terms={"explain": Term("说明", Span(parameters.value("explain_days", START), Unit.WORKING), event="发出"),
           "rule": Term("认定", Span(parameters.value("rule_days", START), Unit.WORKING), event="说明")},
    moves=(
        Move("explain", frozenset({"raised"}), "explained", "explainer", "说明原因", form=forms.EXPLAIN, stops=("explain",), starts=("rule",),
             kind=Kind.ANSWERED, tone="primary", says="说明了原因"),
        Move("uphold", frozenset({"raised", "explained"}), "upheld", "supervisor", "认定成立", form=forms.RULE, guard=time_to_explain_is_over,
             stops=(cases.ALL,), kind=Kind.DECIDED, tone="danger", says="认定成立"),
        Move("dismiss", frozenset({"raised", "explained"}), "dismissed", "supervisor", "不予认定", form=forms.RULE, stops=(cases.ALL,), kind=Kind.DECIDED,
             says="不予认定"),
    ),
    line=("raised", "explained", "upheld"), begun_by=("clock",),
)
