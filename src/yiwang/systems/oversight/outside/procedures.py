"""A case of a department's own system, as it tells us: the same steps and terms as an approval here (行政许可法). Nothing it says is refused for being wrong:
what does not fit is noted beside it, and is for supervision to see."""

from __future__ import annotations

from datetime import date

from yiwang.engines.calendar.types import Span, Unit
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.api import Extension, Ground, Move, Procedure, State, Term
from yiwang.kernel.acts import Kind
from yiwang.systems.oversight.outside import forms

LAW, WORKING = "行政许可法", Unit.WORKING
REPORTER = cases.Role("oversight.outside.reporter", "外部系统", cases.Where.CLOCK)
HEAD = cases.Role("oversight.outside.head", "行政机关负责人", cases.Where.CLOCK)
KEEPER = cases.Role("oversight.outside.keeper", "外部系统管理员")
GROUNDS = tuple(Ground(code, title, "行政许可法第四十五条") for code, title in forms.GROUNDS if code != forms.NO_GROUND)
KEPT = "照外部系统报来的记下。"
OPEN = frozenset({"lodged", "awaiting_papers", "accepted"})
EVERY = OPEN | {"granted"}


def only(*states: str) -> frozenset[str]:
    return frozenset(states)


OUTSIDE = Procedure(
    code="oversight.outside.case", title="外部系统办件", version=1, valid_from=date(2004, 7, 1), law=(LAW,), prefix="WB",
    states={
        "lodged": State("待受理", term="accept"), "awaiting_papers": State("待补正"), "accepted": State("审查中", term="decide"),
        "granted": State("已准予", term="hand_over"), "not_accepted": State("不予受理"), "refused": State("不予许可"), "handed_over": State("已办结"),
        "withdrawn": State("已撤回"),
    },
    start="lodged", starts=("accept",), ends=only("not_accepted", "refused", "handed_over", "withdrawn"), good_ends=only("handed_over"),
    line=("lodged", "accepted", "granted", "handed_over"), roles={"reporter": REPORTER, "head": HEAD}, begun_by=("reporter",),
    terms={
        "accept": Term("受理", Span(5, WORKING, "行政许可法第三十二条"), event="收件"),
        "decide": Term("决定", Span(20, WORKING, "行政许可法第四十二条第一款"), extendable=Extension(10, "head", "行政许可法第四十二条第一款"),
                       not_counted=GROUNDS, promised_by="item", event="受理"),
        "hand_over": Term("送达", Span(10, WORKING, "行政许可法第四十四条"), event="决定"),
    },
    moves=(
        Move("ask_for_papers", only("lodged"), "awaiting_papers", "reporter", "告知补正", stops=("accept",), kind=Kind.ASKED_FOR_PAPERS,
             law="行政许可法第三十二条", says="告知要补的材料"),
        Move("supplement", only("awaiting_papers"), "lodged", "reporter", "补正", starts=("accept",), kind=Kind.SUPPLEMENTED, says="申请人补交了材料"),
        Move("accept", only("lodged"), "accepted", "reporter", "受理", stops=("accept",), starts=("decide",), law="行政许可法第三十二条", says="受理"),
        Move("not_accept", only("lodged"), "not_accepted", "reporter", "不予受理", stops=(cases.ALL,), kind=Kind.DECIDED, law="行政许可法第三十二条",
             says="不予受理", confirm=KEPT),
        Move("suspend", only("accepted"), "", "reporter", "不计期限", form=forms.SUSPEND, pauses=("decide",), kind=Kind.NOT_COUNTED_FROM,
             law="行政许可法第四十五条", says="停止计算期限"),
        Move("suspend_in_vain", only("accepted"), "", "reporter", "不计期限（不算数）", kind=Kind.NOT_COUNTED_FROM, law="行政许可法第四十五条",
             says="报来不计期限，没有法定的情形，期限照算"),
        Move("resume", only("accepted"), "", "reporter", "恢复计算期限", resumes=("decide",), kind=Kind.NOT_COUNTED_TO, law="行政许可法第四十五条",
             says="恢复计算期限"),
        Move("extend", only("accepted"), "", "reporter", "延长期限", form=forms.EXTEND, extends="decide", kind=Kind.EXTENDED, law="行政许可法第四十二条",
             says="延长期限"),
        Move("extend_in_vain", only("accepted"), "", "reporter", "延长期限（不算数）", kind=Kind.EXTENDED, law="行政许可法第四十二条",
             says="报来延长期限，照法律不能再延，期限不变"),
        Move("charge", EVERY, "", "reporter", "收费", kind=Kind.CHARGED, says="通知缴费"),
        Move("pay", EVERY, "", "reporter", "缴费", kind=Kind.PAID, says="收到缴费"),
        Move("grant", only("lodged", "accepted"), "granted", "reporter", "准予许可", stops=("accept", "decide"), starts=("hand_over",), kind=Kind.DECIDED,
             law="行政许可法第三十八条", says="准予许可"),
        Move("refuse", only("lodged", "accepted"), "refused", "reporter", "不予许可", stops=(cases.ALL,), kind=Kind.DECIDED, law="行政许可法第三十八条",
             says="不予许可", confirm=KEPT),
        Move("hand_over", only("granted"), "handed_over", "reporter", "送达", stops=("hand_over",), kind=Kind.HANDED_OVER, law="行政许可法第四十四条",
             says="证件已送达"),
        Move("withdraw", OPEN, "withdrawn", "reporter", "撤回", stops=(cases.ALL,), says="申请人撤回"),
        Move("note", EVERY, "", "reporter", "记下对不上的一步", says="报来的一步和前面的对不上，记在这里"),
    ),
)
