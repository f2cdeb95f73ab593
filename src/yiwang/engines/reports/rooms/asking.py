"""Answering a report: sums and lengths of time by group, counted by the database over the narrow rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from yiwang.engines.reports.measures import CONDITIONS
from yiwang.engines.reports.rooms import idle, periods
from yiwang.engines.reports.rooms.lasting import reached
from yiwang.engines.reports.rooms.narrow import Narrowed, column, narrowed, overdue_before
from yiwang.engines.reports.rooms.scope import may_open
from yiwang.engines.reports.types import Answer, Basis, Dimension, Figure, Group, Measure, Period, Report, Sort, Subject, Wish
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import NotFound

Keys = tuple[str, ...]
SUMMED = (Sort.COUNT, Sort.SHARE, Sort.MEAN)


@dataclass(slots=True)
class Sums:
    """What a group's figures are made of. `sums`: measure → (hits, cases); `done` and `still`: working days → how many."""

    sums: dict[str, list[float]] = field(default_factory=dict)
    done: Counter[int] = field(default_factory=Counter)
    still: Counter[int] = field(default_factory=Counter)
    open: int = 0
    overdue: int = 0

    def add(self, other: Sums) -> None:
        for code, (hits, whole) in other.sums.items():
            mine = self.sums.setdefault(code, [0, 0])
            mine[0], mine[1] = mine[0] + hits, mine[1] + whole
        self.done.update(other.done)
        self.still.update(other.still)
        self.open, self.overdue = self.open + other.open, self.overdue + other.overdue


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
    if any(d not in report.dimensions for d in (*wish.by, *wish.only)) or len(wish.by) > 2:
        raise NotFound(report.code)
    rows = narrowed(report=report, wish=wish, actor=actor)
    groups = _groups(report, rows, wish.period, wish.by, today)
    if Dimension.MONTH in wish.by or not wish.by:
        whole = _groups(report, rows, wish.period, (), today).get((), Sums())
    else:
        whole = Sums()
        for sums in groups.values():
            whole.add(sums)
    earlier = periods.before(wish.period, today)
    before = _groups(report, rows, earlier, (), today).get((), Sums())
    drawn = [Group(keys, _figures(report, sums)) for keys, sums in groups.items() if wish.by]
    return Answer(report, wish, Group((), _figures(report, whole)), Group((), _figures(report, before)), tuple(_ordered(drawn, wish.by, report)),
                  min(wish.period.last, today))


def _ordered(groups: list[Group], by: Sequence[Dimension], report: Report) -> list[Group]:
    """Months in their order, all else by how much there is of it."""
    if by and by[0] is Dimension.MONTH:
        return sorted(groups, key=lambda g: g.keys)
    first = report.measures[0].code
    return sorted(groups, key=lambda g: (-(g.figures[first].value or 0), -max(f.cases for f in g.figures.values()), g.keys))


def _groups(report: Report, rows: Narrowed, period: Period, by: Sequence[Dimension], today: date) -> dict[Keys, Sums]:
    found: dict[Keys, Sums] = defaultdict(Sums)
    if rows.nothing:
        return found
    for basis in Basis:
        wanted = [m for m in report.measures if m.sort in SUMMED and m.basis is basis]
        if wanted:
            _summed(found, rows, period, by, basis, wanted)
    lasting = any(m.sort is Sort.LASTING for m in report.measures)
    if lasting:
        _done(found, rows, period, by, report.subject)
    if lasting or any(m.sort is Sort.OPEN or m.hits == "timely" for m in report.measures):
        parts = periods.months(period) if Dimension.MONTH in by else [period]
        for part in parts:
            if part.first <= today:
                _open(found, rows, part, by, today, lasting)
    return found


def _summed(found: dict[Keys, Sums], rows: Narrowed, period: Period, by: Sequence[Dimension], basis: Basis, wanted: Sequence[Measure]) -> None:
    """Counts, shares and means of what falls into the period by one of its days."""
    dims = [column(d, basis) for d in by]
    told = [part for m in wanted for part in _terms(m)]
    sql = f"select {', '.join([*dims, *told])} from {rows.table} where {basis.value} between %s and %s and {rows.where}{_by(dims)}"
    for row in store.rows(sql, (period.first, period.last, *rows.params)):
        sums = found[tuple(map(str, row[: len(dims)]))]
        for i, measure in enumerate(wanted):
            hits, whole = row[len(dims) + 2 * i : len(dims) + 2 * i + 2]
            sums.sums[measure.code] = [float(hits or 0), float(whole or 0)]


