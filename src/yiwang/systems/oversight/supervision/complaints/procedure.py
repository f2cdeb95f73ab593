"""A complaint: taken up within five working days, looked into, answered, rated. The body that supervises has it from the first step to the last, sealed; the
unit complained of never does. Limits are the city's own."""

from __future__ import annotations

from datetime import date

from yiwang.engines.calendar.types import Span, Unit
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.api import Move, Procedure, State, Tacit, Term
from yiwang.kernel.acts import Kind
from yiwang.systems.oversight.supervision import parameters
from yiwang.systems.oversight.supervision.complaints import forms
from yiwang.systems.oversight.supervision.procedures import LAW
from yiwang.systems.oversight.supervision.roles import SUPERVISOR

START = date(2020, 1, 1)


def only(*states: str) -> frozenset[str]:
    return frozenset(states)


def days(name: str, kind: Unit = Unit.WORKING) -> Span:
    return Span(parameters.number(name, START), kind)


COMPLAINT = Procedure(
    code="oversight.supervision.complaint", title="效能投诉", version=1, valid_from=START, law=LAW, prefix="TS",
    states={
        "received": State("待受理", "supervisor", "受理", "accept", public="监察单位正在看"),
        "accepted": State("核查中", "supervisor", "核查并答复", "answer", public="监察单位正在核查"),
        "answered": State("已答复，待评价", "supervisor", "回访", "rate", public="已经答复，等您评价"),
        "closed": State("已办结", public="已经办结"),
        "declined": State("不予受理", public="没有受理，答复里写明了应当怎么办"),
        "withdrawn": State("已撤回", public="您已经撤回"),
    },
    start="received", starts=("accept",), ends=only("closed", "declined", "withdrawn"), good_ends=only("closed"), counted=("accept", "answer"),
    line=("received", "accepted", "answered", "closed"),
    roles={"applicant": cases.APPLICANT, "supervisor": SUPERVISOR, "clock": cases.CLOCK_ROLE}, begun_by=("applicant", "clock"),
    terms={"accept": Term("受理", days("complaint_accept_days"), event="收到"), "answer": Term("核查答复", days("complaint_answer_days"), event="受理"),
           "rate": Term("评价", days("complaint_rate_days", Unit.CALENDAR), event="答复", lapses_to=Tacit("settle"), offered=True)},
    moves=(
        Move("accept", only("received"), "accepted", "supervisor", "受理", stops=("accept",), starts=("answer",), tone="primary", says="受理了投诉"),
        Move("decline", only("received"), "declined", "supervisor", "不予受理", form=forms.DECLINE, stops=(cases.ALL,), kind=Kind.DECIDED, tone="danger",
             says="不予受理，告知途径", confirm="不予受理以后这件事就结束了；投诉人会收到理由和应当怎么办。"),
        Move("check", only("accepted"), "", "supervisor", "记录核查", form=forms.CHECK, says="核查"),
        Move("reply", only("accepted"), "answered", "supervisor", "答复", form=forms.ANSWER, stops=(cases.ALL,), starts=("rate",), kind=Kind.DECIDED,
             tone="primary", says="答复投诉人", confirm="答复马上发给投诉人，不能收回；属实的同时给被投诉的单位发出信号。"),
        Move("rate", only("answered"), "closed", "applicant", "评价", form=forms.RATE, stops=(cases.ALL,), kind=Kind.RATED, tone="primary", says="评价了答复"),
        Move("heard", only("answered"), "closed", "supervisor", "回访", form=forms.HEARD, stops=(cases.ALL,), kind=Kind.RATED, says="回访，记下评价"),
        Move("settle", only("answered"), "closed", "clock", "期满办结", stops=(cases.ALL,), says="期满没有评价，办结"),
        Move("withdraw", only("received", "accepted"), "withdrawn", "applicant", "撤回", stops=(cases.ALL,), tone="danger", says="撤回投诉",
             confirm="撤回以后不再核查；还要投诉的，可以重新写。"),
    ),
)
