"""A repeated group of questions: rows that are added and taken away, with or without a script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from yiwang.web.components.part import Part


@dataclass(frozen=True, slots=True)
class RowOf:
    """One row. `title` names it where there are many: the answer to its first question."""

    number: int
    fields: tuple[Part, ...]
    title: str = ""
    open: bool = True
    faulty: bool = False


@dataclass(frozen=True, slots=True)
class Rows(Part):
    """All rows of a group. Its buttons send the whole form with `go` = `add:<name>` or `drop:<name>.<row>`; nothing typed is lost."""

    template: ClassVar[str] = "yiwang/parts/rows.html"
    name: str
    label: str
    rows: tuple[RowOf, ...]
    help: str = ""
    error: str = ""
    optional: bool = False
    full: bool = False  # no more rows fit

    @property
    def id(self) -> str:
        return f"f-{self.name}"
