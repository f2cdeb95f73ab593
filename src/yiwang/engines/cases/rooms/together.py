"""What becomes of a case becomes of those that joined it: a step of the one is a step of each of the others, said in the same words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from yiwang.engines.cases.rooms.joining import INTO, joined
from yiwang.engines.cases.steps import Next
from yiwang.engines.cases.types import JOINS, LEAVES, Move, Procedure
from yiwang.engines.forms.types import Clean
from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.types import Recorded
from yiwang.kernel.acts import Kind

FOLLOWED = frozenset({Kind.MOVED, Kind.DECIDED, Kind.EXTENDED, Kind.REFERRED})  # entries after which something becomes of those that joined


@dataclass(frozen=True, slots=True)
class Along:
    """After one of `moves` of the lead, those that joined it make `step`, with these facts: of the lead's entry, or else of the newest one before that has
    them. `late`: the state of the lead in which whoever joins only then is given that step at once."""

    moves: tuple[str, ...]
    step: str
    facts: tuple[str, ...]
    late: str = ""


def together(procedure: Procedure, steps: Sequence[Along]) -> Callable[[Recorded], Sequence[Next]]:
    """A reader for a procedure whose cases join each other: answered, extended or given up with the lead; whoever joins too late is answered at once,
    or goes on alone. Raises StopIteration for a procedure that has no step that joins or none that leaves."""
    joins, leaves = (next(m for m in procedure.moves if m.matter == what) for what in (JOINS, LEAVES))

    def follows(entry: Recorded) -> Sequence[Next]:
        if entry.facts.get("procedure") != procedure.code:
            return ()
        if entry.facts.get("move") == joins.code:
            lead = next((j for j in joined(entry.chain) if j.ref == entry.facts.get(INTO)), None)
            return _late(entry.chain, lead.id, lead.state) if lead is not None else ()
        return [step for other in joined(entry.chain) if other.state == joins.target for step in _step(entry, other.id)]

    def _step(entry: Recorded, other: int) -> Sequence[Next]:
        if along := next((a for a in steps if entry.facts.get("move") in a.moves), None):
            return (Next(other, along.step, _said(procedure.move(along.step), along, entry)),)
        return (Next(other, leaves.code),) if entry.facts.get("to") in procedure.ends else ()

    def _late(case: int, lead: int, state: str) -> Sequence[Next]:
        if state in procedure.ends:
            return (Next(case, leaves.code),)
        moves = {move for a in steps if a.late == state for move in a.moves}
        made = [e for e in ledger.history(lead) if e.facts.get("move") in moves]
        return _step(made[-1], case) if made else ()

    return follows


def _said(step: Move, along: Along, entry: Recorded) -> Clean:
    """What the lead's entries say, as the answers of the others' step."""
    made = [e for e in ledger.history(entry.chain, newest_first=True) if e.n <= entry.n]
    said = {name: e.facts[name] for name in along.facts if (e := next((e for e in made if name in e.facts), None))}
    assert step.form is not None
    return Clean(step.form.code, step.form.version, said, frozenset(said))
