"""When the calendar is corrected: open terms that cross the correction are counted again, with both dates on record."""

from __future__ import annotations

from datetime import date, datetime

from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases.rooms import acts, clocks, write
from yiwang.engines.cases.rooms.clocks import Clock, read_gaps
from yiwang.engines.cases.rooms.read import Locked, lock
from yiwang.engines.store import api as store
from yiwang.kernel import clock as time
from yiwang.kernel.actors import CLOCK
from yiwang.kernel.acts import Kind

DAYS = "stopped_at is null and due_on is not null and kind <> 'minutes'"  # minutes are the clock's: no calendar moves them
OPEN = f"select distinct case_id from cases_term where {DAYS} and case_id > %s order by case_id limit %s"
TERMS = f"select started_on, days, extended, kind, not_counted, due_on from cases_term where {DAYS}"
STORED = f"select id, due_on from cases_term where case_id = %s and {DAYS}"
TASK = "update cases_task set due_at = %s where case_id = %s and inquiry = %s and closed_at is null"


def recount(*, at: datetime, after: int = 0, limit: int = 500) -> tuple[int, int]:
    """Counts the open terms of up to `limit` cases beyond number `after` again. Gives how many terms moved, and the last case looked at (0: all done)."""
    found = [int(r[0]) for r in store.rows(OPEN, (after, limit))]
    moved = sum(_case(case, at) for case in found)
    return moved, found[-1] if len(found) == limit else 0


def would_move(*, city: calendar.WorkCalendar) -> int:
    """How many open terms would end on another day under this calendar. Reads, changes nothing."""
    found = store.rows(TERMS)
    return sum(
        str(clocks.ends(date.fromisoformat(str(started)), days + extended, kind, read_gaps(gaps), city)) != str(due)
        for started, days, extended, kind, gaps, due in found
    )


def _case(case: int, at: datetime) -> int:
    stored = {id_: str(due) for id_, due in store.rows(STORED, (case,))}
    with store.atomic():
        row = lock(case, None)
        wrong = [c for c in (*row.clocks.values(), *row.answering.values()) if c.id in stored and not c.paused and str(c.due_on()) != stored[c.id]]
        if wrong:
            _correct(row, wrong, stored, at)
    return len(wrong)


def _correct(row: Locked, wrong: list[Clock], stored: dict[int, str], at: datetime) -> None:
    act = acts.engine_act(row.procedure, "recounted", Kind.CORRECTED, "工作日历更正，期限重新计算")
    facts = {
        "terms": [{"term": c.name, "inquiry": c.inquiry, "due_before": stored[c.id], "due": str(c.due_on())} for c in wrong],
        "to": row.state, "procedure": row.procedure.code,
    }
    entry = write.entry(row, act, CLOCK, at, facts=facts)
    store.run([*(write.changed(c, at) for c in wrong), *write.appended(entry)])
    shown = row.procedure.states[row.state].term
    for clock in wrong:
        due = clock.due_on()
        if due is not None and (clock.inquiry or clock.name == shown):
            store.execute(TASK, (time.end_of(due), row.id, clock.inquiry))
