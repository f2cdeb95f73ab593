"""Following the sealed positions: each reader has a cursor, a lease while it works, and passes every entry once in order.

What a reader does to the database and its cursor's move are one transaction: it is done once, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError

from yiwang.engines.ledger.rooms import parking
from yiwang.engines.ledger.rooms.reading import COLUMNS, recorded
from yiwang.engines.ledger.types import Handle, Recorded
from yiwang.engines.store import api as store
from yiwang.kernel.acts import Kind

LEASE, TRIES, BATCH = timedelta(seconds=10), 3, 50
NEW = "insert into ledger_cursor (reader, pos, holder, version) values (%s, 0, '', %s) on conflict (reader) do nothing"
TAKE = (
    "update ledger_cursor set holder = %s, until = %s where reader = %s "
    "and (holder = %s or holder = '' or until is null or until < %s or until > %s)"
)
MOVED = "update ledger_cursor set pos = %s, until = %s where reader = %s and holder = %s and pos = %s"
PARKED = "insert into ledger_parked (reader, pos, error, at, tries) values (%s, %s, %s, %s, %s) on conflict (reader, pos) do nothing"
GONE = (OperationalError, InterfaceError)  # the database's own trouble is not the entry's fault


class Lost(Exception):
    """Another holder took the lease: what was begun is rolled back."""


def follow(
    *, reader: str, handle: Handle, at: datetime, holder: str, kinds: Iterable[Kind] | None = None, limit: int = 200, outside: bool = False,
    version: int = 1, empties: Callable[[], None] | None = None,
) -> int:
    """Hands the next entries to `handle`, in order, and returns how many positions were passed; 0 when there is nothing or another holds the lease.

    `outside`: each entry is handled before, not inside, the transaction that moves the cursor: for slow work that is harmless twice.
    `version`: of what is kept; where an older one kept it, `empties` and the way back to the first position come first.
    An entry that fails three times is parked and passed. Errors of the database's own are raised.
    """
    start = _taken(reader, holder, at, version, empties)
    if start is None:
        return 0
    end, found = _window(start, None if kinds is None else tuple(kinds), limit)
    turn = _Turn(reader, handle, at, holder, outside)
    pos = start
    try:
        for i in range(0, len(found), BATCH):
            part = found[i : i + BATCH]
            pos = turn.many(pos, part)
        if end > pos:
            with store.atomic():
                turn.move(pos, end)
    except Lost:
        return max(0, pos - start)
    return end - start


class _Turn:
    def __init__(self, reader: str, handle: Handle, at: datetime, holder: str, outside: bool):
        self._reader, self._handle, self._at, self._holder, self._outside = reader, handle, at, holder, outside

    def many(self, pos: int, entries: Sequence[Recorded]) -> int:
        """Several entries in one transaction; when any fails, each in its own."""
        if not self._outside and len(entries) > 1:
            try:
                with store.atomic():
                    self.move(pos, entries[-1].pos)  # first: whoever lost the lease does nothing
                    for entry in entries:
                        self._handle(entry)
                return entries[-1].pos
            except (Lost, *GONE):
                raise
            except Exception:  # one of them: found out below
                pass
        for entry in entries:
            pos = self._one(pos, entry)
        return pos

    def _one(self, pos: int, entry: Recorded) -> int:
        said = ""
        for _ in range(TRIES):
            try:
                if self._outside:
                    self._handle(entry)
                with store.atomic():
                    self.move(pos, entry.pos)
                    if not self._outside:
                        self._handle(entry)
                return entry.pos
            except (Lost, *GONE):
                raise
            except Exception as error:  # any fault of a handler parks the entry
                if store.away(error):
                    raise
                said = f"{type(error).__name__}: {error}"
        with store.atomic():
            self.move(pos, entry.pos)
            store.execute(PARKED, (self._reader, entry.pos, said[:4000], self._at, TRIES))
        return entry.pos

    def move(self, pos: int, to: int) -> None:
        if store.execute(MOVED, (to, self._at + LEASE, self._reader, self._holder, pos)) != 1:
            raise Lost


def _taken(reader: str, holder: str, at: datetime, version: int, empties: Callable[[], None] | None) -> int | None:
    """The reader's position when the lease is ours now. A lease longer than any comes from a clock that was set back, and counts for nothing."""
    known = store.rows("select pos, (select position from ledger_sealing where id = 1), version from ledger_cursor where reader = %s", (reader,))
    older = bool(known and empties and known[0][2] < version)
    if known and known[0][0] >= known[0][1] and not older:
        return None  # nothing to do: no write
    with store.atomic():
        if older and empties and parking.renew(reader=reader, version=version):
            empties()
        if not known:
            store.execute(NEW, (reader, version))
        if store.execute(TAKE, (holder, at + LEASE, reader, holder, at, at + LEASE)) != 1:
            return None
        return int(store.rows("select pos from ledger_cursor where reader = %s", (reader,))[0][0])


def release(*, reader: str, holder: str) -> None:
    """Gives the lease up before its time."""
    store.execute("update ledger_cursor set holder = '', until = null where reader = %s and holder = %s", (reader, holder))


def _window(pos: int, kinds: tuple[Kind, ...] | None, limit: int) -> tuple[int, list[Recorded]]:
    """The position up to which this turn goes, and the entries asked for on the way. Positions are dense: the window is wide where kinds are few."""
    width = limit if kinds is None else limit * 10
    end = int(store.rows("select coalesce(max(pos), 0) from ledger_feed where pos <= %s", (pos + width,))[0][0])
    sql = f"select {COLUMNS}, f.pos from ledger_feed f join ledger_entry e on e.id = f.entry where f.pos > %s and f.pos <= %s"
    if kinds is not None:
        sql += f" and e.kind in ({', '.join(['%s'] * len(kinds))})"
    rows = store.rows(f"{sql} order by f.pos limit {limit}", (pos, end, *(kind.value for kind in kinds or ())))
    found = [recorded(row) for row in rows]
    return (found[-1].pos if len(found) == limit else max(end, pos)), found
