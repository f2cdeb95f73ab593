"""A plan as statements: each one INSERT or UPDATE by key, joined into one round trip where the database can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from yiwang.engines.cases.rooms.clocks import Clock, write_gaps
from yiwang.engines.cases.rooms.decide import NewInquiry, NewTask, Plan
from yiwang.engines.cases.rooms.read import Locked
from yiwang.engines.cases.types import Issue
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.engines.store.api import Fragment
from yiwang.kernel import clock as time
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act

MOVED = "update cases_case set state = %s, done = %s, moves = %s, answers = %s, head = %s, length = %s, closed_at = %s where id = %s"
HANDED = MOVED.replace(" where", ", unit_id = %s, desk = %s where")  # one update: of two to a row in one statement PostgreSQL makes only one
JOINED = MOVED.replace(" where", ", matter = %s where")
HEADED = "update cases_case set head = %s, length = %s where id = %s"
TASK = "insert into cases_task (id, case_id, unit_id, role, asks, inquiry, opened_at, due_at) values "
TERM = (
    "insert into cases_term (id, case_id, name, unit_id, inquiry, started_on, kind, days, legal_days, extended, not_counted, due_on, due_at, "
    "calendar, next_at, next_mark) values "
)
INQUIRY = "insert into cases_inquiry (id, case_id, unit_id, title, question, asked_at, answered_by, verdict, opinion, law) values "
SEER = "insert into cases_seer (seer, case_id, opened_at, is_open) values "
SEEN_CLOSED = "update cases_seer set is_open = false where case_id = %s and is_open"
CHANGED = "update cases_term set extended = %s, not_counted = %s, due_on = %s, due_at = %s, next_at = %s, next_mark = %s where id = %s"
DOCUMENT = "insert into cases_document (id, case_id, n, kind, title, number, template, register, owed_at, sha256) values "


def entry(
    row: Locked, act: Act, actor: Actor, at: datetime, *, facts: Mapping[str, Any], key: str | None = None, personal: Mapping[str, str] | None = None,
    recorded_at: datetime | None = None,
) -> ledger.Written:
    """The next entry of a case's chain, to be stored by `appended` or `step`."""
    return ledger.compose(
        chain=row.id, n=row.length + 1, prev=row.head, subject=f"case:{row.ref}", act=act, actor=actor, at=at, key=key, facts=facts, personal=personal,
        recorded_at=recorded_at,
    )


def appended(entry: ledger.Written) -> list[Fragment]:
    """An entry and the chain's new head, where nothing else of the case changes."""
    return [Fragment(HEADED, (entry.hash, entry.n, entry.chain)), *ledger.fragments(entry)]


def step(case: int, plan: Plan, entry: ledger.Written, *, moves: int, answers: int, opened_at: datetime, numbers: Sequence[str] = ()) -> list[Fragment]:
    """Everything a move writes."""
    at = entry.at
    moved = (plan.state, plan.done, moves, answers, entry.hash, entry.n, at if plan.closes else None)
    found = [_moved(case, plan, moved)]
    found += ended(tasks=plan.tasks_closed, clocks=plan.stopped, at=at)
    if plan.tasks_moved:
        ids, due = plan.tasks_moved
        found.append(_keyed("update cases_task set due_at = %s where id in ", (due,), ids))
    found += [changed(c, at) for c in plan.changed]
    if plan.inquiries_closed:
        found.append(_keyed("update cases_inquiry set closed_at = %s where id in ", (at,), plan.inquiries_closed))
    found += new(case, plan, at, opened_at)
    if plan.closes:
        found.append(Fragment(SEEN_CLOSED, (case,)))
    return [*found, *owed(case, plan.issues, entry, numbers), *ledger.fragments(entry)]


def _moved(case: int, plan: Plan, moved: tuple[Any, ...]) -> Fragment:
    if plan.handed:
        return Fragment(HANDED, (*moved, *plan.handed, case))
    return Fragment(JOINED, (*moved, plan.matter, case)) if plan.matter else Fragment(MOVED, (*moved, case))


def owed(case: int, issues: Sequence[Issue], entry: ledger.Written, numbers: Sequence[str]) -> list[Fragment]:
    """The letters an entry owes, with the numbers taken for them."""
    rows = [(store.take(), case, entry.n, i.kind, i.title, number, i.template, i.register, entry.at, "") for i, number in zip(issues, numbers, strict=True)]
    return [_many(DOCUMENT, rows)] if rows else []


def ended(*, tasks: Sequence[int], clocks: Sequence[Clock], at: datetime) -> list[Fragment]:
    """Tasks that are done and clocks that stop."""
    found = []
    if tasks:
        found.append(_keyed("update cases_task set closed_at = %s where id in ", (at,), tasks))
    if clocks:
        ids = [c.id for c in clocks]
        found.append(_keyed("update cases_term set stopped_at = %s, stopped_on = %s, next_at = null where id in ", (at, time.day(at)), ids))
    return found


def asks(tasks: Sequence[int], what: str) -> list[Fragment]:
    """Tasks that from now on ask for something else."""
    return [_keyed("update cases_task set asks = %s where id in ", (what,), tasks)] if tasks else []


def new(case: int, plan: Plan, at: datetime, opened_at: datetime) -> list[Fragment]:
    """Rows a plan adds: inquiries, tasks, clocks, seers."""
    found = []
    if plan.inquiries:
        found.append(_many(INQUIRY, [_inquiry(case, i, at) for i in plan.inquiries]))
    if plan.tasks:
        found.append(_many(TASK, [_task(case, t, at) for t in plan.tasks]))
    if plan.started:
        found.append(_many(TERM, [_term(case, c) for c in plan.started]))
    if plan.seers:
        seers = _many(SEER, [(s, case, opened_at, not plan.closes) for s in plan.seers])
        found.append(Fragment(seers.sql + " on conflict (seer, case_id) do nothing", seers.params))
    return found


def changed(clock: Clock, at: datetime) -> Fragment:
    """A clock that was paused, resumed or extended."""
    mark = clock.next_mark(at)
    return Fragment(
        CHANGED,
        (clock.extended, write_gaps(clock.gaps), clock.due_on(), clock.due_at(), mark.at if mark else None, mark.name if mark else "", clock.id),
    )


def _task(case: int, t: NewTask, at: datetime) -> tuple[Any, ...]:
    return (t.id, case, t.unit, t.role, t.asks, t.inquiry, at, t.due_at)


def _inquiry(case: int, i: NewInquiry, at: datetime) -> tuple[Any, ...]:
    return (i.id, case, i.unit, i.title, i.question, at, "", "", "", "")


def _term(case: int, c: Clock) -> tuple[Any, ...]:
    mark = c.next_mark(None)
    return (
        c.id,
        case,
        c.name,
        c.unit,
        c.inquiry,
        c.started_on,
        c.kind,
        c.days,
        c.legal_days,
        c.extended,
        write_gaps(c.gaps),
        c.due_on(),
        c.due_at(),
        "",
        mark.at if mark else None,
        mark.name if mark else "",
    )


def _many(head: str, rows: list[tuple[Any, ...]]) -> Fragment:
    place = "(" + ", ".join(["%s"] * len(rows[0])) + ")"
    return Fragment(head + ", ".join([place] * len(rows)), tuple(v for row in rows for v in row))


def _keyed(head: str, values: tuple[Any, ...], ids: Sequence[int]) -> Fragment:
    return Fragment(f"{head}({', '.join(['%s'] * len(ids))})", (*values, *ids))
