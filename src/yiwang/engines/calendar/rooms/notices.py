"""A year's notice given as text: judged, looked at before it stands, put into the city's folder, and taken up by every process."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

from yiwang.engines.calendar.rooms import tables, working
from yiwang.engines.calendar.rooms.tables import Year
from yiwang.engines.calendar.rooms.working import WorkCalendar
from yiwang.engines.calendar.types import Day
from yiwang.kernel import disk
from yiwang.kernel.errors import Invalid


def notice(*, year: int, text: str) -> Year:
    """The year as the text has it, in the grammar of the tables. Raises Invalid with a reason for every line that cannot be taken."""
    found, wrong = tables.judged(Path(f"{year}.txt"), text)
    if found is None:
        raise Invalid(wrong)
    return found


def with_notice(*, year: int, text: str) -> WorkCalendar:
    """What the city's calendar would be with this notice; it does not stand yet. Raises Invalid."""
    return working.with_year(notice(year=year, text=text))


def changed(*, new: WorkCalendar, year: int) -> list[tuple[date, Day, Day]]:
    """The days of a year that are worked under one calendar and not under the other: the day, what it is now, what it would be."""
    old, first = working.standard(), date(year, 1, 1)
    days = [first + timedelta(days=i) for i in range((date(year + 1, 1, 1) - first).days)]
    return [(day, old.why(day), new.why(day)) for day in days if old.is_working(day) != new.is_working(day)]


def put(*, year: int, text: str, source: str) -> None:
    """Writes the notice into the adopted folder, whole or not at all, and adopts it. The same again changes nothing. Raises Invalid."""
    notice(year=year, text=text)
    folder = working.folder()
    if folder is None:
        raise RuntimeError("no folder was adopted")
    folder.mkdir(parents=True, exist_ok=True)
    told = f"# {' '.join(source.split())}\n\n{text.strip()}\n".encode()
    place, part = folder / f"{year}.txt", folder / f".{year}.part"
    if not place.exists() or place.read_bytes() != told:
        with part.open("wb") as file:
            file.write(told)
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
        disk.settle(folder)
    working.refresh()
