"""What the directory and the administrators' pages are told, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from yiwang.engines.identity.types import Unit


@dataclass(frozen=True, slots=True)
class HolderView:
    """An appointment as a unit's page shows it; `until` is its last day."""

    tenure: int
    person: int
    name: str
    phone: str
    since: date
    until: date | None
    unit: int = 0
    unit_name: str = ""
    post: int = 0
    title: str = ""
    in_place_of: str = ""  # whose post it is, when it is stood in for

    def on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class PostView:
    """A post with its roles and those who hold it now or will."""

    id: int
    unit: int
    title: str
    single: bool
    valid_to: date | None
    roles: tuple[str, ...] = ()
    holders: tuple[HolderView, ...] = ()


@dataclass(frozen=True, slots=True)
class StandInView:
    """Somebody in a post whose holder is away, from the first to the last day; `of` is the holder's own appointment."""

    tenure: int
    of: int
    unit: int
    unit_name: str
    title: str
    holder: int
    holder_name: str
    person: int
    name: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit as the directory shows it."""

    unit: Unit
    valid_from: date
    valid_to: date | None
    successor: int


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """A unit as a sheet has it: `above` and `line` are codes, empty for none."""

    id: int
    code: str
    name: str
    short: str
    kind: str
    above: str
    line: str
    division: str
    phone: str
    word: str


@dataclass(frozen=True, slots=True)
class ListedPost:
    """A post as a sheet has it; `unit` is a code."""

    id: int
    unit: str
    title: str
    single: bool
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedTenure:
    """An appointment as a sheet has it."""

    id: int
    person: int
    username: str
    name: str
    post: int
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class AccountView:
    """A log-in as its administrators see it: nothing secret."""

    id: int
    username: str
    person: int
    name: str
    active: bool
    failures: int
    locked_until: datetime | None
    factor: bool
    must_change: bool
    demo: bool
    last_login: datetime | None


@dataclass(frozen=True, slots=True)
class MandateView:
    """Who acts for whom, since when, given and ended by whom. `used` is the last time somebody began to act with it."""

    id: int
    holder: int
    holder_name: str
    firm: int
    firm_name: str
    for_person: int
    person_name: str
    kind: str
    scope: str
    since: date
    until: date | None
    given_by: str
    ended_at: datetime | None
    ended_by: str
    used: datetime | None = None

    @property
    def whom(self) -> str:
        """Who is acted for."""
        return self.firm_name or self.person_name


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token as its maker sees it: never the secret. `alive` is false when it was ended, is over, or its post, mandate or password is."""

    id: int
    name: str
    writes: bool
    made_at: datetime
    until: date
    used_at: datetime | None
    ended_at: datetime | None
    alive: bool
