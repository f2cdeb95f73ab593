"""Keeping the counters: one upsert for each clock an entry stopped."""

from __future__ import annotations

from yiwang.engines.ledger.types import Recorded
from yiwang.engines.reports import api as reports
from yiwang.engines.store import api as store
from yiwang.systems.oversight.supervision import rules

ADD = ("insert into supervision_count (unit, county, procedure, term, \"on\", done, late, days) values (%s, %s, %s, %s, %s, 1, %s, %s) "
       "on conflict (unit, procedure, term, \"on\") do update set done = supervision_count.done + 1, late = supervision_count.late + excluded.late, "
       "days = supervision_count.days + excluded.days")


def count(entry: Recorded) -> None:
    """Adds the clocks that an entry stopped. Called once for every entry, inside the reader's transaction."""
    for unit, procedure, term, on, late, days in rules.stopped(entry):
        store.execute(ADD, (unit, reports.county(unit), procedure, term, on, int(late), days))


def empty() -> None:
    """Before a rebuild."""
    store.execute("delete from supervision_count")
