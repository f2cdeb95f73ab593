"""Steps: what was decided without having been taken up, or without a unit that has to look at it."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.engines.cases.types import ALL, Procedure
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger.types import Recorded
from yiwang.kernel.acts import Kind
from yiwang.systems.oversight.supervision.rules.detector import Detector
from yiwang.systems.oversight.supervision.rules.past import Past, number, proof, who
from yiwang.systems.oversight.supervision.rules.types import Finding, Rule


def left_out(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    """Of decisions that give what was asked for: acceptance, and every unit the item names."""
    if past.procedure is None or past.refuses(entry):
        return
    term = str(rule.parameters["term"])
    if _owes(past.procedure, str(entry.facts.get("move", "")), term) and not past.runs(term, 0):
        yield Finding(rule, entry.subject, "accept", who(entry), "没有受理就作出了决定", "先受理，再决定", "记录里没有受理", proof(entry))
    if missing := sorted(past.reviewing - _answered(past)):
        units = "、".join(identity.unit(u).short for u in missing)
        yield Finding(rule, entry.subject, "reviewing", who(entry), f"没有{units}的意见就作出了决定", "事项写明的单位都要审查", f"没有{units}的意见",
                      proof(entry, *past.of_kind(Kind.INQUIRED)))


def _owes(procedure: Procedure, move: str, term: str) -> bool:
    """Whether the usual way leads over a state in which this clock runs, and the decision ends that clock. What a procedure lets be decided on the
    spot does neither."""
    made = procedure.by_code.get(move)
    ends = made is not None and (term in made.stops or ALL in made.stops)
    return ends and any(procedure.states[state].term == term for state in procedure.line)


def _answered(past: Past) -> frozenset[int]:
    """The units whose answer is on record: in their own words, or taken over by the one that passed it on."""
    asked = {number(p["inquiry"]): number(p.get("unit")) for e in past.entries for p in _asked(e)}
    return frozenset(asked[i] for e in past.of_kind(Kind.ANSWERED) if (i := number(e.facts.get("inquiry"))) in asked)


def _asked(entry: Recorded) -> Iterator[dict[str, int]]:
    found = entry.facts.get("asked")
    if isinstance(found, list | tuple):
        yield from (p for p in found if isinstance(p, dict) and "inquiry" in p)


DETECTORS = (Detector("steps.left_out", frozenset({Kind.DECIDED}), left_out),)
