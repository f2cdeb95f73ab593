"""The year of the units: several shares weighed into one of a hundred, compared fairly, and the same as a workbook."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yiwang.engines.reports import api as reports
from yiwang.engines.reports.api import Dimension, Measure, Period, Report, Scoring, Subject, Total
from yiwang.engines.sheets import api as sheets
from yiwang.kernel import clock
from yiwang.web import shells
from yiwang.web.components.basics import Button, Crumbs, Empty, Faq, Link, Question, Tile, Tiles
from yiwang.web.components.charts import Panel, Rate, intervals_of
from yiwang.web.components.filters import Filters, Pick
from yiwang.web.components.lists import CellValue, Column, Table
from yiwang.web.components.office_pages import ReportPage
from yiwang.web.generic import report

YEARS, NAMED = 5, 3  # years one may choose; units named in a finding


def page(request: Any, it: Scoring, above: Link) -> HttpResponse:
    """`?year=2026`; `as=xlsx` the same as a workbook. `above` is the page it hangs under."""
    today = clock.day(request.at)
    year = int(request.GET["year"]) if request.GET.get("year", "") in {str(today.year - i) for i in range(YEARS)} else today.year
    period = Period(today.replace(year=year, month=1, day=1), today.replace(year=year, month=12, day=31), f"{year} 年")
    whole, units = reports.scored(scoring=it, period=period, actor=request.actor, at=request.at)
    if request.GET.get("as") == "xlsx":
        return HttpResponse(_book(it, year, whole, units), content_type=report.FILES["xlsx"], headers={
            "Content-Disposition": f'attachment; filename="{it.address.strip("/").replace("/", "-")}-{year}.xlsx"'})
    rows = tuple((CellValue(_name(it, u), note="只列出，不排名" if u.few else ""), CellValue("—" if u.few else f"{100 * u.value:.1f}"),
                  *(_share(u, *part, period) for part in it.parts)) for u in units)
    heads = (Column("单位"), *(Column(t, number=True, label_on_phone=True) for t in ("总分", *(m.title for _, _, m in it.parts))))
    table = Table("年度考核", heads, rows, Empty(f"这一年没有{it.noun}", "换一年看看。"))
    offered = tuple((str(y), f"{y} 年") for y in range(today.year, today.year - YEARS, -1))
    ranked, few = [u for u in units if not u.few], sum(u.few for u in units)
    drawn = ReportPage(
        f"{it.title}：{year} 年", it.note, Crumbs((Link("统计", report.HERE), above, Link("年度考核"))), (),
        Filters("", "", (Pick("year", "年份", offered, str(year), ""),), submit="看考核"),
        Tiles((Tile("平均总分", f"{100 * whole.value:.1f}" if whole.cases else "—", "分"),
               *(Tile(m.title, *reports.said(m, whole.parts[p])) for p, _, m in it.parts))),
        (_ranked(it, whole, ranked, period),) if ranked else (), table, "按单位", _how(it, year, period),
        (Button("打印", "#print", "", "print"), Button("导出表格", f"?year={year}&as=xlsx", "primary", "download")),
        more=f"{few} 个单位有一项不足 {reports.FEW} 件，只列出，不算总分、不排名" if few else "")
    return render(request, "yiwang/pages/report.html", {"shell": shells.office(request, report.HERE), "page": drawn})


def _name(it: Scoring, unit: Total) -> str:
    return reports.name(it.parts[0][1], Dimension.UNIT, unit.key)


def _there(of: Report, unit: Total, period: Period, way: str = "") -> str:
    return f"{report.HERE}{of.code}/{way}?unit={unit.key}&since={period.first}&until={period.last}"


def _share(unit: Total, part: str, of: Report, measure: Measure, period: Period) -> CellValue:
    """A share, and the way to its cases; ratings lead to nobody."""
    value, sign = reports.said(measure, figure := unit.parts[part])
    url = f"{_there(of, unit, period, 'cases/')}&measure={measure.code}" if figure.cases and of.subject is not Subject.RATINGS else ""
    return CellValue(f"{value}{sign if sign == '%' else ''}", url, note="" if figure.few else f"{figure.hits:,}/{figure.cases:,}")


def _ranked(it: Scoring, whole: Total, units: list[Total], period: Period) -> Panel:
    """The fair comparison of those that have enough of each; a mark opens the unit's year."""
    rates = [Rate(_name(it, u), 0, u.cases, f"{_there(it.parts[0][1], u, period)}&by=month", u.value, u.ends) for u in units]
    low = int(min([0.95, whole.value, *(u.ends[0] for u in units)]) * 20) / 20
    drawn = intervals_of(caption="总分，按单位", rates=rates, low=low, high=1.0, ticks=[low + (1 - low) * i / 4 for i in range(5)], mean=whole.value, unit="分",
                         whole="平均", note=f"横线为总分的区间，虚线为平均 {100 * whole.value:.1f} 分。")
    below = [r.name for band in drawn.bands if band.kind == "below" for r in band.rows]
    more = f"等 {len(below)} 个" if len(below) > NAMED else ""
    found = f"总分明显低于平均的：{'、'.join(below[:NAMED])}{more}" if below else "没有总分明显低于平均的单位"
    return Panel(found, drawn, link=Link("怎么排的", "#how"))


def _how(it: Scoring, year: int, period: Period) -> Faq:
    weigh = reports.weights(it, period.first)
    formula = " + ".join(f"{m.title} × {weigh[p]}" for p, _, m in it.parts)
    return Faq((
        Question("总分怎么算", f"总分 = {formula}，满分 100 分；各项的分量由本市规定，{year} 年用的就是这一组。一件都没有的项不算，其余各项按比例补足。", True),
        *(Question(m.title, m.how) for _, _, m in it.parts),
        Question("怎么排才公平", f"总分的区间由各项的 95% 区间（Wilson）按同样的分量合成：整段高于或低于平均的才说高或低，跨过平均的并列，不分先后；"
                 f"有一项不足 {reports.FEW} 件的只列出，不算总分、不排名。"),
        *(Question(asked, answer) for asked, answer in it.asked)))


def _book(it: Scoring, year: int, whole: Total, units: list[Total]) -> bytes:
    heads = (sheets.Column("单位", 28), sheets.Column("总分"), sheets.Column("区间下限"), sheets.Column("区间上限"), sheets.Column("排名", 20),
             *(c for _, _, m in it.parts for c in (sheets.Column(f"{m.title}（%）"), sheets.Column(f"{m.title}：分子"), sheets.Column(f"{m.title}：分母"))))
    lines = tuple((name, *(round(100 * v, 2) for v in (u.value, *u.ends)), "只列出" if u.few else "参加比较", *(
        v for f in (u.parts[p] for p, _, _ in it.parts) for v in (None if f.value is None else round(100 * f.value, 2), f.hits, f.cases)))
                  for name, u in (*((_name(it, u), u) for u in units), ("合计", whole)))
    return sheets.write((sheets.Table("年度考核", heads, lines, (f"{it.title}：{year} 年",)),))
