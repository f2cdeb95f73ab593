"""Taking a content away for good: owed in the transaction that decides it, done by a reader outside it, finished by whoever comes after a kill."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from yiwang.engines.files.rooms import blobs
from yiwang.engines.store import api as store

Used = Callable[[Sequence[str]], set[str]]  # which of these contents are still wanted
OWED = "update files_file set discarded_at = %s where sha256 = %s and discarded_at is null"
WAITING = "select sha256, discarded_at from files_file where discarded_at is not null order by discarded_at, sha256 limit %s"
LOCKED = "select 1 from files_file where sha256 = %s and discarded_at is not null"
ITS = "delete from files_holding where file_id = %s and at <= %s"


def discard(*, sha256s: Sequence[str], at: datetime) -> None:
    """These contents are to go. Call inside the transaction that decides it; whoever hands one in again later keeps it."""
    for sha256 in sorted(set(sha256s)):
        store.execute(OWED, (at, sha256))


def remove_discarded(*, used: Used, limit: int = 50) -> int:
    """Removes what is owed: names, row and bytes. What `used` still wants stays as it was. How many were dealt with; harmless twice."""
    waiting = {sha256: store.instant(owed) for sha256, owed in store.rows(WAITING, (limit,))}
    kept = used(list(waiting)) if waiting else set()
    for sha256, owed in waiting.items():
        with store.atomic():
            if not store.rows(LOCKED + store.lock(), (sha256,)):
                continue  # handed in again in the meantime
            if sha256 not in kept:
                store.execute(ITS, (sha256, owed))
            if sha256 in kept or store.rows("select 1 from files_holding where file_id = %s", (sha256,)):
                store.execute("update files_file set discarded_at = null where sha256 = %s", (sha256,))
                continue
            blobs.remove(sha256, owed)
            store.execute("delete from files_file where sha256 = %s", (sha256,))
    return len(waiting)
