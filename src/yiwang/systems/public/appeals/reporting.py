"""What appeals count of themselves, week by week; and the yearly assessment of units made of it."""

from __future__ import annotations

from dataclasses import replace

from yiwang.engines.reports.api import Bundle, Dimension, Report, Scoring, Subject, measures
from yiwang.systems.public.appeals import forms, parameters
from yiwang.systems.public.appeals.procedures import DISPATCHER, LAW, MATTER

WEEKLY_PAGE = "/appeals/weekly/"
PLACES = (Dimension.UNIT, Dimension.COUNTY, Dimension.TOPIC, Dimension.CHANNEL, Dimension.WEEK, Dimension.MONTH)
AGAIN = "退回改派、退回重办的，按最后一次起算的期限；反弹以后重办的不改第一次答复的结果"
TAKEN = replace(measures.TAKEN, how=f"{measures.TAKEN.how}并件的各算一件，记在受理中心名下。")
OPEN = replace(measures.OPEN, how="到这段时间的最后一天还没有答复本人的；反弹以后重办的在“反弹”里数。")
ON_TIME = replace(measures.ON_TIME, title="按期答复率", how="分母是这段时间里答复的，加上到期末已经过了最后一天还没有答复的；分子是没有晚的。"
                  f"{AGAIN}。晚不晚按期限本身判断，不看有没有亮过红灯。")
MEDIAN = replace(measures.MEDIAN, how="一半的诉求不超过这么久：从收到到答复本人的工作日。"
                 "到期末还没有答复的也在内，按已经用的天数算“至少这么久”（Kaplan–Meier 估计）。")
HANDLED = (TAKEN, measures.ANSWERED, measures.ANSWERED_SHARE, OPEN, ON_TIME, MEDIAN, measures.RETURNED_SHARE, measures.SOLVED_SHARE,
           measures.EXCLUDED)
HANDLING = Report(
    "appeals", "诉求办理", (LAW,), PLACES, HANDLED, procedures=(MATTER.code,), period="week", channels=tuple(c for c, _ in forms.CHANNELS), lead="on_time",
    page=WEEKLY_PAGE, whole=DISPATCHER.code,
    note="受理、已答复、答复率数这段时间里收到的；按期答复、退回、解决、剔除数这段时间里答复的，不论哪天收到，所以件数不必相等")
RATINGS = replace(HANDLING, code="appeals_ratings", title="答复评价", subject=Subject.RATINGS, lead="satisfied", note="没有评价的不算满意，也不算不满意",
                  measures=(measures.RATED, measures.SCORE, measures.SATISFIED, measures.BAD, measures.RATED_EXCLUDED))
REBOUNDS = replace(HANDLING, code="appeals_rebounds", title="反弹", lead="reopened_share",
                   measures=(measures.REOPENED, measures.AGAIN, measures.REOPENED_SHARE), note="答复以后不满意，或者再次反映的，交上一级重办")
MEDIA = replace(HANDLING, code="appeals_media", title="媒体曝光跟办", dimensions=tuple(d for d in PLACES if d is not Dimension.CHANNEL),
                always={Dimension.CHANNEL: "media"}, note="媒体曝光的，跟到办完为止")
YEAR = Scoring(
    "公众诉求年度考核", "/appeals/assessment/", (("answered", HANDLING, measures.ANSWERED_SHARE), ("solved", HANDLING, measures.SOLVED_SHARE),
                                      ("satisfied", RATINGS, measures.SATISFIED), ("on_time", HANDLING, ON_TIME)),
    lambda part, on: int(parameters.value(f"weight_{part}", on)), "诉求", "答复、解决、满意、按期四项按本市规定的分量合成，从办件记录里数出来，不靠填报",
    (("哪些不计入", "经复核剔除的诉求，不计入解决率和满意率。"),
     ("记在哪个单位名下", "记在第一次答复时承办的单位名下；反弹以后由上一级重办的，反弹仍记在原单位。"
      "还没有派出去的，并入别的诉求一起答复的，记在受理中心名下。")))
WEEKLY = Bundle("公众诉求周报", WEEKLY_PAGE, (HANDLING, RATINGS, REBOUNDS, MEDIA), "appeals", YEAR)
