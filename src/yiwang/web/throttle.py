"""Slows down guessing: so many wrong tries on one thing, then a rest. Counted for the whole city, whichever process answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from yiwang.engines.store import api as store
from yiwang.kernel.networks import network as network

LONGEST_KEY = 120
FAILED = (
    "insert into web_tries (key, failures, since) values (%s, %s, %s) on conflict (key) do update set "
    "failures = case when web_tries.since > %s then web_tries.failures + excluded.failures else excluded.failures end, "
    "since = case when web_tries.since > %s then web_tries.since else excluded.since end"
)
KEPT = timedelta(days=1)  # no rest is longer


@dataclass(frozen=True, slots=True)
class Throttle:
    """At most `tries` failures on a key within `span`; after that `waits` says until when. `name` keeps its keys apart from others'."""

    name: str
    tries: int
    span: timedelta

    def waits(self, key: str, at: datetime) -> datetime | None:
        """Until when nobody may try this key again, or None."""
        rows = store.rows("select failures, since from web_tries where key = %s", (self._key(key),))
        if not rows or rows[0][0] < self.tries:
            return None
        until: datetime = store.instant(rows[0][1]) + self.span
        return until if at < until else None

    def failed(self, key: str, at: datetime, count: int = 1) -> None:
        since = at - self.span
        store.execute(FAILED, (self._key(key), count, at, since, since))

    def first(self, key: str, at: datetime) -> bool:
        """Whether the key was never seen here, for as long as such things are kept (`sweep`): true for one of two that ask at once."""
        return store.execute("insert into web_tries (key, failures, since) values (%s, 1, %s) on conflict (key) do nothing", (self._key(key), at)) == 1

    def succeeded(self, key: str) -> None:
        store.execute("delete from web_tries where key = %s", (self._key(key),))

    def _key(self, key: str) -> str:
        return f"{self.name}:{key}"[:LONGEST_KEY]


def latest(waits: Sequence[datetime | None]) -> datetime | None:
    """The longest of several rests."""
    return max((w for w in waits if w is not None), default=None)


def sweep(*, at: datetime) -> int:
    """Forgets what is older than any rest; how many."""
    return store.execute("delete from web_tries where since < %s", (at - KEPT,))
