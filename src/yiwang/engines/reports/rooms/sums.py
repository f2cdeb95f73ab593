"""What figures are made of while they are added up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from yiwang.engines.reports.types import Sort

Keys = tuple[str, ...]
SUMMED = (Sort.COUNT, Sort.SHARE, Sort.MEAN)


@dataclass(slots=True)
class Sums:
    """What a group's figures are made of. `sums`: measure → [hits, cases]; `done` and `still`: working days →
    how many ended after them; `aged`: how many were open so long at the end."""

    sums: dict[str, list[int]] = field(default_factory=dict)
    done: Counter[int] = field(default_factory=Counter)
    still: Counter[int] = field(default_factory=Counter)
    aged: Counter[int] = field(default_factory=Counter)
    open: int = 0
    overdue: int = 0

    def add(self, other: Sums, *, ends: bool = True) -> None:
        """Adds another group; without `ends` only what happened in it, not what was open at its end."""
        for code, (hits, whole) in other.sums.items():
            mine = self.sums.setdefault(code, [0, 0])
            mine[0], mine[1] = mine[0] + hits, mine[1] + whole
        self.done.update(other.done)
        self.still.update(other.still)
        if ends:
            self.aged.update(other.aged)
            self.open, self.overdue = self.open + other.open, self.overdue + other.overdue
