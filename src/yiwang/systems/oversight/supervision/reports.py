"""What supervision counts: how each step keeps its term, by who owes it."""

from __future__ import annotations

from yiwang.engines.reports.api import Dimension, Report, Subject, measures

TERMS = Report(
    code="supervision_terms", title="时限统计", law=("行政许可法第四十二条",), subject=Subject.STEPS, without=("oversight.supervision",), lead="steps_on_time",
    dimensions=(Dimension.UNIT, Dimension.COUNTY, Dimension.TERM, Dimension.PROCEDURE, Dimension.ITEM, Dimension.MONTH), measures=measures.OF_STEPS,
    note="一个时钟算一步，记在该办这一步的单位名下：征询答复记在被征询的单位")
ALL = (TERMS,)
