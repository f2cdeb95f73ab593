"""Procedures as they stood first: the ordinary and the joint one without hearing and on-site check as steps of their own, rating with another warning."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from yiwang.engines.calendar.types import Span
from yiwang.engines.cases.api import Extension, Procedure
from yiwang.systems.public.services import roles, rules
from yiwang.systems.public.services.procedures import steps
from yiwang.systems.public.services.procedures.rating import RATING
from yiwang.systems.public.services.procedures.steps import NAMED, STATES, TERMS, WORKING, only

MOVES = (
    steps.ACCEPT, steps.ASK, steps.NOT_ACCEPT, steps.SUPPLEMENT, steps.PROPOSE, steps.GRANT, steps.REFUSE, steps.RETURN, steps.SUSPEND, steps.RESUME,
    steps.EXTEND, steps.HAND_OVER, steps.WITHDRAW,
)
ORDINARY = Procedure(
    code="public.services.ordinary", title="普通程序", version=1, valid_from=date(2019, 4, 23), law=("行政许可法第四章",), states=STATES, start="lodged",
    starts=("accept",), ends=only("not_accepted", "refused", "handed_over", "withdrawn"), good_ends=only("handed_over"), roles=NAMED, terms=TERMS,
    moves=MOVES, prefix="XK", line=("lodged", "accepted", "proposed", "granted", "handed_over"), begun_by=("applicant", "window"),
)
JOINT = replace(
    ORDINARY, code="public.services.joint", title="并联审批", law=("行政许可法第二十六条第二款", "行政许可法第四十二条第二款"), prefix="LB",
    roles=NAMED | {"head": roles.GOVERNMENT_HEAD},
    terms=TERMS | {"decide": replace(TERMS["decide"], span=Span(45, WORKING, "行政许可法第四十二条第二款"),
                                     extendable=Extension(15, "head", "行政许可法第四十二条第二款"))},
    moves=(
        steps.ACCEPT, steps.ASK, steps.NOT_ACCEPT, steps.SUPPLEMENT, steps.CONSULT,
        replace(steps.PROPOSE, guard=rules.has_been_consulted, rests_on_answers=True), steps.GRANT, steps.REFUSE, steps.RETURN, steps.SUSPEND,
        steps.RESUME, steps.EXTEND, steps.HAND_OVER, steps.WITHDRAW,
    ),
)
CALLED_BACK = "办结后，被评价的人可以看到评价人。"  # no page ever showed it to them
RATING_FIRST = replace(RATING, version=1, moves=tuple(replace(m, confirm=CALLED_BACK) if m.code == "call_back" else m for m in RATING.moves))
ALL = (ORDINARY, JOINT, RATING_FIRST)
