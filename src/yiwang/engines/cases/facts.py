"""What a guard may look at: frozen and complete. What was done before, and by whom, is read only when a guard asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from yiwang.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Asked:
    """An inquiry as a guard sees it. `verdict` is agree, agree_with_conditions, object or empty."""

    id: int
    unit: int
    unit_name: str
    due_on: date | None
    answered: bool
    verdict: str = ""
    opinion: str = ""
    law: str = ""


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that is not stopped. `due_on` is None while time is not counted. Of a term in minutes `days` are its minutes, and `due_at` is when it is over."""

    name: str
    started_on: date
    due_on: date | None
    days: int
    extended: int
    not_counted: tuple[tuple[date, date | None], ...]
    ground: str = ""
    due_at: datetime | None = None

    @property
    def paused(self) -> bool:
        return bool(self.not_counted) and self.not_counted[-1][1] is None


@dataclass(frozen=True, slots=True)
class Made:
    """A move, or `opened`, as the case's record has it: `by` is the account of who made it (0: the clock), `facts` what was said in the open."""

    move: str
    by: int
    on: date
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Facts:
    """A case at the moment of a move."""

    ref: str
    state: str
    at: datetime
    on: date
    actor: Actor
    done: tuple[str, ...]
    inquiries: tuple[Asked, ...] = ()
    terms: Mapping[str, Running] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    record: Callable[[], tuple[Made, ...]] = tuple
    wrote: Callable[[], Mapping[str, Any]] = dict  # what was answered when the case began: personal answers too, until they are erased
    sealed: bool = False

    def times(self, move: str) -> int:
        """How often a move was made in this case."""
        return self.done.count(move)

    def made(self, *moves: str) -> tuple[Made, ...]:
        """Each time one of these moves was made, in order; the beginning is `opened`."""
        return tuple(m for m in self.record() if m.move in moves) if "opened" in moves or any(map(self.times, moves)) else ()
