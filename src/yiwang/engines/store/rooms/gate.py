"""SQLite has one writer at a time and no queue: whoever asks at the right moment goes on, and who waits asks ever more rarely.

Writers that never pause would keep the sealer out for half a second. So each passes a gate before it begins, and who must be quick shuts it:
then only those who are inside already come before. A courtesy, not a lock: a gate that stays shut is passed after a while.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from time import sleep

from django.db import OperationalError, connection, transaction

AGAIN, PATIENCE = 0.0005, 4000  # seconds between two tries, tries: two seconds and more, then SQLite's own waiting


def passed() -> None:
    """Before a transaction begins: waits while somebody goes first."""
    gate = _opened()
    try:
        for _ in range(PATIENCE):
            with suppress(BlockingIOError):
                fcntl.flock(gate, fcntl.LOCK_SH | fcntl.LOCK_NB)
                return
            sleep(AGAIN)
    finally:
        os.close(gate)


@contextmanager
def first() -> Iterator[None]:
    """A transaction before all that have not begun yet. Takes no numbers."""
    gate = _opened()
    try:
        fcntl.flock(gate, fcntl.LOCK_EX)
        with ExitStack() as stack:
            stack.push(_begun())
            yield
    finally:
        os.close(gate)


def _begun() -> transaction.Atomic:
    """A transaction that has begun: asked for more often than by SQLite's own waiting, which sleeps up to 100 ms."""
    waiting = _timeout(0)
    try:
        for _ in range(PATIENCE):
            with suppress(OperationalError):
                return _entered()
            sleep(AGAIN)
    finally:
        _timeout(waiting)
    return _entered()


def _entered() -> transaction.Atomic:
    one = transaction.atomic()  # noqa: TID251 (with the patience above)
    one.__enter__()
    return one


def _timeout(milliseconds: int) -> int:
    """Sets SQLite's own patience and gives what it was."""
    with connection.cursor() as cursor:
        was = int(cursor.execute("pragma busy_timeout").fetchone()[0])
        cursor.execute(f"pragma busy_timeout = {milliseconds}")
    return was


def _opened() -> int:
    return os.open(f"{connection.settings_dict['NAME']}-gate", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
