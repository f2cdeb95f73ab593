"""The ordinary and the joint procedure, as 行政许可法 (2019) has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from yiwang.engines.calendar.types import Span, Unit
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.api import Extension, Ground, Move, Procedure, State, Tacit, Term
from yiwang.kernel.acts import Kind
from yiwang.systems.public.services import forms, letters, roles, rules

WORKING = Unit.WORKING  # 第八十二条: every term of an authority counts working days
SPECIAL_STEPS = tuple(Ground(code, title, "行政许可法第四十五条") for code, title in forms.SPECIAL_STEPS)
NAMED = {"applicant": cases.APPLICANT, "window": roles.WINDOW, "reviewer": roles.REVIEWER, "signatory": roles.SIGNATORY, "head": roles.HEAD}
OPEN = frozenset({"lodged", "awaiting_papers", "accepted", "proposed"})


def only(*states: str) -> frozenset[str]:
    return frozenset(states)


STATES = {
    "lodged": State("待受理", "window", "受理", "accept", public="等窗口受理"),
    "awaiting_papers": State("待补正", "applicant", "补正材料", public="请您补交材料"),
    "accepted": State("审查中", "reviewer", "审查", "decide", public="正在审查"),
    "proposed": State("待签发", "signatory", "签发", "decide", public="正在作决定"),
    "granted": State("已准予", "window", "送达证件", "hand_over", public="已经批准，正在制证"),
    "not_accepted": State("不予受理"),
    "refused": State("不予许可"),
    "handed_over": State("已办结", public="已经办好"),
    "withdrawn": State("已撤回"),
}
TERMS = {
    "accept": Term("受理", Span(5, WORKING, "行政许可法第三十二条"), lapses_to=Tacit("accept", law="行政许可法第三十二条第一款第四项"), event="收件"),
    "decide": Term("决定", Span(20, WORKING, "行政许可法第四十二条第一款"), extendable=Extension(10, "head", "行政许可法第四十二条第一款"),
                   not_counted=SPECIAL_STEPS, promised_by="item", event="受理"),
    "hand_over": Term("送达", Span(10, WORKING, "行政许可法第四十四条"), event="决定"),
}
ASK = Move("ask_for_papers", only("lodged"), "awaiting_papers", "window", "一次告知补正", form=forms.MISSING, guard=rules.asked_only_once,
           stops=("accept",), kind=Kind.ASKED_FOR_PAPERS, issues=(letters.MISSING,), law="行政许可法第三十二条", says="一次告知要补的材料")
SUPPLEMENT = Move("supplement", only("awaiting_papers"), "lodged", "applicant", "补交材料", form=forms.PAPERS, starts=("accept",), kind=Kind.SUPPLEMENTED,
                  tone="primary", says="补交了材料")
ACCEPT = Move("accept", only("lodged"), "accepted", "window", "受理", stops=("accept",), starts=("decide",), issues=(letters.ACCEPTED,),
              law="行政许可法第三十二条", tone="primary", says="受理，发出受理通知书")
NOT_ACCEPT = Move("not_accept", only("lodged"), "not_accepted", "window", "不予受理", form=forms.NOT_OURS, stops=("accept",), kind=Kind.DECIDED,
                  issues=(letters.NOT_ACCEPTED,), law="行政许可法第三十二条", tone="danger", says="不予受理")
SUSPEND = Move("suspend", only("accepted", "proposed"), "", "reviewer", "不计期限", form=forms.NOT_COUNTED, pauses=("decide",), kind=Kind.NOT_COUNTED_FROM,
               issues=(letters.SPECIAL,), law="行政许可法第四十五条", says="停止计算期限，书面告知申请人")
RESUME = Move("resume", only("accepted", "proposed"), "", "reviewer", "恢复计算期限", form=forms.RESUME, resumes=("decide",), kind=Kind.NOT_COUNTED_TO,
              law="行政许可法第四十五条", says="恢复计算期限")
EXTEND = Move("extend", only("accepted", "proposed"), "", "head", "延长期限", form=forms.EXTEND, extends="decide", kind=Kind.EXTENDED,
              issues=(letters.EXTENDED,), law="行政许可法第四十二条", says="批准延长期限，告知申请人")
PROPOSE = Move("propose", only("accepted"), "proposed", "reviewer", "拟出意见，报请签发", form=forms.PROPOSAL, tone="primary", says="拟出审查意见")
RETURN = Move("return", only("proposed"), "accepted", "signatory", "退回重审", form=forms.RETURN, kind=Kind.RETURNED, says="退回重审")
GRANT = Move("grant", only("proposed"), "granted", "signatory", "准予许可", guard=rules.may_grant, rests_on_answers=True, stops=("decide",),
             starts=("hand_over",), kind=Kind.DECIDED, issues=(letters.GRANTED, letters.LICENCE), law="行政许可法第三十八条", tone="primary",
             confirm="签发后立即生效，决定书和证件自动编号，不能撤销这一步。", says="准予许可")
REFUSE = Move("refuse", only("proposed"), "refused", "signatory", "不予许可", form=forms.REASONS, guard=rules.all_have_answered, rests_on_answers=True,
              stops=("decide",), kind=Kind.DECIDED, issues=(letters.REFUSED,), law="行政许可法第三十八条", tone="danger",
              confirm="签发后立即生效，决定书写明理由和复议、诉讼的途径。", says="不予许可")
HAND_OVER = Move("hand_over", only("granted"), "handed_over", "window", "送达证件", stops=("hand_over",), kind=Kind.HANDED_OVER,
                 law="行政许可法第四十四条", tone="primary", says="证件已送达")
WITHDRAW = Move("withdraw", OPEN, "withdrawn", "applicant", "撤回申请", stops=(cases.ALL,), tone="danger",
                confirm="各部门会停止审查。以后可以重新申请，时限重新计算。", says="撤回申请")

ORDINARY = Procedure(
    code="public.services.ordinary", title="普通程序", version=1, valid_from=date(2019, 4, 23), law=("行政许可法第四章",), states=STATES, start="lodged",
    starts=("accept",), ends=only("not_accepted", "refused", "handed_over", "withdrawn"), good_ends=only("handed_over"), roles=NAMED, terms=TERMS,
    moves=(ACCEPT, ASK, NOT_ACCEPT, SUPPLEMENT, PROPOSE, GRANT, REFUSE, RETURN, SUSPEND, RESUME, EXTEND, HAND_OVER, WITHDRAW), prefix="XK",
    line=("lodged", "accepted", "proposed", "granted", "handed_over"), begun_by=("applicant", "window"),
)

CONSULT = Move("consult", only("accepted"), "", "reviewer", "征询有关部门", form=forms.CONSULT, guard=rules.may_consult, inquires=True, kind=Kind.INQUIRED,
               law="行政许可法第二十六条第二款", tone="primary", says="同时征询有关部门")
JOINT = replace(
    ORDINARY, code="public.services.joint", title="并联审批", law=("行政许可法第二十六条第二款", "行政许可法第四十二条第二款"), prefix="LB",
    roles=NAMED | {"head": roles.GOVERNMENT_HEAD},
    terms=TERMS | {"decide": replace(TERMS["decide"], span=Span(45, WORKING, "行政许可法第四十二条第二款"),
                                     extendable=Extension(15, "head", "行政许可法第四十二条第二款"))},
    moves=(ACCEPT, ASK, NOT_ACCEPT, SUPPLEMENT, CONSULT, replace(PROPOSE, guard=rules.has_been_consulted, rests_on_answers=True), GRANT, REFUSE,
           RETURN, SUSPEND, RESUME, EXTEND, HAND_OVER, WITHDRAW),
)

ALL = (ORDINARY, JOINT)
TO_SUPERVISION = cases.Referral("oversight.supervision.signal", "signatory", "移送监察", tuple(p.code for p in ALL), forms.CLUE, "移送监察")
