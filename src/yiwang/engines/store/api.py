"""The door to written SQL. Everything here works on the default connection, inside the caller's transaction."""

from __future__ import annotations

from yiwang.engines.store.rooms.numbers import take
from yiwang.engines.store.rooms.statements import atomic, atomic_first, counted, execute, free, is_postgresql, lock, relaxed, rows, run, undone
from yiwang.engines.store.rooms.streams import batches
from yiwang.engines.store.rooms.values import day, instant
from yiwang.engines.store.types import Fragment

__all__ = ["Fragment", "atomic", "atomic_first", "batches", "counted", "day", "execute", "free", "instant", "is_postgresql", "lock", "relaxed", "rows", "run",
           "take", "undone"]
