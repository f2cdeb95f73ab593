"""Numbers known before the row is written: taken in blocks of 1,000 outside any transaction, kept by the thread.

`chain` numbers cases and chains (so that no two chains share one), `row` everything else.
"""

from __future__ import annotations

import os
import threading

from django.db import connection

SIZE = 1000
LOW = 256  # a bundle of many cases that ask many units stays below
NAMES = ("chain", "row")


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
    for name in NAMES:
        block = _held.blocks.get(name)
        if block is None or block[1] - block[0] < LOW:
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
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"select nextval('store_{name}')")
            first = cursor.fetchone()[0]
        else:
            cursor.execute("update store_block set next = next + %s where name = %s returning next", (SIZE, name))
            first = cursor.fetchone()[0] - SIZE
    return [first, first + SIZE]
