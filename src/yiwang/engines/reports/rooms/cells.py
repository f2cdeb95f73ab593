"""Sums kept ready: a cell a month, unit, procedure and term, so that a page over whole months reads cells, not cases.

A row's part in the cells is what the measures' own SQL says of it: taken out before the row changes, put in afterwards. A row that ended also tells every
month whose end it was open at how old it was then; what is still open tells nothing yet, and is counted from the rows.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from operator import add
from typing import Any

from yiwang.engines.reports.measures import OF_CASES, OF_STEPS, terms
from yiwang.engines.reports.rooms import idle, periods
from yiwang.engines.reports.rooms.narrow import Narrowed
from yiwang.engines.reports.rooms.sums import SUMMED, Keys, Sums
from yiwang.engines.reports.types import Basis, Dimension, Measure, Period, Subject
from yiwang.engines.store import api as store

PLACES = {Dimension.MONTH: 0, Dimension.UNIT: 1, Dimension.COUNTY: 2, Dimension.PROCEDURE: 3, Dimension.TERM: 4}
NUMBER = {Subject.CASES: 0, Subject.STEPS: 1}
Place = tuple[int, str, int, int, str, str]  # subject, month, unit, county, procedure, term
Parts = Counter[tuple[Place, str, int]]  # place, what, of it → how much
DONE, STILL, AGES = "done", "still", "ages"  # days → how many
OPEN, SUMS = "open", "sums"  # all of them, and those over their last day; hits and cases of each measure, in the order of MEASURES
READ = "select month, unit, county, procedure, term, data from reports_cell where subject = %s and month between %s and %s and "
KNOWN = "select data from reports_cell where subject = %s and month = %s and unit = %s and procedure = %s and term = %s"
PUT = (
    "insert into reports_cell (subject, month, unit, county, procedure, term, data) values (%s, %s, %s, %s, %s, %s, %s) "
    "on conflict (subject, month, unit, procedure, term) do update set data = excluded.data"
)


def _told(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    return tuple(m for m in measures if m.sort in SUMMED)


# a new measure is appended to its list, and a rebuild fills it in
MEASURES = {Subject.CASES: _told(OF_CASES), Subject.STEPS: _told(OF_STEPS)}
DAYS = "unit, county, procedure, {term}, began_on, {accepted}, ended_on, {reopened}, due_on, idle, used, {decided}, "
ROW = {
    Subject.CASES: "select " + DAYS.format(term="''", accepted="accepted_on", reopened="reopened_on",
                                                        decided="case when decided_on is null then 0 else 1 end")
                   + ", ".join(sql for m in MEASURES[Subject.CASES] for sql in terms(m, summed=False)) + " from reports_case where id = %s",
    Subject.STEPS: "select " + DAYS.format(term="term", accepted="null", reopened="null", decided="1")
                   + ", ".join(sql for m in MEASURES[Subject.STEPS] for sql in terms(m, summed=False)) + ' from reports_step where "case" = %s',
}


def parts(chain: int) -> Parts:
    """What the rows of a case add to the cells."""
    found: Parts = Counter()
    for subject, sql in ROW.items():
        for row in store.rows(sql, (chain,)):
            for month, what, of, much in _of_row(subject, row):
                unit, county, procedure, term = row[:4]
                found[(NUMBER[subject], month, unit, county, procedure, term), what, of] += much
    return found


def _of_row(subject: Subject, row: tuple[Any, ...]) -> Iterator[tuple[str, str, int, int]]:
    began, accepted, ended, reopened, due = (store.day(d) for d in row[4:9])
    text, used, decided, told = row[9], row[10], row[11], row[12:]
    days = ((Basis.BEGAN, began), (Basis.ACCEPTED, accepted), (Basis.ENDED, ended), (Basis.REOPENED, reopened))
    months = {basis: f"{on:%Y-%m}" for basis, on in days if on}
    for i, m in enumerate(MEASURES[subject]):
        if m.basis in months:
            yield months[m.basis], SUMS, 2 * i, int(told[2 * i])
            yield months[m.basis], SUMS, 2 * i + 1, int(told[2 * i + 1])
    if ended:
        yield months[Basis.ENDED], DONE if decided else STILL, int(used), 1
        for month, age, over in crossed(began, ended, due, text):
            yield month, AGES, age, 1
            yield month, OPEN, 0, 1
            yield month, OPEN, 1, over


def crossed(began: date, ended: date, due: date | None, text: str) -> Iterator[tuple[str, int, int]]:
    """The months at whose end something was open that has ended: how old it was then, and whether it was over its last day."""
    first = began.replace(day=1)
    while (after := periods.after_months(first, 1)) <= ended:
        last = after - timedelta(days=1)
        yield f"{first:%Y-%m}", idle.worked(began, last, idle.read(text)), int(due is not None and due <= last)
        first = after


def turn(before: Parts, after: Parts) -> None:
    """Takes out what was, puts in what is; cells that stay the same are not touched."""
    changed: dict[Place, dict[tuple[str, int], int]] = {}
    for place, what, of in before.keys() | after.keys():
        if by := after[place, what, of] - before[place, what, of]:
            changed.setdefault(place, {})[what, of] = by
    for place, moves in sorted(changed.items()):
        known = store.rows(KNOWN, (*place[:3], *place[4:]))
        data: dict[str, list[int]] = json.loads(known[0][0]) if known else {}
        for (what, of), by in moves.items():
            here = data.setdefault(what, [])
            here += [0] * (of + 1 - len(here))
            here[of] += by
        store.execute(PUT, (*place, packed(data)))


def packed(data: Mapping[str, Sequence[int]]) -> str:
    """A cell's text: always the same for the same figures."""
    kept = {}
    for what, figures in sorted(data.items()):
        filled = max((i + 1 for i, n in enumerate(figures) if n), default=0)
        if filled:
            kept[what] = list(figures[:filled])
    return json.dumps(kept, separators=(",", ":"))


