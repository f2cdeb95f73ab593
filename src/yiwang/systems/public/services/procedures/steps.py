"""The steps of an approval that several procedures share, each beside its article of 行政许可法 (2019)."""

from __future__ import annotations

from dataclasses import replace

from yiwang.engines.calendar.types import Span, Unit
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.api import Extension, Ground, Issue, Move, State, Tacit, Term
from yiwang.engines.cases.types import DUE
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
CONSULT = Move("consult", only("accepted"), "", "reviewer", "征询有关部门", form=forms.CONSULT, guard=rules.may_consult, inquires=True, kind=Kind.INQUIRED,
               law="行政许可法第二十六条第二款", tone="primary", says="同时征询有关部门")

OFFER_HEARING = Move("offer_hearing", only("accepted"), "", "reviewer", "告知听证权利", form=forms.OFFER_HEARING, guard=rules.no_hearing_yet,
                     starts=("ask_for_hearing",), issues=(letters.HEARING_RIGHT,), law="行政许可法第四十七条", says="告知申请人、利害关系人可以要求听证")
ASK_FOR_HEARING = Move("ask_for_hearing", only("accepted"), "", "applicant", "要求听证", form=forms.ASK_FOR_HEARING, guard=rules.hearing_is_offered,
                       stops=("ask_for_hearing",), starts=("hold_hearing",), law="行政许可法第四十七条", says="要求举行听证")
OTHER_ASKS = Move("ask_for_hearing_by_other", only("accepted"), "", "window", "登记利害关系人的听证申请", form=forms.OTHER_ASKS,
                  guard=rules.hearing_is_offered, stops=("ask_for_hearing",), starts=("hold_hearing",),
                  law="行政许可法第四十七条", says="利害关系人要求举行听证")
WAIVE_HEARING = Move("waive_hearing", only("accepted"), "", "applicant", "不要求听证", guard=rules.hearing_may_be_waived, stops=("ask_for_hearing",),
                     law="行政许可法第四十七条", says="没有要求听证", confirm="不要求听证后，这个申请不再举行听证。")
CALL_HEARING = Move("call_hearing", only("accepted"), "", "reviewer", "通知听证", form=forms.CALL_HEARING, guard=rules.hearing_is_asked, pauses=("decide",),
                    ground="hearing", kind=Kind.NOT_COUNTED_FROM, issues=(letters.HEARING_NOTICE,), law="行政许可法第四十八条", says="通知听证的时间和地点")
RESUME_BY_HAND = replace(RESUME, guard=rules.not_called_to_a_hearing)
HOLD_HEARING = Move("hold_hearing", only("accepted"), "", "hearing_chair", "记录听证", form=forms.HEARING_RECORD, guard=rules.hearing_is_called,
                    stops=("hold_hearing",), resumes=("decide",), kind=Kind.NOT_COUNTED_TO, law="行政许可法第四十八条", says="举行听证，制作笔录")
CHECK_ON_SITE = Move("check_on_site", only("accepted"), "", "reviewer", "现场核查", form=forms.ON_SITE, law="行政许可法第三十四条第三款", says="两人现场核查")
HEARING = (OFFER_HEARING, ASK_FOR_HEARING, OTHER_ASKS, WAIVE_HEARING, CALL_HEARING, HOLD_HEARING)
HEARING_TERMS = {
    "ask_for_hearing": Term("要求听证", Span(5, WORKING), lapses_to=Tacit("waive_hearing", law="行政许可法第四十七条第一款"), event="告知"),
    "hold_hearing": Term("组织听证", Span(20, WORKING, "行政许可法第四十七条第一款"), event="申请听证"),
}
WITH_HEARING = NAMED | {"hearing_chair": roles.HEARING_CHAIR}

RECTIFY_TERM = Term("整改", Span(20, WORKING), lapses_to=Tacit("rectification_over", as_of=DUE), until="until", event="责令整改")
RECTIFYING = State("限期整改", "applicant", "整改", "rectify", public="请您按通知书整改")
RECTIFY = Move("order_rectification", only(), "rectifying", "reviewer", "责令限期整改", form=forms.RECTIFICATION, starts=("rectify",),
               issues=(letters.RECTIFICATION,))
RECTIFIED = Move("rectified", only("rectifying"), "", "applicant", "报告整改完成", form=forms.PAPERS, stops=("rectify",), kind=Kind.SUPPLEMENTED,
                 tone="primary", says="报告整改完成")
NOT_RECTIFIED = Move("rectification_over", only("rectifying"), "", "clock", "交回部门核查", stops=("rectify",), says="整改期限届满，没有报告整改")


def not_granted(title: str, word: str = letters.REFUSED.word) -> tuple[Issue, ...]:
    """The letter that refuses what was asked, under its own name."""
    return (replace(letters.REFUSED, title=title, word=word),)
