"""What a step reads: the locked case row, then in one statement all a decision rests on. Nothing is asked of the database afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from yiwang.engines.cases.facts import Asked
from yiwang.engines.cases.rooms import registry
from yiwang.engines.cases.rooms.clocks import Clock, read_gaps
from yiwang.engines.cases.types import Item, Procedure
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.kernel.errors import NotFound, Refused
from yiwang.kernel.reasons import Reason

CASE = (
    "select id, ref, matter, procedure, version, item, item_version, title, unit_id, party, state, done, moves, answers, head, length, opened_at, "
    "closed_at, zone, opened_by, party_name, about, desk from cases_case where id = %s"
)
REST = (
    "select 'c' as k, id, inquiry as a, days as b, extended as c, legal_days as d, unit_id as e, name as s, cast(started_on as text) as t, "
    "cast(due_on as text) as u, not_counted as v, kind as w from cases_term where case_id = %s and stopped_at is null "
    "union all select 't', id, unit_id, inquiry, 0, 0, 0, role, asks, '', '', '' from cases_task where case_id = %s and closed_at is null "
    "union all select 'i', id, unit_id, case when answered_at is not null then 1 when closed_at is not null then 2 else 0 end, 0, 0, 0, "
    "title, verdict, answered_by, opinion, law from cases_inquiry where case_id = %s "
    "union all select 'k', n, 0, 0, 0, 0, 0, act, '', '', body, '' from ledger_entry where chain = %s and key = %s "
    "union all select 'e', n, 0, 0, 0, 0, 0, '', '', '', '', '' from identity_epoch where id = 1"
)

KEY_USED = Reason("key-used", "这次提交的编号已经用过。请回到原来的页面，重新打开表单。")
BAD_KEY = Reason("bad-key", "这次提交的编号不对。请回到原来的页面，重新打开表单。")
WITHDRAWN = 2  # an inquiry overtaken by the decision


@dataclass(slots=True)
class Task:
    id: int
    unit: int
    role: str
    inquiry: int


@dataclass(slots=True)
class Answered:
    """The entry an earlier request with the same key wrote."""

    n: int
    body: str


@dataclass(slots=True)
class Locked:
    """A case under its lock, with its pinned procedure and item."""

    id: int
    ref: str
    matter: int
    title: str
    unit: int
    party: int
    state: str
    done: str
    moves: int
    answers: int
    head: bytes
    length: int
    opened_at: datetime
    closed_at: datetime | None
    zone: str
    opened_by: int
    party_name: str
    about: str
    desk: int
    procedure: Procedure
    item: Item
    clocks: dict[str, Clock] = field(default_factory=dict)  # the case's own, by name
    answering: dict[int, Clock] = field(default_factory=dict)  # of inquiries, by inquiry
    tasks: list[Task] = field(default_factory=list)
    inquiries: list[Asked] = field(default_factory=list)
    asked: set[int] = field(default_factory=set)  # every unit ever asked, those overtaken by the decision too
    answered: Answered | None = None
    epoch: int = 0


def lock(case: int, key: str | None) -> Locked:
    """Locks the case until the transaction ends. Raises NotFound, Refused for what cannot be a request's key."""
    if key is not None and not (0 < len(key) <= 64 and key.isprintable()):
        raise Refused(BAD_KEY)
    return _loaded(store.rows(CASE + store.lock(), (case,)), case, key)


def read(case: int) -> Locked:
    """The same without a lock, for a page. Raises NotFound."""
    return _loaded(store.rows(CASE, (case,)), case, None)


def _loaded(found: list[tuple[Any, ...]], case: int, key: str | None) -> Locked:
    if not found:
        raise NotFound(case)
    row = _row(found[0])
    due: dict[int, date | None] = {}
    asked = []
    for k, id_, a, b, c, d, e, s, t, u, v, w in store.rows(REST, (case, case, case, case, key or "")):
        if k == "c":
            term = row.procedure.terms.get(s)
            clock = Clock(id_, s, e, a, date.fromisoformat(t), w, b, d, c, read_gaps(v), bool(term and term.lapses_to))
            if a:
                row.answering[a] = clock
                due[a] = date.fromisoformat(u) if u else None
            else:
                row.clocks[s] = clock
        elif k == "t":
            row.tasks.append(Task(id_, a, s, b))
        elif k == "i":
            asked.append((id_, a, b, t, v, w))
            row.asked.add(a)
        elif k == "k":
            row.answered = Answered(id_, v)
        else:
            row.epoch = id_
    for id_, unit, state, verdict, opinion, law in asked:
        if state != WITHDRAWN:
            row.inquiries.append(Asked(id_, unit, identity.unit(unit).name, due.get(id_), bool(state), verdict, opinion, law))
    return row


def _row(r: tuple[Any, ...]) -> Locked:
    return Locked(
        *r[:3],
        *r[7:14],
        head=bytes(r[14]),
        length=r[15],
        opened_at=store.instant(r[16]),
        closed_at=store.instant(r[17]),
        zone=r[18],
        opened_by=r[19],
        party_name=r[20],
        about=r[21],
        desk=r[22],
        procedure=registry.procedure(r[3], r[4]),
        item=registry.item(r[3], r[5], r[6]),
    )
