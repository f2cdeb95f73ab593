"""What looks for a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from yiwang.engines.ledger.types import Recorded
from yiwang.kernel.acts import Kind
from yiwang.systems.oversight.supervision.rules.past import Past
from yiwang.systems.oversight.supervision.rules.types import Finding, Rule

ANY = frozenset(Kind)


@dataclass(frozen=True, slots=True)
class Detector:
    """A pure function that looks for a rule in the entries of some kinds; `hint` names a fact without which there is nothing to look for."""

    code: str
    kinds: frozenset[Kind]
    finds: Callable[[Rule, Recorded, Past], Iterable[Finding]]
    hint: str = ""
    own: bool = False  # looks at what supervision itself does, and at nothing else

    def looks(self, entry: Recorded) -> bool:
        return entry.kind in self.kinds and (not self.hint or self.hint in entry.facts)
