"""The plain values of calendar: spans, days, stretches of days, cells of the ruler. All frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yiwang.kernel.errors import Declined

Interval = tuple[date, date]
"""Two days, both of them inside."""

Line = tuple[str, str, str]
"""One line of an explanation: label, sentence, law (empty when no article speaks)."""


class Unit(StrEnum):
    """What a term counts. Each law says which (law beside every `Span`). Minutes are the clock's: day and night, no rest day."""

    WORKING = "working"
    CALENDAR = "calendar"
    MINUTES = "minutes"

    @property
    def word(self) -> str:
        return {Unit.WORKING: "个工作日", Unit.CALENDAR: "日", Unit.MINUTES: "分钟"}[self]


@dataclass(frozen=True, slots=True)
class Span:
    """How long: so many days of a kind, or so many minutes, under a law.

    `days` is the count, of whatever `kind` says: of a span in minutes it is its minutes.
    `rolls`: a calendar-day term whose last day is a rest day ends on the next working day (民法典 第二百零三条).
    0 days end on the start day itself.
    Raises Declined for fewer than 0 days.
    """

    days: int
    kind: Unit
    law: str = ""
    rolls: bool = True

    def __post_init__(self) -> None:
        if self.days < 0:
            raise Declined(f"a span of {self.days} days")

    def __str__(self) -> str:
        if self.kind is Unit.MINUTES and self.days and self.days % 60 == 0:
            return f"{self.days // 60} 小时"
        return f"{self.days} {self.kind.word}"


class DayKind(StrEnum):
    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"


@dataclass(frozen=True, slots=True)
class Day:
    """Why a day is worked or not: `name` is the holiday's (国庆节), of a make-up day the one it makes up for, else empty."""

    kind: DayKind
    name: str = ""
    provisional: bool = False

    @property
    def working(self) -> bool:
        return self.kind in (DayKind.WORKDAY, DayKind.MAKE_UP)

    def __str__(self) -> str:
        return {DayKind.WORKDAY: "工作日", DayKind.WEEKEND: "周末", DayKind.HOLIDAY: self.name, DayKind.MAKE_UP: "调休上班"}[self.kind]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row that have something in common: a holiday, or time that is not counted. `days` is how many of them the term lost."""

    name: str
    first: date
    last: date
    days: int


class CellKind(StrEnum):
    START = "start"
    COUNTED = "counted"
    REST = "rest"
    MAKE_UP = "make_up"
    NOT_COUNTED = "not_counted"
    TODAY = "today"
    TO_COME = "to_come"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Cell:
    """One calendar day of the day ruler.

    `number`: which day of the count it is (1..n), on overdue days how many days over, else 0. `mark`: what stands inside (始, 7, 休, ‖).
    `label`: what stands above (中秋, 国庆, 调休上班, 今天, 最晚), a holiday's only over its first cell.
    `why`: the day itself (weekend, holiday and its name, make-up day), whatever its kind on the ruler.
    """

    on: date
    kind: CellKind
    why: Day
    number: int = 0
    label: str = ""
    mark: str = ""
    is_today: bool = False
    is_due: bool = False
