"""Three machines, each a space of processes of its own with an etcd, a Patroni and a PostgreSQL in it, from the files a city is given (`deploy/`).

A machine that is killed goes as by its power switch: the kernel ends everything in its space at once. All go when whoever started them goes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

import psycopg

from tests.failover.certificate import certify
from tests.support.sources import REPOSITORY
from yiwang.city import lifeline
from yiwang.city.launcher.tree import children

DEPLOY = REPOSITORY / "deploy"
NAMES = ("db1", "db2", "db3")
PATIENCE = 60.0  # seconds until the cluster stands
QUICK = {"TTL": "8", "LOOP_WAIT": "1", "RETRY": "3"}
MACHINE = """
set -a; . ./etcd.env; set +a
etcd --log-level error > etcd.log 2>&1 &
setpriv --reuid=postgres --regid=postgres --init-groups patroni patroni.yml > patroni.log 2>&1 &
wait
"""
SECRETS = {name: f"{name.lower()}-7" for name in ("SUPERUSER_WORD", "REPLICATION_WORD", "REWIND_WORD", "API_WORD", "OWNER_WORD", "APP_WORD")}


@dataclass
class Cluster:
    """`app` and `owner` are what a city is given as `--database`: through the proxy, as either role."""

    folder: Path
    net: str  # 127.x.y
    times: dict[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    proxies: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def app(self) -> str:
        return self._url("yiwang_app", SECRETS["APP_WORD"])

    @property
    def owner(self) -> str:
        return self._url("yiwang_owner", SECRETS["OWNER_WORD"])

    def start(self, name: str) -> None:
        """The machine's power is on."""
        path = f"{self.values(name)['PROGRAMS']}:/usr/sbin:/usr/bin:/sbin:/bin"
        self.running[name] = _apart(MACHINE, self.folder / name, path)

    def kill(self, name: str) -> None:
        """The machine's power is off."""
        _off(self.running.pop(name))

    def members(self) -> dict[str, tuple[str, str]]:
        """What any Patroni that answers says: name → role, state."""
        for name in self.running:
            with suppress(OSError, ValueError), urllib.request.urlopen(f"http://{self.address(name)}:8008/cluster", timeout=2) as answer:
                return {one["name"]: (one["role"], one["state"]) for one in json.load(answer)["members"]}
        return {}

    def primary(self) -> str:
        """Who says of itself that it is; empty while nobody does."""
        return next((name for name in self.running if self._is(name, "primary")), "")

    def whole(self) -> bool:
        """A primary, a standby that confirms each commit, and all that run follow."""
        said = self.members()
        roles = sorted(role for role, state in said.values() if state in ("running", "streaming"))
        return len(roles) >= len(self.running) and "leader" in roles and "sync_standby" in roles and bool(self.primary())

    def until(self, stands: str = "whole") -> None:
        end = time.monotonic() + PATIENCE
        while not getattr(self, stands)():
            if time.monotonic() > end or any(one.poll() is not None for one in self.running.values()):
                raise AssertionError(f"the cluster is not {stands}: {self.members()}\n{self.said()}")
            time.sleep(0.1)

    def said(self) -> str:
        return "\n".join(f"── {file.parent.name}/{file.name}\n" + "\n".join(file.read_text(errors="replace").splitlines()[-12:])
                         for file in sorted(self.folder.glob("db?/*.log")))

    def superuser(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(host=self.address(self.primary()), user="postgres", password=SECRETS["SUPERUSER_WORD"], dbname=database, autocommit=True)

    def memory(self) -> dict[str, int]:
        """Proportional share of memory, megabytes: of each machine and the proxy."""
        found = {name: sum(map(_share, _below(process.pid))) for name, process in self.running.items()}
        return {name: round(size / 1024) for name, size in {**found, "proxy": sum(_share(below) for one in self.proxies for below in _below(one.pid))}.items()}

    def address(self, name: str) -> str:
        return f"{self.net}.{NAMES.index(name) + 1}"

    def values(self, name: str) -> dict[str, str]:
        """What the example says, with our own folders and addresses."""
        place = self.folder / name
        own = {"NAME": name, "HERE": self.address(name), **{one.upper(): self.address(one) for one in NAMES}, "PROXY": f"{self.net}.9",
               "NETWORK": "127.0.0.0/8", "DATA": str(place / "data"), "SOCKETS": str(place), "ETCD_DATA": str(place / "etcd"),
               "CERTIFICATE": str(place / "server.pem"), "KEY": str(place / "server.key"), "SHARED_BUFFERS": "32MB",
               "PROGRAMS": max(map(str, Path("/usr/lib/postgresql").glob("*/bin"))), **SECRETS, **self.times}
        example = dict(re.findall(r"^(\w+)=(\S+)", (DEPLOY / "patroni" / "example.env").read_text(), re.MULTILINE))
        assert set(own) <= set(example), set(own) - set(example)
        return {**example, **own}

    def lay_out(self) -> None:
        """Writes each machine's files, and the proxy's."""
        for name in NAMES:
            place = self.folder / name
            place.mkdir(mode=0o755)
            for file in ("etcd.env", "patroni.yml", "haproxy.cfg"):
                (place / file).write_text(Template((DEPLOY / "patroni" / file).read_text()).substitute(self.values(name)))
            certify(place / "server.pem", place / "server.key", self.address(name))
            for mine in (place, place / "server.key", place / "server.pem"):
                shutil.chown(mine, "postgres", "postgres")

    def proxy(self) -> None:
        """haproxy, as it stands on a web machine."""
        self.proxies.append(_apart("haproxy -db -f haproxy.cfg & wait", self.folder / "db1"))

    def found(self) -> None:
        """The owner and its database, as the README has it."""
        with self.superuser() as connection:
            for line in _lines(DEPLOY / "patroni" / "founding.sql"):
                connection.execute(line.replace(":'owner_word'", f"'{SECRETS['OWNER_WORD']}'"))

    def grant(self) -> None:
        """The application's role, after the tables were made."""
        with self.superuser("yiwang") as connection:
            connection.execute((DEPLOY / "postgresql" / "roles.sql").read_text())
            connection.execute(f"alter role yiwang_app password '{SECRETS['APP_WORD']}'")

    def end(self) -> None:
        for one in [*self.proxies, *self.running.values()]:
            _off(one)

    def _is(self, name: str, what: str) -> bool:
        try:
            urllib.request.urlopen(f"http://{self.address(name)}:8008/{what}", timeout=2).close()
        except (urllib.error.HTTPError, OSError):
            return False
        return True

    def _url(self, role: str, word: str) -> str:
        return f"postgresql://{role}:{word}@{self.net}.9:5000/yiwang?sslmode=require"


@contextmanager
def cluster(**times: str) -> Iterator[Cluster]:
    """A whole cluster with its proxy and an empty database in it. `times`: TTL, LOOP_WAIT, RETRY."""
    folder = Path(tempfile.mkdtemp(prefix="yiwang-failover-"))
    folder.chmod(0o755)
    process = os.getpid()
    one = Cluster(folder, f"127.{process // 200 % 200 + 20}.{process % 200 + 20}", times or QUICK)
    try:
        one.lay_out()
        for name in NAMES:
            one.start(name)
        one.proxy()
        one.until()
        one.found()
        yield one
    finally:
        one.end()
        shutil.rmtree(folder, ignore_errors=True)


def _apart(script: str, folder: Path, path: str = "/usr/sbin:/usr/bin:/sbin:/bin") -> subprocess.Popen[bytes]:
    """A shell as the first process of a new space. It ends with us, and all in its space with it: those that changed their user too, which the kernel then
    no longer tells of a parent's end."""
    line = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", script]
    with (folder / "machine.log").open("ab") as log:
        return subprocess.Popen(line, cwd=folder, env={"PATH": path, "LC_ALL": "C.UTF-8"}, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                start_new_session=True, preexec_fn=_end_with_us)


def _off(process: subprocess.Popen[bytes]) -> None:
    for first in children(process.pid):  # the first of its space: with it the kernel kills all others
        os.kill(first, signal.SIGKILL)
    process.kill()
    process.wait(30)


def _end_with_us() -> None:
    lifeline.end_with_parent(signal.SIGKILL)


def _lines(file: Path) -> list[str]:
    text = "\n".join(line for line in file.read_text().splitlines() if not line.startswith("--"))
    return [part.strip() for part in text.split(";") if part.strip()]


def _below(process: int) -> list[int]:
    return [found for child in children(process) for found in (child, *_below(child))]


def _share(process: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
