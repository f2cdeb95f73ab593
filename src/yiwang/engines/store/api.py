"""The door to written SQL. Everything here works on the default connection, inside the caller's transaction.

Room on the disk: `take_in` before something new, `closed` before anything; `level` and `warning` say how it stands, the city plugs in who looks.
"""

from __future__ import annotations

from yiwang.engines.store.rooms.numbers import take
from yiwang.engines.store.rooms.room import closed, level, plug, take_in, warning
from yiwang.engines.store.rooms.statements import atomic, atomic_first, counted, execute, free, is_postgresql, lock, relaxed, rows, run, sent, undone
from yiwang.engines.store.rooms.streams import batches
from yiwang.engines.store.rooms.values import day, instant
from yiwang.engines.store.types import Fragment, Full, Room

__all__ = ["Fragment", "Full", "Room", "atomic", "atomic_first", "batches", "closed", "counted", "day", "execute", "free", "instant", "is_postgresql", "level",
           "lock", "plug", "relaxed", "rows", "run", "sent", "take", "take_in", "undone", "warning"]
