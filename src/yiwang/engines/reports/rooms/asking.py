"""Answering a report: sums and lengths of time by group, counted by the database over the narrow rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from yiwang.engines.calendar import api as calendar
from yiwang.engines.reports.measures import terms
from yiwang.engines.reports.rooms import cells, idle, periods
from yiwang.engines.reports.rooms.lasting import reached
from yiwang.engines.reports.rooms.narrow import Narrowed, aside, column, key, narrowed, overdue_before
from yiwang.engines.reports.rooms.scope import may_open
from yiwang.engines.reports.rooms.sums import SUMMED, Keys, Sums
from yiwang.engines.reports.types import TIMES, Answer, Basis, Dimension, Figure, Group, Measure, Period, Report, Sort, Subject, Wish
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import NotFound


def ask(*, report: Report, wish: Wish, actor: Actor, at: datetime) -> Answer:
    """The figures an official may see. Raises NotFound where the report is not theirs to open."""
    if not may_open(report=report, actor=actor, on=clock.day(at)):
        raise NotFound(report.code)
    return _answer(report, wish, actor, clock.day(at))


def published(*, report: Report, wish: Wish, at: datetime) -> Answer:
    """The figures anybody may see. Raises NotFound where the report is not published."""
    if not report.public:
        raise NotFound(report.code)
    return _answer(report, wish, None, clock.day(at))


def _answer(report: Report, wish: Wish, actor: Actor | None, today: date) -> Answer:
    if any(d not in report.dimensions for d in (*wish.by, *wish.only)) or len(wish.by) > 2 or set(wish.by) >= set(TIMES):
        raise NotFound(report.code)
    rows = narrowed(report=report, wish=wish, actor=actor)
    groups = _groups(report, rows, wish, today)
    whole, last, until = Sums(), "", min(wish.period.last, today)
    if time := _time(wish.by):
        last = _parts(replace(wish.period, last=max(until, wish.period.first)), time)[-1].title
    for keys, sums in groups.items():
        whole.add(sums, ends=time is None or keys[wish.by.index(time)] == last)
    against = wish.by if wish.against and time is None else ()
    earlier = _groups(report, rows, replace(wish, period=periods.before(wish.period), by=against), today, then=True)
    before = Sums()
    for sums in earlier.values():
        before.add(sums)
    drawn = [Group(keys, _figures(report, sums)) for keys, sums in groups.items() if wish.by]
    then = {keys: Group(keys, _compared(report, sums)) for keys, sums in earlier.items() if against}
    return Answer(report, wish, Group((), _figures(report, whole)), Group((), _compared(report, before)), tuple(_ordered(drawn, wish.by, report)),
                  until, then)


def _compared(report: Report, sums: Sums) -> dict[str, Figure]:
    return {m.code: _figure(m, sums) for m in report.measures if m.sort in SUMMED}


def _time(by: Sequence[Dimension]) -> Dimension | None:
    """Whether it is grouped by months or by weeks."""
    return next((d for d in by if d in TIMES), None)


def _parts(period: Period, time: Dimension | None) -> list[Period]:
    """The months or weeks of a period, each titled by its key."""
    return periods.months(period) if time is Dimension.MONTH else periods.weeks(period) if time else [period]


def _ordered(groups: list[Group], by: Sequence[Dimension], report: Report) -> list[Group]:
    """Months and weeks in their order, all else by how much there is of it."""
    if by and by[0] in TIMES:
        return sorted(groups, key=lambda g: g.keys)
    first = report.measures[0].code
    return sorted(groups, key=lambda g: (-(g.figures[first].value or 0), -max(f.cases for f in g.figures.values()), g.keys))


def _groups(report: Report, rows: Narrowed, wish: Wish, today: date, *, then: bool = False) -> dict[Keys, Sums]:
    """The sums of each group. `then`: of a period before, for comparison: what was open in it, and how long, is not counted anew."""
    found: dict[Keys, Sums] = defaultdict(Sums)
    period, by = wish.period, wish.by
    if rows.nothing:
        return found
    lasting = any(m.sort is Sort.LASTING for m in report.measures) and not then
    held = cells.hold(report.subject, period, by, {**wish.only, **report.always})
    if held:
        cells.read(found, report.subject, rows, period, by)
    else:
        for basis in Basis:
            if wanted := [m for m in report.measures if m.sort in SUMMED and m.basis is basis]:
                _summed(found, rows, period, by, basis, wanted)
        if lasting:
            _done(found, rows, period, by, report.subject)
    timely = any(m.hits == "timely" for m in report.measures)
    if timely or (not then and (lasting or any(m.sort is Sort.OPEN for m in report.measures))):
        ends = [p for p in _parts(period, _time(by)) if p.first <= today]
        _open(found, rows, ends, by, today)
        for part in ends if not held else ():
            if part.last < today:
                _was_open(found, rows, part, by, then)
    return found


def _summed(found: dict[Keys, Sums], rows: Narrowed, period: Period, by: Sequence[Dimension], basis: Basis, wanted: Sequence[Measure]) -> None:
    """Counts, shares and means of what falls into the period by one of its days."""
    dims = [column(d, basis, rows) for d in by]
    told = [part for m in wanted for part in terms(m)]
    sql = f"select {', '.join([*dims, *told])} from {rows.table} where {basis.value} between %s and %s and {rows.where}{_by(dims)}"
    for row in store.rows(sql, (period.first, period.last, *rows.params)):
        sums = found[tuple(map(key, by, row))]
        for i, measure in enumerate(wanted):
            hits, whole = row[len(dims) + 2 * i : len(dims) + 2 * i + 2]
            sums.sums[measure.code] = [int(hits or 0), int(whole or 0)]


def _done(found: dict[Keys, Sums], rows: Narrowed, period: Period, by: Sequence[Dimension], subject: Subject) -> None:
    """How long what ended took; what was withdrawn was not decided after so long."""
    dims = [column(d, Basis.ENDED, rows) for d in by]
    decided = "case when decided_on is null then 0 else 1 end" if subject is Subject.CASES else "1"
    sql = f"select {', '.join([*dims, 'used', decided, 'count(*)'])} from {rows.table} where ended_on between %s and %s and {rows.where}"
    groups = [*dims, "used", *([decided] if subject is Subject.CASES else [])]
    for row in store.rows(sql + _by(groups), (period.first, period.last, *rows.params)):
        sums = found[tuple(map(key, by, row))]
        (sums.done if row[-2] else sums.still)[row[-3]] += row[-1]


def _open(found: dict[Keys, Sums], rows: Narrowed, ends: Sequence[Period], by: Sequence[Dimension], today: date) -> None:
    """What is open now, at each of these ends: it was open then, if it had begun."""
    version, time = calendar.standard().version, _time(by)
    dims = [column(d, Basis.BEGAN, rows) for d in by if d is not time]
    told = [*dims, "cast(began_on as varchar(10))", "idle", "cast(due_on as varchar(10))"]
    marks = [(part, str(min(part.last, today)), str(overdue_before(part.last, today))) for part in ends]
    sql = f"select {', '.join(told)}, count(*) from {rows.table} where ended_on is null and began_on <= %s and {rows.where}{_by(told)}"
    for *keys, began, text, due, count in store.rows(sql, (min(ends[-1].last, today), *rows.params) if ends else (today, *rows.params)):
        for part, until, limit in marks:
            if began > until:
                continue
            group = [str(k) for k in keys]
            if time is not None:
                group.insert(by.index(time), part.title)
            sums = found[tuple(group)]
            sums.open += count
            sums.overdue += count if due is not None and due < limit else 0
            sums.aged[_aged(began, until, text, version)] += count


def _was_open(found: dict[Keys, Sums], rows: Narrowed, part: Period, by: Sequence[Dimension], late: bool) -> None:
    """What was open at an end that is over, and has ended since. `late`: only what was over its last day."""
    version, until = calendar.standard().version, str(part.last)
    dims = [f"'{part.title}'" if d in TIMES else aside(column(d, Basis.BEGAN, rows)) for d in by]
    told = ["cast(began_on as varchar(10))", "idle", "case when due_on <= %s then 1 else 0 end"]
    groups = [*(d for d in dims if not d.startswith("'")), aside("began_on"), "idle"]
    sql = (f"select {', '.join([*dims, *told[:2]])}, count(*), sum({told[2]}) from {rows.table} where ended_on > %s{' and late = 1' if late else ''} "
           f"and {aside('began_on')} <= %s and {rows.where}{_by(groups)}")
    for *keys, began, text, count, over in store.rows(sql, (part.last, part.last, part.last, *rows.params)):
        sums = found[tuple(map(str, keys))]
        sums.open, sums.overdue = sums.open + count, sums.overdue + (over or 0)
        sums.aged[_aged(began, until, text, version)] += count


@lru_cache(maxsize=65536)
def _aged(began: str, until: str, text: str, version: str) -> int:
    return idle.worked(date.fromisoformat(began), date.fromisoformat(until), idle.read(text))


def _by(groups: Iterable[str]) -> str:
    named = ", ".join(groups)
    return f" group by {named}" if named else ""


def _figures(report: Report, sums: Sums) -> dict[str, Figure]:
    return {m.code: _figure(m, sums) for m in report.measures}


def _figure(m: Measure, sums: Sums) -> Figure:
    if m.sort is Sort.OPEN:
        return Figure(float(sums.open), sums.open, sums.open, sums.open)
    if m.sort is Sort.LASTING:
        lasted = sums.still + sums.aged
        still = sum(lasted.values())
        whole, days = sum(sums.done.values()) + still, reached(m.part, sums.done, lasted)
        seen = Figure(None if days is None else float(days), whole, whole - still, sum(sums.aged.values()))
        return seen if days is not None else replace(seen, beyond=max(lasted, default=0))
    hits, whole = sums.sums.get(m.code, (0, 0))
    if m.sort is Sort.COUNT:
        return Figure(float(hits), hits, hits)
    if m.hits == "timely":
        whole += sums.overdue
    return Figure(hits / whole if whole else None, whole, hits)
