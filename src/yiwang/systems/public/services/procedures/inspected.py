"""Permits decided by inspection, testing or quarantine (行政许可法 第五十五条): two officials are named within five days, and the result decides."""

from __future__ import annotations

from dataclasses import replace

from yiwang.engines.calendar.types import Span
from yiwang.engines.cases.api import Facts, Move, Term
from yiwang.engines.identity import api as identity
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.services import forms, rules
from yiwang.systems.public.services.procedures.permits import ORDINARY
from yiwang.systems.public.services.procedures.steps import WORKING, only

NAMED = (("first", "第一位"), ("second", "第二位"))


def of_this_unit(case: Facts) -> list[Reason]:
    """第五十五条: two officials at least, of the authority itself; a name two people have is written with the post."""
    found = list[Reason]()
    here = identity.standing_in.colleagues(unit=case.actor.unit, on=case.on) if case.answers else ()
    known = {way: person for person, name, title in here for way in (name, f"{name}（{title}）")}
    for field, which in NAMED if case.answers else ():
        if str(case.answers.get(field, "")).strip() not in known:
            found.append(Reason("not-of-this-unit", f"{which}不是本单位在任的工作人员，请写姓名；同名的写成“姓名（岗位）”。", "行政许可法第五十五条", field))
    people = {known.get(str(case.answers.get(field, "")).strip()) for field, _ in NAMED}
    if case.answers and not found and len(people) < len(NAMED):
        found.append(Reason("same-person", "要指派两名以上工作人员，请填另一个人。", "行政许可法第五十五条", "second"))
    return found


def assigned_and_heard(case: Facts) -> list[Reason]:
    """第五十五条: the decision rests on what the two found."""
    if not case.times("assign"):
        return [Reason("nobody-assigned", "还没有指派两名工作人员检验、检测、检疫，先指派。", "行政许可法第五十五条")]
    return rules.everybody_heard(case)


ASSIGN = Move("assign", only("accepted"), "", "reviewer", "指派两名工作人员", form=forms.ASSIGN, guard=of_this_unit, stops=("assign",),
              law="行政许可法第五十五条", says="指派两名工作人员检验、检测、检疫", tone="primary")
STARTING = {"accept": ("decide", "assign")}


def _guarded(move: Move) -> Move:
    return replace(move, guard=assigned_and_heard) if move.code == "propose" else replace(move, starts=STARTING.get(move.code, move.starts))


INSPECTED = replace(
    ORDINARY, code="public.services.inspected", title="检验检测检疫程序", version=1, law=("行政许可法第四章", "行政许可法第五十五条"), prefix="JY",
    terms=ORDINARY.terms | {"assign": Term("指派", Span(5, WORKING, "行政许可法第五十五条"), event="受理")},
    moves=(ASSIGN, *map(_guarded, ORDINARY.moves)))
