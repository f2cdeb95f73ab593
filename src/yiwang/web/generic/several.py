"""Several reports of one period on one page and in one file: what a weekly meeting looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from yiwang.engines.reports import api as reports
from yiwang.engines.reports.api import Answer, Bundle, Dimension, Report, Sort, Wish
from yiwang.kernel import clock
from yiwang.kernel.errors import NotFound
from yiwang.web import shells, slots
from yiwang.web.card import System
from yiwang.web.components.basics import Alert, Button, Chips, Crumbs, Faq, Link
from yiwang.web.components.filters import Filters, Pick
from yiwang.web.components.office_pages import ReportSection, ReportsPage
from yiwang.web.generic import figures, scoring, talked
from yiwang.web.generic import report as one
from yiwang.web.generic.asking import Question, asked
from yiwang.web.permits import official

MOST = 30  # rows of each on the page; the files have all


def answers(request: Any, declared: Sequence[Report]) -> tuple[Question, list[Answer]]:
    """What the address asks, answered by each report. A grouping or narrowing that a report has not is left out of it. Raises NotFound."""
    today = clock.day(request.at)
    if not all(reports.may_open(report=r, actor=request.actor, on=today) for r in declared):
        raise NotFound(declared[0].code)
    question = asked(declared[0], request.GET, today)
    return question, [reports.ask(report=r, wish=_of(r, question.wish), actor=request.actor, at=request.at) for r in declared]


def _of(report: Report, wish: Wish) -> Wish:
    by = tuple(d for d in wish.by if d in report.dimensions) or report.dimensions[:1]
    return replace(wish, by=by, only={d: v for d, v in wish.only.items() if d in report.dimensions}, against=len(by) == 1)


def routes(card: System) -> list[URLPattern]:
    """The addresses of a card's bundles; each begins with the card's own."""
    return [route for bundle in card.bundles for route in _routes(card, bundle)]


def _routes(card: System, it: Bundle) -> list[URLPattern]:
    @official
    def page(request: Any) -> HttpResponse:
        """`?week=2026-W46`, or any days; grouped and narrowed as its first report is."""
        return _page(request, card, it)

    @official
    def as_file(request: Any) -> HttpResponse:
        """`?week=…&as=pdf|xlsx`: the same reports in one file."""
        question, told = answers(request, it.reports)
        period = question.wish.period
        return one.as_file(request.GET.get("as", "pdf"), told, request, f"{it.name}-{period.first}-{period.last}", it.title)

    @official
    def year(request: Any) -> HttpResponse:
        """`?year=2026`; `as=xlsx` the same as a workbook."""
        assert it.scoring is not None
        return scoring.page(request, it.scoring, Link(it.title, it.address))

    here, home = it.address.removeprefix(f"/{card.name}/"), f"/{card.name}/"
    return [path(here, page), path(f"{here}file/", as_file), *((path(it.scoring.address.removeprefix(home), year),) if it.scoring else ())]


def _page(request: Any, card: System, it: Bundle) -> HttpResponse:
    question, told = answers(request, it.reports)
    period, files = question.wish.period, f"{it.address}file/"
    days = f"?week={question.week}" if question.week else f"?since={period.first}&until={period.last}"
    also = (*((Button("年度考核", it.scoring.address),) if it.scoring else ()), *talked.ways(request, card, days))
    drawn = ReportsPage(
        it.title, f"{period.first}—{period.last}。从办件记录里数出来，不靠填报", Crumbs((Link("统计", one.HERE), Link(it.title))),
        (*one.weeks(question), *_named(question)), _filters(it.reports[0], question, request, it.address),
        Chips(tuple(Link(a.report.title, f"#{a.report.code}") for a in told), label="各张表"),
        tuple(_section(request, question, a) for a in told), _how(told),
        (*also, Button("打印", "#print", "", "print"),
         Button("PDF", question.address(files, **{"as": "pdf"}), "", "download"),
         Button("导出表格", question.address(files, **{"as": "xlsx"}), "primary", "download")),
        Alert("时间没有看懂", question.fault, "warn") if question.fault else None)
    return render(request, "yiwang/pages/reports.html", {"shell": shells.office(request, one.HERE), "page": drawn})


def _section(request: Any, question: Question, answer: Answer) -> ReportSection:
    report, mine = answer.report, replace(question, wish=answer.wish)
    leads = report.subject is not reports.Subject.RATINGS
    there = f"{one.HERE}{report.code}/cases/"
    shown = [m for m in report.measures if len(answer.wish.by) < 2 or m.sort is Sort.COUNT or m.code == report.lead]
    rest, than = len(answer.groups) - MOST, reports.periods.before(answer.wish.period).title

    def into(group: reports.Group, code: str) -> str:
        return mine.into(group, there, code)

    return ReportSection(
        report.code, reports.finding(answer), report.note,
        figures.tiles(answer, report.measures[:one.TILES], lambda _, m: mine.address(there, by="", over="", measure=m) if leads else "",
                      than),
        figures.charts(answer, into if leads else None), figures.table(answer, shown, into if leads else None, MOST),
        "按" + "、".join(d.title for d in answer.wish.by), "，".join(filter(None, (
            f"小字里的增减是和{than}比" if answer.earlier else "", f"其余 {rest} 行在导出的表格里" if rest > 0 else ""))),
        tuple(slots.filled("report.panels", request, answer)), Link("单独看", mine.address(f"{one.HERE}{report.code}/")))


def _how(told: Sequence[Answer]) -> Faq:
    """How each figure is counted, each once."""
    return Faq(tuple({q.question: q for a in told for q in figures.how(a).questions}.values()))


def _named(question: Question) -> tuple[Link, ...]:
    return tuple(Link(reports.periods.NAMED[n], question.address(period=n, since="", until="", week=""), current=question.period == n)
                 for n in ("month", "quarter", "year"))


def _filters(report: Report, question: Question, request: Any, here: str) -> Filters:
    """Grouping, days, and the places to narrow by."""
    wish, chosen = question.wish, bool(question.since)
    picks = [Pick("by", "按", tuple((d.value, d.title) for d in report.dimensions), wish.by[0].value if wish.by else "", ""),
             Pick("since", "从", (), str(wish.period.first) if chosen else "", day=True),
             Pick("until", "到", (), str(wish.period.last) if chosen else "", day=True)]
    for dimension in (Dimension.COUNTY, Dimension.TOPIC, Dimension.CHANNEL):
        offered = reports.choices(report=report, dimension=dimension, actor=request.actor, period=wish.period)
        if len(offered) > 1 or dimension in wish.only:
            picks.append(Pick(dimension.value, dimension.title, tuple(offered), wish.only.get(dimension, "")))
    kept = tuple((name, value) for name, value in (("period", question.period), ("week", question.week)) if value)
    return Filters("", "", tuple(picks), kept, here if wish.only or question.since else "", submit="看统计")
