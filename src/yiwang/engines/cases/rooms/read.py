"""What a step reads: the locked case row, then in one statement all a decision rests on. Nothing is asked of the database afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from yiwang.engines.cases.facts import Asked
from yiwang.engines.cases.rooms import registry
from yiwang.engines.cases.rooms.clocks import MINUTES, Clock, read_gaps
from yiwang.engines.cases.types import Item, Procedure
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.kernel import clock as time
from yiwang.kernel.errors import NotFound, Refused
from yiwang.kernel.reasons import Reason

REST = (
    "select 'c' as k, id, inquiry as a, days as b, extended as c, legal_days as d, unit_id as e, name as s, cast(started_on as text) as t, "
    "case when kind = 'minutes' then cast(due_at as text) else cast(due_on as text) end as u, not_counted as v, kind as w from cases_term "
    "where case_id = %s and stopped_at is null "
    "union all select 't', id, unit_id, inquiry, 0, 0, 0, role, asks, '', '', '' from cases_task where case_id = %s and closed_at is null "
    "union all select 'i', id, unit_id, (case when answered_at is null then 0 else 1 end) + (case when closed_at is null then 0 else 2 end), above, 0, 0, "
    "title, verdict, answered_by, opinion, law from cases_inquiry where case_id = %s "
    "union all select 'k', n, 0, 0, 0, 0, 0, act, '', '', body, '' from ledger_entry where chain = %s and key = %s "
    "union all select 'e', n, 0, 0, 0, 0, 0, '', '', '', '', '' from identity_epoch where id = 1"
)

KEY_USED = Reason("key-used", "这次提交的编号已经用过。请回到原来的页面，重新打开表单。")
BAD_KEY = Reason("bad-key", "这次提交的编号不对。请回到原来的页面，重新打开表单。")
STALE = Reason("stale", "这件事刚刚有了变化。请看过最新情况再办，刚才填的内容还在。")
NOT_THERE = Reason("not-accepted-there", "对方不接收这类移送。请核对应当移送的单位。")
OPEN, ANSWERED, WITHDRAWN, CHECKED = range(4)  # of an inquiry; checked is one passed on whose answer was adopted or returned


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
class Passed:
    """An inquiry that the unit asked (`above` is its inquiry) passed on to a unit below it. Nothing of it is a guard's: the lead knows the unit it asked."""

    id: int
    above: int
    unit: int
    state: int

    @property
    def answered(self) -> bool:
        return self.state != OPEN


@dataclass(slots=True)
class Stored:
    """What a step reads of the case's own row. The fields are the columns, in the order they are asked for: `CASE` is made of them."""

    id: int
    ref: str
    matter: int
    procedure_code: str
    version: int
    item_code: str
    item_version: int
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
    sealed: bool


@dataclass(slots=True)
class Locked(Stored):
    """A case under its lock, with its pinned procedure and item, and all that rests on it."""

    procedure: Procedure = field(init=False)
    item: Item = field(init=False)
    clocks: dict[str, Clock] = field(default_factory=dict)  # the case's own, by name
    answering: dict[int, Clock] = field(default_factory=dict)  # of inquiries, by inquiry
    tasks: list[Task] = field(default_factory=list)
    inquiries: list[Asked] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)  # inquiries passed on, those withdrawn left out
    asked: set[int] = field(default_factory=set)  # every unit ever asked, those overtaken by the decision too
    answered: Answered | None = None
    epoch: int = 0


COLUMN = {"procedure_code": "procedure", "item_code": "item", "unit": "unit_id"}  # where the field has another name
CASE = f"select {', '.join(COLUMN.get(f.name, f.name) for f in fields(Stored))} from cases_case where id = %s"


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
            end_at = time.parse(u) if w == MINUTES else None
            clock = Clock(id_, s, e, a, date.fromisoformat(t), w, b, d, c, read_gaps(v), bool(term and term.lapses_to), bool(term and term.offered), end_at)
            if a:
                row.answering[a] = clock
                due[a] = date.fromisoformat(u) if u else None
            else:
                row.clocks[s] = clock
        elif k == "t":
            row.tasks.append(Task(id_, a, s, b))
        elif k == "i":
            row.asked.add(a)
            if c:
                row.passed.append(Passed(id_, c, a, b))
            else:
                asked.append((id_, a, b, t, v, w))
        elif k == "k":
            row.answered = Answered(id_, v)
        else:
            row.epoch = id_
    for id_, unit, state, verdict, opinion, law in sorted(asked):  # as they were asked: a database gives changed rows in another order
        if state != WITHDRAWN:
            row.inquiries.append(Asked(id_, unit, identity.unit(unit).name, due.get(id_), bool(state), verdict, opinion, law))
    if row.passed:
        row.passed = [p for p in row.passed if p.state != WITHDRAWN]
    return row


def _row(found: tuple[Any, ...]) -> Locked:
    row = Locked(*found)
    row.head, row.opened_at, row.closed_at = bytes(row.head), store.instant(row.opened_at), store.instant(row.closed_at)
    row.procedure = registry.procedure(row.procedure_code, row.version)
    row.item = registry.item(row.procedure_code, row.item_code, row.item_version)
    return row
