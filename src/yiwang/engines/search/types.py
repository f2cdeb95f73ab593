"""What a search gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Found:
    """A hit. `title` and `text` carry `[[…]]` around the words found; `case` is 0 for what is public."""

    subject: str
    kind: str
    title: str
    text: str
    url: str
    note: str
    case: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Findable:
    """Something to be put into the index."""

    subject: str
    kind: str
    title: str
    body: str
    url: str
    note: str = ""
    case: int = 0
