"""The closed list of measures, each with the words that say how it is counted."""

from __future__ import annotations

from yiwang.engines.reports.types import Basis, Measure, Sort

CONDITIONS = {  # names used by measures → conditions on a row
    "": "1 = 1", "decided": "decided_on is not null", "timely": "late = 0", "silent": "silent = 1", "papers": "papers > 0",
    "refused": "outcome = 'refused'", "judged": "outcome in ('granted', 'refused')", "withdrawn": "outcome = 'ended'", "web": "channel = 'web'",
    "applied": "channel in ('web', 'counter')", "bad": "score <= 2", "good": "score >= 3", "ended": "ended_on is not null",
    "kept": "excluded = 0", "excluded": "excluded = 1",
    "taken": "outcome not in ('not_accepted', 'ended')", "answered": "outcome = 'granted'", "returned": "returned > 0", "reopened": "reopened > 0",
    "again": "again = 1", "answered_kept": "outcome = 'granted' and excluded = 0", "solved": "said = 'solved'",
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
LEFT_OUT = "经复核剔除的不算"
TAKEN = Measure("taken", "受理", Sort.COUNT, "这段时间里收到并受理的，按收到的那天算；不予受理的、本人撤回的不算。", basis=Basis.BEGAN, hits="taken")
ANSWERED = Measure("answered", "已答复", Sort.COUNT, "这段时间里受理的那些，到现在已经答复本人的。", basis=Basis.BEGAN, hits="answered")
ANSWERED_SHARE = Measure("answered_share", "答复率", Sort.SHARE, "分母是这段时间里受理的，分子是其中到现在已经答复本人的。", "%", Basis.BEGAN,
                         "answered", "taken")
RETURNED_SHARE = Measure("returned_share", "退回率", Sort.SHARE, "这段时间里答复的，办理中被退回过（退回改派、退回重办）的比例。", "%",
                         hits="returned", among="answered", less=True)
REOPENED = Measure("reopened", "反弹", Sort.COUNT, "这段时间里反弹的：答复以后不满意或者再次反映。按第一次反弹的那天算，一件只算一次。",
                   basis=Basis.REOPENED, hits="reopened")
REOPENED_SHARE = Measure("reopened_share", "反弹率", Sort.SHARE, "这段时间里答复的，到现在反弹过的比例。刚答复的还可能反弹，这个数会变。", "%",
                         hits="reopened", among="answered", less=True)
AGAIN = Measure("again", "反弹后再答复", Sort.SHARE, "这段时间里反弹的，到现在已经重新办理并再次答复的比例。", "%", Basis.REOPENED, "again", "reopened")
SOLVED_SHARE = Measure("solved_share", "解决率", Sort.SHARE,
                       f"这段时间里答复的，办理结果为“已解决”的比例；列入计划、解释说明、暂时不能解决的不算解决。{LEFT_OUT}。", "%",
                       hits="solved", among="answered_kept")
EXCLUDED = Measure("excluded", "剔除", Sort.COUNT, "这段时间里答复的，经复核剔除的：有证据说明要求不合理，由另一个人复核过。", hits="excluded")
RATED = Measure("rated", "评价", Sort.COUNT, f"这段时间里收到的评价，每评一步算一次。没有评价的不算好评，也不算差评；{LEFT_OUT}。", "次", Basis.BEGAN, "kept")
SCORE = Measure("score", "平均分", Sort.MEAN, "评价的平均分：非常满意 5 分，非常不满意 1 分。", "分", Basis.BEGAN, "score", "kept")
GOOD = Measure("good", "好评", Sort.SHARE, "评价里 3 分以上（非常满意、满意、基本满意）的比例。", "%", Basis.BEGAN, "good", "kept")
BAD = Measure("bad", "差评", Sort.SHARE, "评价里 1 分、2 分（不满意、非常不满意）的比例。", "%", Basis.BEGAN, "bad", "kept")
SATISFIED = Measure("satisfied", "满意率", Sort.SHARE, f"评价里 3 分以上（非常满意、满意、基本满意）的比例，没有评价的不算。{LEFT_OUT}。", "%", Basis.BEGAN,
                    "good", "kept")
RATED_EXCLUDED = Measure("rated_excluded", "剔除的评价", Sort.COUNT, "这段时间里收到的评价，因所评的办件经复核剔除而没有算进去的。", "次", Basis.BEGAN,
                         "excluded")

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
OF_CASES = (RECEIVED, ACCEPTED, DECIDED, OPEN, ON_TIME, MEDIAN, P90, PROMISED, LEGAL, SILENT, PAPERS, REFUSED, WEB,
            TAKEN, ANSWERED, ANSWERED_SHARE, RETURNED_SHARE, REOPENED, REOPENED_SHARE, AGAIN, SOLVED_SHARE, EXCLUDED)
OF_RATINGS = (RATED, SCORE, GOOD, BAD, SATISFIED, RATED_EXCLUDED)


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
