"""The database under test: a copy of one that was migrated once, so that a worker starts quickly and what a test commits is gone."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import django
import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

REPOSITORY = Path(__file__).resolve().parents[2]
PLACE = REPOSITORY / "var" / "test"
KEPT = 4  # templates of earlier schemas: who changes branches comes back to them


class Copies:
    """Copies of the migrated database for one worker: `fresh()` puts a clean one in place, `gone()` takes it away."""

    def __init__(self, worker: str, folder: Path):
        self.postgres = connection.vendor == "postgresql"
        self._template = f"yiwang_{_schema()}"
        self._mine = f"test_{os.getpid()}_{worker}" if self.postgres else str(folder / "city.sqlite3")
        with _alone():
            self._make_template()

    def fresh(self) -> None:
        self._away()
        if self.postgres:
            with self._server() as server:
                copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
                server.execute(copy.format(_name(self._mine), _name(self._template)))
        else:
            shutil.copyfile(PLACE / f"{self._template}.sqlite3", self._mine)
        _use(self._mine)

    def gone(self) -> None:
        self._away()

    def _away(self) -> None:
        connections.close_all()
        if self.postgres:
            with self._server() as server:
                server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(_name(self._mine)))
        else:
            for ending in ("", "-wal", "-shm"):
                Path(self._mine + ending).unlink(missing_ok=True)

    def _make_template(self) -> None:
        if self.postgres:
            with self._server() as server:
                if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self._template]).fetchone():
                    return
                making = f"{self._template}_{os.getpid()}"
                server.execute(sql.SQL("CREATE DATABASE {}").format(_name(making)))
            _migrate(making)
            with self._server() as server:
                server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(_name(making), _name(self._template)))
        elif not (ready := PLACE / f"{self._template}.sqlite3").exists():
            making = str(PLACE / f".{self._template}.{os.getpid()}")
            _migrate(making)
            os.replace(making, ready)
            for old in sorted(PLACE.glob("yiwang_*.sqlite3"), key=lambda file: file.stat().st_mtime)[:-KEPT]:
                old.unlink()

    @contextlib.contextmanager
    def _server(self) -> Iterator[psycopg.Connection]:
        """The server's own database, outside any transaction."""
        known = connection.settings_dict
        words = {"host": known["HOST"], "port": known["PORT"], "user": known["USER"], "password": known["PASSWORD"], "dbname": "postgres"}
        with psycopg.connect(autocommit=True, **{name: value for name, value in words.items() if value}) as server:
            yield server


def _migrate(name: str) -> None:
    _use(name)
    call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()


def _use(name: str) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = name
    connections.settings["default"]["NAME"] = name


def _name(text: str) -> sql.Identifier:
    return sql.Identifier(text)


def _schema() -> str:
    """What the tables depend on, as a short hash: the models and migrations of every app, and Django."""
    seen = hashlib.sha256(django.__version__.encode())
    for app in sorted(apps.get_app_configs(), key=lambda one: one.name):
        place = Path(app.path)
        for file in sorted([*place.glob("models*.py"), *place.glob("models/*.py"), *place.glob("migrations/*.py")]):
            seen.update(str(file).encode() + file.read_bytes())
    for file in sorted((REPOSITORY / "src/yiwang/engines/store").rglob("*.py")):  # migrations take their triggers from there
        seen.update(file.read_bytes())
    return seen.hexdigest()[:12]


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    PLACE.mkdir(parents=True, exist_ok=True)
    with (PLACE / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
