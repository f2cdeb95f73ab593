"""What is known when a letter that a move owes is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from yiwang.engines.cases.types import Item
from yiwang.engines.identity.types import Unit


@dataclass(frozen=True, slots=True)
class Owed:
    """A letter or certificate on its way: its number is taken, the words are still to be written.

    `facts` are those of the entry that owes it, `answers` what the case began with, `due` the last days of the clocks that then ran.
    """

    id: int
    case: int
    ref: str
    title: str
    kind: str
    template: str
    number: str
    register: str
    n: int
    at: datetime
    issuer: Unit
    government: str
    party_name: str
    item: Item
    procedure: str
    opened_on: date
    facts: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    form: str = ""
    form_version: int = 1
    address: str = ""
    party: int = 0  # the seer the party reads as
