"""Figures of a report in words and as charts: the same for officials and in public."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from yiwang.engines.reports import api as reports
from yiwang.engines.reports.api import Answer, Figure, Group, Measure, Sort
from yiwang.web.components.basics import Empty, Faq, Question, Tile, Tiles
from yiwang.web.components.charts import Heat, HeatCell, Intervals, Panel, Rate, columns_of, intervals_of, level_of, steps_words
from yiwang.web.components.lists import CellValue, Column, Table

Way = Callable[[Group, str], str]  # a group's figure → the address of its cases
SHADES = (2.0, 5.0, 10.0, 20.0)
RANKED, LISTED, NAMED = 40, 8, 3  # rows of a comparison; of those with too few; names in a title
DRAWN = 26  # columns


def tiles(answer: Answer, measures: Sequence[Measure], way: Way | None, than: str) -> Tiles:
    """All together, each against the period before."""
    found = []
    for m in measures:
        value, unit = reports.said(m, answer.whole.figures[m.code])
        moved = reports.change(m, answer.whole.figures[m.code], answer.before.figures.get(m.code), answer.until < answer.wish.period.last)
        found.append(Tile(m.title, value, unit, f"比{than} {moved}" if moved else "", way(answer.whole, m.code) if way else ""))
    return Tiles((*found, *(Tile(b.title, b.value, b.unit) for b in beside(answer))))


def beside(answer: Answer) -> Sequence[reports.Beside]:
    return answer.report.beside(answer.wish.only) if answer.report.beside else ()


def how(answer: Answer) -> Faq:
    """How each figure is counted."""
    return Faq((*(Question(f"{m.title}（{m.unit}）", m.how) for m in answer.report.measures),
                *(Question(f"{b.title}（{b.unit}）", b.how) for b in beside(answer)),
                Question("怎么比较才公平", "比率按 95% 置信区间（Wilson）比：区间整段高于或低于平均的才说高或低，跨过平均线的并列，不排名次；"
                         "不足 30 件的只列出，不算率、不排名。"),
                Question("数字从哪里来", f"办件的每一步都写进办件记录，数字从记录里数出来，不靠填报。在办的算到 {answer.until:%Y-%m-%d}。")))


def name(answer: Answer, group: Group, place: int = 0) -> str:
    return reports.name(answer.report, answer.wish.by[place], group.keys[place])


def table(answer: Answer, measures: Sequence[Measure], way: Way | None, most: int) -> Table:
    """A line a group; without a grouping the figures of all."""
    by = answer.wish.by
    heads = (*(Column(d.title) for d in by), *(Column(m.title, number=True, label_on_phone=True) for m in measures))
    lines = []
    for group in answer.groups[:most]:
        cells = [_cell(m, group.figures[m.code], way(group, m.code) if way else "", reports.against(answer, group, m)) for m in measures]
        lines.append((*(CellValue(name(answer, group, i)) for i in range(len(by))), *cells))
    return Table(answer.report.title, heads, tuple(lines), Empty("这段时间没有办件", "换一段时间，或者少选几个条件。"))


def _cell(m: Measure, figure: Figure, url: str, moved: str) -> CellValue:
    value, unit = reports.said(m, figure)
    shown = f"{value}{unit}" if unit == "%" else value
    return CellValue(shown, url if figure.cases else "", "，".join(filter(None, (reports.note(m, figure), moved))))


def charts(answer: Answer, way: Way | None) -> tuple[Panel, ...]:
    """The charts that fit what was grouped by; the finding stands in the title."""
    by, lead = answer.wish.by, answer.report.measure(answer.report.lead)
    if not answer.groups:
        return ()
    if len(by) == 2 and by[1] in reports.TIMES and lead:
        heat, found = _heat(answer, lead, way)
        return (Panel(found, heat, f"{lead.title}之外的部分，每百件", right="点格子看办件" if way else ""),)
    if len(by) == 1 and by[0] in reports.TIMES:
        return tuple(_columns(answer, m, way) for m in answer.report.measures if m.sort is Sort.COUNT and answer.whole.figures[m.code].cases)
    if len(by) == 1 and lead:
        drawn, found = intervals(answer, lead, way)
        return (Panel(found, drawn, right="点名称看办件" if way else ""),)
    return ()


def intervals(answer: Answer, lead: Measure, way: Way | None) -> tuple[Intervals, str]:
    """The fair comparison by the leading share, and what it finds."""
    ranked = [g for g in answer.groups if not g.figures[lead.code].few][:RANKED]
    ranked.sort(key=lambda g: (g.figures[lead.code].value or 0) * (1 if lead.less else -1))
    few = [g for g in answer.groups if g.figures[lead.code].few and g.figures[lead.code].cases][:LISTED]
    rates = [Rate(name(answer, g), g.figures[lead.code].hits, g.figures[lead.code].cases, way(g, lead.code) if way else "") for g in (*ranked, *few)]
    mean = answer.whole.figures[lead.code].value or 0.0
    low, high = reports.axis([g.figures[lead.code] for g in (*ranked, *few)], mean, lead.less)
    drawn = intervals_of(caption=f"{lead.title}，按{answer.wish.by[0].title}", rates=rates, low=low, high=high,
                         ticks=[low + (high - low) * i / 4 for i in range(5)], whole="平均", mean=mean, less=lead.less,
                         note=f"横线为 95% 区间，虚线为平均 {mean:.2%}。不足 {reports.FEW} 件的只列出，不排。")
    below, word = next(([r.name for r in band.rows] for band in drawn.bands if band.kind == "below"), []), "高于" if lead.less else "低于"
    if below:
        found = f"{lead.title}明显{word}平均的：{'、'.join(below[:NAMED])}{f'等 {len(below)} 个' if len(below) > NAMED else ''}"
    elif ranked:
        found = f"{lead.title}：没有明显{word}平均的{answer.wish.by[0].title}"
    else:
        found = f"{lead.title}：都不足 30 件，只列出，不比较"
    return drawn, found


def _columns(answer: Answer, m: Measure, way: Way | None) -> Panel:
    shown = answer.groups[-DRAWN:]
    values = [(_mark(g.keys[0]), g.figures[m.code].value or 0.0) for g in shown]
    top = max(shown, key=lambda g: g.figures[m.code].value or 0)
    urls = [way(g, m.code) for g in shown] if way else ()
    found = f"{m.title}：{name(answer, top)}最多，{reports.said(m, top.figures[m.code])[0]} {m.unit}"
    return Panel(found, columns_of(caption=f"{m.title}，按{answer.wish.by[0].title}", values=values, urls=urls))


def _mark(key: str) -> str:
    """A month or week in few letters: 26.11, or the week's Monday."""
    return f"{reports.periods.week(key).first:%-m.%-d}" if "W" in key else f"{key[2:4]}.{int(key[5:])}"


