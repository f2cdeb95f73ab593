"""What tests of texts share."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from yiwang.engines.texts.rooms.likeness import Common, Kept, read


@dataclass(frozen=True, slots=True)
class Real:
    """Messages citizens wrote, kept in memory."""

    rows: list[dict[str, str]]
    index: Kept[int]

    def same(self, one: int, other: int) -> bool:
        """The same, or sent again by the same person under the same title."""
        a, b = self.rows[one], self.rows[other]
        return one == other or (a["user"], a["subject"]) == (b["user"], b["subject"])

    def text(self, number: int) -> str:
        return f"{self.rows[number]['subject']}\n{self.rows[number]['body']}"


@pytest.fixture(scope="session")
def real(shared_appeals: Path) -> Real:
    with (shared_appeals / "messages.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    readings = [read(row["subject"], row["body"]) for row in rows]
    index: Kept[int] = Kept(Common.of(readings))
    for number, reading in enumerate(readings):
        index.add(number, reading)
    return Real(rows, index)
