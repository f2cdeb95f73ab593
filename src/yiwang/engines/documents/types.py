"""What is typeset: a letter, a certificate, or figures. Plain values; the words come from whoever owes the paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Letter:
    """An administrative letter: to whom, facts and reasons, basis, result, remedies, authority and date (law.md §0)."""

    issuer: str
    title: str
    number: str
    to: str
    paragraphs: tuple[str, ...]
    on: date
    remedies: str = ""
    reference: str = ""  # of the case, in the foot
    address: str = ""  # where the code in the foot leads
    facts: tuple[tuple[str, str], ...] = ()  # a small table: what was applied for, limits, days


@dataclass(frozen=True, slots=True)
class Certificate:
    """A licence: what it allows, to whom, by whom, from when, and where it verifies."""

    issuer: str
    title: str
    number: str
    holder: str
    pairs: tuple[tuple[str, str], ...]
    on: date
    valid: str
    address: str
    until: date | None = None  # its last day, where it has one


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a comparison: places from 0 to 1 along the axis, and the words beside it."""

    name: str
    low: float
    high: float
    at: float
    rate: str
    cases: str
    few: bool = False
    below: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One report of a printout: lines below its title; the whole (title, value, unit, note); a comparison; a table whose first `texts` columns are words."""

    title: str
    lines: tuple[str, ...] = ()
    figures: tuple[tuple[str, str, str, str], ...] = ()
    bars: tuple[Bar, ...] = ()
    bars_title: str = ""
    bars_note: str = ""
    mean: float = 0.0
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    texts: int = 1
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Printout:
    """Figures of a period to take along: the same input gives the same bytes. `day`: year, month, day of printing; `printed` says it and by whom."""

    issuer: str
    title: str
    period: str
    day: tuple[int, int, int]
    printed: str
    sections: tuple[Section, ...]
    how: tuple[tuple[str, str], ...] = ()
    address: str = ""


Paper = Letter | Certificate | Printout
