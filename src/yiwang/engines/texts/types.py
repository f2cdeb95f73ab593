"""What texts have in common, as the door hands it out."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

Id = TypeVar("Id", bound=Hashable)


class Personal(NamedTuple):
    """A stretch of a text that is personal data. `kind` as people say it: 电话, 姓名, 住址 …; `stretch` as it was written, a name with its surname."""

    kind: str
    stretch: str


class Likely(NamedTuple, Generic[Id]):
    """A kept text that probably says the same: its score (0 to 1), and words of both, the most telling first."""

    subject: Id
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said(Generic[Id]):
    """One message as topics need it. `by`: who wrote, so that one person counts once ("" is nobody known); `place`: as the order has it, "" when not told."""

    message: Id
    at: datetime
    title: str
    body: str
    by: str = ""
    supporters: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class Topic(Generic[Id]):
    """`messages` in order of time; `people`: how many wrote; `voices`: they and their supporters; `words`: what most have, empty for one alone."""

    name: str
    words: tuple[str, ...]
    messages: tuple[Id, ...]
    people: int
    supporters: int
    first_at: datetime
    last_at: datetime
    places: tuple[str, ...]

    @property
    def voices(self) -> int:
        return self.people + self.supporters
