"""Numbers known before the row is written: taken in blocks outside any transaction, kept by the thread.

`chain` numbers cases and chains (so that no two chains share one), `row` everything else. People read the numbers of cases in their references: their
blocks are small, so that little is left out when a process ends. One statement more for 48 cases is the price.
"""

from __future__ import annotations

import os
import threading

from django.db import connection

SIZE, LOW = 1000, 256  # rows: a bundle of many cases that ask many units stays below
SIZES = {"chain": 64, "row": SIZE}  # how many are taken at once
LOWS = {"chain": 16, "row": LOW}  # how many must be in hand when a transaction begins


class _Held(threading.local):
    """What this thread has in hand. Web workers have several threads: a block shared by two would give a number twice."""

    def __init__(self) -> None:
        self.blocks: dict[str, list[int]] = {}  # name -> [next, end)
        self.inside = False  # a block was taken inside a transaction: if that is rolled back, so is the taking


_held = _Held()


def take(name: str = "row") -> int:
    """The next number of a name. Unique over all threads and processes; not in order of commit."""
    block = _held.blocks.get(name)
    if block is None or block[0] >= block[1]:
        _held.inside = _held.inside or connection.in_atomic_block
        block = _held.blocks[name] = _fetched(name)
    found = block[0]
    block[0] += 1
    return found


def fill() -> None:
    """Called before a transaction begins, so that a block taken is never rolled back with it."""
    _held.inside = False
    for name, low in LOWS.items():
        block = _held.blocks.get(name)
        if block is None or block[1] - block[0] < low:
            _held.blocks[name] = _fetched(name)


def rolled_back() -> None:
    """Called when a transaction broke off: a block that was taken inside it is not ours any more."""
    if _held.inside:
        forget()


def forget() -> None:
    """Drops what this thread holds: after the database under it was exchanged (tests, restore)."""
    _held.blocks, _held.inside = {}, False


os.register_at_fork(after_in_child=forget)


def _fetched(name: str) -> list[int]:
    size = SIZES[name]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"select nextval('store_{name}')")
            first = cursor.fetchone()[0]
        else:
            cursor.execute("update store_block set next = next + %s where name = %s returning next", (size, name))
            first = cursor.fetchone()[0] - size
    return [first, first + size]
