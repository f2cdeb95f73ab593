"""The steps that came with the third version: a hearing of the authority's own motion, others with a great interest, and what follows on deceit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from yiwang.engines.calendar.types import Span
from yiwang.engines.cases.api import Move, Tacit, Term
from yiwang.kernel.acts import Kind
from yiwang.systems.public.services import forms, letters, parameters, rules
from yiwang.systems.public.services.procedures import steps
from yiwang.systems.public.services.procedures.steps import WORKING, only

SINCE = date(2019, 4, 23)
ANNOUNCE_HEARING = Move("announce_hearing", only("accepted"), "", "reviewer", "公告举行听证", form=forms.ANNOUNCE_HEARING, guard=rules.may_announce_hearing,
                        pauses=("decide",), ground="hearing", kind=Kind.NOT_COUNTED_FROM, issues=(letters.HEARING_NOTICE,), law="行政许可法第四十六条",
                        says="向社会公告举行听证", confirm="公告后立即公布，申请人会收到听证通知书；时间和地点不能再改。")
OFFER_HEARING = replace(steps.OFFER_HEARING, guard=rules.no_hearing_announced_yet)
HOLD_HEARING = replace(steps.HOLD_HEARING, guard=rules.hearing_may_be_held)
RESUME = replace(steps.RESUME, guard=rules.no_hearing_ahead)
HEARING = (OFFER_HEARING, steps.ASK_FOR_HEARING, steps.OTHER_ASKS, steps.WAIVE_HEARING, steps.CALL_HEARING, ANNOUNCE_HEARING, HOLD_HEARING)

TELL_OTHERS = Move("tell_others", only("accepted"), "", "reviewer", "告知利害关系人", form=forms.TELL_OTHERS, guard=rules.not_told_just_now,
                   starts=("state_interest",), issues=(letters.INTEREST,), law="行政许可法第三十六条", says="告知利害关系人可以陈述、申辩")
OTHER_STATES = Move("other_states", only("accepted"), "", "reviewer", "登记利害关系人的意见", form=forms.OTHER_STATES, guard=rules.others_were_told,
                    law="行政许可法第三十六条", says="听取利害关系人的意见")
OTHERS_HEARD = Move("others_heard", only("accepted"), "", "reviewer", "意见听取完毕", guard=rules.all_told_have_stated, stops=("state_interest",),
                    law="行政许可法第三十六条", says="利害关系人的意见听取完毕", confirm="告知过的人都陈述了，或者都明确表示没有意见。")
STATE_VIEW = Move("state_view", only("accepted"), "", "applicant", "陈述申辩", form=forms.STATEMENT, kind=Kind.SUPPLEMENTED, law="行政许可法第三十六条",
                  says="陈述、申辩")
STATEMENTS = (TELL_OTHERS, OTHER_STATES, OTHERS_HEARD, STATE_VIEW)
TERMS = {
    "state_interest": Term("陈述意见", Span(parameters.value("interest.days", SINCE), WORKING), lapses_to=Tacit("others_heard"), event="告知"),
}
PROPOSE = replace(steps.PROPOSE, form=forms.PROPOSAL_AFTER_STATEMENTS, guard=rules.everybody_heard)

NOT_ACCEPT = replace(steps.NOT_ACCEPT, form=forms.NON_ACCEPTANCE)
REFUSE = replace(steps.REFUSE, form=forms.REFUSAL)
