"""Figures in words: the same on a page, in a workbook and on paper."""

from __future__ import annotations

from collections.abc import Sequence

from yiwang.engines.reports.rooms import periods
from yiwang.engines.reports.types import Answer, Figure, Group, Measure, Sort


def said(measure: Measure, figure: Figure) -> tuple[str, str]:
    """A figure and its unit in words. A share of too few is told as it is: so many of so many."""
    if measure.sort is Sort.LASTING:
        if figure.value is None:
            return (f"超过 {figure.beyond}", measure.unit) if figure.cases else ("—", "")
        return f"{figure.value:.0f}", measure.unit
    if figure.value is None:
        return "—", ""
    if measure.sort is Sort.SHARE:
        return (f"{100 * figure.value:.1f}", "%") if not figure.few else (f"{figure.hits}/{figure.cases}", "件")
    return (f"{figure.value:.1f}", measure.unit) if measure.sort is Sort.MEAN else (f"{figure.value:,.0f}", measure.unit)


def note(measure: Measure, figure: Figure) -> str:
    """What stands below a figure in a table."""
    if measure.sort is Sort.SHARE and figure.cases:
        return "" if figure.few else f"{figure.hits:,}/{figure.cases:,}"
    return f"含在办 {figure.open:,}" if measure.sort is Sort.LASTING and figure.open else ""


def change(measure: Measure, now: Figure, then: Figure | None, runs: bool) -> str:
    """Against the period before: in the figure's own unit; nothing where one of them rests on too little."""
    if runs and measure.sort is Sort.COUNT:
        return ""  # part of a period against a whole one
    if measure.sort is Sort.COUNT and then is None:
        then = Figure(0.0)
    if then is None or now.value is None or then.value is None or (measure.sort is not Sort.COUNT and (now.few or then.few)):
        return ""
    by = 100 * (now.value - then.value) if measure.sort is Sort.SHARE else now.value - then.value
    text = f"{by:+,.0f}" if measure.sort is Sort.COUNT else f"{by:+.1f}"
    unit = "个百分点" if measure.sort is Sort.SHARE else ""
    return "不变" if text.lstrip("+-").strip("0.") == "" else text.replace("-", "−") + unit


def against(answer: Answer, group: Group, m: Measure) -> str:
    """A group against the period before, where that was asked for: fewer or more by so many."""
    if not answer.earlier or m.sort in (Sort.LASTING, Sort.OPEN):
        return ""
    then = answer.earlier.get(group.keys)
    moved = change(m, group.figures[m.code], then.figures.get(m.code) if then else None, answer.until < answer.wish.period.last)
    return "" if moved == "不变" else moved


def axis(figures: Sequence[Figure], mean: float, less: bool) -> tuple[float, float]:
    """The ends of an axis for shares, in steps of five in a hundred: those ranked with their intervals, those with too few by their mark."""
    if less:
        highest = max([mean, *(f.interval[1] if not f.few else f.value or 0.0 for f in figures)])
        return 0.0, min(1.0, int(highest * 20 + 1) / 20)
    lowest = min([mean, *(f.interval[0] if not f.few else f.value or 0.0 for f in figures)])
    return min(max(0.0, int(lowest * 20) / 20), 0.95), 1.0


def finding(answer: Answer) -> str:
    """What a report finds, in one line: how many, and the leading share, each against the period before."""
    report, than, found = answer.report, periods.before(answer.wish.period).title, []
    if not any(f.cases for f in answer.whole.figures.values()):
        return f"{report.title}：这段时间没有"
    for m in filter(None, (report.measures[0], report.measure(report.lead))):
        value, unit = said(m, answer.whole.figures[m.code])
        moved = change(m, answer.whole.figures[m.code], answer.before.figures.get(m.code), answer.until < answer.wish.period.last)
        against_it = f"（和{than}一样）" if moved == "不变" else f"（比{than} {moved}）" if moved else ""
        found.append(f"{m.title} {value}{'' if unit == '%' or not unit else ' '}{unit}{against_it}")
    return f"{report.title}：{'，'.join(found)}"
