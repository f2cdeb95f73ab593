"""Guards: pure functions that give reasons. The same list feeds the screen, the letter and the record."""

from __future__ import annotations

from datetime import date, timedelta

from yiwang.engines.calendar import api as calendar
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
    """第四十八条: the decision rests on the record of the hearing, so it waits for it; who chaired it reviews nothing."""
    if "ask_for_hearing" in case.terms:
        return [Reason("hearing-offered", f"申请人可以在{_day(case, 'ask_for_hearing')}前要求听证，等期满或者等申请人答复。", "行政许可法第四十七条")]
    if "hold_hearing" in case.terms:
        return [Reason("hearing-open", "申请人要求了听证，先举行听证、作好笔录。", "行政许可法第四十八条")]
    if any(made.by == case.actor.account for made in case.made("hold_hearing")):
        return [Reason("chair-reviews", "您主持了这次听证，审查意见由别的审查人拟。", "行政许可法第四十八条")]
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


def hearing_may_be_waived(case: Facts) -> list[Reason]:
    """第四十七条第一款: what the applicant does not want, somebody with an interest may still ask for."""
    if any(made.facts.get("others") for made in case.made("offer_hearing")):
        return [Reason("others-may-ask", f"利害关系人也可以要求听证，要等到{_day(case, 'ask_for_hearing')}期满。", "行政许可法第四十七条")]
    return hearing_is_offered(case)


def hearing_is_asked(case: Facts) -> list[Reason]:
    """第四十八条第一款第一项: told seven working days (第八十二条) before it at least, and nobody calls a hearing nobody asked for; held within twenty."""
    if "hold_hearing" not in case.terms:
        return [Reason("hearing-not-asked", "申请人还没有要求听证。", "行政许可法第四十七条")]
    if case.times("call_hearing"):
        return [Reason("called-already", "已经通知过听证的时间和地点。", "行政许可法第四十八条")]
    held = str(case.answers.get("held_on", ""))
    first, last = calendar.due_on(case.on, NOTICE, calendar.standard()) + timedelta(days=1), case.terms["hold_hearing"].due_on
    if held and date.fromisoformat(held) < first:
        return [Reason("too-soon", f"举行听证的 {NOTICE.days} 个工作日前就要通知，最早请选 {first:%Y-%m-%d}。", "行政许可法第四十八条", "held_on")]
    if held and last and first <= last < date.fromisoformat(held):
        return [Reason("too-late", f"听证要在二十日内举行，最晚请选 {last:%Y-%m-%d}。", "行政许可法第四十七条", "held_on")]
    return []


def hearing_is_called(case: Facts) -> list[Reason]:
    if not case.times("call_hearing"):
        return [Reason("hearing-not-called", "还没有通知听证的时间和地点。", "行政许可法第四十八条")]
    if case.times("hold_hearing"):
        return [Reason("held-already", "听证已经举行过。", "行政许可法第四十八条")]
    if any(made.by == case.actor.account for made in case.made(*REVIEWS)):
        return [Reason("reviewer-chairs", "您审查过这个申请，不能主持它的听证，请换一位没有参加审查的主持人。", "行政许可法第四十八条")]
    held = date.fromisoformat(str(case.made("call_hearing")[-1].facts["held_on"]))
    if case.on < held:
        return [Reason("not-held-yet", f"听证定在 {held:%Y-%m-%d}，举行以后再记录。", "行政许可法第四十八条")]
    return []


def not_called_to_a_hearing(case: Facts) -> list[Reason]:
    """第四十五条: what the hearing stopped, its record sets going again."""
    if case.times("call_hearing") > case.times("hold_hearing"):
        return [Reason("hearing-open", "已经通知了听证，归入听证笔录时自动恢复计算。", "行政许可法第四十五条")]
    return []


def not_rectified_before(case: Facts) -> list[Reason]:
    if case.times("order_rectification"):
        return [Reason("rectified-already", "已经责令整改过一次；仍不属实的，撤销许可。")]
    return []


def told_to_rectify(case: Facts) -> list[Reason]:
    """第七条: nothing is taken from a holder who was not told what is wrong and could not answer."""
    if not case.times("order_rectification"):
        return [Reason("not-told", "先发整改通知书，让申请人知道哪里不实、可以整改和申辩。", "行政许可法第七条")]
    return []


def asked_by_the_holder(case: Facts) -> list[Reason]:
    """第七十条: what the authority does by law, nobody withdraws; it names no item anybody applied for."""
    if not case.made("opened")[0].facts.get("item"):
        return [Reason("by-law", "这是部门依职权办理的注销，不能撤回。有意见的，请向部门说明。", "行政许可法第七十条")]
    return []


def stated_once(case: Facts) -> list[Reason]:
    if "state_case" not in case.terms:
        return [Reason("stated-already", "陈述申辩已经结束。", "行政许可法第七条")]
    return []


def was_heard(case: Facts) -> list[Reason]:
    """第七条: nobody decides against a holder who could not speak."""
    if "state_case" in case.terms:
        return [Reason("not-heard", f"等当事人陈述申辩，最晚{_day(case, 'state_case')}。", "行政许可法第七条")]
    return []


NOTICE = calendar.Span(7, calendar.Unit.WORKING, "行政许可法第四十八条第一款第一项")  # before a hearing
REVIEWS = ("check_on_site", "consult", "suspend", "resume", "offer_hearing", "call_hearing", "propose")  # what the reviewers of an application do


def _day(case: Facts, term: str) -> str:
    due = case.terms[term].due_on
    return f"{due.month} 月 {due.day} 日" if due else "恢复计算以后"