def _heat(answer: Answer, lead: Measure, way: Way | None) -> tuple[Heat, str]:
    """Rows by months: what is missing to the whole of the leading share, a percentage each."""
    months = sorted({g.keys[1] for g in answer.groups})
    known = {g.keys: g for g in answer.groups}
    rows, worst = [], (-1.0, "")
    sizes: dict[str, int] = {}
    for g in answer.groups:
        sizes[g.keys[0]] = sizes.get(g.keys[0], 0) + g.figures[lead.code].cases
    for key in sorted(sizes, key=lambda k: -sizes[k])[:RANKED]:
        title, cells = reports.name(answer.report, answer.wish.by[0], key), []
        for month in months:
            group = known.get((key, month))
            figure = group.figures[lead.code] if group else Figure(None)
            if group is None or figure.few or figure.value is None:
                cells.append(HeatCell("样本不足", None))
                continue
            share = 100 * (1 - figure.value)
            worst = max(worst, (share, f"{title} {_mark(month)} 最多，{share:.1f}%"))
            cells.append(HeatCell(f"{share:.1f}", level_of(share, SHADES), way(group, lead.code) if way else ""))
        rows.append((title, tuple(cells)))
    heads = tuple(_mark(m) for m in months)
    drawn = Heat(f"{lead.title}之外的部分", heads, tuple(rows), (*steps_words(SHADES), ("few", "样本不足")))
    return drawn, worst[1] if worst[1] else "每格都不足 30 件，不比较"
