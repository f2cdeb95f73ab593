"""Answers on paper: the whole, the comparison, the table, and how each figure is counted. The same answers give the same bytes."""

from __future__ import annotations

from datetime import datetime

from yiwang.engines.documents import api as documents
from yiwang.engines.reports.rooms import periods, words
from yiwang.engines.reports.rooms.naming import name, narrowed_words
from yiwang.engines.reports.types import FEW, Answer, Figure, Group, Measure, Sort
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor

MOST, DRAWN = 600, 60  # rows of a table, some twenty pages; lines of a comparison
EMPTY = "这段时间没有办件。"
FAIR = ("怎么比较才公平", f"横线是比率的 95% 置信区间（Wilson）：整段高于或低于平均的才说高或低，跨过平均线的并列；不足 {FEW} 件的只列出，不排名。")


def printed(*answers: Answer, actor: Actor, at: datetime, title: str = "") -> bytes:
    """One PDF of answers over the same period. `title`: of all of them, else the first's."""
    day, period = clock.day(at), answers[0].wish.period
    how = {(f"{m.title}（{m.unit}）", m.how): None for a in answers for m in a.report.measures}
    by = f"{actor.unit_name} {actor.name}".strip()
    said = f"{period.first}—{period.last}；在办的算到 {answers[0].until}。从办件记录里数出来，不靠填报。"
    return documents.make(documents.Printout(
        actor.unit_name or "一网", title or answers[0].report.title, said, (day.year, day.month, day.day),
        f"{clock.local(at):%Y-%m-%d %H:%M} 由{by}打印", tuple(_section(a, len(answers) > 1 or bool(title)) for a in answers), (*how, FAIR)))


def _section(answer: Answer, titled: bool) -> documents.Section:
    report, by = answer.report, answer.wish.by
    shown = [m for m in report.measures if len(by) < 2 or m.sort is Sort.COUNT or m.code == report.lead]
    rows = tuple((*(name(report, d, k) for d, k in zip(by, g.keys, strict=True)), *(_cell(answer, g, m) for m in shown)) for g in answer.groups[:MOST])
    rest = f"印出件数最多的 {MOST} 行，其余 {len(answer.groups) - MOST} 行在导出的表格里" if len(answer.groups) > MOST else ""
    bars, mean = _bars(answer)
    lead = report.measure(report.lead)
    return documents.Section(
        report.title if titled else "合计", tuple(filter(None, (report.note if titled else "", narrowed_words(answer), rest))),
        tuple(_tile(answer, m) for m in report.measures), bars, f"{lead.title}，按{by[0].title}" if lead and bars else "",
        f"虚线为平均 {answer.whole.figures[report.lead].value or 0:.2%}" if bars else "", mean,
        (*(d.title for d in by), *(f"{m.title}（{m.unit}）" for m in shown)), rows, len(by), EMPTY if by and not rows else "")


def _tile(answer: Answer, m: Measure) -> tuple[str, str, str, str]:
    now = answer.whole.figures[m.code]
    moved = words.change(m, now, answer.before.figures.get(m.code), answer.until < answer.wish.period.last)
    return m.title, *words.said(m, now), "；".join(filter(None, (words.note(m, now), f"比{periods.before(answer.wish.period).title} {moved}" if moved else "")))


def _cell(answer: Answer, group: Group, m: Measure) -> str:
    value, unit = words.said(m, group.figures[m.code])
    moved = words.against(answer, group, m)
    return f"{value}{unit if unit == '%' else ''}" + (f"（{moved}）" if moved else "")


def _bars(answer: Answer) -> tuple[tuple[documents.Bar, ...], float]:
    """The fair comparison by the leading share: places along an axis that holds every interval."""
    lead = answer.report.measure(answer.report.lead)
    found = [(g, g.figures[lead.code]) for g in answer.groups if g.figures[lead.code].cases] if lead and len(answer.wish.by) == 1 else []
    if not lead or not found:
        return (), 0.0
    less, whole = lead.less, answer.whole.figures[lead.code].value or 0.0
    found.sort(key=lambda pair: (pair[1].few, (pair[1].value or 0) * (1 if less else -1)))
    low, high = words.axis([f for _, f in found], whole, less)

    def place(value: float) -> float:
        return round(min(max((value - low) / (high - low), 0.0), 1.0), 4)

    def worse(f: Figure) -> bool:
        return not f.few and (f.interval[0] > whole if less else f.interval[1] < whole)

    bars = tuple(documents.Bar(name(answer.report, answer.wish.by[0], g.keys[0]), place(f.interval[0]), place(f.interval[1]), place(f.value or 0.0),
                               f"{f.hits}/{f.cases}" if f.few else f"{f.value:.2%}", f"{f.cases:,} 件", f.few, worse(f)) for g, f in found[:DRAWN])
    return bars, place(whole)
