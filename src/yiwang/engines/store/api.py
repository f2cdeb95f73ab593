"""The door to written SQL. Everything here works on the default connection, inside the caller's transaction.

Room on the disk: `take_in` before something new, `closed` before anything; `level` and `warning` say how it stands, the city plugs in who looks.
A database that is away for a while: `away` says so of an error, `anew` drops a connection that has ended before it is used.
"""

from __future__ import annotations

from yiwang.engines.store.rooms.away import AGAIN, AWAY, away
from yiwang.engines.store.rooms.numbers import take
from yiwang.engines.store.rooms.room import closed, level, plug, take_in, warning
from yiwang.engines.store.rooms.statements import anew, atomic, atomic_first, counted, execute, free, is_postgresql, lock, relaxed, rows, run, sent, undone
from yiwang.engines.store.rooms.streams import batches
from yiwang.engines.store.rooms.values import day, instant
from yiwang.engines.store.types import Fragment, Full, Room

__all__ = ["AGAIN", "AWAY", "Fragment", "Full", "Room", "anew", "atomic", "atomic_first", "away", "batches", "closed", "counted", "day", "execute", "free",
           "instant", "is_postgresql", "level", "lock", "plug", "relaxed", "rows", "run", "sent", "take", "take_in", "undone", "warning"]
