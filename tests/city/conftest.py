"""A city of one's own: a data folder, on PostgreSQL an empty database, and `up` running on them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.support.sources import REPOSITORY
from yiwang.city.launcher.tree import children

PATIENCE = 30.0  # seconds


def waited(until: Callable[[], object], patience: float = PATIENCE) -> bool:
    """Whether it came true in time."""
    end = time.monotonic() + patience
    while not until():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def gone(process: int) -> bool:
    """Whether the process has ended; one that nobody has buried yet counts as ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


@dataclass
class City:
    """`up` on a folder. `line()` runs any command on the same folder and returns its answer."""

    data: Path
    database: str
    port: int
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)
    said: Path = Path()

    def up(self, *words: str) -> subprocess.Popen[bytes]:
        """Starts it without the demo, which takes its time, and waits until it says that it runs."""
        self.said = self.data.with_name(f"said-{len(self.started)}")
        with self.said.open("w") as output:
            process = subprocess.Popen(self._line("up", "--no-demo", "--port", str(self.port), *words), env=self._environment(), cwd=REPOSITORY,
                                       stdout=output, stderr=subprocess.STDOUT)
        self.started.append(process)
        assert waited(lambda: "一网已启动" in self.said.read_text() or process.poll() is not None)
        assert process.poll() is None, self.said.read_text()
        return process

    def line(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self._line(*words), env=self._environment(), cwd=REPOSITORY, capture_output=True, text=True,
                              check=False, timeout=PATIENCE)

    def answers(self) -> bool:
        """Whether the web server answers; what it says is another test's matter."""
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5).close()
        except urllib.error.HTTPError as answer:
            answer.close()
        except OSError:
            return False
        return True

    def _line(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "yiwang.city.launcher.inside", *words]

    def _environment(self) -> dict[str, str]:
        inner = {name: value for name, value in os.environ.items() if not name.startswith(("YIWANG_", "PYTEST_"))}
        return {**inner, "YIWANG_DATA": str(self.data), "YIWANG_DATABASE": self.database, "PYTHONUTF8": "1",
                "DJANGO_SETTINGS_MODULE": "yiwang.city.settings"}


def family(of: int) -> list[int]:
    """All living processes below one."""
    found = [child for child in children(of) if not gone(child)]
    return found + [one for child in found for one in family(child)]


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server, name = os.environ.get("YIWANG_DATABASE", ""), f"city_{uuid.uuid4().hex[:10]}"
    if server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    one = City(tmp_path / "data", server.replace("/postgres?", f"/{name}?"), port)
    yield one
    for process in one.started:
        below = family(process.pid)
        process.send_signal(signal.SIGKILL)
        process.wait(PATIENCE)
        assert waited(lambda below=below: all(map(gone, below)), 10)
    if server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
