"""A matter passes on: the receiving card's own case is begun, both carry one matter, and each side sees of the other that it exists."""

from __future__ import annotations

from datetime import datetime

from yiwang.engines.cases.rooms import acts, referring, registry, write
from yiwang.engines.cases.rooms.allowed import holds, whose
from yiwang.engines.cases.rooms.perform import replayed, require_sight, stale
from yiwang.engines.cases.rooms.read import NOT_THERE, Locked, lock
from yiwang.engines.cases.steps import Done, Seen
from yiwang.engines.cases.types import Referral
from yiwang.engines.forms.types import NOTHING, Clean
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import Refused
from yiwang.kernel.reasons import Reason


def refer(*, actor: Actor, case: int, to: str, data: Clean = NOTHING, seen: Seen | None, key: str, at: datetime) -> Done:
    """Passes a matter on to a procedure that accepts it. Gives the case it was passed on from; the same `key` again passes nothing on twice.

    Raises NotFound, Stale, Refused.
    """
    with store.atomic():
        row = lock(case, key)
        if row.answered:
            return replayed(row, actor)
        require_sight(row, actor, at)
        stale(row, seen)
        referral = registry.referral(row.procedure.code, to)
        if referral is None:
            raise Refused(NOT_THERE)
        if reasons := refusals(row, referral, actor, at):
            raise Refused(reasons)
        passed = referring.passed_on(row, to, data, actor=actor, key=key, at=at)
        act = acts.engine_act(row.procedure, "referred", Kind.REFERRED, referral.says or referral.title)
        facts = {**passed, "title": referral.title, "to": row.state, "procedure": row.procedure.code, **data.recorded()}
        entry = write.entry(row, act, actor, at, key=key, facts=facts, personal=data.personal())
        store.run(write.appended(entry))
        return Done(row.id, row.ref, row.state, entry.n)


def refusals(row: Locked, referral: Referral, actor: Actor, at: datetime) -> list[Reason]:
    """Why the actor may not pass this matter on, or nothing."""
    role = row.procedure.roles.get(referral.by)
    if role is None or not holds(row, role, actor, at):
        return [Reason("not-your-role", whose(row, role) if role else "这个程序没有可以移送的人。")]
    return []
