"""A correction (个人信息保护法 第四十六条): reported by whom it is about, looked into by the unit that owns the register, put right or left with the reason."""

from __future__ import annotations

from datetime import date

from yiwang.engines.calendar.types import Span, Unit
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.api import Move, Procedure, State, Term
from yiwang.engines.forms.types import Field, FieldKind, Form
from yiwang.kernel.acts import Kind
from yiwang.systems.public.corrections import parameters

LAW, START = "个人信息保护法第四十六条", date(2021, 11, 1)
REGISTRAR = cases.Role("public.corrections.registrar", "登记信息管理员")
CORRECT = Form("corrections.correct", "登记已更正", (
    Field("done", "改成了什么", FieldKind.LONG_TEXT, "会告诉申请人，不要写证件号码和电话。", longest=500, personal=False,
          example="经营者姓名已更正，今天起各处显示新的姓名"),
), submit="答复：已更正")
KEEP = Form("corrections.keep", "核实无误，不更正", (
    Field("reason", "为什么不改", FieldKind.LONG_TEXT, "会告诉申请人：核对了什么，还可以怎么办。不要写证件号码和电话。", longest=500, personal=False),
), submit="答复：不更正")
CORRECTION = Procedure(
    code="public.corrections.correction", title="信息更正", version=1, valid_from=START, prefix="GZ", law=(LAW,),
    states={
        "reported": State("待核实", "registrar", "核实并答复", "answer", public="登记部门正在核实"),
        "corrected": State("已更正", public="登记部门已经更正"),
        "kept": State("核实无误", public="登记部门核实过，没有改"),
        "withdrawn": State("已撤回", public="您已经撤回"),
    },
    start="reported", starts=("answer",), ends=frozenset({"corrected", "kept", "withdrawn"}), good_ends=frozenset({"corrected"}),
    line=("reported", "corrected"),
    roles={"registrar": REGISTRAR, "applicant": cases.APPLICANT},
    terms={"answer": Term("核实答复", Span(parameters.value("answer_days", START), Unit.WORKING), event="提出")},
    moves=(
        Move("correct", frozenset({"reported"}), "corrected", "registrar", "登记已更正", form=CORRECT, stops=(cases.ALL,), kind=Kind.CORRECTED, law=LAW,
             tone="primary", says="更正了登记，答复申请人"),
        Move("keep", frozenset({"reported"}), "kept", "registrar", "核实无误，不更正", form=KEEP, stops=(cases.ALL,), kind=Kind.DECIDED, law=LAW,
             says="核实无误，没有更正，答复申请人"),
        Move("withdraw", frozenset({"reported"}), "withdrawn", "applicant", "撤回", stops=(cases.ALL,), says="撤回"),
    ),
)
