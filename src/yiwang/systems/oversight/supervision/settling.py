"""Warnings end by themselves: with the step they are about, or when it is over. A reader of its own; nothing is kept for it.

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
from yiwang.systems.oversight.supervision.procedures import WARNING
from yiwang.systems.oversight.supervision.rules.past import parts
from yiwang.systems.oversight.supervision.rules.types import Level

READER = "oversight.supervision.settling"
Clock = tuple[str, int]  # the name of a term, and the inquiry whose it is
SETTLE, OVERTAKE = "settle", "overtake"


def settle(entry: Recorded) -> Sequence[cases.Next]:
    """What an entry ends."""
    if entry.facts.get("procedure") == WARNING.code:
        return _begun(entry) if entry.kind is Kind.OPENED else ()
    ended = _ended(entry)
    if not ended or not entry.subject.startswith(signals.CASE):
        return ()
    history = [e for e in ledger.history(entry.chain) if e.n < entry.n]
    found = ((clock, move, _warned(history, clock)) for clock, move in ended.items())
    return [cases.Next(done.case, move) for _, move, warned in found if warned is not None for done in _warning(warned)]


def _begun(entry: Recorded) -> Sequence[cases.Next]:
    """A warning that has just begun: what it warns of may have ended meanwhile."""
    chain, n, _ = entry.facts["evidence"][0]
    history = ledger.history(int(chain))
    warned = next(e for e in history if e.n == n)
    clock = _clock(warned.facts)
    ends = [_ended(e)[clock] for e in history if e.n > n and clock in _ended(e)]
    return [cases.Next(entry.chain, ends[0])] if ends else ()


def _ended(entry: Recorded) -> dict[Clock, str]:
    """The clocks an entry ended, and what that means for a warning."""
    if entry.kind is Kind.BREACHED and entry.facts.get("level") == Level.RED:
        return {_clock(entry.facts): OVERTAKE}
    return {_clock(part): SETTLE for part in parts(entry, "stopped")}


def _warned(history: Sequence[Recorded], clock: Clock) -> Recorded | None:
    """The last entry that warned of this run of a clock."""
    for entry in reversed(history):
        if entry.kind is Kind.WARNED and entry.facts.get("level") == Level.YELLOW and _clock(entry.facts) == clock:
            return entry
        if any(_clock(p) == clock for p in parts(entry, "started")):
            return None
    return None


def _warning(warned: Recorded) -> Iterable[cases.Done]:
    """The warning that began with an entry: a follower's first case has the key of its reader, the chain and the place. What a yellow light began
    before there were warnings is a signal, which people end."""
    begun = cases.begun(actor=PLATFORM, key=f"{signals.READER}:{warned.chain}.{warned.n}.0"[-64:])
    return [done for done in begun if cases.procedure_of(done.case).code == WARNING.code]


def _clock(said: Any) -> Clock:
    return str(said.get("term", "")), int(said.get("inquiry") or 0)
