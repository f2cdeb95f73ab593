"""What the API gives back, as frozen values: mostly those of the doors, with what a program needs beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.notify.types import NoticeView
from yiwang.kernel.reasons import Reason


@dataclass(frozen=True, slots=True)
class Why:
    """A reason in words: its code, its article, the field it belongs to."""

    code: str
    text: str
    field: str
    law: str

    @classmethod
    def of(cls, reason: Reason) -> Why:
        return cls(reason.code, reason.text, reason.field, reason.law)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that may be done now (`reasons` is empty), or why not. `schema` is what its body holds."""

    code: str
    title: str
    law: str
    warning: str
    path: str
    schema: Mapping[str, Any]
    reasons: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A clock, and line by line why its last day is what it is."""

    clock: cases.ClockView
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A case as its reader may see it. `seen` goes back with the next step; `values` are submitted forms by entry, null where a purpose is wanted first."""

    ref: str
    matter: int
    title: str
    procedure: str
    procedure_version: int
    item: str
    item_version: int
    unit: int
    unit_name: str
    party_name: str
    about: str
    state: str
    state_title: str
    asks: str
    opened_at: datetime
    closed_at: datetime | None
    seen: str
    head: str
    clocks: tuple[Counted, ...]
    inquiries: tuple[cases.InquiryView, ...]
    steps: tuple[Step, ...]
    history: tuple[cases.Line, ...]
    documents: tuple[cases.DocumentView, ...]
    siblings: tuple[cases.Sibling, ...]
    values: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Begun:
    """The cases of a new matter."""

    cases: tuple[cases.Done, ...]


@dataclass(frozen=True, slots=True)
class Values:
    """Submitted forms, by the number of the entry that brought them."""

    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changed:
    """What a command tells."""

    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was taken in; its `sha256` names it in answers."""

    sha256: str
    name: str
    size: int
    type: str


@dataclass(frozen=True, slots=True)
class Me:
    """Who the token acts as."""

    name: str
    unit: int
    unit_name: str
    post_name: str
    firm_name: str
    for_name: str
    writes: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be asked for: an item, or a bundle of several. `path` begins it with answers of the `schema`."""

    key: str
    title: str
    procedures: tuple[str, ...]
    paths: tuple[str, ...]
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """A code and what people call it."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class NamedPage:
    """Codes with their titles, and the key of the next page."""

    rows: tuple[Named, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A record of a register: personal facts masked until they are looked up with a purpose."""

    register: str
    key: str
    version: int
    title: str
    standing: str
    valid_from: date
    valid_to: date | None
    hash: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Notices:
    """Notices, newest first; `after` is the number the next page goes on from, 0 at the end."""

    rows: tuple[NoticeView, ...]
    after: int
