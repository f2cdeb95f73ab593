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


def may_announce_hearing(case: Facts) -> list[Reason]:
    """第四十六条: what the law has heard, or what the authority holds should be, is announced to the public; one hearing, called once, told as early."""
    if case.times("announce_hearing") or case.times("call_hearing"):
        return [Reason("called-already", "已经公告或者通知过听证的时间和地点。", "行政许可法第四十八条")]
    if "ask_for_hearing" in case.terms or "hold_hearing" in case.terms:
        return [Reason("asked-for-hearing", "已经告知申请人可以要求听证，等答复；有人要求的，用“通知听证”。", "行政许可法第四十七条")]
    held = str(case.answers.get("held_on", ""))
    first = calendar.due_on(case.on, NOTICE, calendar.standard()) + timedelta(days=1)
    if held and date.fromisoformat(held) < first:
        return [Reason("too-soon", f"举行听证的 {NOTICE.days} 个工作日前就要通知，最早请选 {first:%Y-%m-%d}。", "行政许可法第四十八条", "held_on")]
    return []


def no_hearing_announced_yet(case: Facts) -> list[Reason]:
    """第四十七条: who is heard in public anyway need not be asked whether they want to be."""
    if case.times("announce_hearing"):
        return [Reason("announced-already", "已经公告举行听证，不用再告知听证的权利。", "行政许可法第四十六条")]
    return no_hearing_yet(case)


def hearing_may_be_held(case: Facts) -> list[Reason]:
    """第四十八条: a hearing somebody asked for, or one that was announced; whoever reviewed does not chair it."""
    if not case.times("call_hearing") + case.times("announce_hearing"):
        return [Reason("hearing-not-called", "还没有通知听证的时间和地点。", "行政许可法第四十八条")]
    if case.times("hold_hearing"):
        return [Reason("held-already", "听证已经举行过。", "行政许可法第四十八条")]
    if any(made.by == case.actor.account for made in case.made(*REVIEWING)):
        return [Reason("reviewer-chairs", "您审查过这个申请，不能主持它的听证，请换一位没有参加审查的主持人。", "行政许可法第四十八条")]
    held = date.fromisoformat(str(case.made("call_hearing", "announce_hearing")[-1].facts["held_on"]))
    if case.on < held:
        return [Reason("not-held-yet", f"听证定在 {held:%Y-%m-%d}，举行以后再记录。", "行政许可法第四十八条")]
    return []


def no_hearing_ahead(case: Facts) -> list[Reason]:
    """第四十五条: what the hearing stopped, its record sets going again."""
    if case.times("call_hearing") + case.times("announce_hearing") > case.times("hold_hearing"):
        return [Reason("hearing-open", "已经通知了听证，归入听证笔录时自动恢复计算。", "行政许可法第四十五条")]
    return []


def not_told_just_now(case: Facts) -> list[Reason]:
    if "state_interest" in case.terms:
        return [Reason("told-already", f"已经告知过，等到{_day(case, 'state_interest')}期满或者意见听取完毕，再告知别的人。", "行政许可法第三十六条")]
    return []


def others_were_told(case: Facts) -> list[Reason]:
    if not case.times("tell_others"):
        return [Reason("nobody-told", "还没有告知利害关系人，先发告知书。", "行政许可法第三十六条")]
    return []


def all_told_have_stated(case: Facts) -> list[Reason]:
    """第三十六条: nobody who was told is cut short; before the day is over only when each of them has spoken."""
    if "state_interest" not in case.terms:
        return [Reason("nobody-awaited", "现在没有等人陈述意见。", "行政许可法第三十六条")]
    made = case.made("tell_others", "other_states")
    last = max(i for i, one in enumerate(made) if one.move == "tell_others")
    if len(made) - last - 1 < int(made[last].facts.get("count") or 1):
        return [Reason("not-all-stated", f"还有人没有陈述意见，等到{_day(case, 'state_interest')}期满。", "行政许可法第三十六条")]
    return []


def everybody_heard(case: Facts) -> list[Reason]:
    """第三十六条 and 第四十八条: whoever was told may still speak, and what was said is weighed, in words."""
    if case.times("announce_hearing") > case.times("hold_hearing"):
        return [Reason("hearing-open", "已经公告举行听证，先举行听证、作好笔录。", "行政许可法第四十八条")]
    if "state_interest" in case.terms:
        return [Reason("others-may-state", f"利害关系人可以在{_day(case, 'state_interest')}前陈述意见，等期满或者等意见听取完毕。", "行政许可法第三十六条")]
    if case.answers and case.times("other_states") + case.times("state_view") and not case.answers.get("heard"):
        return [Reason("statements-unanswered", "有人陈述过意见，请写明采纳了哪些、没有采纳的为什么。", "行政许可法第三十六条", "heard")]
    return no_open_hearing(case)


def consulted_and_everybody_heard(case: Facts) -> list[Reason]:
    return [*has_been_consulted(case), *everybody_heard(case)]


def told_how_it_was_obtained(case: Facts) -> list[Reason]:
    """第七条: a holder is called a deceiver only when told so before; and where they were told so, the decision says what was found."""
    told = str(case.made("notify")[-1].facts.get("ground", "")) == "deceit"
    if case.answers.get("because") and not told:
        return [Reason("not-told", "告知书没有写以欺骗、贿赂等不正当手段取得，当事人没有就这一点申辩过，不能这样认定。", "行政许可法第七条", "because")]
    return []


def its_own_grant(case: Facts) -> list[Reason]:
    """第八条第二款: taken back by whoever granted it; the authority above may revoke (第六十九条), and no more."""
    if case.made("opened")[0].facts.get("granted_by"):
        return [Reason("granted-below", "撤回由作出许可决定的单位办理；上级部门只能依法撤销。", "行政许可法第八条第二款")]
    return []


NOTICE = calendar.Span(7, calendar.Unit.WORKING, "行政许可法第四十八条第一款第一项")  # before a hearing
REVIEWS = ("check_on_site", "consult", "suspend", "resume", "offer_hearing", "call_hearing", "propose")  # what the reviewers of an application do
REVIEWING = (*REVIEWS, "announce_hearing", "tell_others", "other_states", "others_heard")


def _day(case: Facts, term: str) -> str:
    due = case.terms[term].due_on
    return f"{due.month} 月 {due.day} 日" if due else "恢复计算以后"
