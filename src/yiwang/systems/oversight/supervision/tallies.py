"""Keeping the counters: one upsert for each clock an entry stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from yiwang.engines.calendar import api as calendar
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.reports import api as reports
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.systems.oversight.supervision.rules.past import day, number, parts

ADD = ("insert into supervision_count (unit, county, procedure, term, \"on\", done, late, days) values (%s, %s, %s, %s, %s, 1, %s, %s) "
       "on conflict (unit, procedure, term, \"on\") do update set done = supervision_count.done + 1, late = supervision_count.late + excluded.late, "
       "days = supervision_count.days + excluded.days")


def count(entry: Recorded) -> None:
    """Adds the clocks that an entry stopped. Called once for every entry, inside the reader's transaction."""
    for unit, procedure, term, on, late, days in stopped(entry):
        store.execute(ADD, (unit, reports.county(unit), procedure, term, on, int(late), days))


def empty() -> None:
    """Before a rebuild."""
    store.execute("delete from supervision_count")


def stopped(entry: Recorded) -> Sequence[tuple[int, str, str, date, bool, int]]:
    """Clocks an entry stopped: unit, procedure, term, day, whether it was late, and after how many days."""
    unit = number(entry.facts.get("unit"))
    on = clock.day(entry.at)
    return [_stopped(entry, part, unit, on) for part in parts(entry, "stopped") if part.get("due")]


def _stopped(entry: Recorded, part: Mapping[str, Any], unit: int, on: date) -> tuple[int, str, str, date, bool, int]:
    return number(part.get("unit")) or unit, str(entry.facts.get("procedure", "")), str(part["term"]), on, bool(part.get("late")), used(part, on)


def used(part: Mapping[str, Any], on: date) -> int:
    """Working days a clock ran until it was stopped, without what was not counted; none where it is not said when it began."""
    city, gone, began = calendar.standard(), 0, day(part.get("from"))
    gaps = part.get("not_counted")
    for gap in gaps if isinstance(gaps, list | tuple) else ():
        first, last = (day(gap[0]), day(gap[1])) if isinstance(gap, list | tuple) and len(gap) > 1 else (None, None)
        if first is not None:
            gone += city.count_working(first, last or on) + int(city.is_working(first))
    return max(0, city.count_working(began, on) - gone) if began is not None else 0
