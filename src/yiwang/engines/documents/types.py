"""What is typeset: a letter, or a certificate. Plain values; the words come from whoever owes the paper."""

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


Paper = Letter | Certificate
