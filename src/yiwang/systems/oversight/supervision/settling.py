"""Warnings end by themselves: with the step they are about, or when it is over. So does a signal that a step was late, where another system tells
afterwards that it was done in time. A reader of its own; nothing is kept for it.

A warning is found by the request key it began with, which follows from the entry it warns of. A step may be done before the warning about it has begun:
so a warning that begins is looked at too, and whichever comes later ends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.types import Recorded
from yiwang.kernel.actors import READER as PLATFORM
from yiwang.kernel.acts import Kind
from yiwang.systems.oversight.supervision import signals
from yiwang.systems.oversight.supervision.procedures import OWN, SIGNAL, WARNING
from yiwang.systems.oversight.supervision.rules.past import parts
from yiwang.systems.oversight.supervision.rules.types import Level

READER = "oversight.supervision.settling"
Clock = tuple[str, int]  # the name of a term, and the inquiry whose it is
SETTLE, OVERTAKE, LIFT = "settle", "overtake", "lift"


def settle(entry: Recorded) -> Sequence[cases.Next]:
    """What an entry ends."""
    if entry.facts.get("procedure") in OWN:
        return _begun(entry) if entry.kind is Kind.OPENED else ()
    ended = _ended(entry)
    if not ended or not entry.subject.startswith(signals.CASE):
        return ()
    history = [e for e in ledger.history(entry.chain) if e.n < entry.n]
    found = [cases.Next(done.case, move) for clock, move in ended.items() for done in _of(_lit(history, clock, Kind.WARNED), WARNING.code)]
    on_time = _on_time(entry)
    return [*found, *(cases.Next(done.case, LIFT) for clock in on_time for done in _of(_lit(history, clock, Kind.BREACHED), SIGNAL.code))]


def _begun(entry: Recorded) -> Sequence[cases.Next]:
    """What has just begun: the step it is about may have ended meanwhile."""
    proofs = entry.facts.get("evidence")
    if not proofs:
        return ()
    chain, n, _ = proofs[0]
    history = ledger.history(int(chain))
    lit = next((e for e in history if e.n == n), None)
    if lit is None or lit.kind not in (Kind.WARNED, Kind.BREACHED):
        return ()
    clock, later = _clock(lit.facts), [e for e in history if e.n > n]
    if entry.facts["procedure"] == SIGNAL.code:
        return [cases.Next(entry.chain, LIFT)] if any(clock in _on_time(e) for e in later) else ()
    ends = [_ended(e)[clock] for e in later if clock in _ended(e)]
    return [cases.Next(entry.chain, ends[0])] if ends else ()


def _ended(entry: Recorded) -> dict[Clock, str]:
    """The clocks an entry ended, and what that means for a warning."""
    if entry.kind is Kind.BREACHED and entry.facts.get("level") == Level.RED:
        return {_clock(entry.facts): OVERTAKE}
    return {_clock(part): SETTLE for part in parts(entry, "stopped")}


def _on_time(entry: Recorded) -> set[Clock]:
    """The clocks that another system stopped in time and told of afterwards, when ours had already found them over."""
    if entry.recorded_at is None:
        return set()
    return {_clock(part) for part in parts(entry, "stopped") if part.get("due") and not part.get("late")}


def _lit(history: Sequence[Recorded], clock: Clock, kind: Kind) -> Recorded | None:
    """The last entry that warned of this run of a clock, or found it over."""
    for entry in reversed(history):
        if entry.kind is kind and entry.facts.get("level") in (Level.YELLOW, Level.RED) and _clock(entry.facts) == clock:
            return entry
        if any(_clock(p) == clock for p in parts(entry, "started")):
            return None
    return None


def _of(lit: Recorded | None, procedure: str) -> Iterable[cases.Done]:
    """What began with an entry: a follower's first case has the key of its reader, the chain and the place. What a yellow light began before there were
    warnings is a signal, which people end."""
    if lit is None:
        return ()
    begun = cases.begun(actor=PLATFORM, key=f"{signals.READER}:{lit.chain}.{lit.n}.0"[-64:])
    return [done for done in begun if cases.procedure_of(done.case).code == procedure]


def _clock(said: Any) -> Clock:
    return str(said.get("term", "")), int(said.get("inquiry") or 0)
