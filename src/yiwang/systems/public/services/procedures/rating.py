"""A bad rating 差评 (国办发〔2019〕51号): whoever gave it is contacted, what was wrong is put right and told, they are called back, and only then it is closed.

The case is about the rating, not about whose it is: the unit reads how it was rated and why, and nobody's name.
"""

from __future__ import annotations

from datetime import date

from yiwang.engines.calendar.types import Span
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.api import Move, Procedure, State, Term
from yiwang.engines.forms.types import Field, FieldKind, Form
from yiwang.kernel.acts import Kind
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.services import parameters, roles
from yiwang.systems.public.services.procedures.steps import WORKING, only

START = date(2020, 1, 1)
CONTACT = Form("services.rating_contact", "联系评价人", (
    Field("way", "怎么联系的", FieldKind.CHOICE, choices=(("phone", "电话"), ("visit", "当面"), ("unreached", "三次没有联系上")), personal=False),
    Field("finding", "核实的情况", FieldKind.LONG_TEXT, "写问题是不是属实、在哪一环，不写评价人是谁。", longest=1000, personal=False),
), submit="记录联系情况")
CORRECTION = Form("services.rating_correction", "整改并答复", (
    Field("cause", "原因", FieldKind.LONG_TEXT, "为什么会这样。", longest=1000, personal=False),
    Field("correction", "怎么改的", FieldKind.LONG_TEXT, "会告诉评价人，请用平常的话写。", longest=1000, personal=False),
), submit="答复评价人")
CALL_BACK = Form("services.rating_call_back", "回访", (
    Field("outcome", "回访结果", FieldKind.CHOICE, choices=(("satisfied", "对整改满意"), ("explained", "仍不满意，已经说明"), ("unreached", "三次没有联系上")),
          personal=False),
    Field("finding", "评价人怎么说", FieldKind.LONG_TEXT, "不写评价人是谁。", longest=1000, personal=False),
), submit="记录回访，办结")
AGAIN = Form("services.rating_again", "重新整改", (
    Field("why", "哪里还不满意", FieldKind.LONG_TEXT, "不写评价人是谁。", longest=1000, personal=False),
), submit="重新整改")


def not_again_before(case: cases.Facts) -> list[Reason]:
    if case.times("rework"):
        return [Reason("reworked-already", "已经重新整改过一次。还不满意的，请如实记录回访结果后办结。")]
    return []


RATING = Procedure(
    code="public.services.rating", title="差评整改", version=2, valid_from=START, prefix="PJ",
    law=("国务院办公厅关于建立政务服务“好差评”制度提高政务服务水平的意见",),
    states={
        "received": State("待联系", "head", "联系评价人", "contact", public="正在联系您核实"),
        "contacted": State("整改中", "head", "整改并答复", "correct", public="正在整改"),
        "corrected": State("待回访", "head", "回访", "call_back", public="已经整改，等待回访"),
        "closed": State("已办结", public="已经办结"),
    },
    start="received", starts=("contact",), ends=only("closed"), good_ends=only("closed"), line=("received", "contacted", "corrected", "closed"),
    roles={"head": roles.HEAD, "clock": cases.CLOCK_ROLE},
    terms={
        "contact": Term("联系评价人", Span(parameters.value("rating.contact_days", START), WORKING), event="评价"),
        "correct": Term("整改", Span(parameters.value("rating.correct_days", START), WORKING), event="联系"),
        "call_back": Term("回访", Span(parameters.value("rating.call_back_days", START), WORKING), event="答复"),
    },
    moves=(
        Move("contact", only("received"), "contacted", "head", "联系评价人", form=CONTACT, stops=("contact",), starts=("correct",), tone="primary",
             says="联系了评价人"),
        Move("correct", only("contacted"), "corrected", "head", "整改并答复", form=CORRECTION, stops=("correct",), starts=("call_back",),
             tone="primary", says="整改并答复"),
        Move("call_back", only("corrected"), "closed", "head", "回访", form=CALL_BACK, stops=(cases.ALL,), tone="primary",
             says="回访，办结", confirm="办结后不能再改。"),
        Move("rework", only("corrected"), "contacted", "head", "重新整改", form=AGAIN, guard=not_again_before, stops=("call_back",), starts=("correct",),
             kind=Kind.REOPENED, says="回访不满意，重新整改"),
    ),
    begun_by=("clock",),
)
FORMS = (CONTACT, CORRECTION, CALL_BACK, AGAIN)
