"""The only place that reads the time. Everything else is given `at`, an aware instant.

In the demo a person may move the clock forward (`./yiwang clock +3d`): the offset lies in a file, read again when it changes.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Clock:
    """The city's clock. `offset_file`, when given, holds seconds to add to the machine's time."""

    def __init__(self, offset_file: Path | None = None):
        self._file = offset_file
        self._stamp: tuple[int, int] | None = None
        self._offset = timedelta()

    def now(self) -> datetime:
        """The instant, in UTC, to the microsecond."""
        return datetime.now(UTC) + self.offset()

    def offset(self) -> timedelta:
        if self._file is None:
            return timedelta()
        try:
            seen = os.stat(self._file)
        except FileNotFoundError:
            return timedelta()
        stamp = (seen.st_mtime_ns, seen.st_size)
        if stamp != self._stamp:
            self._stamp, self._offset = stamp, timedelta(seconds=float(self._file.read_text() or 0))
        return self._offset

    def move(self, by: timedelta) -> timedelta:
        """Moves the demo's clock and returns the whole offset. The new file replaces the old in one step."""
        if self._file is None:
            raise ValueError("this clock cannot be moved")
        whole = self.offset() + by
        part = self._file.with_suffix(".part")
        part.write_text(str(whole.total_seconds()))
        part.replace(self._file)
        return whole


def local(at: datetime) -> datetime:
    """The same instant as the city's wall shows it."""
    return at.astimezone(SHANGHAI)


def day(at: datetime) -> date:
    """The city's calendar day of an instant."""
    return at.astimezone(SHANGHAI).date()


def start_of(on: date) -> datetime:
    return datetime.combine(on, time(), SHANGHAI).astimezone(UTC)


@lru_cache(maxsize=4096)
def end_of(on: date) -> datetime:
    """24:00 of a day (民法典 第二百零三条), as the last microsecond that still belongs to it."""
    return start_of(on + timedelta(days=1)) - timedelta(microseconds=1)


def parse(text: str) -> datetime:
    """An ISO instant as the ledger writes it; naive text is UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)  # noqa: UP017 (reads as what it means)
