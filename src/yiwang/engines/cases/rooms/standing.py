"""How many open cases stand how, for a reader: counted over the main clocks of what the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yiwang.engines.cases.rooms import scopes, seers
from yiwang.engines.cases.views import Light
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor

LIGHT = (
    "case when t.due_at is null then 'paused' when t.due_at <= %s then 'red' "
    "when (t.days > 1 or t.kind = 'minutes') and t.next_mark in ('prompt', 'red', 'lapse') then 'amber' else 'green' end"
)
SQL = (
    "select " + LIGHT + " as light, count(distinct t.id) from cases_seer s join cases_term t on t.case_id = s.case_id "
    "join cases_case c on c.id = s.case_id where s.seer in ({seers}) and s.is_open and t.stopped_at is null and t.inquiry = 0 {narrow} group by 1"
)


def standing(*, actor: Actor, at: datetime, without: Sequence[str] = (), units: Sequence[int] = ()) -> dict[Light, int]:
    """Open clocks by colour; `without` leaves out procedures, `units` narrows to handling units."""
    mine = seers.of_actor(actor)
    if not mine or actor.scope != scopes.ALL:
        return {}
    narrow, params = "", list[object]((at, *mine))
    if without:
        narrow += f" and c.procedure not in ({', '.join(['%s'] * len(without))})"
        params += without
    if units:
        narrow += f" and c.unit_id in ({', '.join(['%s'] * len(units))})"
        params += units
    found = store.rows(SQL.format(seers=", ".join(["%s"] * len(mine)), narrow=narrow), params)
    return {Light(light): int(count) for light, count in found}
