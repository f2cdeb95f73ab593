"""What a move changes: a plan, computed without the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases.rooms import handing, joining, seers
from yiwang.engines.cases.rooms.clocks import FIXED, MINUTES, Clock
from yiwang.engines.cases.rooms.fitting import opened_with, said_since
from yiwang.engines.cases.rooms.read import Locked
from yiwang.engines.cases.types import ALL, Issue, Item, Move, Procedure, Reviewing, Where
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.kernel import canonical
from yiwang.kernel import clock as time

HELPS = "协办"  # what a unit asked to help is to do


@dataclass(slots=True)
class NewTask:
    id: int
    unit: int
    role: str
    asks: str
    due_at: datetime | None
    inquiry: int = 0


@dataclass(slots=True)
class NewInquiry:
    id: int
    unit: int
    title: str
    question: str


@dataclass(slots=True)
class Plan:
    """Everything a step writes besides its entry. `facts` is what the entry says of it."""

    state: str
    done: str
    closes: bool = False
    stopped: list[Clock] = field(default_factory=list)
    changed: list[Clock] = field(default_factory=list)
    started: list[Clock] = field(default_factory=list)
    tasks: list[NewTask] = field(default_factory=list)
    tasks_closed: list[int] = field(default_factory=list)
    tasks_moved: tuple[list[int], datetime | None] | None = None
    inquiries: list[NewInquiry] = field(default_factory=list)
    inquiries_closed: list[int] = field(default_factory=list)
    issues: tuple[Issue, ...] = ()
    seers: tuple[int, ...] = ()
    handed: tuple[int, int] | None = None  # unit and desk from now on
    matter: int = 0  # the matter it is of from now on, where that changes
    facts: dict[str, Any] = field(default_factory=dict)


def started(procedure: Procedure, item: Item, name: str, unit: int, on: date, at: datetime, said: Mapping[str, Any]) -> Clock | None:
    """A fresh clock of a procedure's term, promised as the item says and never above the law: days run from `on`, minutes from `at`. `said` is what was
    answered when the case began, and in the move. None for a term that ends on a given day which is over: what had to happen before it can no longer
    be missed."""
    term = procedure.terms[name]
    if term.until:
        left = (date.fromisoformat(str(said[term.until])) - on).days
        return Clock(store.take(), name, unit, 0, on, FIXED, left, left, tacit=term.lapses_to is not None) if left >= 0 else None
    span = term.span_where(said)
    if span.kind.value == MINUTES:
        return Clock(store.take(), name, unit, 0, time.day(at), MINUTES, span.days, span.days, end_at=calendar.due_at(at, span))
    days = min(item.promised.get(name, span.days), span.days) if term.promised_by == "item" else span.days
    return Clock(store.take(), name, unit, 0, on, span.kind.value, days, span.days, tacit=term.lapses_to is not None, offered=term.offered)


def unit_of(where: Where, unit: int, desk: int) -> int:
    """The unit whose role is meant: the handling unit, its government, or the desk."""
    if where is Where.GOVERNMENT:
        return identity.unit(unit).government
    return (desk or unit) if where is Where.DESK else unit


def awaited(procedure: Procedure, state: str, unit: int, desk: int, clocks: dict[str, Clock]) -> NewTask | None:
    """The task a state means for its unit, if an official is awaited."""
    here = procedure.states[state]
    role = procedure.roles.get(here.waits)
    if role is None or role.where not in (Where.HANDLING, Where.GOVERNMENT, Where.DESK):
        return None
    clock = clocks.get(here.term)
    return NewTask(store.take(), unit_of(role.where, unit, desk), role.code, here.asks, clock.due_at() if clock else None)


def decided(row: Locked, move: Move, data: Clean, at: datetime, as_of: date | None = None, *, imported: bool = False) -> Plan:
    """The plan of a move that may be made. `as_of` is the day from which what it starts runs, when silence makes it."""
    on = as_of or time.day(at)
    target = move.target or row.state
    after = handing.handed(row, move, data, at, imported=imported)
    plan = Plan(target, f"{row.done} {move.code}".strip(), closes=target in row.procedure.ends)
    clocks = dict(row.clocks)
    _stop(row, move, plan, clocks)
    _change(row, move, plan, clocks, data, time.day(at))
    for name in move.starts:
        term = row.procedure.terms[name]
        said_of = {**(opened_with(row.id) if term.until else said_since(row.id)), **data.answers} if term.until or term.sooner else {}
        if (clock := started(row.procedure, row.item, name, after.unit, on, at, said_of)) is not None:
            clocks[name] = clock
            plan.started.append(clock)
    _tasks(after, plan, clocks, target, goes_on=after.unit != row.unit)
    if move.inquires:
        _inquire(row, plan, _reviewing(row, data), str(data.answers.get("question", "")), on)
    if move.assist:
        _inquire(row, plan, _assisting(row, move, data, on), str(data.answers.get("question") or data.answers.get("wanted") or ""), on, HELPS)
    if plan.closes or move.closes_inquiries:
        _end_inquiries(row, plan)
    plan.issues = tuple(_named(i, row.item) for i in move.issues)
    plan.facts = {"from": row.state, "to": target, "move": move.code, "procedure": row.procedure.code, "version": row.procedure.version, "unit": row.unit}
    if row.item.code:
        plan.facts |= {"item": row.item.code, "item_version": row.item.version}
    if after is not row:
        plan.handed = (after.unit, after.desk)
        plan.seers = (*plan.seers, *seers.of_units((after.unit,)))
        plan.facts |= {"handed_to": after.unit, "handed_name": identity.unit(after.unit).short}
    if (of := joining.matter(row, move, data)) and of != row.matter:
        plan.matter = plan.facts["matter"] = of
    _tell(plan, at, as_of)
    return plan


def _named(issue: Issue, item: Item) -> Issue:
    """A certificate is called what the item grants, a letter what this kind of item calls it."""
    title = item.result if issue.register and item.result else issue.title
    for word, own in item.called:
        title = title.replace(word, own)
    return issue if title == issue.title else replace(issue, title=title)


def _stop(row: Locked, move: Move, plan: Plan, clocks: dict[str, Clock]) -> None:
    names = list(clocks) if plan.closes or ALL in move.stops else [n for n in (*move.stops, *move.starts) if n in clocks]
    plan.stopped += [clocks.pop(n) for n in dict.fromkeys(names)]


def _change(row: Locked, move: Move, plan: Plan, clocks: dict[str, Clock], data: Clean, on: date) -> None:
    for name in move.pauses:
        if name in clocks:
            clocks[name] = clocks[name].pause(on, move.ground or str(data.answers.get("ground", "")))
    for name in move.resumes:
        clocks[name] = clocks[name].resume(on)
    if move.extends:
        clocks[move.extends] = clocks[move.extends].extend(int(data.answers.get("days") or row.procedure.terms[move.extends].extendable.days))
    plan.changed += [clocks[n] for n in dict.fromkeys((*move.pauses, *move.resumes, *((move.extends,) if move.extends else ()))) if n in clocks]


def _tasks(row: Locked, plan: Plan, clocks: dict[str, Clock], target: str, *, goes_on: bool) -> None:
    mine = [t.id for t in row.tasks if not t.inquiry]
    if target != row.state or plan.closes or goes_on:
        plan.tasks_closed += [t.id for t in row.tasks] if plan.closes else mine
        task = None if plan.closes and target not in row.procedure.states else awaited(row.procedure, target, row.unit, row.desk, clocks)
        if task is not None and not plan.closes:
            plan.tasks.append(task)
    elif plan.changed and mine:
        clock = clocks.get(row.procedure.states[target].term)
        if clock in plan.changed:
            plan.tasks_moved = (mine, clock.due_at())


def _inquire(row: Locked, plan: Plan, parts: list[Reviewing], question: str, on: date, asks: str = "回复意见") -> None:
    for part in parts:
        unit = identity.unit_by_code(part.unit).id
        if any(i.unit == unit and not i.answered for i in row.inquiries):
            continue
        number = store.take()
        clock = Clock(store.take(), "answer", unit, number, on, "working", part.days, part.days)
        plan.inquiries.append(NewInquiry(number, unit, part.title, part.question or question))
        plan.started.append(clock)
        plan.tasks.append(NewTask(store.take(), unit, row.procedure.roles["reviewer"].code, asks, clock.due_at(), number))
    plan.seers = seers.of_units(i.unit for i in plan.inquiries)


def _reviewing(row: Locked, data: Clean) -> list[Reviewing]:
    chosen = data.answers.get("reviewing")
    return [r for r in row.item.reviewing if not isinstance(chosen, list) or r.unit in chosen]


def _assisting(row: Locked, move: Move, data: Clean, on: date) -> list[Reviewing]:
    assert move.assist is not None
    return [Reviewing(unit.code, "协办", move.assist.days) for unit in handing.helped(row, move, data, on)]


def _end_inquiries(row: Locked, plan: Plan) -> None:
    open_now = [i.id for i in (*row.inquiries, *row.passed) if not i.answered]
    plan.inquiries_closed += open_now
    plan.stopped += [row.answering[i] for i in open_now if i in row.answering]
    if not plan.closes:
        plan.tasks_closed += [t.id for t in row.tasks if t.inquiry in open_now]


def _tell(plan: Plan, at: datetime, as_of: date | None) -> None:
    """What the entry says of the clocks: what was promised, what the law allows, when it fell due."""
    if plan.stopped:
        plan.facts["stopped"] = [said(c, at) for c in plan.stopped]
    if plan.started:
        plan.facts["started"] = [said(c) for c in plan.started]
    if plan.changed:
        plan.facts["changed"] = [said(c) for c in plan.changed]
    if as_of is not None:
        plan.facts["as_of"] = as_of.isoformat()
    if plan.inquiries:
        plan.facts["asked"] = [{"inquiry": i.id, "unit": i.unit, "title": i.title} for i in plan.inquiries]


def said(clock: Clock, stopped_at: datetime | None = None) -> dict[str, Any]:
    due = clock.due_on()
    said: dict[str, Any] = {
        "term": clock.name,
        "from": clock.started_on.isoformat(),
        "days": clock.days,
        "legal": clock.legal_days,
        "due": due.isoformat() if due else None,
    }
    if clock.unit and clock.inquiry:
        said |= {"inquiry": clock.inquiry, "unit": clock.unit}
    if clock.extended:
        said["extended"] = clock.extended
    if clock.gaps:
        said["not_counted"] = [[a.isoformat(), b.isoformat() if b else None, g] for a, b, g in clock.gaps]
    if stopped_at is not None and clock.over(stopped_at):
        said["late"] = True
    return said if clock.end_at is None else said | in_minutes(clock)


def in_minutes(clock: Clock) -> dict[str, Any]:
    """What an entry says besides of a clock in minutes: that its numbers of days are minutes, and the instant it is over."""
    return {"span_unit": MINUTES, "due_at": canonical.instant(clock.end_at)} if clock.end_at is not None else {}
