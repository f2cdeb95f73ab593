"""Reports for officials: what is declared, asked freely, drawn, taken along as a workbook, and down to the cases. And what is published of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yiwang.engines.cases import api as cases
from yiwang.engines.files import api as files
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.reports import api as reports
from yiwang.engines.reports.api import Dimension, Report, Sort, Wish
from yiwang.kernel import clock
from yiwang.kernel.errors import NotFound
from yiwang.web import shells
from yiwang.web.components.basics import Alert, Button, Chips, Crumbs, Empty, Link, Pager
from yiwang.web.components.filters import Filters, Pick
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ListPage, ReportPage
from yiwang.web.components.pages import PublicReportPage
from yiwang.web.generic import figures
from yiwang.web.generic import list as listing_of
from yiwang.web.generic.asking import CHOICES, NAMED, Question, asked
from yiwang.web.permits import anyone, official

HERE, OPEN = "/reports/", "/open/performance/"
MOST, TILES, SHOWN = 60, 6, 50
FILES = {"xlsx": files.XLSX, "pdf": files.PDF}
KEPT = 64  # published answers a process keeps
_kept: dict[tuple[Any, ...], reports.Answer] = {}
OVER = reports.TIMES  # what a second grouping may be
AGAINST = timedelta(days=31)  # of a period so long each group is shown against the period before


@official
def listing(request: Any) -> HttpResponse:
    """`/reports/`: the reports this post may open."""
    offered = reports.offered(actor=request.actor, on=clock.day(request.at))
    rows = tuple((CellValue(r.title, f"{r.page}#{r.code}" if r.page else f"{HERE}{r.code}/", r.note),
                  CellValue("、".join(m.title for m in r.measures)), CellValue("、".join(r.law))) for r in offered)
    table = Table("统计", (Column("统计"), Column("数什么"), Column("依据")), rows, Empty("没有可以看的统计", "您的岗位没有办理或监督的职责。"))
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, HERE), "page": ListPage(
        "统计", "从办件记录里数出来，不靠填报；只数本单位和下级、条线上的", table=table)})


@official
def report(request: Any, code: str) -> HttpResponse:
    """`/reports/<code>/?by=unit&over=month&period=quarter&since=2026-03&until=2026-08&week=2026-W46&unit=…`; `as=xlsx` or `as=pdf` gives the same as a file."""
    declared, question = _asked(request, code)
    against = len(question.wish.by) == 1 and question.wish.period.last - question.wish.period.first < AGAINST
    answer = reports.ask(report=declared, wish=replace(question.wish, against=against), actor=request.actor, at=request.at)
    if request.GET.get("as") in FILES:
        return as_file(request.GET["as"], (answer,), request, f"{declared.code}-{question.wish.period.first}-{question.wish.period.last}")
    here, wish = f"{HERE}{code}/", question.wish
    than = reports.periods.before(wish.period).title
    cross = len(wish.by) > 1
    shown = [m for m in declared.measures if not cross or m.sort is Sort.COUNT or m.code == declared.lead]
    rest = len(answer.groups) - MOST
    leads = declared.subject is not reports.Subject.RATINGS  # a rating does not lead to who gave it

    def into(group: reports.Group, code_: str) -> str:
        return question.into(group, f"{here}cases/", code_) if leads else ""

    page = ReportPage(
        declared.title, f"{wish.period.first}—{wish.period.last}。{declared.note or '从办件记录里数出来，不靠填报'}",
        Crumbs((Link("统计", HERE), Link(declared.title))), _periods(question), _filters(declared, question, request),
        figures.tiles(answer, declared.measures[:TILES], lambda _, m: question.address(f"{here}cases/", by="", over="", measure=m) if leads else "", than),
        figures.charts(answer, into if leads else None), figures.table(answer, shown, into, MOST),
        "按" + "、".join(d.title for d in wish.by) if wish.by else "合计", figures.how(answer),
        (Button("打印", "#print", "", "print"), Button("PDF", question.address(**{"as": "pdf"}), "", "download"),
         Button("导出表格", question.address(**{"as": "xlsx"}), "primary", "download")),
        Alert("时间没有看懂", question.fault, "warn") if question.fault else None,
        f"件数最多的 {MOST} 行，其余 {rest} 行在导出的表格里" if rest > 0 else f"不足 {reports.FEW} 件的列分数，不算率")
    return render(request, "yiwang/pages/report.html", {"shell": shells.office(request, HERE), "page": page})


@official
def behind(request: Any, code: str) -> HttpResponse:
    """`/reports/<code>/cases/?measure=…`, narrowed as the report was: the cases of a figure."""
    declared, question = _asked(request, code)
    measure = declared.measure(request.GET.get("measure", "")) or declared.measures[0]
    after = int(request.GET["after"]) if request.GET.get("after", "").isdecimal() and len(request.GET["after"]) < 19 else 0
    found, onward = reports.behind(report=declared, wish=question.wish, measure=measure, actor=request.actor, at=request.at, after=after, limit=SHOWN)
    rows = tuple(cases.by_id(found, request.at))
    words = {"measure": measure.code, "by": "", "over": ""}
    pager = Pager(f"本页 {len(rows)} 件", question.address(**words, after=str(onward)) if onward else "", question.address(**words) if after else "")
    only = [reports.name(declared, d, v) for d, v in question.wish.only.items()]
    title = "没有按期的" if measure.hits == "timely" else measure.title
    return render(request, "yiwang/pages/list.html", {"shell": shells.office(request, HERE), "page": ListPage(
        "，".join((f"{declared.title}：{title}", *only)), f"{question.wish.period.first}—{question.wish.period.last}。{measure.how}",
        Crumbs((Link("统计", HERE), Link(declared.title, question.address(f"{HERE}{code}/")), Link(title))), table=listing_of.table(rows, pager))})


@anyone
def performance(request: Any) -> HttpResponse:
    """`/open/performance/?county=`: what is published, of the last 90 days, by department."""
    declared = next((r for r in reports.every() if r.public), None)
    if declared is None:
        raise NotFound("performance")
    counties = [u for u in identity.below(level=identity.Level.COUNTY) if u.kind is identity.Kind.GOVERNMENT]
    chosen = next((u for u in counties if str(u.id) == request.GET.get("county")), None)
    period = reports.periods.named("days90", clock.day(request.at) - timedelta(days=1))  # whole days: the same figures all day long
    answer = published(declared, Wish(period, (Dimension.UNIT,), {Dimension.COUNTY: str(chosen.id)} if chosen else {}), request.at)
    shown = [m for m in declared.measures if m.code in ("decided", "median", "p90", declared.lead)]
    lead = declared.measure(declared.lead)
    chart, found = figures.intervals(answer, lead, None) if lead and answer.groups else (None, "")
    chips = (Link("全市", OPEN, current=chosen is None), *(Link(u.short.removesuffix("政府"), f"{OPEN}?county={u.id}", current=u == chosen) for u in counties))
    page = PublicReportPage(
        Crumbs((Link("首页", "/"), Link("办得怎么样"))), "办得怎么样",
        f"近 90 天（{period.first:%Y 年 %-m 月 %-d 日}—{period.last:%-m 月 %-d 日}）各部门办了多少、用了几个工作日，每天更新。"
        "数字从办件记录里数出来，不靠填报；不足 30 件的列分数，不算率。",
        Chips(chips, label="区县"), figures.tiles(answer, shown, None, "前 90 天"), figures.table(answer, shown, None, MOST * 5),
        figures.how(answer), chart, found)
    return render(request, "yiwang/pages/public_report.html", {"shell": shells.public(request, OPEN), "page": page})


def published(declared: Report, wish: Wish, at: datetime) -> reports.Answer:
    """What anybody may ask for at any time is counted once a day, a process and a city (known by its first entry)."""
    first = ledger.feed(after=0, limit=1)
    key = (first[0].hash if first else b"", declared.code, wish.period.last, wish.by, tuple(wish.only.values()))
    if not first or key not in _kept:
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[key] = reports.published(report=declared, wish=wish, at=at)
    return _kept[key]


def _asked(request: Any, code: str) -> tuple[Report, Question]:
    """The report and what is asked of it. Raises NotFound where it is not this post's to open."""
    declared, today = reports.declared(code), clock.day(request.at)
    if not reports.may_open(report=declared, actor=request.actor, on=today):
        raise NotFound(code)
    return declared, asked(declared, request.GET, today)


