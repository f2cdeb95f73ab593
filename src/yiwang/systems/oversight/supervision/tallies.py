"""Keeping the counters: one upsert for each clock an entry stopped."""

from __future__ import annotations

from yiwang.engines.identity import api as identity
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.store import api as store
from yiwang.systems.oversight.supervision import rules

ADD = ("insert into supervision_count (unit, county, procedure, term, \"on\", done, late, days) values (%s, %s, %s, %s, %s, 1, %s, %s) "
       "on conflict (unit, procedure, term, \"on\") do update set done = supervision_count.done + 1, late = supervision_count.late + excluded.late, "
       "days = supervision_count.days + excluded.days")


def count(entry: Recorded) -> None:
    """Adds the clocks that an entry stopped. Called once for every entry, inside the reader's transaction."""
    for unit, procedure, term, on, late, days in rules.stopped(entry):
        store.execute(ADD, (unit, county(unit), procedure, term, on, int(late), days))


def county(unit: int) -> int:
    """The county a unit works for; the city itself for its own departments."""
    here = identity.unit(unit)
    while here.level > identity.Level.COUNTY or (here.kind is not identity.Kind.GOVERNMENT and here.government):
        here = identity.unit(here.government)
    return here.id


def empty() -> None:
    """Before a rebuild."""
    store.execute("delete from supervision_count")
