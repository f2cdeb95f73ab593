"""The closed list of measures, each with the words that say how it is counted."""

from __future__ import annotations

from yiwang.engines.reports.types import Basis, Measure, Sort

CONDITIONS = {  # names used by measures → conditions on a row
    "": "1 = 1", "decided": "decided_on is not null", "timely": "late = 0", "silent": "silent = 1", "papers": "papers > 0",
    "refused": "outcome = 'refused'", "judged": "outcome in ('granted', 'refused')", "withdrawn": "outcome = 'ended'", "web": "channel = 'web'",
    "applied": "channel in ('web', 'counter')", "bad": "score <= 2", "good": "score >= 3", "ended": "ended_on is not null",
}
IDLE = "等申请人补正的日子、依法不计期限的日子都扣除，重叠的只扣一次"
STALLED = "到期末还没办完的也在内，按已经用的天数算“至少这么久”（Kaplan–Meier 估计），积压的不会因为没办完就不算"

RECEIVED = Measure("received", "收件", Sort.COUNT, "这段时间里收到的申请，按收到的那天算。", basis=Basis.BEGAN)
ACCEPTED = Measure("accepted", "受理", Sort.COUNT, "这段时间里受理的，按受理生效的那天算；期满没有答复而视为受理的也在内。", basis=Basis.ACCEPTED)
DECIDED = Measure("decided", "作出决定", Sort.COUNT, "这段时间里作出决定的：准予、不予、不予受理都算，申请人撤回的不算。", hits="decided")
OPEN = Measure("open", "在办", Sort.OPEN, "到这段时间的最后一天还没有作出决定、也没有撤回的。")
ON_TIME = Measure("on_time", "按期办结率", Sort.SHARE, "分母是这段时间里作出决定的，加上到期末已经过了最后一天还没决定的；分子是受理和决定都没有晚的。"
                  "晚不晚按期限本身判断，不看有没有亮过红灯。", "%", hits="timely", among="decided")
MEDIAN = Measure("median", "中位用时", Sort.LASTING, f"一半的办件不超过这么久：从收到申请到作出决定的工作日，{IDLE}。{STALLED}。", "个工作日", part=0.5)
P90 = Measure("p90", "九成用时", Sort.LASTING, f"十件里有九件不超过这么久：从收到申请到作出决定的工作日，{IDLE}。{STALLED}。", "个工作日", part=0.9)
PROMISED = Measure("promised", "平均承诺", Sort.MEAN, "作出决定的办件，受理时承诺的工作日的平均数；延长的不算在内。", "个工作日",
                   hits="promised", among="decided")
LEGAL = Measure("legal", "平均法定", Sort.MEAN, "同样这些办件，法律允许的工作日的平均数。", "个工作日", hits="legal", among="decided")
SILENT = Measure("silent", "视为受理", Sort.SHARE, "受理的办件里，期满没有答复、依法视为受理的比例。", "%", Basis.ACCEPTED, "silent")
PAPERS = Measure("papers", "要求补正", Sort.SHARE, "这段时间里办完（决定或者撤回）的办件里，办理中要求过补正材料的比例。", "%",
                 hits="papers", among="ended")
REFUSED = Measure("refused", "不予许可", Sort.SHARE, "受理后作出决定的办件里，不予许可（不予备案等）的比例；不予受理的不在内。", "%",
                  hits="refused", among="judged")
WEB = Measure("web", "全程网上提交", Sort.SHARE, "这段时间里收到的申请里，申请和每次补正都在网上提交、没有由窗口代为登记的比例。", "%", Basis.BEGAN,
              "web", "applied")
RATED = Measure("rated", "评价", Sort.COUNT, "这段时间里收到的评价，每评一步算一次。没有评价的不算好评，也不算差评。", "次", Basis.BEGAN)
SCORE = Measure("score", "平均分", Sort.MEAN, "评价的平均分：非常满意 5 分，非常不满意 1 分。", "分", Basis.BEGAN, "score")
GOOD = Measure("good", "好评", Sort.SHARE, "评价里 3 分以上（非常满意、满意、基本满意）的比例。", "%", Basis.BEGAN, "good")
BAD = Measure("bad", "差评", Sort.SHARE, "评价里 1 分、2 分（不满意、非常不满意）的比例。", "%", Basis.BEGAN, "bad")

STEPS = Measure("steps", "办完的环节", Sort.COUNT, "这段时间里停下的时钟，一个时钟算一步：受理、征询答复、决定、送达各算一步。", "步")
STEPS_OPEN = Measure("steps_open", "在走的环节", Sort.OPEN, "到这段时间的最后一天还在走（或者暂停）的时钟。", "步")
STEPS_ON_TIME = Measure("steps_on_time", "按期率", Sort.SHARE, "分母是这段时间里办完的环节，加上到期末已经过了最后一天还没办完的；分子是没有晚的。"
                        "晚不晚按期限本身判断，不看有没有亮过红灯。", "%", hits="timely", among="ended")
STEPS_MEDIAN = Measure("steps_median", "中位用时", Sort.LASTING, f"一半的环节不超过这么久：从起算到办完的工作日，{IDLE}。{STALLED}。", "个工作日", part=0.5)
STEPS_P90 = Measure("steps_p90", "九成用时", Sort.LASTING, f"十步里有九步不超过这么久：从起算到办完的工作日，{IDLE}。{STALLED}。", "个工作日", part=0.9)
STEPS_PROMISED = Measure("steps_promised", "平均承诺", Sort.MEAN, "办完的环节，开始时承诺的天数的平均数；延长的不算在内。", "天",
                         hits="promised", among="ended")
STEPS_LEGAL = Measure("steps_legal", "平均法定", Sort.MEAN, "同样这些环节，法律允许的天数的平均数。", "天", hits="legal", among="ended")
OF_STEPS = (STEPS, STEPS_OPEN, STEPS_ON_TIME, STEPS_MEDIAN, STEPS_P90, STEPS_PROMISED, STEPS_LEGAL)
OF_CASES = (RECEIVED, ACCEPTED, DECIDED, OPEN, ON_TIME, MEDIAN, P90, PROMISED, LEGAL, SILENT, PAPERS, REFUSED, WEB)
OF_RATINGS = (RATED, SCORE, GOOD, BAD)


def terms(measure: Measure, *, summed: bool = True) -> tuple[str, str]:
    """What a measure adds up, as SQL: what counts, and out of what. Without `summed` of one row."""
    among, hits = CONDITIONS[measure.among], measure.hits
    if measure.sort is Sort.MEAN:
        parts = f"case when {among} then {hits} else 0 end", f"case when {among} then 1 else 0 end"
    elif measure.sort is Sort.COUNT:
        parts = f"case when {CONDITIONS[hits]} then 1 else 0 end", "1"
    else:
        parts = f"case when {among} and {CONDITIONS[hits]} then 1 else 0 end", f"case when {among} then 1 else 0 end"
    return (f"sum({parts[0]})", f"sum({parts[1]})") if summed else parts