def hold(subject: Subject, period: Period, by: Sequence[Dimension], only: Mapping[Dimension, str]) -> bool:
    """Whether cells answer this: whole months, and dimensions they know."""
    whole = period.first.day == 1 and (period.last + timedelta(days=1)).day == 1
    return subject in NUMBER and whole and all(d in PLACES for d in (*by, *only))


def read(found: dict[Keys, Sums], subject: Subject, rows: Narrowed, period: Period, by: Sequence[Dimension]) -> None:
    """Adds the cells of a period to their groups: what was open at an end counts for each month where months are asked, else for the last."""
    places, last = [PLACES[d] for d in by], f"{period.last:%Y-%m}"
    monthly = Dimension.MONTH in by
    added: dict[Keys, dict[str, list[int]]] = defaultdict(dict)
    for row in store.rows(READ + rows.where, (NUMBER[subject], f"{period.first:%Y-%m}", last, *rows.params)):
        mine = added[tuple([str(row[p]) for p in places])]
        for what, figures in json.loads(row[5]).items():
            if what in (AGES, OPEN) and not (monthly or row[0] == last):
                continue
            here = mine.get(what)
            mine[what] = figures if here is None else plus(here, figures)
    for key, whats in added.items():
        _into(found[key], whats, MEASURES[subject])


def plus(a: list[int], b: list[int]) -> list[int]:
    if len(a) < len(b):
        a, b = b, a
    return [*map(add, a, b), *a[len(b):]]


def _into(sums: Sums, whats: Mapping[str, list[int]], measures: Sequence[Measure]) -> None:
    for what, figures in whats.items():
        if what == OPEN:
            sums.open, sums.overdue = sums.open + figures[0], sums.overdue + (figures[1] if len(figures) > 1 else 0)
        elif what in (DONE, STILL, AGES):
            days = sums.done if what == DONE else sums.still if what == STILL else sums.aged
            for used, count in enumerate(figures):
                if count:
                    days[used] += count
        else:
            for i, m in enumerate(measures[: (len(figures) + 1) // 2]):
                mine = sums.sums.setdefault(m.code, [0, 0])
                mine[0], mine[1] = mine[0] + figures[2 * i], mine[1] + (figures[2 * i + 1] if len(figures) > 2 * i + 1 else 0)
