"""The clock's own acts: a term turns yellow, comes near, is over, or has its silent effect. Each is an entry in the clock's name, written once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yiwang.engines.cases.rooms import acts, write
from yiwang.engines.cases.rooms.clocks import Clock, Mark
from yiwang.engines.cases.rooms.decide import in_minutes
from yiwang.engines.cases.rooms.perform import lapse
from yiwang.engines.cases.rooms.read import Locked, lock
from yiwang.engines.store import api as store
from yiwang.kernel import canonical
from yiwang.kernel.actors import CLOCK
from yiwang.kernel.acts import Kind

DUE = "select next_at, id, case_id from cases_term where stopped_at is null and next_at <= %s {beyond}order by next_at, id limit %s"
BEYOND = "and (next_at > %s or (next_at = %s and id > %s)) "
MARKED = "update cases_term set next_at = %s, next_mark = %s where id = %s"
SAYS = {"yellow": "时限将到", "prompt": "只剩最后一天", "red": "已超期"}


def sweep(*, at: datetime, limit: int = 200) -> int:
    """Writes what fell due by `at`, one case after the other, each in its own transaction. Gives how many terms it turned.

    A case that fails keeps none behind it waiting, however many fail; the first fault is raised when nothing else was done.
    """
    done, fault = 0, None
    after: tuple[Any, ...] = ()
    while found := store.rows(DUE.format(beyond=BEYOND if after else ""), (at, *after, limit)):
        for _, term, case in found:
            try:
                _turn(case, term, at)
                done += 1
            except Exception as error:  # whatever is wrong with one case
                fault = fault or error
        after = (store.instant(found[-1][0]), store.instant(found[-1][0]), found[-1][1])
        if done or len(found) < limit:
            break
    if fault is not None and not done:
        raise fault
    return done


def _turn(case: int, term: int, at: datetime) -> None:
    with store.atomic():
        row = lock(case, None)
        clock = next((c for c in (*row.clocks.values(), *row.answering.values()) if c.id == term), None)
        stored = store.rows("select next_at, next_mark from cases_term where id = %s and stopped_at is null", (term,))
        if clock is None or not stored or stored[0][0] is None:
            return
        next_at, name = store.instant(stored[0][0]), stored[0][1]
        if next_at is None or next_at > at:
            return
        if name == "lapse":
            lapse(row, clock.name, at)
        else:
            _mark(row, clock, Mark(next_at, name), at)


def _mark(row: Locked, clock: Clock, mark: Mark, at: datetime) -> None:
    """One mark, and the next one to come."""
    kind = Kind.BREACHED if mark.name == "red" else Kind.WARNED
    term = row.procedure.terms.get(clock.name)
    due = clock.due_on()
    facts = {
        "term": clock.name,
        "title": term.title if term else "回复",
        "level": mark.name,
        "unit": clock.unit,
        "inquiry": clock.inquiry,
        "fell_due": canonical.instant(mark.at),
        "found": canonical.instant(at),
        "due": due.isoformat() if due else None,
        "days": clock.days + clock.extended,
        "legal": clock.legal_days + clock.extended,
        "procedure": row.procedure.code,
        "version": row.procedure.version,
        "law": term.law_of(clock.kind, clock.days) if term else "",
        "item": row.item.code,
        "to": row.state,
        **in_minutes(clock),
    }
    act = acts.engine_act(row.procedure, kind.value, kind, SAYS[mark.name])
    entry = write.entry(row, act, CLOCK, at, facts=facts)
    after = clock.next_mark(mark.at)
    marked = store.Fragment(MARKED, (after.at if after else None, after.name if after else "", clock.id))
    store.run([marked, *write.appended(entry)])


def next_due(*, at: datetime) -> datetime | None:
    """When the sweep is next needed, or None."""
    found = store.rows("select min(next_at) from cases_term where stopped_at is null and next_at is not null")
    instant = store.instant(found[0][0])
    return max(instant, at) if instant else None
