"""The tables as a database has them now: not what today's models say, but what the migrations that were applied there left behind."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from yiwang.city import prepare

# who is signed in just now is not carried over; the store's numbers are, by themselves: each database keeps them its own way
LEFT_OUT = frozenset({"django_session", "accounts_signin", "store_block"})
KINDS = {
    "CharField": "text", "TextField": "text", "SlugField": "text", "BooleanField": "yes", "BinaryField": "bytes", "DateTimeField": "instant",
    "DateField": "day", "IntegerField": "number", "BigIntegerField": "number", "SmallIntegerField": "number", "AutoField": "number",
    "BigAutoField": "number", "SmallAutoField": "number",
}
Migrations = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A table: columns with what they hold, its key, and the column that is numbered by the database ("": none)."""

    name: str
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]
    numbered: str


def applied() -> Migrations:
    """The migrations this database has had. Raises Trouble when this code does not know one of them."""
    had = MigrationRecorder(connection).applied_migrations()
    prepare.refuse_newer(had)
    return tuple(sorted(had))


def newest() -> Migrations:
    """Those of this code, each app's last."""
    return tuple(sorted(MigrationExecutor(connection).loader.graph.leaf_nodes()))


def tables(migrations: Migrations) -> list[Shape]:
    """The tables that these migrations leave, none before those it points at."""
    loader = MigrationExecutor(connection).loader
    found, rests_on = dict[str, Shape](), dict[str, set[str]]()
    for model in loader.project_state([one for one in migrations if one in loader.graph.nodes]).apps.get_models(include_auto_created=True):
        meta = model._meta
        fields = [field for field in meta.local_concrete_fields if field.column]
        columns = tuple((field.column, _kind(field)) for field in fields)
        key = tuple(getattr(meta.pk, "columns", (meta.pk.column,)))
        numbered = next((field.column for field in fields if field.get_internal_type().endswith("AutoField")), "")
        found[meta.db_table] = Shape(meta.db_table, columns, key, numbered)
        rests_on[meta.db_table] = {field.remote_field.model._meta.db_table for field in fields if field.remote_field} - {meta.db_table}
    return [found[name] for name in TopologicalSorter(rests_on).static_order() if name not in LEFT_OUT]


def _kind(field: Any) -> str:
    while field.remote_field:
        field = field.target_field
    return KINDS[field.get_internal_type()]
