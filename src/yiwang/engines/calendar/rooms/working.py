"""The calendar itself: every day of 2004–2030 numbered once, so that a term is two look-ups and no loop."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

from yiwang.engines.calendar.rooms import provisional, tables
from yiwang.engines.calendar.rooms.tables import FIRST, LAST, Year
from yiwang.engines.calendar.types import Day, DayKind
from yiwang.kernel.errors import Invalid
from yiwang.kernel.reasons import Reason

ORIGIN = FIRST.toordinal()
DAYS = LAST.toordinal() - ORIGIN + 1


class WorkCalendar:
    """Which days are worked, from FIRST to LAST. Never changes; a new notice makes a new calendar with another `version`.

    Every method raises Invalid for a day beyond either end.
    """

    def __init__(self, announced: Iterable[Year]) -> None:
        known = {year.number: year for year in announced}
        self._announced = frozenset(known)
        self._special: dict[int, Day] = {}
        for number in range(FIRST.year, LAST.year + 1):
            self._lay(known.get(number) or provisional.year(number), guessed=number not in known)
        works = [self._works(i) for i in range(DAYS)]
        self._through = list(accumulate(works))
        """Working days from FIRST through each day."""
        self._workdays = [date.fromordinal(ORIGIN + i) for i in range(DAYS) if works[i]]
        stated = repr(sorted((year.number, year.rests, year.make_up) for year in known.values()))
        self.version = f"{min(known)}-{max(known)}-{hashlib.sha256(stated.encode()).hexdigest()[:8]}"

    def _lay(self, year: Year, *, guessed: bool) -> None:
        for name, first, last in year.rests:
            for ordinal in range(first.toordinal(), last.toordinal() + 1):
                self._special[ordinal - ORIGIN] = Day(DayKind.HOLIDAY, name, guessed)
        for name, day in year.make_up:
            self._special[day.toordinal() - ORIGIN] = Day(DayKind.MAKE_UP, name, guessed)

    def _works(self, index: int) -> bool:
        special = self._special.get(index)
        return special.working if special else (ORIGIN + index) % 7 not in (6, 0)  # 1 January of year 1, ordinal 1, was a Monday

    def why(self, day: date) -> Day:
        """What kind of day it is, and the holiday's name."""
        index = self._index(day)
        if special := self._special.get(index):
            return special
        return Day(DayKind.WEEKEND if day.weekday() >= 5 else DayKind.WORKDAY, provisional=not self.announced(day))

    def is_working(self, day: date) -> bool:
        return self._works(self._index(day))

    def announced(self, day: date) -> bool:
        """Whether the year's notice is out; if not, the statutory rule stands in."""
        return day.year in self._announced

    def rank(self, day: date) -> int:
        """How many working days there are from the calendar's first day through this one."""
        index = day.toordinal() - ORIGIN
        if 0 <= index < DAYS:
            return self._through[index]
        raise beyond(day)

    def ranked(self, rank: int) -> date:
        """The working day of that rank: the inverse of `rank`."""
        if 0 < rank <= len(self._workdays):
            return self._workdays[rank - 1]
        raise beyond(LAST + timedelta(days=1) if rank > 0 else FIRST - timedelta(days=1))

    def add_working(self, start: date, n: int) -> date:
        """The n-th working day after `start`; 0 gives `start` itself, a negative n counts back from it."""
        if n == 0:
            return start
        rank = self.rank(start)
        return self.ranked(rank + n if n > 0 else rank + n + (not self.is_working(start)))

    def count_working(self, a: date, b: date) -> int:
        """Working days after `a` through `b`; negative when `b` is earlier."""
        return self.rank(b) - self.rank(a)

    def next_working(self, day: date) -> date:
        """The day itself when it is worked, else the next that is."""
        return day if self.is_working(day) else self.ranked(self.rank(day) + 1)

    def _index(self, day: date) -> int:
        index = day.toordinal() - ORIGIN
        if 0 <= index < DAYS:
            return index
        raise beyond(day)


def beyond(day: date) -> Invalid:
    ends = f"日历从 {FIRST.year} 年 1 月 1 日到 {LAST.year} 年 12 月 31 日"
    text = f"{ends}，{day} 太早。请改用以后的日期。" if day < FIRST else f"{ends}，这里要数到以后。请改用较早的日期，或缩短期限。"
    return Invalid(Reason("beyond-calendar", text, facts={"day": day.isoformat()}))


def load(folder: Path | None = None) -> WorkCalendar:
    """Our tables and, over them, a city's: a file of the folder replaces the year it is called after.

    Raises Invalid with a reason for every line that cannot be taken; then none is.
    """
    return WorkCalendar({**_ours(), **(_read(folder) if folder else {})}.values())


class _Adopted:
    """The folder a city's notices lie in, and its state when it was read."""

    folder: Path | None = None
    stamp = 0


_standing: WorkCalendar | None = None


def standard() -> WorkCalendar:
    """The calendar this process counts with: what was adopted, else that of our own tables, read once."""
    return _standing or adopt(None)


def adopt(folder: Path | None) -> WorkCalendar:
    """Makes a city's calendar the standing one (`None`: our own tables). Raises as `load` does, and then the old one stands."""
    global _standing
    stamp = _stamp(folder)
    _standing = load(folder)
    _Adopted.folder, _Adopted.stamp = folder, stamp
    return _standing


def folder() -> Path | None:
    """The folder that was adopted."""
    return _Adopted.folder


def refresh() -> bool:
    """Takes up what another process put into the folder; whether there was anything. One look at the folder: cheap enough for every request."""
    stamp = _stamp(_Adopted.folder)
    if stamp == _Adopted.stamp:
        return False
    _Adopted.stamp = stamp
    try:
        adopt(_Adopted.folder)
    except Invalid:  # somebody typed it by hand: the old one stands, and a start names the line
        return False
    return True


def with_year(year: Year) -> WorkCalendar:
    """The adopted calendar with one year laid over it."""
    return WorkCalendar({**_ours(), **(_read(_Adopted.folder) if _Adopted.folder else {}), year.number: year}.values())


def _stamp(folder: Path | None) -> int:
    try:
        return folder.stat().st_mtime_ns if folder else 0
    except FileNotFoundError:
        return 0


@lru_cache(maxsize=1)
def _ours() -> dict[int, Year]:
    return _read(tables.OURS)


def _read(folder: Path) -> dict[int, Year]:
    """The years of a folder's tables. Raises Invalid."""
    years, reasons = {}, []
    for path in sorted(folder.glob("*.txt")):
        year, wrong = tables.read(path)
        reasons += wrong
        if year:
            years[year.number] = year
    if reasons:
        raise Invalid(reasons)
    return years
