"""The whole house in a few figures, for whoever operates it: nobody's case is named. Reads whole tables; not for pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yiwang.engines.cases.rooms.standing import LIGHT
from yiwang.engines.cases.views import Light
from yiwang.engines.store import api as store

OPEN = "select procedure, count(*) from cases_case where closed_at is null group by procedure order by procedure"
CLOCKS = (
    f"select c.procedure, {LIGHT} as light, count(*) from cases_term t join cases_case c on c.id = t.case_id "
    "where t.stopped_at is null group by 1, 2 order by 1, 2"
)
LETTERS = "select count(*), min(owed_at) from cases_document where made_at is null"


@dataclass(frozen=True, slots=True)
class Figures:
    """Open cases by procedure, running clocks by procedure and colour, letters owed and since how many seconds the oldest."""

    open: dict[str, int]
    clocks: dict[tuple[str, Light], int]
    letters: int
    oldest_letter: float


def figures(*, at: datetime) -> Figures:
    """As it stands at an instant."""
    count, first = store.rows(LETTERS)[0]
    return Figures(
        dict(store.rows(OPEN)),
        {(procedure, Light(light)): n for procedure, light, n in store.rows(CLOCKS, (at,))},
        count, max(0.0, (at - store.instant(first)).total_seconds()) if first else 0.0,
    )
