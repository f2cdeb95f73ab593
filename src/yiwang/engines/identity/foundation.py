"""What a city is founded with, as plain values: units, officials in their posts, applicants, firms. Parents are named by their codes."""

from __future__ import annotations

from dataclasses import dataclass, field

from yiwang.engines.identity.types import Kind, Level, Organ
from yiwang.kernel.actors import Assurance


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to be; `government` and `line` are codes of units in the same founding, empty for none."""

    code: str
    name: str
    short: str
    level: Level
    kind: Kind
    organ: Organ = Organ.GOVERNMENT
    government: str = ""
    line: str = ""
    division: str = ""
    phone: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person with a log-in."""

    name: str
    username: str
    number: str = ""
    phone: str = ""
    email: str = ""
    assurance: Assurance = Assurance.REAL_NAME


@dataclass(frozen=True, slots=True)
class NewOfficial:
    """A post, what its holder may do, and who holds it."""

    unit: str
    title: str
    roles: tuple[str, ...]
    person: NewPerson
    single: bool = True


@dataclass(frozen=True, slots=True)
class NewFirm:
    """A firm, its representative and those who act for it besides, by user name."""

    name: str
    code: str
    representative: str
    agents: tuple[str, ...] = field(default=())
