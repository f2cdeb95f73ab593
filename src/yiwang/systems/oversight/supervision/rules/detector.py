"""What looks for a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from yiwang.engines.ledger.types import Recorded
from yiwang.kernel.acts import Kind
from yiwang.systems.oversight.supervision.rules.past import Past
from yiwang.systems.oversight.supervision.rules.types import Finding, Rule

ANY = frozenset(Kind)
Finds = Callable[[Rule, Recorded, Past], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Detector:
    """A pure function that looks for a rule in the entries of some kinds; `hint` names a fact without which there is nothing to look for. What a version of
    a rule found it finds for ever: where `finds` comes to find otherwise, the rule gets a new version, and the older ones keep what they ran by in `older`."""

    code: str
    kinds: frozenset[Kind]
    finds: Finds
    hint: str = ""
    own: bool = False  # looks at what supervision itself does, and at nothing else
    older: Mapping[int, Finds] = field(default_factory=dict)

    def by(self, rule: Rule) -> Finds:
        """What this version of the rule runs by."""
        return self.older.get(rule.version, self.finds)

    def looks(self, entry: Recorded) -> bool:
        return entry.kind in self.kinds and (not self.hint or self.hint in entry.facts)
