"""Rows on their way out of a database and into one: a line of JSON each, the same whichever database they come from."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import psycopg
from django.db import connection

from yiwang.city.keeping.archive import Broken
from yiwang.city.keeping.shape import Shape

FETCH = 500  # rows asked for at a time
FULL = 4 << 20  # bytes of lines after which a part is closed
LEVEL = 3  # of zlib: the next ones take twice the time for a twentieth of the size
GZIP = 31  # zlib's way of saying: with the head and tail that gzip has
Row = Sequence[Any]
TYPES = {"text": str, "number": int, "yes": bool, "bytes": str, "instant": str, "day": str}


@contextmanager
def one_instant() -> Iterator[None]:
    """Everything read inside is as it was at one moment; nobody waits for it."""
    with connection.cursor() as cursor:
        cursor.execute("begin isolation level repeatable read read only" if postgresql() else "begin deferred")
        try:
            cursor.execute("select count(*) from django_migrations")  # the moment is that of the first reading
            yield
        finally:
            cursor.execute("rollback")


def postgresql() -> bool:
    return bool(connection.vendor == "postgresql")


def packed(shape: Shape) -> Iterator[tuple[bytes, int, int]]:
    """A table as packed parts: the bytes, how many rows, how large it is unpacked. At least one, so that an empty table is seen to be empty."""
    held, size, given = list[bytes](), 0, False
    for line in lines(shape):
        held.append(line)
        size += len(line)
        if size >= FULL:
            yield _gzip(b"".join(held)), len(held), size
            held, size, given = [], 0, True
    if held or not given:
        yield _gzip(b"".join(held)), len(held), size


def lines(shape: Shape) -> Iterator[bytes]:
    """A table's rows, a line of JSON each."""
    for row in _read(shape):
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def unpacked(part: bytes, plain: int) -> bytes:
    """The lines of a part, which must be `plain` bytes: no more is ever unpacked. Raises Broken."""
    opening = zlib.decompressobj(GZIP)
    try:
        found = opening.decompress(part, plain + 1)
    except zlib.error:
        raise Broken("有一个分卷解不开") from None
    if len(found) != plain or not opening.eof or opening.unused_data:
        raise Broken("有一个分卷解开后大小不对")
    return found


def load(shape: Shape, parts: Iterable[bytes]) -> int:
    """Puts the rows of a table into the database, all or none, and returns how many. Raises Broken for what is no row of it."""
    put = _copied if postgresql() else _inserted
    with connection.cursor() as cursor:
        cursor.execute("begin" if postgresql() else "begin immediate")
        try:
            cursor.execute(f'select 1 from "{shape.name}" limit 1')
            if cursor.fetchone():
                cursor.execute(f'delete from "{shape.name}"')  # what a migration put into a new database
            with connection.wrap_database_errors:
                count = put(shape, _rows(shape, parts))
            cursor.execute("commit")
        except BaseException:
            cursor.execute("rollback")
            raise
    return count


def count(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'select count(*) from "{name}"')
        return int(cursor.fetchone()[0])


def _gzip(plain: bytes) -> bytes:
    closing = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
    return closing.compress(plain) + closing.flush()


def _read(shape: Shape) -> Iterator[list[Any]]:
    """The rows as JSON has them: instants in UTC without a zone, bytes in base64."""
    known = OUT_OF_POSTGRESQL if postgresql() else OUT_OF_SQLITE
    changed = [(i, known[kind]) for i, (_, kind) in enumerate(shape.columns) if kind in known]
    for batch in _batches(shape):
        for given in batch:
            row = list(given)
            for i, change in changed:
                if row[i] is not None:
                    row[i] = change(row[i])
            yield row


def _batches(shape: Shape) -> Iterator[list[Row]]:
    key = _names(shape.key)
    if not postgresql():
        columns = ", ".join(f'+"{name}"' for name, _ in shape.columns)  # by itself the driver makes days and instants of what is written there
        sql = f'select {columns} from "{shape.name}" order by {key}'
        cursor = connection.connection.execute(sql)
        while batch := cursor.fetchmany(FETCH):
            yield batch
        return
    cursor = psycopg.Cursor(connection.connection)
    cursor.execute(f'declare keeping no scroll cursor for select {_names(name for name, _ in shape.columns)} from "{shape.name}" order by {key}')
    try:
        while batch := cursor.execute(f"fetch {FETCH} from keeping").fetchall():
            yield batch
    finally:
        cursor.execute("close keeping")


def _rows(shape: Shape, parts: Iterable[bytes]) -> Iterator[list[Any]]:
    """Lines as rows for this database, each looked at: a kind of value that the column does not hold is no row of ours."""
    known = INTO_POSTGRESQL if postgresql() else INTO_SQLITE
    changed = [(i, known[kind]) for i, (_, kind) in enumerate(shape.columns) if kind in known]
    good = set[tuple[type, ...]]()
    for part in parts:
        for line in part.splitlines():  # JSON writes control characters in another way
            try:
                row = json.loads(line)
                types = tuple(map(type, row))
                if types not in good:
                    _judge(shape, types)
                    good.add(types)
                for i, change in changed:
                    if row[i] is not None:
                        row[i] = change(row[i])
            except (ValueError, TypeError, RecursionError):
                raise Broken(f"{shape.name} 里有一行读不懂") from None
            yield row


def _judge(shape: Shape, types: tuple[type, ...]) -> None:
    if len(types) != len(shape.columns) or any(t is not TYPES[kind] and t is not type(None) for t, (_, kind) in zip(types, shape.columns, strict=True)):
        raise Broken(f"{shape.name} 里有一行不是这张表的")


def _inserted(shape: Shape, rows: Iterator[list[Any]]) -> int:
    places = ", ".join("?" * len(shape.columns))
    sql = f'insert into "{shape.name}" ({_names(name for name, _ in shape.columns)}) values ({places})'
    return max(0, int(connection.connection.cursor().executemany(sql, rows).rowcount))


def _copied(shape: Shape, rows: Iterator[list[Any]]) -> int:
    cursor, written = psycopg.Cursor(connection.connection), 0
    with cursor.copy(f'copy "{shape.name}" ({_names(name for name, _ in shape.columns)}) from stdin') as copy:
        for row in rows:
            copy.write_row(row)
            written += 1
    return written


def _names(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _base64(value: Any) -> str:
    return base64.b64encode(value).decode()


def _bytes(value: str) -> bytes:
    return base64.b64decode(value, validate=True)


def _naive(value: datetime) -> str:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


Changes = dict[str, Callable[[Any], Any]]
OUT_OF_SQLITE: Changes = {"bytes": _base64, "yes": bool}
OUT_OF_POSTGRESQL: Changes = {"bytes": _base64, "instant": _naive, "day": date.isoformat}
INTO_SQLITE: Changes = {"bytes": _bytes, "yes": int}
INTO_POSTGRESQL: Changes = {"bytes": _bytes, "instant": lambda value: value + "+00"}
