"""What is no permit: filing for the record, the yearly inspection, the yearly report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from yiwang.engines.calendar.types import Span
from yiwang.engines.cases.api import ALL, CLOCK_ROLE, Move, Procedure, State, Term
from yiwang.kernel.acts import Kind
from yiwang.systems.public.services import forms, letters, roles
from yiwang.systems.public.services.procedures import steps
from yiwang.systems.public.services.procedures.steps import STATES, WORKING, only

BOTH = {"applicant": steps.NAMED["applicant"], "window": roles.WINDOW}
PAPERS = {name: STATES[name] for name in ("awaiting_papers", "not_accepted", "withdrawn")}
NOT_TAKEN = replace(steps.NOT_ACCEPT, stops=(ALL,), law="")
WITHDRAW = replace(steps.WITHDRAW, sources=only("lodged", "awaiting_papers"), confirm="撤回后可以重新提交。")
TURN_BACK = replace(steps.ASK, stops=("decide",))
AGAIN = replace(steps.SUPPLEMENT, starts=("decide",))

FILE = Move("file", only("lodged"), "filed", "window", "予以备案", stops=(ALL,), kind=Kind.DECIDED, issues=(letters.FILED,), tone="primary",
            says="备案，发出回执", confirm="备案后发出回执。")
FILING = Procedure(
    code="public.services.filing", title="备案", version=1, valid_from=date(2019, 4, 26), law=("国务院关于在线政务服务的若干规定",), prefix="BA",
    states={"lodged": State("待备案", "window", "备案", "decide", public="正在办理备案"), "filed": State("已备案", public="已经备案")} | PAPERS | {
                "not_accepted": State("不予备案")},
    start="lodged", starts=("decide",), ends=only("filed", "not_accepted", "withdrawn"), good_ends=only("filed"), roles=BOTH,
    terms={"decide": Term("备案", Span(20, WORKING), promised_by="item", event="收件")},
    moves=(FILE, TURN_BACK, AGAIN, replace(NOT_TAKEN, title="不予备案", says="不予备案", issues=steps.not_granted("不予备案决定书", "备不")), WITHDRAW),
    line=("lodged", "filed"),
    begun_by=("applicant", "window"))

RECEIVE = Move("receive", only("lodged"), "received", "window", "核收", stops=(ALL,), kind=Kind.DECIDED, issues=(letters.REPORT_RECEIVED,), tone="primary",
               says="核收年度报告", confirm="核收后向社会公示，再改要重新报送。")
ANNUAL_REPORT = Procedure(
    code="public.services.annual_report", title="年度报告", version=1, valid_from=date(2014, 10, 1), law=("企业信息公示暂行条例第八条",), prefix="NB",
    states={"lodged": State("待核收", "window", "核收", "decide", public="正在核收"), "received": State("已核收", public="已经报送")} | PAPERS | {
                "not_accepted": State("不予核收")},
    start="lodged", starts=("decide",), ends=only("received", "not_accepted", "withdrawn"), good_ends=only("received"), roles=BOTH,
    terms={"decide": Term("核收", Span(20, WORKING), promised_by="item", event="报送")},
    moves=(RECEIVE, TURN_BACK, AGAIN, replace(NOT_TAKEN, title="不予核收", says="不予核收", issues=steps.not_granted("不予核收决定书", "年报不")), WITHDRAW),
    line=("lodged", "received"),
    begun_by=("applicant", "window"))

PASS = Move("pass", only("accepted"), "passed", "reviewer", "检验合格", form=forms.FINDING, stops=(ALL,), kind=Kind.DECIDED,
            issues=(letters.INSPECTION_PASSED,), tone="primary", says="检验合格", confirm="合格后发给证明文件。")
ORDER = replace(steps.RECTIFY, sources=only("accepted"), stops=("decide",), says="检验不合格，责令限期整改")
AFTERWARDS = tuple(replace(m, target="accepted", starts=("decide",)) for m in (steps.RECTIFIED, steps.NOT_RECTIFIED))
FAIL = Move("fail", only("accepted"), "failed", "reviewer", "检验不合格", form=forms.REASONS, stops=(ALL,), kind=Kind.DECIDED,
            issues=(letters.INSPECTION_FAILED,), tone="danger", says="检验不合格",
            confirm="决定书写明理由和复议、诉讼的途径。")
ANNUAL_INSPECTION = Procedure(
    code="public.services.annual_inspection", title="年度检验", version=1, valid_from=date(2019, 4, 23), prefix="NJ",
    law=("行政许可法第六十一条第一款",),  # the item's own law says what is inspected, and stands on its letters
    states={"lodged": STATES["lodged"], "accepted": State("检验中", "reviewer", "检验", "decide", public="正在检验"),
            "rectifying": steps.RECTIFYING, "passed": State("检验合格", public="检验合格"),
            "failed": State("检验不合格", public="检验不合格")} | PAPERS,
    start="lodged", starts=("accept",), ends=only("passed", "failed", "not_accepted", "withdrawn"), good_ends=only("passed"),
    roles=BOTH | {"reviewer": roles.REVIEWER, "clock": CLOCK_ROLE},
    terms={"accept": steps.TERMS["accept"], "decide": Term("检验", Span(20, WORKING), promised_by="item", event="受理"),
           "rectify": steps.RECTIFY_TERM},
    moves=(steps.ACCEPT, steps.ASK, steps.NOT_ACCEPT, steps.SUPPLEMENT, PASS, ORDER, *AFTERWARDS, FAIL, WITHDRAW), line=("lodged", "accepted", "passed"),
    begun_by=("applicant", "window"))
