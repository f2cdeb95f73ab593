"""Guards: pure functions that give reasons. The same list feeds the screen, the letter and the record."""

from __future__ import annotations

from yiwang.engines.cases.facts import Facts
from yiwang.kernel.reasons import Reason


def asked_only_once(case: Facts) -> list[Reason]:
    """行政许可法 第三十二条第一款第四项: everything missing is told once."""
    if case.times("ask_for_papers"):
        return [Reason("asked-already", "已经一次告知过要补的材料，不能再要。", "行政许可法第三十二条")]
    return []


def may_grant(case: Facts) -> list[Reason]:
    """第三十八条: granted when the legal conditions are met; each unit asked answers for its own, and an objection counts only on a legal condition."""
    silent = [Reason("unit-has-not-answered", f"{i.unit_name}还没有回意见，先催办。", "行政许可法第三十八条", facts={"unit": i.unit})
              for i in case.inquiries if not i.answered]
    unmet = [Reason("condition-not-met", f"{i.unit_name}认为不符合法定条件：{i.law}。", "行政许可法第三十八条", facts={"unit": i.unit})
             for i in case.inquiries if i.verdict == "object"]
    return silent + unmet


def all_have_answered(case: Facts) -> list[Reason]:
    """A proposal rests on every unit's answer."""
    return [r for r in may_grant(case) if r.code == "unit-has-not-answered"]


def may_consult(case: Facts) -> list[Reason]:
    if case.inquiries and not all(i.answered for i in case.inquiries):
        return [Reason("asked-already", "已经征询过，等有关部门回复。")]
    return []


def has_been_consulted(case: Facts) -> list[Reason]:
    """第二十六条第二款: the joint procedure asks the other departments; a decision without asking is none of it."""
    if not case.times("consult"):
        return [Reason("not-consulted", "还没有征询有关部门，先发出征询。", "行政许可法第二十六条"), *may_grant(case)]
    return all_have_answered(case)
