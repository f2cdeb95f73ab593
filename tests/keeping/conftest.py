"""Cities to be backed up, and places to restore them into: each a data folder and, on PostgreSQL, a database of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.journeys.small import at
from tests.support import gateway
from tests.support.gateway import Gateway
from tests.support.sources import REPOSITORY
from yiwang.city import standing
from yiwang.city.keeping import checking
from yiwang.city.keeping.archive import Reader
from yiwang.city.keeping.sealed import VARIABLE
from yiwang.kernel.clock import Clock

WORD, PATIENCE = "correct horse battery staple", 120.0
SERVER = os.environ.get("YIWANG_DATABASE", "")
MONDAY = "2026-11-09 09:30"


@dataclass
class Place:
    """A data folder and its database; "" is SQLite's, in the folder."""

    data: Path
    database: str = ""
    more: dict[str, str] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)  # what was found in it when it was founded

    def line(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """A command of `./yiwang` here."""
        return self.run("yiwang.city.launcher.inside", *words, **more)

    def good(self, *words: str) -> str:
        """A command that must go well; what it said."""
        done = self.line(*words)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
        return done.stdout

    def seed(self, *words: str, given: str = "") -> Any:
        """A process of `seed.py` here; what it told."""
        done = self.run("tests.keeping.seed", *words, given=given)
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1])

    def looked(self, keys: Sequence[str] = ()) -> dict[str, Any]:
        return dict(self.seed("look", given=json.dumps(list(keys))))

    def run(self, module: str, *words: str, given: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", module, *words], env=self.environment(**more), cwd=REPOSITORY, input=given, capture_output=True,
                              text=True, timeout=PATIENCE, check=False)

    def start(self, module: str, *words: str, **more: str) -> subprocess.Popen[bytes]:
        """A process that goes on by itself."""
        return subprocess.Popen([sys.executable, "-m", module, *words], env=self.environment(**more), cwd=REPOSITORY, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)

    def environment(self, **more: str) -> dict[str, str]:
        inner = {name: value for name, value in os.environ.items() if not name.startswith(("YIWANG_", "PYTEST_", "DJANGO_"))}
        return {**inner, "YIWANG_DATA": str(self.data), "YIWANG_DATABASE": self.database, "PYTHONUTF8": "1", VARIABLE: WORD,
                "DJANGO_SETTINGS_MODULE": "yiwang.city.settings", **self.more, **more}


Make = Callable[..., Place]


@dataclass
class Server:
    """Databases of this test run, dropped at its end."""

    names: list[str] = field(default_factory=list)

    def database(self, like: str = "") -> str:
        name = f"keeping_{uuid.uuid4().hex[:10]}"
        with psycopg.connect(SERVER, autocommit=True) as connection:
            more = sql.SQL(" template {}").format(sql.Identifier(like)) if like else sql.SQL("")
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)) + more)
        self.names.append(name)
        return name

    def url(self, name: str) -> str:
        return SERVER.replace("/postgres?", f"/{name}?")

    def drop(self) -> None:
        if self.names:
            with psycopg.connect(SERVER, autocommit=True) as connection:
                for name in self.names:
                    connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def databases() -> Iterator[Server]:
    server = Server()
    yield server
    server.drop()


@pytest.fixture(scope="session")
def post() -> Iterator[Gateway]:
    """Whoever takes the short messages of these cities."""
    with gateway.listening() as there:
        yield there


@pytest.fixture
def place(tmp_path: Path, databases: Server) -> Make:
    """`place("b")` is an empty place; `place("b", sqlite=True)` one on SQLite, whatever is tested."""
    def made(name: str, *, sqlite: bool = False) -> Place:
        return Place(tmp_path / name, databases.url(databases.database()) if SERVER and not sqlite else "")

    return made


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory, databases: Server, post: Gateway) -> tuple[Place, str]:
    """A small city that is founded once, and the name of its database. Never used itself."""
    data = tmp_path_factory.mktemp("first") / "data"
    standing.found(data, standing.DEMO)
    clock = Clock(data / "clock")
    clock.move(at(MONDAY) - clock.now())
    name = databases.database() if SERVER else ""
    one = Place(data, databases.url(name) if name else "", _carrier(post))
    (data / "appeals").mkdir()
    (data / "appeals" / "model").write_bytes(b"a model")  # nobody asks it here
    one.told = told = one.seed("found")
    assert told["wrong"] == [] and told["unsent"] == 0 < told["sent"] and told["behind"] == 0 < told["searched"]
    return one, name


@pytest.fixture
def city(first: tuple[Place, str], tmp_path: Path, databases: Server, post: Gateway) -> Place:
    """A copy of that city, to do anything to."""
    one, name = first
    data = tmp_path / "city"
    shutil.copytree(one.data, data)
    if not name:
        return Place(data, "", _carrier(post), one.told)
    mine = databases.database(name)
    for there in (data / "published").iterdir():
        there.rename(there.with_name(mine))  # a database's record is published under its name
    return Place(data, databases.url(mine), _carrier(post), one.told)


@pytest.fixture(scope="session")
def archive(first: tuple[Place, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the small city."""
    target = tmp_path_factory.mktemp("archive") / "city.yw"
    first[0].good("backup", str(target))
    return target


def _carrier(post: Gateway) -> dict[str, str]:
    return {"YIWANG_SMS_URL": post.url, "YIWANG_SMS_KEY": gateway.KEY}


def rows_of(archive: Path) -> dict[str, list[bytes]]:
    """Every table of an archive as its lines, in an order of their own."""
    with Reader(archive) as reader:
        found = checking.check(reader)
        return {table.name: sorted(b"".join(found.table(reader, table.name)).splitlines()) for table in found.manifest.tables}
