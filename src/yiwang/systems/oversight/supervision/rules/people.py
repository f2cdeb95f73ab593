"""People: one in two steps, and who may not have approved."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.engines.ledger.types import Recorded
from yiwang.kernel.acts import Kind
from yiwang.systems.oversight.supervision.rules.catalogue import names
from yiwang.systems.oversight.supervision.rules.detector import Detector
from yiwang.systems.oversight.supervision.rules.past import Past, number, proof, same_person, who
from yiwang.systems.oversight.supervision.rules.types import Finding, Rule, Who


def one_in_two_steps(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    """Who took it up decided it too. Where the procedure gives both steps to one role, that is how it is meant; not where another system names people."""
    taken = next((e for e in reversed(past.runs(str(rule.parameters["term"]), 0)) if e.kind is not Kind.REOPENED), None)  # who opens it again took nothing up
    if taken is None or taken.n == 1 or not same_person(who(taken), who(entry)):
        return
    if entry.facts.get("handler") or not _one_role(past, taken, entry):
        yield Finding(rule, entry.subject, "decide", who(entry), "受理和决定是同一个人", "两个人分别办理", "同一个人办了两步", proof(taken, entry))


def wrong_approver(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    """第四十二条: the head of the authority, or of the government of its level, as the procedure says."""
    if entry.facts["approver"] != rule.parameters["approver"]:
        nth = len(past.of_kind(Kind.EXTENDED)) + 1
        yield Finding(rule, entry.subject, f"extend#{nth}", who(entry), "延长期限不是由负责人批准", "由程序规定的负责人批准", "批准的不是负责人", proof(entry))


def conduct(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    """What was complained of, and found to be so; by the one who looked into it."""
    unit = number(past.entries[0].facts.get("complained_of")) if past.entries else 0
    if unit and str(entry.facts["found"]) in names(rule, "found"):
        said = str(entry.facts.get("finding") or "")[:300]
        yield Finding(rule, entry.subject, "conduct", Who(unit), "被投诉，经核查属实", "依法、及时、文明办理", said, proof(entry))


def _one_role(past: Past, *entries: Recorded) -> bool:
    """Whether the procedure asks one role for all of these."""
    if past.procedure is None:
        return False
    moves = [past.procedure.by_code.get(str(e.facts.get("move", ""))) for e in entries]
    return len({m.by for m in moves if m is not None}) == 1


DETECTORS = (
    Detector("people.same_person", frozenset({Kind.DECIDED}), one_in_two_steps),
    Detector("people.conduct", frozenset({Kind.DECIDED}), conduct, "found", own=True),
    Detector("people.wrong_approver", frozenset({Kind.EXTENDED}), wrong_approver, "approver"),
)
