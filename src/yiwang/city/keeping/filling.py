"""Filling an empty database from an archive: tables as they were when it was written, then on to those of this code."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from yiwang.city import prepare
from yiwang.city.keeping import numbers, rows, shape
from yiwang.city.keeping.archive import Broken, Reader
from yiwang.city.keeping.checking import Checked
from yiwang.city.keeping.manifest import Manifest
from yiwang.city.words import Trouble, going, step
from yiwang.engines.ledger import api as ledger
from yiwang.engines.search import api as search
from yiwang.engines.store import api as store


def judge(told: Manifest) -> None:
    """Whether this code can take the archive. Raises Trouble."""
    prepare.refuse_newer(told.migrations)
    if told.hash != settings.HASH:
        raise Trouble(f"这座城市的留痕用 {told.hash} 计算，请先设 YIWANG_HASH={told.hash}。 The record's hash is another one.")
    known = {one.name: one for one in shape.tables(told.migrations)}
    if {table.name: table.columns for table in told.tables} != {name: one.columns for name, one in known.items()}:
        raise Broken("里面的表和它自己说的升级步骤对不上")


def tables(archive: Reader, checked: Checked) -> None:
    """The tables as the archive's migrations leave them, and all rows. Raises Broken for what does not fit."""
    told = checked.manifest
    with step("建立数据库表"):
        MigrationExecutor(connection).migrate(_leaves(told.migrations))
    counts = {table.name: table for table in told.tables}
    store.relaxed()
    try:
        with step(f"写回 {len(counts)} 张表"):
            for i, one in enumerate(shape.tables(told.migrations), 1):
                table = counts[one.name]
                going(f"写回第 {i} 张表，共 {len(counts)} 张，{table.rows:,} 行")
                if rows.load(one, checked.table(archive, one.name)) != table.rows or rows.count(one.name) != table.rows:
                    raise Broken(f"{one.name} 的行数不对")
                numbers.set_table(one, table.next)
            numbers.set_store(told.numbers)
    except (DatabaseError, LookupError, ValueError, ArithmeticError) as error:
        raise Broken(f"数据库不收它的内容（{' '.join(str(error).split())[:160]}）") from None
    store.relaxed(False)


def finish(told: Manifest, *, onward: bool) -> tuple[str, ...]:
    """What rows alone do not bring along, and whether it is the record that was backed up. Returns what its verification finds wrong."""
    size, root = told.head
    if ledger.position() != size or (size and ledger.root(size).hex() != root):
        raise Broken("写回的留痕和备份时的不一样")
    ledger.arrive()
    if onward:
        with step("升级到这份代码"):
            call_command("migrate", interactive=False, verbosity=0)
            ledger.grants()
        with step("重建搜索索引"):
            search.index_anew()
    if rows.postgresql():
        with connection.cursor() as cursor:
            cursor.execute("analyze")
    with step("核验留痕"):
        faults = tuple(f"{fault.kind.title}　链 {fault.chain or '—'} 第 {fault.n or '—'} 条　{fault.text}" for fault in ledger.verify().faults)
    if onward:
        prepare.pinned()
    return faults


def _leaves(migrations: shape.Migrations) -> list[tuple[str, str]]:
    """Of each app the last migrations that the archive had."""
    graph, had = MigrationExecutor(connection).loader.graph, set(migrations)
    return [one for one in migrations if not any(child.key in had and child.key[0] == one[0] for child in graph.node_map[one].children)]
