"""The way down from a figure to its cases: the same rows, the same reader."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.reports.measures import CONDITIONS
from yiwang.engines.reports.rooms.narrow import narrowed, overdue_before
from yiwang.engines.reports.rooms.scope import may_open
from yiwang.engines.reports.types import Measure, Report, Sort, Subject, Wish
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import NotFound


def behind(*, report: Report, wish: Wish, measure: Measure, actor: Actor, at: datetime, after: int = 0, limit: int = 50) -> tuple[list[int], int]:
    """Cases behind a figure, newest first, those the actor may see; and where the next page begins (0: there is none).

    A count opens what it counts, a share what counts in it, but timeliness what was late; a length of time all it rests on.
    Raises NotFound; for ratings always: they do not lead to who gave them.
    """
    today = clock.day(at)
    if measure not in report.measures or report.subject is Subject.RATINGS or not may_open(report=report, actor=actor, on=today):
        raise NotFound(report.code)
    rows = narrowed(report=report, wish=wish, actor=actor)
    if rows.nothing:
        return [], 0
    conditions = _conditions(measure, wish, today)
    case = "id" if report.subject is Subject.CASES else '"case"'
    beyond, more = (f" and {case} < %s", (after,)) if after else ("", ())
    parts, params = [], list[Any]()
    for condition, values in conditions:
        parts.append(f"select {case} as c from {rows.table} where {condition} and {rows.where}{beyond}")
        params += [*values, *rows.params, *more]
    found = [int(r[0]) for r in store.rows(f"select c from ({' union '.join(parts)}) as found order by c desc limit %s", (*params, limit + 1))]
    shown = found[:limit]
    seen = cases.visible_among(actor, shown)
    return [c for c in shown if c in seen], shown[-1] if len(found) > limit else 0


def _conditions(m: Measure, wish: Wish, today: date) -> list[tuple[str, tuple[Any, ...]]]:
    first, last = wish.period.first, wish.period.last
    until = min(last, today)
    still = [("ended_on is null and began_on <= %s", (until,))]
    if until < today:
        still.append(("ended_on > %s and began_on <= %s", (until, until)))
    if m.sort is Sort.OPEN:
        return list(still)
    inside = f"{m.basis.value} between %s and %s"
    if m.sort is Sort.LASTING:
        return [(inside, (first, last)), *still]
    if m.hits == "timely":
        limit = overdue_before(last, today)
        overdue = [(f"{sql} and due_on < %s", (*values, limit)) for sql, values in still]
        return [(f"{inside} and {CONDITIONS[m.among]} and not ({CONDITIONS[m.hits]})", (first, last)), *overdue]
    named = CONDITIONS[m.among] if m.sort is Sort.MEAN else f"{CONDITIONS[m.among]} and {CONDITIONS[m.hits]}"
    return [(f"{inside} and {named}", (first, last))]
