"""Guards: pure functions that give reasons. The same list feeds the screen, the letter and the record."""

from __future__ import annotations

from datetime import date, timedelta

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


def consulted_and_heard(case: Facts) -> list[Reason]:
    """第二十六条第二款 and 第四十八条: everybody was asked, and a hearing that was opened is over."""
    return [*has_been_consulted(case), *no_open_hearing(case)]


def no_open_hearing(case: Facts) -> list[Reason]:
    """第四十八条: the decision rests on the record of the hearing, so it waits for it."""
    if "ask_for_hearing" in case.terms:
        return [Reason("hearing-offered", f"申请人可以在{_day(case, 'ask_for_hearing')}前要求听证，等期满或者等申请人答复。", "行政许可法第四十七条")]
    if "hold_hearing" in case.terms:
        return [Reason("hearing-open", "申请人要求了听证，先举行听证、作好笔录。", "行政许可法第四十八条")]
    return []


def no_hearing_yet(case: Facts) -> list[Reason]:
    if case.times("offer_hearing"):
        return [Reason("offered-already", "已经告知过听证的权利。", "行政许可法第四十七条")]
    return []


def hearing_is_offered(case: Facts) -> list[Reason]:
    """第四十七条第一款: within five days of being told."""
    if "ask_for_hearing" not in case.terms:
        return [Reason("hearing-not-offered", "现在没有可以要求的听证。", "行政许可法第四十七条")]
    return []


def hearing_is_asked(case: Facts) -> list[Reason]:
    """第四十八条第一款第一项: seven days before it at least, and nobody calls a hearing nobody asked for."""
    if "hold_hearing" not in case.terms:
        return [Reason("hearing-not-asked", "申请人还没有要求听证。", "行政许可法第四十七条")]
    if case.times("call_hearing"):
        return [Reason("called-already", "已经通知过听证的时间和地点。", "行政许可法第四十八条")]
    held = str(case.answers.get("held_on", ""))
    first = case.on + timedelta(days=NOTICE)
    if held and date.fromisoformat(held) < first:
        return [Reason("too-soon", f"举行听证的{NOTICE}日前就要通知，最早请选 {first:%Y-%m-%d}。", "行政许可法第四十八条", "held_on")]
    return []


def hearing_is_called(case: Facts) -> list[Reason]:
    if not case.times("call_hearing"):
        return [Reason("hearing-not-called", "还没有通知听证的时间和地点。", "行政许可法第四十八条")]
    if case.times("hold_hearing"):
        return [Reason("held-already", "听证已经举行过。", "行政许可法第四十八条")]
    return []


def not_rectified_before(case: Facts) -> list[Reason]:
    if case.times("order_rectification"):
        return [Reason("rectified-already", "已经责令整改过一次；仍不属实的，撤销许可。")]
    return []


def only_by_silence(case: Facts) -> list[Reason]:
    """第五十条第二款: what silence does, nobody does by hand."""
    return [Reason("only-by-silence", "这一步只由有效期届满引起，请作出准予或者不予延续的决定。", "行政许可法第五十条")]


def stated_once(case: Facts) -> list[Reason]:
    if "state_case" not in case.terms:
        return [Reason("stated-already", "陈述申辩已经结束。", "行政许可法第七条")]
    return []


def was_heard(case: Facts) -> list[Reason]:
    """第七条: nobody decides against a holder who could not speak."""
    if "state_case" in case.terms:
        return [Reason("not-heard", f"等当事人陈述申辩，最晚{_day(case, 'state_case')}。", "行政许可法第七条")]
    return []


NOTICE = 7  # days before a hearing


def _day(case: Facts, term: str) -> str:
    due = case.terms[term].due_on
    return f"{due.month} 月 {due.day} 日" if due else "恢复计算以后"
