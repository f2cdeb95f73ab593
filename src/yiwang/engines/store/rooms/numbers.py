"""Numbers known before the row is written: taken in blocks of 1,000 outside any transaction, kept by the process.

`chain` numbers cases and chains (so that no two chains share one), `row` everything else.
"""

from __future__ import annotations

import os

from django.db import connection

SIZE = 1000
LOW = 64
NAMES = ("chain", "row")
_held: dict[str, list[int]] = {}  # name -> [next, end)
os.register_at_fork(after_in_child=_held.clear)


def take(name: str = "row") -> int:
    """The next number of a name. Unique over all processes; not in order of commit."""
    block = _held.get(name)
    if block is None or block[0] >= block[1]:
        block = _held[name] = _fetched(name)
    found = block[0]
    block[0] += 1
    return found


def fill() -> None:
    """Called before a transaction begins, so that a block taken is never rolled back with it."""
    for name in NAMES:
        block = _held.get(name)
        if block is None or block[1] - block[0] < LOW:
            _held[name] = _fetched(name)


def forget() -> None:
    """Drops what this process holds: after the database under it was exchanged (tests, restore)."""
    _held.clear()


def _fetched(name: str) -> list[int]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"select nextval('store_{name}')")
            first = cursor.fetchone()[0]
        else:
            cursor.execute("update store_block set next = next + %s where name = %s returning next", (SIZE, name))
            first = cursor.fetchone()[0] - SIZE
    return [first, first + SIZE]