def as_file(kind: str, answers: Sequence[reports.Answer], request: Any, name: str, title: str = "") -> HttpResponse:
    """Answers as one workbook or one PDF to take along. Raises NotFound for another kind."""
    if kind not in FILES:
        raise NotFound(kind)
    made = reports.book(*answers) if kind == "xlsx" else reports.printed(*answers, title=title, actor=request.actor, at=request.at)
    return HttpResponse(made, content_type=FILES[kind], headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'})


def _periods(question: Question) -> tuple[Link, ...]:
    titles = {name: reports.periods.NAMED[name] for name in NAMED}
    named = tuple(Link(title, question.address(period=name, since="", until="", week=""), current=question.period == name) for name, title in titles.items())
    return (*named, *weeks(question)) if question.week else named


def weeks(question: Question) -> tuple[Link, ...]:
    """The week before, the one that is shown, the week after; of another period the week it begins in."""
    week = {"period": "", "since": "", "until": ""}
    shown = Link(question.wish.period.title, question.address(), current=True)
    shown = shown if question.week else Link("按周", question.address(**week, week=question.moved(0)))
    return Link("前一周", question.address(**week, week=question.moved(-1))), shown, Link("后一周", question.address(**week, week=question.moved(1)))


def _filters(declared: Report, question: Question, request: Any) -> Filters:
    """Grouping, months, and the values to narrow by."""
    wish, chosen = question.wish, bool(question.since)
    by = tuple((d.value, d.title) for d in declared.dimensions)
    over = tuple((d.value, d.title) for d in OVER if d in declared.dimensions)
    picks = [Pick("by", "按", by, wish.by[0].value if wish.by else "", "不分组"),
             Pick("over", "再按", over, wish.by[1].value if len(wish.by) > 1 else "", "不再分"),
             Pick("since", "从", (), str(wish.period.first) if chosen else "", day=True), 
             Pick("until", "到", (), str(wish.period.last) if chosen else "", day=True)]
    for dimension in declared.dimensions:
        if dimension in reports.TIMES:
            continue
        offered = reports.choices(report=declared, dimension=dimension, actor=request.actor, period=wish.period)
        if 1 < len(offered) <= CHOICES * 10 or dimension in wish.only:
            picks.append(Pick(dimension.value, dimension.title, tuple(offered), wish.only.get(dimension, "")))
    kept = tuple((name, value) for name, value in (("period", question.period), ("week", question.week)) if value)
    return Filters("", "", tuple(picks), kept, f"{HERE}{declared.code}/" if wish.only or question.since else "", submit="看统计")
