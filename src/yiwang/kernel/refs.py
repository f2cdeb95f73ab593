"""Plain references that may cross every door."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ref:
    """A subject of the record: its kind (`case`, `unit`, `item` …), its number and what people call it."""

    kind: str
    id: int
    label: str = ""

    def __str__(self) -> str:
        return self.label or f"{self.kind}:{self.id}"
