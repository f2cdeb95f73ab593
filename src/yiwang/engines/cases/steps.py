"""What doors take and give when a case is begun or moved."""

from __future__ import annotations

from dataclasses import dataclass

from yiwang.engines.cases.types import Issue, Item
from yiwang.engines.forms.types import NOTHING, Clean
from yiwang.engines.identity.types import Party


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page was made from: how many moves and answers the case had then."""

    moves: int
    answers: int = 0

    def __str__(self) -> str:
        return f"{self.moves}.{self.answers}"

    @classmethod
    def read(cls, text: str) -> Seen:
        """From a hidden field. What is not one is a page that never was: as if nothing had been seen."""
        moves, _, answers = text.partition(".")
        try:
            return cls(int(moves), int(answers or 0))
        except ValueError:
            return cls(-1)


@dataclass(frozen=True, slots=True)
class Done:
    """The answer to a step: the same request again gets the same answer."""

    case: int
    ref: str
    state: str
    n: int
    replayed: bool = False
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Next:
    """A step the platform makes in another case because of an entry: by a move of the clock's role."""

    case: int
    move: str
    data: Clean = NOTHING


@dataclass(frozen=True, slots=True)
class Begin:
    """One case to begin. `unit` is the unit that handles it, `party` whom it is about, `issues` what letters its taking in owes (a receipt)."""

    procedure: str
    unit: int
    title: str
    item: Item | None = None
    party: Party | None = None
    data: Clean = NOTHING
    about: str = ""
    desk: int = 0
    issues: tuple[Issue, ...] = ()
    sealed: bool = False  # who it is about, and what they wrote, is read at the unit that keeps the case alone
    version: int = 0  # of the procedure, where an import names it; 0: the one in force
