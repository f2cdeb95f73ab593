"""What the record means for supervision: pure functions from an entry to signals and counts. They name kinds and figures, never a system."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger.types import Recorded
from yiwang.kernel import clock
from yiwang.kernel.acts import Kind
from yiwang.systems.oversight.supervision import parameters
from yiwang.systems.oversight.supervision.procedures import SIGNAL

WATCHED = frozenset({Kind.WARNED, Kind.BREACHED})
COLOURS = {"yellow": "黄", "red": "红"}
IN_MINUTES = ("span_unit", "due_at")  # what an entry says besides of a term in minutes: its days are minutes, and when it was over
EVIDENCE = ("level", "rule", "case", "chain", "n", "hash", "term", "title", "due", "days", "legal", "fell_due", "found", "points",
            *IN_MINUTES)


def signals(entry: Recorded) -> Sequence[cases.Begin]:
    """Time rules 1 and 2: yellow when nine tenths of the promised time are gone, red when it is over. A reminder the day before is no signal."""
    facts = entry.facts
    level = str(facts.get("level", ""))
    if entry.kind not in WATCHED or level not in COLOURS or str(facts.get("procedure", "")).startswith("oversight.supervision"):
        return ()
    on = clock.day(entry.at)
    unit = identity.unit(int(facts["unit"]))
    ref = entry.subject.partition(":")[2]
    found = {
        "level": level, "rule": "time-2" if level == "red" else "time-1", "case": ref, "chain": entry.chain, "n": entry.n, "hash": entry.hash.hex(),
        "points": parameters.value("points", on)[level], **{k: facts.get(k) for k in ("term", "title", "due", "days", "legal", "fell_due", "found")},
        **{k: facts[k] for k in IN_MINUTES if k in facts},
    }
    said = "已超期" if level == "red" else "时限将到"
    return (cases.Begin(
        procedure=SIGNAL.code, unit=unit.id, desk=identity.unit_by_code(parameters.value("body", on)).id,
        title=f"{COLOURS[level]}：{unit.short}“{facts.get('title', '')}”{said}", about=entry.subject,
        data=Clean("supervision.evidence", 1, found, frozenset(EVIDENCE))),)


def accepted(told: cases.Told, data: Clean, at: datetime) -> cases.Begin:
    """A matter that another system passes on: a signal about the unit that handles it, for that unit to explain."""
    body = identity.unit_by_code(parameters.value("body", clock.day(at)))
    return cases.Begin(SIGNAL.code, told.unit, f"移送：{told.unit_name}“{told.title}”", desk=body.id, about=f"case:{told.ref}",
                       data=Clean("supervision.evidence", 1, {"level": "red", "rule": "referred", "case": told.ref, **data.recorded()},
                                  frozenset((*EVIDENCE, *data.open_fields))))


def stopped(entry: Recorded) -> Sequence[tuple[int, str, str, date, bool, int]]:
    """Clocks an entry stopped: unit, procedure, term, day, whether it was late, and after how many days."""
    unit = int(entry.facts.get("unit", 0) or 0)
    on = clock.day(entry.at)
    return [_stopped(entry, part, unit, on) for part in entry.facts.get("stopped", ()) if part.get("due")]


def _stopped(entry: Recorded, part: Mapping[str, Any], unit: int, on: date) -> tuple[int, str, str, date, bool, int]:
    return int(part.get("unit") or unit), str(entry.facts.get("procedure", "")), str(part["term"]), on, bool(part.get("late")), used(part, on)


def used(part: Mapping[str, Any], on: date) -> int:
    """Working days a clock ran until it was stopped, without what was not counted."""
    city, gone = calendar.standard(), 0
    for first, last, _ in part.get("not_counted", ()):
        begin, end = date.fromisoformat(first), date.fromisoformat(last) if last else on
        gone += city.count_working(begin, end) + int(city.is_working(begin))
    return max(0, city.count_working(date.fromisoformat(str(part["from"])), on) - gone)
