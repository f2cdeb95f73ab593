"""Clock badges, the day ruler and the month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import ClassVar

from yiwang.web.components.basics import Link
from yiwang.web.components.part import Part

WEEKDAYS = "一二三四五六日"


class ClockState(Enum):
    """Colours come from the term's own thresholds, never from a screen."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    PAUSED = "paused"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Clock(Part):
    """Colour, shape and words: 还剩6天 · 今天18:00 · 超2天 · 暂停 · 已办完，用6天."""

    template: ClassVar[str] = "yiwang/parts/clock.html"
    state: ClockState
    words: str

    @property
    def name(self) -> str:
        return self.state.value

    @property
    def said(self) -> str:
        """What the shape says to who cannot see it."""
        return {"green": "正常：", "amber": "将到期：", "red": "超期：", "paused": "", "done": ""}[self.state.value]


def clock_words(*, left: int, paused: bool = False, used: int | None = None, today_until: str = "", amber_at: int = 1) -> Clock:
    """The usual badge from working days left (negative = over). `today_until` is the hour when it falls due today."""
    if used is not None:
        return Clock(ClockState.DONE, f"已办完，用{used}天")
    if paused:
        return Clock(ClockState.PAUSED, "暂停")
    if left < 0:
        return Clock(ClockState.RED, f"超{-left}天")
    if left == 0:
        return Clock(ClockState.AMBER, f"今天{today_until}" if today_until else "今天到期")
    return Clock(ClockState.AMBER if left <= amber_at else ClockState.GREEN, f"还剩{left}天")


