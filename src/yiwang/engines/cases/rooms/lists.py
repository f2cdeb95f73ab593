"""Lists as range reads: what waits on a desk, and the cases a reader may see. Numbers first, then the rows behind them; pages by key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from yiwang.engines.cases.rooms import lights, registry, scopes, seers, wording
from yiwang.engines.cases.rooms.clocks import MINUTES, Clock, read_gaps
from yiwang.engines.cases.rooms.handing import NAMED
from yiwang.engines.cases.types import Procedure
from yiwang.engines.cases.views import Light, Page, Row
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.kernel import canonical
from yiwang.kernel import clock as time
from yiwang.kernel.actors import Actor

TASKS = "select t.id, t.case_id, t.asks, t.inquiry, t.due_at, t.unit_id from cases_task t where t.unit_id = %s and t.closed_at is null and t.role in ({roles}) "
CASES = "select id, ref, title, procedure, version, item, item_version, unit_id, state, opened_at, closed_at, party_name from cases_case where id in ({ids})"
TERMS = (
    "select case_id, id, name, unit_id, inquiry, started_on, kind, days, legal_days, extended, not_counted, due_at from cases_term "
    "where case_id in ({ids}) and stopped_at is null"
)
URGED = "select case_id, unit_id, count(*) from cases_urge where case_id in ({ids}) group by case_id, unit_id"


def desk(*, actor: Actor, at: datetime, limit: int = 200) -> Page:
    """What waits for the actor's post, over all procedures: most urgent first, without a date last."""
    rights = identity.rights(actor, epoch_now=identity.epoch())
    if not rights.roles or not rights.since <= time.day(at) <= rights.until:
        return Page(())
    roles = sorted(rights.roles)
    sql = TASKS.format(roles=_marks(roles)) + "order by case when t.due_at is null then 1 else 0 end, t.due_at, t.id limit %s"
    return Page(tuple(_rows(store.rows(sql, (rights.unit, *roles, limit)), at)))


def desk_count(*, actor: Actor, at: datetime) -> int:
    """How many tasks wait for the actor's post."""
    rights = identity.rights(actor, epoch_now=identity.epoch())
    if not rights.roles or not rights.since <= time.day(at) <= rights.until:
        return 0
    roles = sorted(rights.roles)
    sql = f"select count(*) from cases_task where unit_id = %s and closed_at is null and role in ({_marks(roles)})"
    return int(store.rows(sql, (rights.unit, *roles))[0][0])


def cases(
    *, actor: Actor, at: datetime, procedures: Sequence[str] = (), state: str = "", closed: bool | None = None, unit: int = 0, words: str = "",
    after: str = "", limit: int = 50, counter: bool = False,
) -> Page:
    """Cases the actor may see, newest first. `after` is the key of the page before. `words` narrow by title, reference and party; such a page may
    hold fewer than `limit` and still have one after it, which looks further back. `counter`: those the counter of the actor's unit took in,
    instead, each with its state as the applicant reads it."""
    mine = seers.of_actor(actor) if not counter else seers.of_counters(actor.unit) if actor.unit else ()
    if not mine:
        return Page(())
    where, params = list[str](), list[Any]()
    first, begin = ["s.seer = %s"], list[Any]()
    if key := _key(after):
        first.append("(s.opened_at, s.case_id) < (%s, %s)")
        begin = [*key]
    if closed is not None:
        first.append("not s.is_open" if closed else "s.is_open")
    held, told = wording.holding(words, actor)
    bound, reach = scopes.within(actor)
    if bound:
        where.append(bound)
        params += reach
    _narrow(where, params, procedures, state, unit)
    ends, every = list[tuple[Any, ...]](), list[tuple[Any, ...]]()
    joined = "join cases_case c on c.id = s.case_id " if where or held else ""
    for seer in mine:  # one range each, however many a reader reads as
        end = [(at_, case) for case, at_ in store.rows(wording.far_end(first), (seer, *begin))] if held else []
        ends += end
        near = [wording.WITHIN] if end else []
        bounds = end[0] if end else ()
        conditions = " and ".join((*first, *near, *where, *held))
        sql = f"select s.case_id, s.opened_at from cases_seer s {joined}where {conditions} order by s.opened_at desc, s.case_id desc limit %s"
        every += store.rows(sql, (seer, *begin, *bounds, *params, *told, limit + 1))
    found = sorted(dict.fromkeys(every), key=lambda r: (r[1], r[0]), reverse=True)[: limit + 1]
    last = found[limit - 1] if len(found) > limit else None
    if ends and (last is None or (last[1], last[0]) < max(ends)):  # further back not everything was looked at
        found, last = [r for r in found if (r[1], r[0]) >= max(ends)], max(ends)[::-1]
    rows = _rows([(0, case, "", 0, None, 0) for case, _ in found[:limit]], at, public=counter)
    opened_at = store.instant(last[1]) if last else None
    return Page(tuple(rows), f"{canonical.instant(opened_at)}~{last[0]}" if last and opened_at else "")


def _narrow(where: list[str], params: list[Any], procedures: Sequence[str], state: str, unit: int) -> None:
    """Adds the conditions of a filter and their parameters."""
    for clause, value in {"c.state = %s": state or None, "c.unit_id = %s": unit or None}.items():
        if value is not None:
            where.append(clause)
            params.append(value)
    if procedures:
        where.append(f"c.procedure in ({_marks(procedures)})")
        params += procedures


