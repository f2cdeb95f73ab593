"""The one door for change of a case: lock, key, pinned version, role, state, guard, plan, one entry, one transaction."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from yiwang.engines.cases.rooms import acts, referring, seers, write
from yiwang.engines.cases.rooms.allowed import party, refusals
from yiwang.engines.cases.rooms.decide import decided
from yiwang.engines.cases.rooms.fitting import fitted, opened_with
from yiwang.engines.cases.rooms.read import KEY_USED, STALE, Locked, lock
from yiwang.engines.cases.steps import Done, Seen
from yiwang.engines.cases.types import STARTED, Issue, Move
from yiwang.engines.documents import api as documents
from yiwang.engines.forms.types import NOTHING, Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.kernel import clock as time
from yiwang.kernel.actors import CLOCK, IMPORT, Actor
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import NotFound, Refused, Stale
from yiwang.kernel.reasons import Reason


def perform(*, actor: Actor, case: int, move: str, data: Clean = NOTHING, seen: Seen | None, key: str, at: datetime,
            recorded_at: datetime | None = None) -> Done:
    """Makes a move in a case, or refuses with reasons; the same `key` again gives the same answer.

    `seen` is what the page rested on; None only for the platform's own readers. `recorded_at`: of an import, which gives what was done its own time in `at`,
    when it came here. Raises NotFound, Refused, Stale.
    """
    with store.atomic():
        row = lock(case, key)
        if row.answered:
            return replayed(row, actor)
        require_sight(row, actor, at)
        if (silent := fallen_silent(row, at)) is None:
            step = known_move(row, move)
            stale(row, seen, rests_on_answers=step.rests_on_answers)
            if reasons := refusals(row, step, actor, at, data):
                raise Refused(reasons)
            return made(row, step, actor, data, key, at, recorded_at=recorded_at)
        lapse(row, silent, at)
    return perform(actor=actor, case=case, move=move, data=data, seen=seen, key=key, at=at, recorded_at=recorded_at)


def made(row: Locked, step: Move, actor: Actor, data: Clean, key: str | None, at: datetime, *, as_of: date | None = None, tacit: bool = False,
         recorded_at: datetime | None = None) -> Done:
    """Writes a move that may be made."""
    row.item = fitted(row.id, row.item)
    plan = decided(row, step, data, at, as_of, imported=actor.system == IMPORT.system)
    taken_by = {issue: taken(row, issue, at) for issue in sorted(plan.issues, key=lambda i: i.kind)}  # one order, or two moves wait for each other
    numbers = [taken_by[issue] for issue in plan.issues]
    facts: dict[str, Any] = plan.facts | data.recorded()
    if step.refers:
        facts |= referring.passed_on(row, step.refers, referring.carried(row, step, data), actor=actor, key=key, at=at)
    if numbers:
        facts["issues"] = [{"kind": i.kind, "number": n} for i, n in zip(plan.issues, numbers, strict=True)]
    act = acts.engine_act(row.procedure, f"{step.code}_by_silence", Kind.LAPSED, step.says or step.title) if tacit else acts.move_act(row.procedure, step)
    entry = write.entry(row, act, actor, at, key=key, facts=facts, personal=data.personal(), recorded_at=recorded_at)
    store.run(write.step(row.id, plan, entry, moves=row.moves + 1, answers=row.answers, opened_at=row.opened_at, numbers=numbers))
    return Done(row.id, row.ref, plan.state, entry.n, numbers=tuple(numbers))


def replayed(row: Locked, actor: Actor) -> Done:
    """The answer an earlier request with this key got. Raises Refused to anybody else: a key is its maker's."""
    assert row.answered is not None
    entry = json.loads(row.answered.body)
    facts = entry["facts"]
    if entry["actor"].get("account", 0) != actor.account:
        raise Refused(KEY_USED)
    return Done(row.id, row.ref, facts.get("to", row.state), row.answered.n, True, tuple(i["number"] for i in facts.get("issues", ())))


def require_sight(row: Locked, actor: Actor, at: datetime) -> None:
    """Raises NotFound for whoever may not even know of the case."""
    if actor.system or party(row, actor, time.day(at)):
        return
    sees = {row.unit, row.desk or row.unit, *row.asked}
    reads = set(identity.reads_as(actor.unit)) if actor.unit else set()
    if not any(reads & set(identity.above(u)) for u in sees) and not (actor.unit and _had(row, actor)):
        raise NotFound(row.ref)


def _had(row: Locked, actor: Actor) -> bool:
    """Whether the actor's unit, still in being, had the case once: it reads on, and is told why it does nothing more."""
    mine = seers.of_actor(actor) if identity.in_force(actor.unit) == actor.unit else ()
    marks = ", ".join(["%s"] * len(mine))
    return bool(mine and store.rows(f"select 1 from cases_seer where case_id = %s and seer in ({marks}) limit 1", (row.id, *mine)))


def known_move(row: Locked, move: str) -> Move:
    step = row.procedure.by_code.get(move)
    if step is None:
        raise Refused(Reason("unknown-move", "没有这个办理步骤。请回到办件页面再选。"))
    return step


def stale(row: Locked, seen: Seen | None, *, rests_on_answers: bool = False) -> None:
    """Raises Stale when what the page rested on has changed; another unit's answer counts only where the move rests on answers."""
    if seen is not None and (seen.moves != row.moves or (rests_on_answers and seen.answers != row.answers)):
        raise Stale(STALE)


def fallen_silent(row: Locked, at: datetime) -> str | None:
    """The term whose silence already had its effect. It is written, and kept, before anything else is judged: a late sweep fools nobody,
    and whoever is refused then finds the case as it really stands."""
    for name, clock in row.clocks.items():
        due = clock.due_on() if clock.tacit else None
        if due is not None and at > time.end_of(due):
            return name
    return None


def lapse(row: Locked, name: str, at: datetime) -> Done:
    """The silent effect of a term: the clock makes the move, and what it starts runs as of the day the term began."""
    tacit, clock = row.procedure.terms[name].lapses_to, row.clocks[name]
    assert tacit is not None
    due = clock.due_on()
    assert due is not None
    step = replace(row.procedure.move(tacit.move), law=tacit.law)
    facts = Clean(
        answers={"fell_due": due.isoformat(), "found": time.day(at).isoformat(), "law": tacit.law}, open_fields=frozenset({"fell_due", "found", "law"})
    )
    return made(row, step, CLOCK, facts, None, at, as_of=clock.started_on if tacit.as_of == STARTED else due, tacit=True)


def taken(row: Locked, issue: Issue, at: datetime) -> str:
    if issue.register and issue.of:
        if not (number := str(opened_with(row.id).get(issue.of) or "")):
            raise Refused(Reason("no-certificate", "申请里没有写明是哪个证件，签发不了。请退回，由申请人撤回后写明证件编号重新申请。"))
        return number
    unit = identity.unit(row.unit)
    return documents.take_number(unit=row.unit, word=(unit.word or unit.short) + issue.word, kind=issue.kind, year=time.local(at).year)
