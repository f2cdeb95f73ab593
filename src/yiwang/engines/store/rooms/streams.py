"""Reading a whole table in order: one plan, one pass, a batch of plain rows at a time, whatever the table's size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
from django.db import connection
from psycopg.types.string import ByteaBinaryLoader

BATCH = 400  # rows at a time: as many texts as stay in the processor's cache
Row = tuple[Any, ...]


def batches(name: str, sql: str, size: int = BATCH) -> Iterator[list[Row]]:
    """The rows of a query without parameters, inside the transaction that is open. `name` tells apart what is read at the same time.

    On PostgreSQL columns of type `text` come as bytes, without being decoded.
    """
    connection.ensure_connection()
    if connection.vendor != "postgresql":
        cursor = connection.connection.execute(sql)
        while rows := cursor.fetchmany(size):
            yield rows
        return
    cursor = psycopg.Cursor(connection.connection)
    cursor.adapters.register_loader("text", ByteaBinaryLoader)
    cursor.execute(f"declare batches_{name} no scroll cursor for {sql}")
    try:
        while rows := cursor.execute(f"fetch {size} from batches_{name}", binary=True).fetchall():
            yield rows
    finally:
        cursor.execute(f"close batches_{name}")
