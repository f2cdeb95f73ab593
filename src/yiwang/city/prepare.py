"""What must be there before the first page: tables, static files, and in an empty demo the demo city. `python -m yiwang.city.prepare`."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import django

from yiwang.city import halves, keys, leases, lifeline
from yiwang.city.words import Trouble, mendable, say, step
from yiwang.kernel.errors import Declined


def house() -> None:
    """Django ready, every card read and registered: a house that contradicts itself does not start, and says where. Raises Trouble."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yiwang.city.settings")
    try:
        django.setup()
    except (Declined, ImportError, AttributeError) as error:
        raise Trouble(f"有一个系统读不进来：{error}。 A system cannot be read.") from error


def schema() -> None:
    """The house, and the database's tables as this version of the code has them. Raises Trouble."""
    house()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import OperationalError, ProgrammingError

    from yiwang.engines.ledger import api as ledger

    try:
        connection.ensure_connection()
    except (OperationalError, ProgrammingError) as error:  # the second: libpq does not know what stands behind the question mark
        raise Trouble(f"数据库连不上：{str(error).strip().splitlines()[0]}。 The database cannot be reached.") from None
    with leases.waited_for("schema"):  # two machines may start at once
        executor = MigrationExecutor(connection)
        halves.refuse()
        refuse_newer(executor.loader.applied_migrations)
        if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
            with step(f"数据是较早的代码写的，升级 {len(plan)} 步" if executor.loader.applied_migrations else "建立数据库表"):
                _migrate()
                ledger.grants()
    pinned()


def _migrate() -> None:
    from django.core.management import call_command
    from django.db.utils import ProgrammingError

    try:
        call_command("migrate", interactive=False, verbosity=0)
    except ProgrammingError as error:
        if getattr(error.__cause__, "sqlstate", "") != "42501":
            raise
        raise Trouble("这个数据库账户不能建表：请用表的所有者连接一次，再运行 deploy/postgresql/roles.sql。 Run it once as the tables' owner.") from None


def refuse_newer(migrations: Iterable[tuple[str, str]]) -> None:
    """Data that a newer code has changed are not for this one. Raises Trouble."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    known = MigrationLoader(connection).disk_migrations
    if strange := sorted(one for one in migrations if one not in known):
        app, name = strange[0]
        raise Trouble(f"数据比这份代码新：代码没有 {app}.{name} 等 {len(strange)} 步升级。请换上写这些数据的代码。 The data are newer than this code.")


def pinned() -> None:
    """Open cases pin the version of their procedure: a code that lacks one must not run the city. Raises Trouble."""
    from yiwang.engines.cases import api as cases

    if lacking := cases.lacking():
        named = "、".join(f"{code} 第 {version} 版" for code, version in lacking)
        raise Trouble(f"有办件还按这些程序在办，而这份代码没有它们：{named}。 Open cases pin procedure versions that this code lacks.")


def static(into: Path) -> None:
    from django.core.management import call_command

    into.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)


def city() -> None:
    """The demo city, when the module that makes it is there; it does nothing in a city that is not empty."""
    if importlib.util.find_spec("yiwang.city.demo") is None:
        return
    from yiwang.city import demo

    demo.seed(say)


def main() -> int:
    lifeline.watch()
    try:
        schema()
        from django.conf import settings

        static(settings.STATIC_ROOT)
        keys.metrics_token(settings.DATA)  # whoever collects figures finds it there
        if settings.DEMO:
            city()
    except Exception as error:
        if not (words := mendable(error)):
            raise
        say(f"✗ {words}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
