"""Sums kept ready: a cell a month, unit, procedure and term, so that a page over whole months reads cells, not cases.

A row's part in the cells is what the measures' own SQL says of it: taken out before the row changes, put in afterwards.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from yiwang.engines.reports.measures import OF_CASES, OF_STEPS, terms
from yiwang.engines.reports.rooms.narrow import Narrowed
from yiwang.engines.reports.rooms.sums import SUMMED, Keys, Sums
from yiwang.engines.reports.types import Basis, Dimension, Measure, Period, Subject
from yiwang.engines.store import api as store

PLACES = {Dimension.MONTH: 0, Dimension.UNIT: 1, Dimension.COUNTY: 2, Dimension.PROCEDURE: 3, Dimension.TERM: 4}
NUMBER = {Subject.CASES: 0, Subject.STEPS: 1}
Place = tuple[int, str, int, int, str, str]  # subject, month, unit, county, procedure, term
Parts = Counter[tuple[Place, str, str]]  # place, what, of it → how much
READ = "select month, unit, county, procedure, term, data from reports_cell where subject = %s and month between %s and %s and "
KNOWN = "select data from reports_cell where subject = %s and month = %s and unit = %s and procedure = %s and term = %s"
PUT = (
    "insert into reports_cell (subject, month, unit, county, procedure, term, data) values (%s, %s, %s, %s, %s, %s, %s) "
    "on conflict (subject, month, unit, procedure, term) do update set data = excluded.data"
)


def _told(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    return tuple(m for m in measures if m.sort in SUMMED)


MEASURES = {Subject.CASES: _told(OF_CASES), Subject.STEPS: _told(OF_STEPS)}
ROW = {
    Subject.CASES: "select unit, county, procedure, '', began_on, accepted_on, ended_on, used, case when decided_on is null then 0 else 1 end, "
                   + ", ".join(sql for m in MEASURES[Subject.CASES] for sql in terms(m, summed=False)) + " from reports_case where id = %s",
    Subject.STEPS: "select unit, county, procedure, term, began_on, null, ended_on, used, 1, "
                   + ", ".join(sql for m in MEASURES[Subject.STEPS] for sql in terms(m, summed=False)) + ' from reports_step where "case" = %s',
}


def parts(chain: int) -> Parts:
    """What the rows of a case add to the cells."""
    found: Parts = Counter()
    for subject, sql in ROW.items():
        for row in store.rows(sql, (chain,)):
            for place, what, of, much in _of_row(subject, row):
                found[place, what, of] += much
    return found


def _of_row(subject: Subject, row: tuple[Any, ...]) -> Iterator[tuple[Place, str, str, int]]:
    unit, county, procedure, term, *days, used, decided = row[:9]
    months = {basis: str(on)[:7] for basis, on in zip((Basis.BEGAN, Basis.ACCEPTED, Basis.ENDED), days, strict=True) if on is not None}
    for i, m in enumerate(MEASURES[subject]):
        if m.basis in months:
            place = (NUMBER[subject], months[m.basis], unit, county, procedure, term)
            yield place, m.code, "hits", int(row[9 + 2 * i])
            yield place, m.code, "cases", int(row[10 + 2 * i])
    if Basis.ENDED in months:
        yield (NUMBER[subject], months[Basis.ENDED], unit, county, procedure, term), "done" if decided else "still", str(used), 1


def turn(before: Parts, after: Parts) -> None:
    """Takes out what was, puts in what is; cells that stay the same are not touched."""
    changed: dict[Place, dict[tuple[str, str], int]] = {}
    for key in before.keys() | after.keys():
        if by := after[key] - before[key]:
            changed.setdefault(key[0], {})[key[1:]] = by
    for place, moves in sorted(changed.items()):
        known = store.rows(KNOWN, (*place[:3], *place[4:]))
        data: dict[str, dict[str, int]] = json.loads(known[0][0]) if known else {}
        for (what, of), by in moves.items():
            here = data.setdefault(what, {})
            here[of] = here.get(of, 0) + by
            if not here[of]:
                del here[of]
        store.execute(PUT, (*place, json.dumps({what: of for what, of in sorted(data.items()) if of}, sort_keys=True)))


def hold(subject: Subject, period: Period, by: Sequence[Dimension], only: Mapping[Dimension, str], today: date) -> bool:
    """Whether cells answer this: whole months (of one that runs all there is), and dimensions they know."""
    whole = period.first.day == 1 and ((period.last + timedelta(days=1)).day == 1 or period.last == today)
    return subject in NUMBER and whole and all(d in PLACES for d in (*by, *only))


def read(found: dict[Keys, Sums], subject: Subject, rows: Narrowed, period: Period, by: Sequence[Dimension]) -> None:
    """Adds the cells of a period to their groups."""
    places = [PLACES[d] for d in by]
    for row in store.rows(READ + rows.where, (NUMBER[subject], f"{period.first:%Y-%m}", f"{period.last:%Y-%m}", *rows.params)):
        sums = found[tuple(str(row[p]) for p in places)]
        for what, of in json.loads(row[5]).items():
            if what == "done" or what == "still":
                days = sums.done if what == "done" else sums.still
                for used, count in of.items():
                    days[int(used)] += count
            else:
                mine = sums.sums.setdefault(what, [0, 0])
                mine[0] += of.get("hits", 0)
                mine[1] += of.get("cases", 0)
