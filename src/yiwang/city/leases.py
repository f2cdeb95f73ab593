"""A lease: a loop runs in one place at a time in the whole city. It ends with the process or connection that holds it."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.db import connection


class Lease:
    """On PostgreSQL a session's advisory lock: several machines may share one. On SQLite, which is one machine, a file's lock."""

    def __init__(self, name: str, folder: Path):
        self._file = folder / f"{name}.lock"
        self.number = int.from_bytes(hashlib.sha256(f"yiwang.loop.{name}".encode()).digest()[:8], signed=True)
        self._held: Any = None  # the open file, or the connection on which the lock was taken

    def hold(self) -> bool:
        """Takes the lease, or finds that it is still ours. A lost connection has lost it."""
        if connection.vendor == "postgresql":
            return self._hold_on_connection()
        if self._held is None:
            self._held = self._lock_file()
        return self._held is not None

    def let_go(self) -> None:
        """Gives it up before the process ends."""
        if connection.vendor != "postgresql" and self._held is not None:
            self._held.close()
        elif self._held is not None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [self.number])
        self._held = None

    def _hold_on_connection(self) -> bool:
        connection.ensure_connection()
        if self._held is connection.connection and not connection.connection.closed:
            return True
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [self.number])
            taken = bool(cursor.fetchone()[0])
        self._held = connection.connection if taken else None
        return taken

    def _lock_file(self) -> IO[str] | None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        file = self._file.open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        return file


@contextmanager
def waited_for(name: str) -> Iterator[None]:
    """For what one machine does and the others wait until it is done. On SQLite there is one machine."""
    if connection.vendor != "postgresql":
        yield
        return
    number = Lease(name, Path()).number
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [number])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
