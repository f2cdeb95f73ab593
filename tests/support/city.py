"""A whole demo city for walks: founded at a fixed instant, then run as `up` runs it. Its clock is moved by the command line alone."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from tests.support.sources import REPOSITORY
from yiwang.city import standing
from yiwang.kernel.clock import SHANGHAI, Clock

PATIENCE = 90.0  # seconds until a city stands
MONDAY = datetime(2026, 11, 9, 9, 30, tzinfo=SHANGHAI)
FOUND = """
import sys, django; django.setup()
from yiwang.city import prepare
from yiwang.city.demo import making
from django.conf import settings
prepare.schema(); prepare.static(settings.STATIC_ROOT); making.make(lambda said: None, cases=int(sys.argv[1]))
"""


@dataclass(frozen=True, slots=True)
class City:
    """A running city: its data folder and its address."""

    data: Path
    address: str

    def line(self, *words: str) -> str:
        """A command of `./yiwang` on this city; what it said."""
        done = subprocess.run([sys.executable, "-m", "yiwang.city.launcher.inside", *words], env=environment(self.data), cwd=REPOSITORY,
                              capture_output=True, text=True, timeout=PATIENCE, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def until(self, at: datetime) -> None:
        """Moves the clock on to an instant, with `./yiwang clock`."""
        minutes = int((at - Clock(self.data / "clock").now()) / timedelta(minutes=1)) + 1
        self.line("clock", f"{'+' if minutes >= 0 else '-'}{abs(minutes)}m")

    def python(self, source: str, *words: str) -> str:
        """Runs a few lines in the city's own process, after `django.setup()`; what they printed."""
        return _python(self.data, f"import django; django.setup()\n{source}", *words)


def environment(data: Path) -> dict[str, str]:
    inner = {name: value for name, value in os.environ.items() if not name.startswith(("YIWANG_", "PYTEST_"))}
    return {**inner, "YIWANG_DATA": str(data), "YIWANG_DATABASE": "", "YIWANG_STATIC": str(data / "static"), "PYTHONUTF8": "1",
            "DJANGO_SETTINGS_MODULE": "yiwang.city.settings", "YIWANG_WEB_WORKERS": "1"}


def _python(data: Path, source: str, *words: str) -> str:
    done = subprocess.run([sys.executable, "-c", source, *words], env=environment(data), cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def found(data: Path, *, cases: int, at: datetime = MONDAY) -> None:
    """Puts a demo city in a folder, founded at `at` with a past of so many applications: a copy of one that the run founds once, and its clock goes on from
    the moment when that one was ready."""
    shared = _shared()
    shared.mkdir(parents=True, exist_ok=True)
    first, ready = (shared / f"{cases}-{at:%Y%m%d%H%M}{ending}" for ending in ("", ".ready"))
    with (shared / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not ready.exists():
            standing.found(first, standing.DEMO)
            clock = Clock(first / "clock")
            clock.move(at - clock.now())
            _python(first, FOUND, str(cases))
            ready.write_text(clock.now().isoformat())
    shutil.copytree(first, data)
    clock = Clock(data / "clock")
    clock.move(datetime.fromisoformat(ready.read_text()) - clock.now())


def _shared() -> Path:
    """A folder for all processes of this run, which goes with it."""
    tally = os.environ.get("YIWANG_TALLY")
    return (Path(tally).parent if tally else settings.DATA) / "cities"


@contextlib.contextmanager
def running(data: Path, **more: str) -> Iterator[City]:
    """The city's process tree, ended with the block; `more` is set in its environment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    said = data.with_name(f"{data.name}.said")
    with said.open("w") as output:
        process = subprocess.Popen([sys.executable, "-m", "yiwang.city.launcher.inside", "up", "--port", str(port)],
                                   env=environment(data) | {"YIWANG_ADDRESS": f"http://127.0.0.1:{port}"} | more, cwd=REPOSITORY,
                                   stdout=output, stderr=subprocess.STDOUT)
    try:
        until = time.monotonic() + PATIENCE
        while "一网已启动" not in said.read_text():
            assert process.poll() is None and time.monotonic() < until, said.read_text()
            time.sleep(0.05)
        yield City(data, f"http://127.0.0.1:{port}")
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(15)
