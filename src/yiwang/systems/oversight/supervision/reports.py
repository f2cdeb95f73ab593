"""What supervision counts: how each step keeps its term, by who owes it; how many signals there were, and what became of them."""

from __future__ import annotations

from dataclasses import replace

from yiwang.engines.reports.api import Dimension, Report, Subject, measures
from yiwang.systems.oversight.supervision.procedures import LAW, SIGNAL
from yiwang.systems.oversight.supervision.rules.catalogue import standing
from yiwang.systems.oversight.supervision.rules.types import GROUPS

TERMS = Report(
    code="supervision_terms", title="时限统计", law=("行政许可法第四十二条",), subject=Subject.STEPS, without=("oversight.supervision",),
    lead="steps_on_time",
    dimensions=(Dimension.UNIT, Dimension.COUNTY, Dimension.TERM, Dimension.PROCEDURE, Dimension.ITEM, Dimension.MONTH), measures=measures.OF_STEPS,
    note="一个时钟算一步，记在该办这一步的单位名下：征询答复记在被征询的单位")


def topic(value: str) -> str:
    """A rule, or a group of them, by its title."""
    group, _, rule = value.partition("/")
    versions = standing().rules.get(value.replace("/", "."), ()) if rule else ()
    return versions[-1].title if versions else "其他程序移送" if group == "other" else GROUPS.get(group, "没有分类")


RAISED = replace(measures.RECEIVED, title="发出", how="这段时间里发出的红色信号，按发出的那天算。预警不算。")
RULED = replace(measures.DECIDED, title="认定", how="这段时间里第一次作出认定的：成立、不予认定都算。复核后撤销的仍按第一次认定算。")
UPHELD = replace(measures.ANSWERED, title="认定成立", how="这段时间里发出的信号，第一次认定成立的；复核后撤销的也在内。")
NOT_UPHELD = replace(measures.REFUSED, title="不予认定", how="这段时间里认定的信号里，不予认定的比例。")
WAITING = replace(measures.OPEN, title="待认定", how="到这段时间的最后一天还没有认定的。")
PLACES = (Dimension.UNIT, Dimension.COUNTY, Dimension.TOPIC, Dimension.MONTH, Dimension.WEEK)
SIGNALS = Report(
    code="supervision_signals", title="监察信号统计", law=LAW, dimensions=PLACES, measures=(RAISED, UPHELD, RULED, NOT_UPHELD, WAITING),
    procedures=(SIGNAL.code,), names={Dimension.TOPIC: topic}, note="信号来自办件记录，不靠填报；记在信号所指的单位名下")
EXPLAINING = Report(
    code="supervision_explaining", title="说明信号用时", law=LAW, subject=Subject.STEPS, dimensions=PLACES, procedures=(SIGNAL.code,),
    measures=(replace(measures.STEPS, title="说明"), replace(measures.STEPS_ON_TIME, title="按期说明率"),
              replace(measures.STEPS_MEDIAN, title="说明的中位用时")),
    always={Dimension.TERM: "explain"}, names={Dimension.TOPIC: topic}, lead="steps_on_time", note="从发出信号到单位说明原因")
ALL = (TERMS, SIGNALS, EXPLAINING)
