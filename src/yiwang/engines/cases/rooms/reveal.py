"""Looking at a person's data from above: seeing a case is not seeing the person. With a purpose, and on record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yiwang.engines.cases.rooms import acts, write
from yiwang.engines.cases.rooms.allowed import knows
from yiwang.engines.cases.rooms.perform import replayed, require_sight
from yiwang.engines.cases.rooms.read import lock
from yiwang.engines.cases.rooms.view import values
from yiwang.engines.store import api as store
from yiwang.kernel import clock as time
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import Invalid, Refused
from yiwang.kernel.reasons import Reason

SHORTEST = 4


def reveal(*, actor: Actor, case: int, purpose: str, key: str, at: datetime) -> Mapping[int, Mapping[str, Any]]:
    """The submitted forms of a case the actor may see, for a purpose that is written into its chain. Raises NotFound, Invalid without a purpose."""
    purpose = " ".join(purpose.split())
    if len(purpose) < SHORTEST:
        raise Invalid(Reason("purpose-needed", "请写明为什么要看，例如“核对 11 月 3 日的投诉”。当事人能看到谁为什么看过。", field="purpose"))
    with store.atomic():
        row = lock(case, key)
        require_sight(row, actor, at)
        if row.sealed and not knows(row, actor, time.day(at)):
            raise Refused(Reason("sealed", "诉求人要求保密，只有受理的单位能看。要知道什么，请找受理的单位。"))
        if row.answered is not None:
            replayed(row, actor)  # refuses whoever borrowed the key
        else:
            act = acts.engine_act(row.procedure, "looked_up", Kind.LOOKED_UP, "查看申请内容")
            facts = {"purpose": purpose[:200], "to": row.state, "procedure": row.procedure.code}
            entry = write.entry(row, act, actor, at, key=key, facts=facts)
            store.run(write.appended(entry))
    return values(case)
