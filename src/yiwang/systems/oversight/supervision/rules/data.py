"""Data of departments' own systems: what was to be handed in and was not, came late, or contradicts what came before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from yiwang.engines.ledger.types import Recorded
from yiwang.systems.oversight.supervision.rules.detector import ANY, Detector
from yiwang.systems.oversight.supervision.rules.past import Past, proof, who
from yiwang.systems.oversight.supervision.rules.types import Finding, Rule


def missing(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    if lacking := sorted(map(str, _lacking(_reported(entry).get("missing")))):
        said = "、".join(lacking)
        yield Finding(rule, entry.subject, f"missing:{','.join(lacking)}"[:60], who(entry), "没有报来应当报的数据", "按约定报齐", f"缺 {said}"[:200],
                      proof(entry))


def late(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    most, hours = int(rule.parameters["hours"]), _reported(entry).get("late_hours")
    if isinstance(hours, int) and not isinstance(hours, bool) and hours > most:
        yield Finding(rule, entry.subject, "late", who(entry), "数据迟报", "按约定的时间报来", f"比约定晚 {hours} 小时", proof(entry))


def contradicts(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    if what := str(_reported(entry).get("contradicts") or ""):
        yield Finding(rule, entry.subject, f"contradicts:{what}"[:60], who(entry), "报来的数据前后矛盾", "和已经报来的一致", what[:200], proof(entry))


def _lacking(said: object) -> tuple[object, ...]:
    return tuple(said) if isinstance(said, list | tuple) else ()


def _reported(entry: Recorded) -> Mapping[str, Any]:
    found = entry.facts.get("reported")
    return found if isinstance(found, Mapping) else {}


DETECTORS = (Detector("data.missing", ANY, missing, "reported"), Detector("data.late", ANY, late, "reported"),
             Detector("data.contradicts", ANY, contradicts, "reported"))
