"""What readers put aside, and beginning a reader anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yiwang.engines.ledger.rooms.reading import COLUMNS, recorded
from yiwang.engines.ledger.types import Handle, Parked, Standing
from yiwang.engines.store import api as store
from yiwang.kernel.errors import NotFound

ROWS = "select id, reader, pos, error, at, tries from ledger_parked"
RENEWED = "update ledger_cursor set version = %s where reader = %s and version < %s"


def parked(*, reader: str = "", limit: int = 200) -> list[Parked]:
    """Entries put aside, the oldest first, of one reader or of all."""
    which, params = (" where reader = %s", (reader,)) if reader else ("", ())
    return [_parked(row) for row in store.rows(f"{ROWS}{which} order by id limit {int(limit)}", params)]


def retry_parked(*, id: int, handle: Handle, at: datetime) -> bool:
    """Tries a parked entry again: when it goes through it is no longer parked. The caller finds `handle` by the reader's name. Raises NotFound."""
    found = store.rows(f"{ROWS} where id = %s", (id,))
    if not found:
        raise NotFound(str(id))
    here = _parked(found[0])
    sql = f"select {COLUMNS}, f.pos from ledger_feed f join ledger_entry e on e.id = f.entry where f.pos = %s"
    try:
        with store.atomic():
            if store.execute("delete from ledger_parked where id = %s", (id,)) != 1:
                return True  # somebody else's try went through
            handle(recorded(store.rows(sql, (here.pos,))[0]))
    except Exception as error:  # any fault keeps it parked, with the newest reason
        said = f"{type(error).__name__}: {error}"
        store.execute("update ledger_parked set error = %s, at = %s, tries = tries + 1 where id = %s", (said[:4000], at, id))
        return False
    return True


def rebuild(*, reader: str) -> None:
    """Sends a reader back to the first position; what it parked is forgotten. What it keeps must be emptied by its owner, in the same transaction."""
    with store.atomic():
        store.execute("update ledger_cursor set pos = 0, holder = '', until = null where reader = %s", (reader,))
        store.execute("delete from ledger_parked where reader = %s", (reader,))


def renew(*, reader: str, version: int) -> bool:
    """Sends a reader back to the first position where what it kept is of an older version. Whether it was: its owner empties it in the same transaction."""
    with store.atomic():
        if store.execute(RENEWED, (version, reader, version)) != 1:
            return False
        rebuild(reader=reader)
        return True


def older(versions: Mapping[str, int]) -> list[str]:
    """Which of these readers keep something of an older version."""
    kept = dict(store.rows("select reader, version from ledger_cursor"))
    return [reader for reader, version in versions.items() if kept.get(reader, version) < version]


def standings() -> list[Standing]:
    """All readers: how far behind the last position, how much put aside."""
    sql = (
        "select c.reader, c.pos, s.position - c.pos, (select count(*) from ledger_parked p where p.reader = c.reader), c.holder "
        "from ledger_cursor c join ledger_sealing s on s.id = 1 order by c.reader"
    )
    return [Standing(*row) for row in store.rows(sql)]


def _parked(row: tuple[Any, ...]) -> Parked:
    id_, reader, pos, error, at, tries = row
    return Parked(id_, reader, pos, error, store.instant(at), tries)