def _terms(measure: Measure) -> tuple[str, str]:
    """What a measure sums: what counts, and out of what."""
    among = CONDITIONS[measure.among]
    if measure.sort is Sort.MEAN:
        return f"sum(case when {among} then {measure.hits} else 0 end)", f"sum(case when {among} then 1 else 0 end)"
    if measure.sort is Sort.COUNT:
        return f"sum(case when {CONDITIONS[measure.hits]} then 1 else 0 end)", "count(*)"
    return f"sum(case when {among} and {CONDITIONS[measure.hits]} then 1 else 0 end)", f"sum(case when {among} then 1 else 0 end)"


def _done(found: dict[Keys, Sums], rows: Narrowed, period: Period, by: Sequence[Dimension], subject: Subject) -> None:
    """How long what ended took; what was withdrawn was not decided after so long."""
    dims = [column(d, Basis.ENDED) for d in by]
    decided = "case when decided_on is null then 0 else 1 end" if subject is Subject.CASES else "1"
    sql = f"select {', '.join([*dims, 'used', decided, 'count(*)'])} from {rows.table} where ended_on between %s and %s and {rows.where}"
    groups = [*dims, "used", *([decided] if subject is Subject.CASES else [])]
    for row in store.rows(sql + _by(groups), (period.first, period.last, *rows.params)):
        sums = found[tuple(map(str, row[: len(dims)]))]
        (sums.done if row[-2] else sums.still)[row[-3]] += row[-1]


def _open(found: dict[Keys, Sums], rows: Narrowed, part: Period, by: Sequence[Dimension], today: date, ages: bool) -> None:
    """What was open at the end of a period, and for how long then."""
    until = min(part.last, today)
    dims = [f"'{part.first:%Y-%m}'" if d is Dimension.MONTH else column(d, Basis.BEGAN) for d in by]
    more = ["began_on", "idle"] if ages else []
    told = "count(*), sum(case when due_on < %s then 1 else 0 end)"
    groups = [d for d in [*dims, *more] if not d.startswith("'")]
    for ended, params in (("is null", ()), *((("> %s", (until,)),) if until < today else ())):
        sql = f"select {', '.join([*dims, *more, told])} from {rows.table} where ended_on {ended} and began_on <= %s and {rows.where}{_by(groups)}"
        for row in store.rows(sql, (overdue_before(part.last, today), *params, until, *rows.params)):
            if not row[-2]:
                continue
            sums = found[tuple(map(str, row[: len(dims)]))]
            sums.open, sums.overdue = sums.open + row[-2], sums.overdue + (row[-1] or 0)
            if ages:
                began = store.day(row[-4])
                sums.still[_age(began, until, row[-3])] += row[-2]


def _age(began: date, until: date, text: str) -> int:
    return idle.worked(began, until, idle.read(text))


def _by(groups: Iterable[str]) -> str:
    named = ", ".join(groups)
    return f" group by {named}" if named else ""


def _figures(report: Report, sums: Sums) -> dict[str, Figure]:
    return {m.code: _figure(m, sums) for m in report.measures}


def _figure(m: Measure, sums: Sums) -> Figure:
    if m.sort is Sort.OPEN:
        return Figure(float(sums.open), sums.open, sums.open, sums.open)
    if m.sort is Sort.LASTING:
        whole, still = sum(sums.done.values()) + sum(sums.still.values()), sum(sums.still.values())
        days = reached(m.part, sums.done, sums.still)
        seen = Figure(None if days is None else float(days), whole, whole - still, still)
        return seen if days is not None else replace(seen, beyond=max(sums.still, default=0))
    hits, whole = (int(x) for x in sums.sums.get(m.code, (0, 0)))
    if m.sort is Sort.COUNT:
        return Figure(float(hits), hits, hits)
    if m.hits == "timely":
        whole += sums.overdue
    return Figure(hits / whole if whole else None, whole, hits)
