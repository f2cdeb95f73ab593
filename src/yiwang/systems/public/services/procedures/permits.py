"""How a permit is applied for: the ordinary way, jointly, on the spot, on a commitment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from yiwang.engines.calendar.types import Span
from yiwang.engines.cases.api import ALL, CLOCK_ROLE, Extension, Move, Procedure, State, Term
from yiwang.kernel.acts import Kind
from yiwang.systems.public.services import forms, letters, roles, rules
from yiwang.systems.public.services.procedures import heard, steps
from yiwang.systems.public.services.procedures.steps import STATES, TERMS, WORKING, only

USUAL = (steps.ACCEPT, steps.ASK, heard.NOT_ACCEPT, steps.SUPPLEMENT, steps.CHECK_ON_SITE, *heard.HEARING, *heard.STATEMENTS)
DECIDING = (steps.GRANT, heard.REFUSE, steps.RETURN, steps.SUSPEND, heard.RESUME, steps.EXTEND, steps.HAND_OVER, steps.WITHDRAW)
ORDINARY = Procedure(
    code="public.services.ordinary", title="普通程序", version=3, valid_from=date(2019, 4, 23), law=("行政许可法第四章",), states=STATES, start="lodged",
    starts=("accept",), ends=only("not_accepted", "refused", "handed_over", "withdrawn"), good_ends=only("handed_over"), roles=steps.WITH_HEARING,
    terms=TERMS | steps.HEARING_TERMS | heard.TERMS, moves=(*USUAL, heard.PROPOSE, *DECIDING), prefix="XK",
    line=("lodged", "accepted", "proposed", "granted", "handed_over"), begun_by=("applicant", "window"),
)
JOINT = replace(
    ORDINARY, code="public.services.joint", title="并联审批", law=("行政许可法第二十六条第二款", "行政许可法第四十二条第二款"), prefix="LB",
    roles=steps.WITH_HEARING | {"head": roles.GOVERNMENT_HEAD},
    terms=ORDINARY.terms | {"decide": replace(TERMS["decide"], span=Span(45, WORKING, "行政许可法第四十二条第二款"),
                                              extendable=Extension(15, "head", "行政许可法第四十二条第二款"))},
    moves=(*USUAL, steps.CONSULT, replace(heard.PROPOSE, guard=rules.consulted_and_everybody_heard, rests_on_answers=True), *DECIDING),
)

GRANT_NOW = Move("grant_now", only("lodged"), "granted", "window", "当场准予", stops=("accept",), starts=("hand_over",), kind=Kind.DECIDED,
                 issues=(letters.GRANTED, letters.LICENCE), law="行政许可法第三十四条第二款", tone="primary", says="当场准予许可",
                 confirm="材料齐全、符合法定形式才能当场决定；签发后立即生效。")
INSTANT = replace(ORDINARY, code="public.services.instant", title="当场办结", version=2, law=("行政许可法第三十四条第二款",), prefix="DC",
                  moves=(GRANT_NOW, *ORDINARY.moves), line=("lodged", "granted", "handed_over"))

GRANT_ON_COMMITMENT = Move(
    "grant_on_commitment", only("lodged", "accepted"), "granted", "window", "按承诺准予", stops=("accept", "decide"),
    starts=("hand_over", "check"), kind=Kind.DECIDED, issues=(letters.GRANTED_ON_COMMITMENT, letters.LICENCE), law="行政许可法第三十四条第二款",
    tone="primary", says="按申请人的承诺准予许可", confirm="签发后立即生效；以后核查承诺是否属实，不属实的撤销。")
CONFIRM = Move("confirm_commitment", only("to_check"), "kept", "reviewer", "核查属实", form=forms.FINDING, stops=("check",), tone="primary",
               says="核查，承诺属实")
RECTIFY = replace(steps.RECTIFY, sources=only("to_check"), guard=rules.not_rectified_before, stops=("check",), says="承诺不实，责令限期整改")
WITHDRAW_GRANT = Move(
    "withdraw_grant", only("to_check"), "revoked", "signatory", "撤销许可", form=forms.TAKING_BACK, guard=rules.told_to_rectify, stops=(ALL,),
    kind=Kind.DECIDED,
    issues=(letters.REVOKED_COMMITMENT,), law="行政许可法第六十九条", tone="danger", says="承诺不实，撤销许可",
    confirm="撤销后证件立即失效；决定书写明理由和复议、诉讼的途径。")
COMMITMENT = Procedure(
    code="public.services.commitment", title="告知承诺", version=2, valid_from=date(2020, 1, 1), prefix="CN",
    law=("优化营商环境条例第十九条", "行政许可法第四章"),
    states={name: STATES[name] for name in ("lodged", "awaiting_papers", "granted", "not_accepted", "refused", "withdrawn")} | {
        "accepted": State("待决定", "window", "按承诺决定", "decide", public="正在审查"),
        "to_check": State("待核查", "reviewer", "核查承诺", "check", public="已经发证，部门会核查承诺"),
        "rectifying": steps.RECTIFYING,
        "kept": State("已办结", public="承诺属实，已经办好"), "revoked": State("已撤销", public="承诺不实，许可已经撤销"),
    },
    start="lodged", starts=("accept",), ends=only("not_accepted", "refused", "withdrawn", "kept", "revoked"), good_ends=only("kept"),
    roles=steps.NAMED | {"clock": CLOCK_ROLE},
    terms=TERMS | {"check": Term("核查承诺", Span(40, WORKING), event="准予"), "rectify": steps.RECTIFY_TERM},
    moves=(
        GRANT_ON_COMMITMENT, steps.ACCEPT, steps.ASK, heard.NOT_ACCEPT, steps.SUPPLEMENT,
        replace(heard.REFUSE, sources=only("accepted"), guard=None, rests_on_answers=False), replace(steps.EXTEND, sources=only("accepted")),
        replace(steps.SUSPEND, sources=only("accepted")), replace(steps.RESUME, sources=only("accepted")), replace(steps.HAND_OVER, target="to_check"),
        CONFIRM, RECTIFY, *(replace(m, target="to_check", starts=("check",)) for m in (steps.RECTIFIED, steps.NOT_RECTIFIED)),
        WITHDRAW_GRANT, replace(steps.WITHDRAW, sources=only("lodged", "awaiting_papers", "accepted")),
    ),
    line=("lodged", "granted", "to_check", "kept"), begun_by=("applicant", "window"),
)
