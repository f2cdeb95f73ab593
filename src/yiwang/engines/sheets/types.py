"""What spreadsheets are, once read: text in named columns, and what could not be taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `line` is its number as a person sees it (the header is line 1); `cells` its text by header, trimmed, empty cells left out."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a place of a spreadsheet, and what to do. `line` 0 concerns the whole sheet."""

    sheet: str
    line: int
    column: str
    text: str

    def __str__(self) -> str:
        place = f"“{self.sheet}”" + (f"第 {self.line} 行" if self.line else "") + (f"“{self.column}”" if self.column else "")
        return f"{place}：{self.text}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as read: its title, headers in order, and the lines that hold anything."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A spreadsheet as read, by title; `faults` names the cells that hold no plain value."""

    sheets: Mapping[str, Sheet]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column to be written. `width` in characters; `choices` become a list to pick from; `note` stands with the header."""

    header: str
    width: int = 16
    choices: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet to be written. Text, whole numbers, decimals, days and None; text that looks like a formula stays text."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    above: tuple[str, ...] = field(default=())  # lines over the header of a table made to be read, not to come back
