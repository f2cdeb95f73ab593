"""Slows down guessing: so many wrong tries on one thing, then a rest. Kept by the process, bounded, lost at a restart."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

MOST = 10_000  # things remembered at once


class Throttle:
    """At most `tries` failures on a key within `span`; after that `waits` says until when."""

    def __init__(self, tries: int, span: timedelta):
        self._tries, self._span = tries, span
        self._failed: OrderedDict[str, tuple[int, datetime]] = OrderedDict()

    def waits(self, key: str, at: datetime) -> datetime | None:
        """Until when nobody may try this key again, or None."""
        count, since = self._failed.get(key, (0, at))
        until = since + self._span
        if at >= until:
            self._failed.pop(key, None)
            return None
        return until if count >= self._tries else None

    def failed(self, key: str, at: datetime) -> None:
        count, since = self._failed.pop(key, (0, at))
        self._failed[key] = (count + 1, since)
        while len(self._failed) > MOST:
            self._failed.popitem(last=False)

    def succeeded(self, key: str) -> None:
        self._failed.pop(key, None)
