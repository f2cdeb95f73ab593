"""What registers declare and hand out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NoReturn


class State(StrEnum):
    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    RECALLED = "recalled"  # lawful when it was given, taken back when law or facts changed
    CANCELLED = "cancelled"  # at the holder's wish, or because what it allowed came to its end
    EXPIRED = "expired"  # never set: it follows from the day

    @property
    def word(self) -> str:
        return {"valid": "有效", "suspended": "暂停使用", "revoked": "已撤销", "recalled": "已撤回", "cancelled": "已注销", "expired": "已到期"}[self]


ENDED = (State.REVOKED, State.RECALLED, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class Reads:
    """How anybody looks a register through and reads its records, at `address`: what is valid, the newest first.

    `noun` is what one record is called, `lead` stands above the list. Of each it shows the fact `summary`; `sort` names the fact it belongs to, its levels
    between " / ". `notes`, and the titles of `parts` (title, fact), may name facts in braces. `instead`: what to do who finds nothing, a button, its address.
    """

    address: str
    noun: str
    lead: str
    summary: str
    parts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()
    sort: str = ""
    instead: tuple[str, str, str] = ("", "", "")


@dataclass(frozen=True, slots=True)
class Register:
    """A register as its card declares it. `personal` names facts that are a person's; `public` lets anybody verify a number.

    `holder` names the fact that says whose it is. Keys and titles are shown and recorded in the open: never a person's name or number.
    """

    code: str
    title: str
    personal: tuple[str, ...] = ()
    public: bool = False
    holder: str = ""
    inner: tuple[str, ...] = ()  # facts that are the platform's own: no page shows them
    words: tuple[tuple[str, str], ...] = ()  # what pages call facts whose names are not words people know
    reads: Reads | None = None  # where anybody reads it; never one with personal facts


class Facts(dict[str, Any]):
    """Facts as they were published: they read, copy and write as JSON like a dict, and cannot be changed. Lists inside are tuples."""

    def _fixed(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("published facts do not change: publish a new version")

    __setitem__ = __delitem__ = __ior__ = update = pop = popitem = clear = setdefault = _fixed


@dataclass(frozen=True, slots=True)
class Pinned:
    """One version, as it was published: everything of it that never changes."""

    register: str
    key: str
    version: int
    title: str
    facts: Facts
    hash: str
    valid_from: date
    published_at: datetime
    published_by: int  # unit


@dataclass(frozen=True, slots=True)
class Record(Pinned):
    """A version with what may change afterwards: until when it is valid (None: open) and the state somebody set."""

    valid_to: date | None = None
    state: State = State.VALID
    owner: int = 0

    def standing(self, on: date) -> State:
        """The state on a day: a valid version is expired after its last day."""
        if self.state is State.VALID and self.valid_to is not None and self.valid_to < on:
            return State.EXPIRED
        return self.state


@dataclass(frozen=True, slots=True)
class New:
    """A version to be published."""

    key: str
    title: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Published:
    """What `publish` did. `again` when the same request came before and nothing was written now."""

    register: str
    key: str
    version: int
    hash: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a register in the order of keys; `after` begins the next part, empty at the end."""

    records: tuple[Record, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """What anybody may learn from a certificate's number: its state, its days, its public facts, and personal ones masked."""

    register: str
    number: str
    title: str
    state: State
    valid_from: date
    valid_to: date | None
    published_by: int
    published_at: datetime
    holder: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
