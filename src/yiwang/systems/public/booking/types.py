"""What a place offers, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    BOOKED = "booked"
    WAITING = "waiting"
    CALLED = "called"
    SERVED = "served"
    MISSED = "missed"
    CANCELLED = "cancelled"

    @property
    def word(self) -> str:
        return {"booked": "已预约", "waiting": "等候叫号", "called": "请到窗口", "served": "已办", "missed": "没有来", "cancelled": "已取消"}[self]


@dataclass(frozen=True, slots=True)
class Place:
    """A hall or place with its rules, as it is published. `hours` are the beginnings of its slots."""

    code: str
    title: str
    unit: str
    address: str
    slots: tuple[str, ...]
    minutes: int
    capacity: int  # visits a slot
    windows: int
    days_ahead: int
    every_day: bool  # rest days too
    grace: int  # minutes after a slot's beginning until the place is given to others
    most_missed: int  # so many missed visits …
    within_days: int  # … in so many days …
    blocked_days: int  # … and nothing is booked for so many
    purposes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as it is shown."""

    id: int
    place: str
    on: date
    slot: str
    seer: int
    code: str
    purpose: str
    state: State
    number: int
    window: str

    def over(self, place: Place, at: datetime, start: datetime) -> bool:
        """Booked, and nobody came in time: the place is others'."""
        return self.state is State.BOOKED and at > start + timedelta(minutes=place.grace)
