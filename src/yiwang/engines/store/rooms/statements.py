"""Running written SQL: one prepared statement a list on PostgreSQL, one after the other on SQLite."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import psycopg
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.types.numeric import Int8Dumper

from yiwang.engines.store.rooms import gate, numbers
from yiwang.engines.store.types import Fragment
from yiwang.kernel.errors import Declined

WRITES = ("insert", "update", "delete")
PREPARED = 300  # statements a connection keeps; a city's moves and lists have more shapes than psycopg's hundred


class _Counter(threading.local):
    """Statements this thread sent since it began; tests pin differences."""

    statements = 0


Counter = _Counter()


def sent() -> int:
    """How many statements of written SQL this thread has sent so far."""
    return Counter.statements


def _database() -> BaseDatabaseWrapper:
    """The connection itself: Django's proxy looks it up again at every attribute."""
    return connections["default"]


def is_postgresql() -> bool:
    return bool(_database().vendor == "postgresql")


def anew() -> None:
    """Between two pieces of work, never inside a transaction: a connection that has ended meanwhile is dropped, the next statement takes another."""
    _database().close_if_unusable_or_obsolete()


@contextmanager
def atomic() -> Iterator[None]:
    """A transaction with enough numbers in hand, so that none has to be taken inside it."""
    outermost = not _database().in_atomic_block
    if outermost:
        if not is_postgresql():
            gate.passed()
        numbers.fill()
    try:
        with transaction.atomic():  # noqa: TID251 (the one place)
            yield
    except BaseException:
        numbers.rolled_back()  # a part that broke off too: what it took is given back with it
        raise


class _Undone(Exception):
    """Ends a trial."""


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is done under every rule, and nothing of it remains: to see what would come of it."""
    with suppress(_Undone), atomic():
        yield
        raise _Undone


@contextmanager
def atomic_first() -> Iterator[None]:
    """A short transaction that on SQLite comes before those that have not begun yet: for who must not wait. Takes no numbers."""
    with transaction.atomic() if is_postgresql() or _database().in_atomic_block else gate.first():  # noqa: TID251
        yield


def relaxed(on: bool = True) -> None:
    """While a demo's past is made, commits need not wait for the disk; afterwards they do again, and what was written is on it."""
    if is_postgresql():
        execute("set synchronous_commit = " + ("off" if on else "on"))
        return
    execute("pragma synchronous = " + ("off" if on else "full"))
    if not on:
        execute("pragma wal_checkpoint(truncate)")


@contextmanager
def counted() -> Iterator[list[int]]:
    """Yields a list whose one number is, at the end, how many statements this room sent."""
    before, found = Counter.statements, [0]
    yield found
    found[0] = Counter.statements - before


def rows(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Runs one reading statement (or one with RETURNING) and gives its rows as plain tuples."""
    _pass_gate(sql)
    found: list[tuple[Any, ...]] = _cursor(sql, params).fetchall()
    return found


def execute(sql: str, params: Sequence[Any] = ()) -> int:
    """Runs one writing statement and gives the number of rows it touched."""
    _pass_gate(sql)
    return int(_cursor(sql, params).rowcount)


def _pass_gate(sql: str) -> None:
    """A write outside a transaction is one of its own: it lets whoever goes first go first."""
    if sql.startswith(WRITES) and not _database().in_atomic_block and not is_postgresql():
        gate.passed()


def run(fragments: Sequence[Fragment]) -> None:
    """Writes all fragments. On PostgreSQL they are the parts of one WITH: they do not see each other's effects. Raises Declined for two updates of a row."""
    if not fragments:
        return
    shape = tuple(f.sql for f in fragments)
    if again := _again(shape):
        _each_row_once(fragments, again)
    database = _database()
    if database.vendor == "postgresql":
        _cursor(_joined(shape), [p for f in fragments for p in f.params])
        return
    raw = _raw(database)
    Counter.statements += len(fragments)
    with database.wrap_database_errors:
        for sql, params in fragments:
            raw.execute(_for_sqlite(sql), [_PLAIN[type(p)](p) if type(p) in _PLAIN else p for p in params])


def lock() -> str:
    """The suffix that locks the rows read: SQLite's IMMEDIATE transaction already has the whole file."""
    return " for update" if is_postgresql() else ""


def free() -> str:
    """The suffix that locks the rows read, and passes over those that somebody else has locked."""
    return " for update skip locked" if is_postgresql() else ""


@lru_cache(maxsize=512)
def _joined(parts: tuple[str, ...]) -> str:
    if len(parts) == 1:
        return parts[0]
    return "with " + ", ".join(f"w{i} as ({sql})" for i, sql in enumerate(parts[:-1])) + " " + parts[-1]


@lru_cache(maxsize=512)
def _again(parts: tuple[str, ...]) -> tuple[tuple[int, str, int, int], ...]:
    """The updates among these of a table that several of them update: which, of what by what, and where its keys stand among its parameters."""
    found = [(i, *_keys(sql)) for i, sql in enumerate(parts) if sql.startswith("update ")]
    tables = [what.partition(" ")[0] for _, what, _, _ in found]
    return tuple(one for one, table in zip(found, tables, strict=True) if tables.count(table) > 1)


def _keys(sql: str) -> tuple[str, int, int]:
    """Table and column an update goes by, and where its keys begin and end among its parameters."""
    before, _, where = sql.rpartition(" where ")
    first, begins = where.partition(" and ")[0], before.count("%s")
    return f"{sql.split()[1]} {first.split()[0]}", begins, begins + first.count("%s")


def _each_row_once(fragments: Sequence[Fragment], again: Sequence[tuple[int, str, int, int]]) -> None:
    """Of two updates of one row in one statement PostgreSQL makes only one, in silence; on SQLite both are made."""
    seen = set[tuple[str, Any]]()
    for i, what, begins, ends in again:
        for key in fragments[i].params[begins:ends]:
            if (what, key) in seen:
                raise Declined(f"{what} {key} is updated twice in one statement: {fragments[i].sql}")
            seen.add((what, key))


@lru_cache(maxsize=2048)
def _for_sqlite(sql: str) -> str:
    return sql.replace("%s", "?")


@lru_cache(maxsize=2048)
def _for_postgresql(sql: str) -> str:
    """With numbered places, as the server has them: psycopg would read the longer statements anew every time."""
    first, *rest = sql.split("%s")
    return "".join((first, *(f"${i}{part}" for i, part in enumerate(rest, 1)))).replace("%%", "%")


@lru_cache(maxsize=1024)
def _text(value: datetime) -> str:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


_PLAIN: dict[type, Callable[[Any], str]] = {datetime: _text, date: date.isoformat}


def _raw(database: BaseDatabaseWrapper) -> Any:
    if database.connection is None:
        database.ensure_connection()
    return database.connection


def _cursor(sql: str, params: Sequence[Any]) -> Any:
    database = _database()
    raw = _raw(database)
    Counter.statements += 1
    with database.wrap_database_errors:
        if database.vendor == "sqlite":
            return raw.execute(_for_sqlite(sql), [_PLAIN[type(p)](p) if type(p) in _PLAIN else p for p in params])
        if not getattr(raw, "yiwang_ready", False):
            raw.adapters.register_dumper(int, Int8Dumper)  # one statement a shape, not one for every size of number
            raw.prepared_max = PREPARED
            raw.yiwang_ready = True
        cursor = psycopg.RawCursor(raw)
        cursor.execute(_for_postgresql(sql), params, prepare=True)
        return cursor
