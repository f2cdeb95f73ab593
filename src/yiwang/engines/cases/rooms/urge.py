"""Urging: the applicant, the lead or a unit above reminds whoever is awaited. It moves nothing and is on record."""

from __future__ import annotations

from datetime import datetime

from yiwang.engines.cases.rooms import acts, write
from yiwang.engines.cases.rooms.allowed import party
from yiwang.engines.cases.rooms.perform import replayed, require_sight
from yiwang.engines.cases.rooms.read import Locked, lock
from yiwang.engines.cases.steps import Done
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.kernel import clock as time
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import Refused
from yiwang.kernel.reasons import Reason

URGE = "insert into cases_urge (id, case_id, unit_id, text, by, at) values (%s, %s, %s, %s, %s, %s)"
ONCE_A_DAY = Reason("urged-today", "今天已经催办过，对方已收到提醒。明天可以再催。")


def targets(row: Locked, actor: Actor) -> list[int]:
    """The units an actor may urge here: those awaited, but never its own."""
    units = list(dict.fromkeys(t.unit for t in row.tasks))
    return [u for u in units if u != actor.unit]


def urge_all(*, actor: Actor, case: int, text: str, key: str, at: datetime) -> Done:
    """Reminds every awaited unit; those urged today already are passed over. Raises NotFound, Refused when none is left."""
    with store.atomic():
        row = lock(case, None)
        require_sight(row, actor, at)
        units = targets(row, actor)
    done, refused = None, Refused(Reason("nobody-to-urge", "现在没有在等别的单位办理。"))
    for i, unit in enumerate(units):
        try:
            done = urge(actor=actor, case=case, unit=unit, text=text, key=key if i == 0 else f"{key}:{i}", at=at)
        except Refused as why:
            refused = why
    if done is None:
        raise refused
    return done


def urge(*, actor: Actor, case: int, unit: int, text: str, key: str, at: datetime) -> Done:
    """Reminds one awaited unit. Raises NotFound, Refused (nobody to urge, or urged today already)."""
    with store.atomic():
        row = lock(case, key)
        if row.answered:
            return replayed(row, actor)
        require_sight(row, actor, at)
        if unit not in targets(row, actor):
            raise Refused(Reason("nobody-to-urge", "现在没有在等这个单位办理。"))
        by = actor.unit_name or ("申请人" if party(row, actor, time.day(at)) else "")
        if store.rows(
            "select 1 from cases_urge where case_id = %s and unit_id = %s and by = %s and at >= %s limit 1", (row.id, unit, by, time.start_of(time.day(at)))
        ):
            raise Refused(ONCE_A_DAY)
        act = acts.engine_act(row.procedure, "urged", Kind.URGED, "催办")
        facts = {"unit": unit, "urged": identity.unit(unit).short, "text": text[:200], "to": row.state, "procedure": row.procedure.code}
        entry = write.entry(row, act, actor, at, key=key, facts=facts)
        urged = store.Fragment(URGE, (store.take(), row.id, unit, text[:200], by, at))
        store.run([urged, *write.appended(entry)])
        return Done(row.id, row.ref, row.state, entry.n)
