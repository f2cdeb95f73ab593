"""What waits in the outbox, in figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yiwang.engines.store import api as store

WAITING = 'select channel, count(*), min(at) from notify_outgoing where sent_at is null and given_up_at is null group by channel order by channel'
GIVEN_UP = "select channel, count(*) from notify_outgoing where sent_at is null and given_up_at is not null group by channel"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Of one channel: how many wait, the oldest for how many seconds, how many were given up."""

    channel: str
    count: int
    oldest: float
    given_up: int


def waiting(*, at: datetime) -> list[Waiting]:
    """Of every channel in which something waits or was given up."""
    lost = dict(store.rows(GIVEN_UP))
    found = {channel: (count, (at - store.instant(first)).total_seconds()) for channel, count, first in store.rows(WAITING)}
    return [Waiting(channel, *found.get(channel, (0, 0.0)), lost.get(channel, 0)) for channel in sorted({*found, *lost})]
