"""What identity hands out: frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Protocol

from yiwang.kernel.actors import Actor


class Level(IntEnum):
    """The four levels, and the two above that are counterparts only."""

    NATION = 0
    PROVINCE = 1
    CITY = 2
    COUNTY = 3
    TOWNSHIP = 4
    VILLAGE = 5


class Kind(StrEnum):
    """What a unit is: a government (块), a department of one, an office inside a department, a station below."""

    GOVERNMENT = "government"
    DEPARTMENT = "department"
    OFFICE = "office"
    STATION = "station"
    WATCH = "watch"  # a body that watches for its government (supervision, audit) and reads what that government reads


class Organ(StrEnum):
    """The six systems of organs, peers of one another."""

    PARTY = "party"
    CONGRESS = "congress"
    GOVERNMENT = "government"
    CPPCC = "cppcc"
    COURT = "court"
    PROCURATORATE = "procuratorate"


class Office(StrEnum):
    """The three administrators exclude each other; none of them acts in a case, and there is no one above them."""

    SYSTEM = "system_admin"
    SECURITY = "security_admin"
    AUDIT = "audit_admin"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it stands: `government` is the 块 it belongs to (0 for a city), `line` its superior along the 条 (0 if none)."""

    id: int
    code: str
    name: str
    short: str
    level: Level
    kind: Kind
    organ: Organ
    government: int
    line: int
    division: str
    phone: str = ""
    word: str = ""  # 机关代字
    heir: int = 0  # the unit it was merged into


@dataclass(frozen=True, slots=True)
class Rights:
    """What a tenure or a mandate allows, with the days it is valid. Cached until the epoch moves."""

    unit: int = 0
    roles: frozenset[str] = frozenset()
    since: date = date.min
    until: date = date.max

    def hold(self, role: str, on: date) -> bool:
        return role in self.roles and self.since <= on <= self.until


@dataclass(frozen=True, slots=True)
class Party:
    """A person or firm that a matter concerns. `code` is the citizen number or the credit code, never written into an entry."""

    kind: str  # "person" | "firm"
    id: int
    name: str
    code: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """How somebody is reached: `person` is whose address and number these are; empty where there is none."""

    person: int = 0
    mail: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Signing:
    """The outcome of a log-in attempt: the account, or why not and when to try again."""

    account: int = 0
    refused: str = ""
    wait_until: datetime | None = None
    needs_code: bool = False
    generation: int = 0  # sessions of another generation are over
    must_change: bool = False  # the password serves once: a new one first
    texts_to: str = ""  # with `needs_code`: a code may be sent there, shown as its owner knows it
    asked: str = ""  # a code was sent: it comes back with this


class Sealer(Protocol):
    """Keeps small secrets at rest (from `trust`)."""

    def seal(self, text: bytes) -> str:
        """What may lie in a column."""

    def unseal(self, sealed: str) -> bytes:
        """What was sealed. Raises Refused for anything else."""


class Courier(Protocol):
    """Brings one-time codes to phones (from `notify`)."""

    def ready(self) -> bool:
        """Whether a gateway is set."""

    def bring(self, *, phone: str, code: str, key: str, at: datetime, until: datetime) -> None:
        """Lays the code out, in the caller's transaction; it is of no use after `until`."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """One way a signed-in person may act: as themselves, for a firm, or in a post."""

    label: str
    tenure: int = 0
    mandate: int = 0
    unit: int = 0
    roles: frozenset[str] = field(default_factory=frozenset)
    in_place_of: str = ""  # whose post it is, when it is stood in for


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a token lets act, and whether it may write."""

    token: int
    actor: Actor
    writes: bool
