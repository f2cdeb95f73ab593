"""The next free numbers: those the store gives out in blocks, and those a table gives its rows by itself. Each database keeps them its own way."""

from __future__ import annotations

from django.db import connection

from yiwang.city.keeping.rows import postgresql
from yiwang.city.keeping.shape import Shape

STORE = ("chain", "row")


def of_store() -> dict[str, int]:
    """The store's next free number by name."""
    with connection.cursor() as cursor:
        if not postgresql():
            cursor.execute("select name, next from store_block")
            return {str(name): int(next_) for name, next_ in cursor.fetchall()}
        found = {}
        for name in STORE:
            cursor.execute(f"select case when s.is_called then s.last_value + p.increment_by else s.last_value end from store_{name} s, pg_sequences p "
                           f"where schemaname = current_schema() and sequencename = 'store_{name}'")
            found[name] = int(cursor.fetchone()[0])
        return found


def of_table(shape: Shape) -> int:
    """The next number of a table that numbers its rows, 0 for one that does not."""
    if not shape.numbered:
        return 0
    with connection.cursor() as cursor:
        if not postgresql():
            cursor.execute("select seq + 1 from sqlite_sequence where name = %s", (shape.name,))
            row = cursor.fetchone()
            return int(row[0]) if row else 1
        cursor.execute(f"select case when is_called then last_value + 1 else last_value end from {_sequence(shape)}")
        return int(cursor.fetchone()[0])


def set_store(numbers: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        for name in STORE:
            if postgresql():
                cursor.execute(f"select setval('store_{name}', %s, false)", (numbers[name],))
            else:
                cursor.execute("update store_block set next = %s where name = %s", (numbers[name], name))


def set_table(shape: Shape, next_: int) -> None:
    """What comes after `next_ - 1` and after every row that is there."""
    if not shape.numbered:
        return
    with connection.cursor() as cursor:
        cursor.execute(f'select coalesce(max("{shape.numbered}"), 0) + 1 from "{shape.name}"')
        next_ = max(next_, int(cursor.fetchone()[0]))
        if postgresql():
            cursor.execute("select setval(%s::regclass, %s, false)", (_sequence(shape), next_))
            return
        cursor.execute("delete from sqlite_sequence where name = %s", (shape.name,))
        cursor.execute("insert into sqlite_sequence (name, seq) values (%s, %s)", (shape.name, next_ - 1))


def _sequence(shape: Shape) -> str:
    with connection.cursor() as cursor:
        cursor.execute("select pg_get_serial_sequence(%s, %s)", (f'"{shape.name}"', shape.numbered))
        return str(cursor.fetchone()[0])
