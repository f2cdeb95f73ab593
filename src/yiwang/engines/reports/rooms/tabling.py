"""An answer as a spreadsheet: the figures, what they rest on, and on a second sheet how each is counted."""

from __future__ import annotations

from yiwang.engines.reports.rooms.naming import name, narrowed_words
from yiwang.engines.reports.types import Answer, Figure, Group, Measure, Sort
from yiwang.engines.sheets import api as sheets

SHEET = 31  # letters a sheet's title may have


def book(*answers: Answer) -> bytes:
    """The workbook: a sheet an answer, and one that says how everything is counted."""
    told = {(m.title, m.unit, m.how): None for a in answers for m in a.report.measures}
    how = sheets.Table("怎么算的", (sheets.Column("数字", 20), sheets.Column("单位", 12), sheets.Column("怎么算的", 90)), tuple(told))
    return sheets.write((*(_sheet(a, a.report.title[:SHEET] if len(answers) > 1 else "数字") for a in answers), how))


def _sheet(answer: Answer, title: str) -> sheets.Table:
    report, period = answer.report, answer.wish.period
    heads = [sheets.Column(d.title, 24) for d in answer.wish.by] or [sheets.Column("范围", 24)]
    heads += [column for m in report.measures for column in _columns(m)]
    lines = [_line(answer, g) for g in answer.groups]
    lines.append(("合计", *[""] * (max(1, len(answer.wish.by)) - 1), *_values(answer, answer.whole)))
    above = (report.title, f"时间：{period.first}—{period.last}；在办的算到 {answer.until}", *filter(None, (narrowed_words(answer),)))
    return sheets.Table(title, tuple(heads), tuple(lines), above)


def _columns(m: Measure) -> list[sheets.Column]:
    whole = sheets.Column(f"{m.title}（{m.unit}）", 16)
    if m.sort is Sort.SHARE:
        return [whole, sheets.Column(f"{m.title}：分子", 14), sheets.Column(f"{m.title}：分母", 14), sheets.Column(f"{m.title}：95% 区间下限", 14),
                sheets.Column(f"{m.title}：95% 区间上限", 14)]
    return [whole, sheets.Column(f"{m.title}：其中在办", 16)] if m.sort is Sort.LASTING else [whole]


def _line(answer: Answer, group: Group) -> tuple[object, ...]:
    names = [name(answer.report, d, key) for d, key in zip(answer.wish.by, group.keys, strict=True)]
    return (*names, *_values(answer, group))


def _values(answer: Answer, group: Group) -> list[object]:
    return [value for m in answer.report.measures for value in _cells(m, group.figures[m.code])]


def _cells(m: Measure, f: Figure) -> list[object]:
    if m.sort is Sort.SHARE:
        low, high = f.interval
        return [None if f.value is None else round(100 * f.value, 2), f.hits, f.cases, round(100 * low, 2), round(100 * high, 2)]
    if m.sort is Sort.LASTING:
        return [f"超过 {f.beyond}" if f.value is None and f.cases else f.value if f.value is None else int(f.value), f.open]
    return [None if f.value is None else int(f.value) if m.sort is not Sort.MEAN else round(f.value, 2)]


