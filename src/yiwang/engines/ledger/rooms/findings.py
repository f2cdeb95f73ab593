"""What the verifier collects: faults, each entry named once, and where an entry's absence is already explained."""

from __future__ import annotations

from yiwang.engines.ledger.types import Fault, FaultKind

MOST = 1000  # faults kept; who changed more than that is named often enough


class Findings:
    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.notes: list[str] = []
        self.more = 0
        self._named: set[tuple[int, int]] = set()
        self._gone: dict[int, list[range]] = {}

    def add(self, kind: FaultKind, chain: int, n: int, text: str) -> None:
        """An entry that has a fault already is not named again for another."""
        if n and (chain, n) in self._named:
            return
        if len(self.faults) >= MOST:
            self.more += 1
            return
        if n:
            self._named.add((chain, n))
        self.faults.append(Fault(kind, chain, n, text))

    def gone(self, chain: int, first: int, last: int) -> None:
        """These places of a chain are known to be missing."""
        self._gone.setdefault(chain, []).append(range(first, last + 1))

    def explained(self, chain: int, n: int) -> bool:
        return (chain, n) in self._named or any(n in places for places in self._gone.get(chain, ()))