class DayKind(Enum):
    """What a calendar day was for a term."""

    START = "start"
    COUNTED = "counted"
    REST = "rest"  # a weekend
    HOLIDAY = "holiday"  # a public holiday: carries 休
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Day:
    """One calendar day of a term. `number` of a counted day; `name` of the holiday, said once over its run; `made_up`: a make-up working day."""

    on: date
    kind: DayKind
    number: int = 0
    name: str = ""
    made_up: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One drawn cell."""

    classes: str
    tip: str
    mark: str
    date_words: str
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Ruler(Part):
    """The day ruler: one cell a calendar day from start to due. `today` may be None (a term that has not begun, or is over).

    `office` says 班 for 调休上班 and draws smaller. `law` is a link at the legend's end. On phones and in large text it is a calendar.
    """

    template: ClassVar[str] = "yiwang/parts/ruler.html"
    days: tuple[Day, ...]
    today: date | None = None
    start_word: str = "受理"
    due_word: str = "最晚办结"
    office: bool = False
    legend: bool = True
    law: Link | None = None
    done_on: date | None = None  # the day it was stopped: what was counted until then is solid

    @property
    def cells(self) -> tuple[Cell, ...]:
        tips = self._tips()
        return tuple(self._cell(i, day, tips.get(i, "")) for i, day in enumerate(self.days))

    @property
    def due(self) -> Day:
        return self.days[-1]

    @property
    def counted(self) -> int:
        """Days counted before today."""
        until = self.today - timedelta(days=1) if self.today is not None else self.done_on
        return sum(d.kind is DayKind.COUNTED and until is not None and d.on <= until for d in self.days)

    @property
    def today_number(self) -> int:
        return next((d.number for d in self.days if d.on == self.today and d.kind is DayKind.COUNTED), 0)

    @property
    def left(self) -> int:
        """Counted days after today."""
        return 0 if self.done_on else sum(d.kind is DayKind.COUNTED and (self.today is None or d.on > self.today) for d in self.days)

    @property
    def has_rest(self) -> bool:
        return any(d.kind in (DayKind.REST, DayKind.HOLIDAY) for d in self.days)

    @property
    def has_pause(self) -> bool:
        return any(d.kind is DayKind.PAUSED for d in self.days)

    @property
    def planned(self) -> bool:
        """Nothing has been counted yet: a guide's ruler."""
        return self.counted == 0 and self.today_number == 0

    @property
    def week(self) -> str:
        return WEEKDAYS

    @property
    def sentence(self) -> str:
        """The name of the picture for who cannot see it."""
        first, last = self.days[0].on, self.due.on
        rest = sum(d.kind in (DayKind.REST, DayKind.HOLIDAY) for d in self.days)
        paused = sum(d.kind is DayKind.PAUSED for d in self.days)
        said = f"从{first.month}月{first.day}日{self.start_word}起，共{self.due.number}{'个工作日' if rest else '天'}，最晚{last.month}月{last.day}日。"
        if self.today_number:
            said += f"今天是第{self.today_number}天，还剩{self.left}天。"
        if rest:
            said += f"周末和节假日{rest}天不计。"
        return said + (f"暂停{paused}天不计。" if paused else "")

    def _tips(self) -> dict[int, str]:
        """Words over the cells: a holiday's name over the middle of its run."""
        tips: dict[int, str] = {}
        at = 0
        while at < len(self.days):
            day, end = self.days[at], at
            if day.kind is DayKind.HOLIDAY and day.name:
                while end + 1 < len(self.days) and self.days[end + 1].name == day.name and self.days[end + 1].kind is DayKind.HOLIDAY:
                    end += 1
                tips[at + (end - at) // 2] = day.name
            elif day.made_up:
                tips[at] = "班" if self.office else "调休上班"
            at = end + 1
        tips[0] = self.start_word
        for i, day in enumerate(self.days):
            if day.on == self.today and i:
                tips[i] = "今天"
        last = len(self.days) - 1
        tips[last] = self.due_word.rpartition(" ")[2] if last - 1 in tips else self.due_word  # the date stands below it, too
        return tips

    def _cell(self, at: int, day: Day, tip: str) -> Cell:
        kind = day.kind.value
        until = self.today or self.done_on
        if day.kind is DayKind.COUNTED and (until is None or day.on > until):
            kind = "coming"
        weekday = day.on.isoweekday()
        names = [f"day--{kind}", f"wd-{weekday}"]
        names += [f"wd-first-{weekday}", "is-start"] if at == 0 else []
        names += ["is-today"] if day.on == self.today and at else []
        names += ["is-last"] if at == len(self.days) - 1 else []
        mark = {"start": "始", "holiday": "休"}.get(kind, str(day.number) if day.number else "")
        shown = f"{day.on.month}.{day.on.day}" if at == 0 or day.on.day == 1 else str(day.on.day)
        return Cell(" ".join(names), tip, mark, shown, day.kind is DayKind.PAUSED)


@dataclass(frozen=True, slots=True)
class Mini(Part):
    """The ruler in a list: bars of 3 × 12 px, done and to come; after a pause the rest is outlined. Never more than 24 bars."""

    template: ClassVar[str] = "yiwang/parts/mini.html"
    done: int
    total: int
    state: ClockState = ClockState.GREEN

    @property
    def bars(self) -> tuple[tuple[int, str], ...]:
        total = max(1, min(self.total, 24))
        done = self.done if total == self.total else round(self.done * total / self.total)
        rest = "mini-paused" if self.state is ClockState.PAUSED else "mini-rest"
        kind = "mini-green" if self.state is ClockState.PAUSED else f"mini-{self.state.value}"
        return tuple((i * 4, kind if i < done else rest) for i in range(total))

    @property
    def wide(self) -> int:
        return 4 * max(1, min(self.total, 24)) - 1


@dataclass(frozen=True, slots=True)
class RulerReason:
    """Why the date is what it is. `word`: 起算 承诺 不计 照计 暂停 延长."""

    word: str
    text: str
    law: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Reasons(Part):
    """The reasons under a ruler, each with its article."""

    template: ClassVar[str] = "yiwang/parts/reasons.html"
    reasons: tuple[RulerReason, ...]


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A cell of the month. `mark`: 休 or 班."""

    on: date
    classes: str
    mark: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Month(Part):
    """A Monday-first month."""

    template: ClassVar[str] = "yiwang/parts/month.html"
    title: str
    weeks: tuple[tuple[MonthDay, ...], ...]
    previous_url: str = ""
    next_url: str = ""

    @property
    def week(self) -> str:
        return WEEKDAYS


def month_of(
    *, year: int, month: int, today: date | None = None, holidays: Sequence[date] = (), made_up: Sequence[date] = (),
    marked: Sequence[date] = (), previous_url: str = "", next_url: str = "",
) -> Month:
    """The month from its days: holidays carry 休, make-up days 班, marked days a dot."""
    day = date(year, month, 1)
    day -= timedelta(days=day.weekday())
    weeks: list[tuple[MonthDay, ...]] = []
    while not weeks or day.month == month:
        row = []
        for _ in range(7):
            off = day in holidays or (day.weekday() > 4 and day not in made_up)
            names = {"is-out": day.month != month, "is-off": off, "is-today": day == today, "is-makeup": day in made_up, "has-mark": day in marked}
            row.append(MonthDay(day, " ".join(n for n, so in names.items() if so), "休" if day in holidays else "班" if day in made_up else ""))
            day += timedelta(days=1)
        weeks.append(tuple(row))
    return Month(f"{year}年{month}月", tuple(weeks), previous_url, next_url)
