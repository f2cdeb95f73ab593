"""From what the rules found to signals: the reader that follows the record, and what other systems pass on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.types import Recorded
from yiwang.kernel import clock
from yiwang.systems.oversight.supervision import forms, parameters
from yiwang.systems.oversight.supervision.procedures import SIGNAL, WARNING
from yiwang.systems.oversight.supervision.rules.finding import DETECTORS, found
from yiwang.systems.oversight.supervision.rules.past import Past
from yiwang.systems.oversight.supervision.rules.types import Finding, Level

READER = "oversight.supervision.signals"
KINDS = frozenset(kind for d in DETECTORS for kind in d.kinds)
CASE = "case:"
REFERRED = "other/referred"  # what another system passes on, by no rule of ours


def watch(entry: Recorded) -> Sequence[cases.Begin]:
    """The signals an entry gives rise to; the same however often it is asked, for the rules of the entry's day decide."""
    if not any(d.looks(entry) for d in DETECTORS):
        return ()
    return [begin(f, clock.day(entry.at)) for f in found(entry, past(entry))]


def past(entry: Recorded) -> Past:
    """The record before an entry, read when it is asked for."""
    history = Past(lambda: [e for e in ledger.history(entry.chain) if e.n < entry.n])
    if not entry.subject.startswith(CASE):
        return history
    return Past(lambda: history.entries, lambda: cases.procedure_of(entry.chain), lambda: _reviewing(entry, history))


def _reviewing(entry: Recorded, history: Past) -> frozenset[int]:
    """The units by which the case's item has it reviewed, as its own answers chose them; those that took over where one was merged."""
    if not entry.facts.get("item") or not history.entries:
        return frozenset()
    item = cases.face(ref=entry.subject.removeprefix(CASE), at=entry.at).item.fitted(history.entries[0].facts)
    return frozenset(identity.in_force(identity.unit_by_code(r.unit).id) for r in item.reviewing)


def begin(finding: Finding, on: date) -> cases.Begin:
    """The case of a finding: at the unit it is about, kept by the body that supervises. A yellow one only warns."""
    rule, who = finding.rule, finding.who
    body = supervising(on)
    unit = identity.unit(who.unit) if who.unit else body
    said: dict[str, Any] = {
        "level": rule.level.value, "rule": rule.code, "rule_version": rule.version, "topic": rule.topic, "step": finding.step, "points": rule.points,
        "said": finding.said, "limit": finding.limit, "fact": finding.fact, "law": finding.cited, "post": who.post,
        "evidence": [list(part) for part in finding.evidence],
    }
    if finding.subject.startswith(CASE):
        said["case"] = finding.subject.removeprefix(CASE)
    return cases.Begin(
        procedure=WARNING.code if rule.level is Level.YELLOW else SIGNAL.code, unit=unit.id, desk=body.id,
        title=f"{rule.level.colour}：{unit.short}{finding.said}", about=finding.subject, data=_clean(said, who.name))


def _clean(said: dict[str, Any], person: str) -> Clean:
    """Who it was lies beside the entry, for those who may know."""
    return Clean(forms.EVIDENCE.code, forms.EVIDENCE.version, {**said, "person": person} if person else said, frozenset(said))


def supervising(on: date) -> identity.Unit:
    """The body that supervises: a city says which."""
    return identity.unit_by_code(parameters.value("body", on))


def accepted(told: cases.Told, data: Clean, at: datetime) -> cases.Begin:
    """A matter that another system passes on: a signal about the unit that handles it, for that unit to explain."""
    on = clock.day(at)
    said = {"level": Level.RED.value, "rule": "referred", "topic": REFERRED, "case": told.ref, "step": "referred", "said": "由其他程序移送",
            "points": parameters.value("referred_points", on)}
    open_fields = frozenset((*said, *data.open_fields))
    return cases.Begin(SIGNAL.code, told.unit, f"移送：{told.unit_name}“{told.title}”", desk=supervising(on).id, about=f"{CASE}{told.ref}",
                       data=Clean(forms.EVIDENCE.code, forms.EVIDENCE.version, {**data.answers, **said}, open_fields))
