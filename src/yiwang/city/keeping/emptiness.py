"""The database a restore goes into: it must be empty, is marked while it is not whole, and is emptied again when that is all that is in it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connection
from django.db.utils import OperationalError

from yiwang.city import halves
from yiwang.city.words import Trouble

THERE = "select relname, relkind from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S') order by 1"
FUNCTIONS = (
    "select p.oid::regprocedure::text from pg_proc p where p.pronamespace = current_schema()::regnamespace "
    "and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')"
)
_taken = False


def take() -> None:
    """Marks an empty database, or one that a broken-off restore left, as being restored into. Raises Trouble for any other."""
    global _taken
    if connection.vendor != "postgresql":
        return  # the file lies in the folder, which was empty
    try:
        there = [str(name) for name, kind in _rows(THERE) if kind != "S"]
    except OperationalError as error:
        raise Trouble(f"数据库连不上：{str(error).strip().splitlines()[0]}。 The database cannot be reached.") from None
    if there and halves.TABLE not in there:
        raise Trouble(f"数据库不是空的（里面有 {'、'.join(there[:5])} 等 {len(there)} 张表），恢复只写进空库。请另建一个。 Restoring needs an empty database.")
    _taken = True
    if there:
        _empty()
    _do(f"create table if not exists {halves.TABLE} (at timestamptz default now())")


def done() -> None:
    """It is whole."""
    global _taken
    if _taken:
        _do(f"drop table {halves.TABLE}")
    _taken = False


def give_back() -> None:
    """After a failure: the database is empty again, if it was this process that put something there."""
    global _taken
    connected = settings.configured and connection.connection is not None
    if connected:
        connection.close()
    if _taken:
        _empty()
        _do(f"drop table if exists {halves.TABLE}")
    _taken = False


def _empty() -> None:
    """Takes away everything but the mark, so that a second breaking off is known too."""
    for name, kind in _rows(THERE):
        if kind in "rp" and name != halves.TABLE:
            _do(f'drop table if exists "{name}" cascade')
    for name, kind in _rows(THERE):
        if kind == "S":
            _do(f'drop sequence if exists "{name}" cascade')
    for (name,) in _rows(FUNCTIONS):
        _do(f"drop function if exists {name} cascade")


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _do(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
