"""Whether a move may be made now, by this actor: every reason against it, in words. The same list feeds the screen and the refusal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from yiwang.engines.cases.facts import Facts, Made, Running
from yiwang.engines.cases.rooms import handing, registry, scopes, seers
from yiwang.engines.cases.rooms.decide import unit_of
from yiwang.engines.cases.rooms.fitting import opened_with, wrote
from yiwang.engines.cases.rooms.read import NOT_THERE, Locked
from yiwang.engines.cases.types import Move, Role, Where
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.kernel import clock as time
from yiwang.kernel.actors import CODED, IMPORT, Actor
from yiwang.kernel.reasons import Reason


def facts(row: Locked, actor: Actor, at: datetime, data: Clean | None) -> Facts:
    """The case as a guard sees it."""
    return Facts(
        ref=row.ref,
        state=row.state,
        at=at,
        on=time.day(at),
        actor=actor,
        done=tuple(row.done.split()),
        inquiries=tuple(row.inquiries),
        terms={
            n: Running(n, c.started_on, c.due_on(), c.days, c.extended, tuple((a, b) for a, b, _ in c.gaps), c.gaps[-1][2] if c.paused else "",
                       c.end_at)
            for n, c in row.clocks.items()
        },
        answers=data.answers if data else {},
        record=cache(partial(_record, row.id)),
        wrote=cache(partial(_wrote, row.id)),
        sealed=row.sealed,
    )


def _record(case: int) -> tuple[Made, ...]:
    found = ((str(e.facts.get("move", "opened" if e.n == 1 else "")), e) for e in ledger.history(case))
    return tuple(Made(move, int(e.actor.get("account", 0)), time.day(e.at), e.facts) for move, e in found if move)


def _wrote(case: int) -> Mapping[str, Any]:
    return wrote(case) or opened_with(case)


def refusals(row: Locked, move: Move, actor: Actor, at: datetime, data: Clean | None) -> list[Reason]:
    """Why not, or nothing. `data=None` asks before a form is filled: what the answers themselves decide is left out."""
    here = row.procedure.states[row.state]
    if row.state not in move.sources:
        return [Reason("wrong-state", f"现在是“{here.title}”，不能{move.title}。", facts={"state": row.state})]
    role = row.procedure.roles[move.by]
    if not holds(row, role, actor, at) and not (move.coded and actor.system == CODED.system and not row.party):
        return [Reason("not-your-role", whose(row, role), facts={"role": role.code})]
    found = _clocks(row, move, at, data) + _besides(row, move, actor) + handing.nobody(row, move, time.day(at))
    if move.refers and not registry.accepts(move.refers):
        found.append(NOT_THERE)
    if move.guard is not None:
        found += move.guard(facts(row, actor, at, data))
    return found


def holds(row: Locked, role: Role, actor: Actor, at: datetime) -> bool:
    """Whether the actor has the role in this case today."""
    if actor.system:  # the platform itself; what is taken over from another system was done there by whoever had the role
        return actor.system == IMPORT.system or (role.where is Where.CLOCK and actor.system != CODED.system)
    on = time.day(at)
    if role.where is Where.APPLICANT:
        return party(row, actor, on)
    rights = identity.rights(actor, epoch_now=row.epoch)
    return rights.unit == unit_of(role.where, row.unit, row.desk) and rights.hold(role.code, on)


def party(row: Locked, actor: Actor, on: date) -> bool:
    """Whether the actor is the person or firm a case is about, or acts for it under a mandate that holds today and reaches this case."""
    return represents(row.party, actor, row.epoch, on, ref=row.ref, procedure=row.procedure.code, item=row.item.code)


def knows(row: Locked, actor: Actor, on: date) -> bool:
    """Whether the actor may read who it is about and what was written: the party, the units that work on it; of a sealed one whoever has a role at
    the unit that keeps it, and nobody else there."""
    if party(row, actor, on):
        return True
    if row.sealed:
        rights = identity.rights(actor, epoch_now=row.epoch)
        keeps = {role.code for role in row.procedure.roles.values() if role.where is Where.DESK}
        return rights.unit == (row.desk or row.unit) and any(rights.hold(code, on) for code in keeps)
    return actor.unit in (row.unit, row.desk) or any(i.unit == actor.unit for i in (*row.inquiries, *row.passed))


def represents(party_seer: int, actor: Actor, epoch: int, on: date, *, procedure: str, item: str, ref: str = "") -> bool:
    """The same for a case that is only to be begun."""
    if actor.unit or not party_seer or party_seer not in seers.of_actor(actor):
        return False
    if not (actor.firm or actor.for_person):
        return True
    rights = identity.rights(actor, epoch_now=epoch)
    whom = f"firm:{actor.firm}" if actor.firm else f"person:{actor.for_person}"
    mine = rights.hold(whom, on) and rights.hold(f"scope:{actor.scope}", on)
    return mine and scopes.covers(actor.scope, ref=ref, procedure=procedure, item=item)


def whose(row: Locked, role: Role) -> str:
    if role.where is Where.APPLICANT:
        return "由申请人办理。"
    if role.where is Where.CLOCK:
        return "期限届满时自动生效，不由人办理。"
    unit = identity.unit(unit_of(role.where, row.unit, row.desk) or row.unit)
    return f"由{unit.short}{role.title}办理。"


def _besides(row: Locked, move: Move, actor: Actor) -> list[Reason]:
    """Two posts that look at a case one after the other are two people: who worked on it in one does not go on in the other, standing in for somebody."""
    if not actor.in_place_of:
        return []
    known = row.procedure.by_code
    mine = {known[m.move].by for m in _record(row.id) if m.by == actor.account and m.move in known}
    title = "、".join(row.procedure.roles[role].title for role in sorted(mine - {move.by}))
    return [Reason("did-it-besides", f"这个办件您自己以{title}的身份办过，不能再代别人办后面的事。请由单位里的另一个人办理。")] if title else []


def _clocks(row: Locked, move: Move, at: datetime, data: Clean | None) -> list[Reason]:
    found = []
    for name in move.pauses:
        if name in row.clocks and row.clocks[name].paused:
            found.append(Reason("already-not-counted", "期限现在已经不计，先恢复计算。"))
        elif data is not None:
            grounds = {g.code for g in row.procedure.terms[name].not_counted}
            if (move.ground or data.answers.get("ground")) not in grounds:
                found.append(Reason("no-legal-ground", "请选择法律规定的不计期限的情形。", move.law, "ground"))
    found += [Reason("not-paused", "期限正在计算，没有可以恢复的。") for n in move.resumes if n not in row.clocks or not row.clocks[n].paused]
    if move.extends:
        found += _extension(row, move, at, data)
    return found


def _extension(row: Locked, move: Move, at: datetime, data: Clean | None) -> list[Reason]:
    clock, rule = row.clocks.get(move.extends), row.procedure.terms[move.extends].extendable
    if clock is None or rule is None:
        return [Reason("not-running", "这个期限现在没有在走。")]
    if clock.end_at is not None:
        return [Reason("in-minutes", "这个期限按分钟计算，不能延长。请马上办理。")]
    if clock.extended:
        return [Reason("extended-once", "已经延长过一次，不能再延长。", rule.law)]
    due = clock.due_on()
    if due is not None and clock.over(at):
        return [Reason("too-late-to-extend", f"期限已于 {due.month} 月 {due.day} 日届满，届满前才能延长。", rule.law)]
    if data is not None and str(data.answers.get("days") or rule.days) not in {str(n) for n in range(1, rule.days + 1)}:
        return [Reason("too-many-days", f"最多延长 {rule.days} 个工作日，请填 1—{rule.days}。", rule.law, "days")]
    return []