def next_due_on(*, actor: Actor, at: datetime) -> date | None:
    """The last day of what the actor's unit has to do next, whoever of it will; None when nothing with a date waits there."""
    sql = "select min(due_at) from cases_task where unit_id = %s and closed_at is null and due_at >= %s"
    due = store.instant(store.rows(sql, (actor.unit, at))[0][0]) if actor.unit else None
    return time.day(due) if due else None


def late(*, actor: Actor, at: datetime, without: Sequence[str] = (), limit: int = 50) -> list[Row]:
    """Cases the actor may see whose clock is over, longest over first; `without` leaves out procedures."""
    mine = seers.of_actor(actor)
    if not mine or actor.scope != scopes.ALL:
        return []
    narrow = f"and c.procedure not in ({_marks(without)}) " if without else ""
    sql = (
        "select t.case_id, min(t.due_at) from cases_term t join cases_seer s on s.case_id = t.case_id join cases_case c on c.id = t.case_id "
        f"where s.seer in ({_marks(mine)}) and s.is_open and t.stopped_at is null and t.due_at <= %s and t.inquiry = 0 {narrow}"
        "group by t.case_id order by 2 limit %s"
    )
    return by_id([r[0] for r in store.rows(sql, (*mine, at, *without, limit))], at)


def by_id(ids: Sequence[int], at: datetime) -> list[Row]:
    """Rows of cases whose visibility the caller has already settled, in the order given."""
    return _rows([(0, id_, "", 0, None, 0) for id_ in ids], at)


def visible_among(actor: Actor, ids: Iterable[int]) -> set[int]:
    """Which of these cases the actor may see."""
    ids, mine = list(ids), seers.of_actor(actor)
    if not ids or not mine:
        return set()
    bound, reach = scopes.within(actor)
    sql = f"select s.case_id from cases_seer s where s.case_id in ({_marks(ids)}) and s.seer in ({_marks(mine)})"
    if bound:
        sql += f" and exists (select 1 from cases_case c where c.id = s.case_id and {bound})"
    return {r[0] for r in store.rows(sql, (*ids, *mine, *reach))}


def _key(after: str) -> tuple[datetime, int] | None:
    """The key of a page; what is none begins at the first."""
    opened, _, id_ = after.rpartition("~")
    try:
        instant, case = datetime.fromisoformat(opened), int(id_)
    except ValueError:
        return None
    return (instant, case) if instant.tzinfo and 0 <= case < 2**63 else None


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _rows(tasks: Sequence[tuple[Any, ...]], at: datetime, *, public: bool = False) -> list[Row]:
    """Rows for (task, case, asks, inquiry, due_at, unit), the cases and clocks behind them read in three statements."""
    ids = list(dict.fromkeys(t[1] for t in tasks))
    if not ids:
        return []
    marks = _marks(ids)
    found = {r[0]: r for r in store.rows(CASES.format(ids=marks), ids)}
    clocks: dict[tuple[int, int, str], Clock] = {}
    for case, id_, name, unit, inquiry, started, kind, days, legal, extended, gaps, due in store.rows(TERMS.format(ids=marks), ids):
        procedure = registry.procedure(found[case][3], found[case][4])
        term = procedure.terms.get(name)
        clocks[case, inquiry, name] = Clock(
            id_, name, unit, inquiry, store.day(started), kind, days, legal, extended, read_gaps(gaps), bool(term and term.lapses_to),
            end_at=store.instant(due) if kind == MINUTES else None,
        )
    urged = {(c, u): n for c, u, n in store.rows(URGED.format(ids=marks), ids)}
    rows = [_row(task, found[task[1]], clocks, urged, at) for task in tasks if task[1] in found]
    return [replace(r, state_title=_plainly(found[r.case])) for r in rows] if public else rows


def _plainly(case: tuple[Any, ...]) -> str:
    here = registry.procedure(case[3], case[4]).states[case[8]]
    return here.public or here.title


def _row(task: tuple[Any, ...], case: tuple[Any, ...], clocks: dict[tuple[int, int, str], Clock], urged: dict[tuple[int, int], int], at: datetime) -> Row:
    id_, ref, title, procedure_code, version, item, item_version, unit, state, opened, closed, party_name = case
    procedure, inquiry = registry.procedure(procedure_code, version), task[3]
    here = procedure.states[state]
    clock = clocks.get((id_, inquiry, "answer")) if inquiry else clocks.get((id_, 0, here.term))
    opened_at = store.instant(opened)
    return Row(
        task=task[0],
        case=id_,
        ref=ref,
        title=title,
        procedure=procedure.title,
        item=registry.item(procedure_code, item, item_version).title,
        asks=task[2] or here.asks,
        unit=unit,
        unit_name=identity.unit(unit).short,
        state=state,
        state_title=here.title,
        opened_at=opened_at,
        due_on=clock.due_on() if clock else None,
        light=lights.light(clock, at) if clock else (Light.DONE if closed else Light.GREEN),
        left=lights.left(clock, at) if clock else 0,
        days=clock.days + clock.extended if clock else 0,
        used=lights.used(clock, at) if clock else 0,
        urged=urged.get((id_, task[5] or unit), 0),
        closed_at=store.instant(closed),
        from_name=party_name,
        kind=clock.unit_of_days if clock else "",
        due_at=clock.end_at if clock else None,
        plain=_plain(procedure, state) if task[0] and not inquiry else ("", ""),
    )


def _plain(procedure: Procedure, state: str) -> tuple[str, str]:
    """The usual step of whoever is awaited, where it asks for no answer and names no consequence to think over."""
    waits = procedure.states[state].waits
    found = (m for m in procedure.moves if state in m.sources and m.by == waits and m.tone == "primary" and not (m.form or m.confirm or m.to in NAMED))
    return next(((m.code, m.title) for m in found), ("", ""))
