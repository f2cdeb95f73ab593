"""How far behind the record they are who follow it: in entries, and in seconds since the first entry they have not passed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from yiwang.engines.store import api as store
from yiwang.kernel import clock

READERS = (
    "select c.reader, s.position - c.pos, (select count(*) from ledger_parked p where p.reader = c.reader), "
    "(select e.body from ledger_feed f join ledger_entry e on e.id = f.entry where f.pos = c.pos + 1) "
    "from ledger_cursor c join ledger_sealing s on s.id = 1 order by c.reader"
)
LAST = "coalesce((select max(entry) from ledger_feed where pos > (select position from ledger_sealing where id = 1) - 1000), 0)"
UNSEALED = (  # those after the newest sealed ones: what an older transaction committed late is sealed a moment later
    f"select count(*), min(id) from ledger_entry e where e.id > {LAST} and not exists (select 1 from ledger_feed f where f.entry = e.id)"
)


@dataclass(frozen=True, slots=True)
class Lag:
    """Who follows, by how many `entries` and `seconds` behind, and how many entries were put aside. The sealer has no name."""

    reader: str
    entries: int
    seconds: float
    parked: int = 0


def lags(*, at: datetime) -> list[Lag]:
    """Of every reader that ever followed, behind the last position."""
    return [Lag(reader, behind, _since(body, at), parked) for reader, behind, parked, body in store.rows(READERS)]


def unsealed(*, at: datetime) -> Lag:
    """What has no position yet."""
    count, first = store.rows(UNSEALED)[0]
    body = store.rows("select body from ledger_entry where id = %s", (first,)) if first else []
    return Lag("", count, _since(body[0][0] if body else None, at))


def _since(body: str | None, at: datetime) -> float:
    """Since an entry was written: what an import brought counts from when it was recorded, where it says so."""
    if body is None:
        return 0.0
    text = json.loads(body)
    return max(0.0, (at - clock.parse(text.get("recorded", text["at"]))).total_seconds())
