"""Loops and their leases: one place at a time, a fault rests and is written down, the others go on."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, connection

from tests.city.conftest import waited
from yiwang.city import worker
from yiwang.city.leases import Lease


@pytest.mark.django_db(transaction=True)
def test_a_lease_is_held_by_one(tmp_path: Path) -> None:
    mine, folder = Lease("seal", tmp_path), tmp_path
    with held("seal", folder) as theirs:
        assert theirs and not mine.hold()
    assert waited(mine.hold, 5) and mine.hold()  # a session that has ended gives up its locks a moment later
    with held("seal", folder) as theirs, held("letters", folder) as others:
        assert not theirs and others
    mine.let_go()
    with held("seal", folder) as theirs:
        assert theirs


LOCK = """
import fcntl, sys
file = open(sys.argv[1], "w")
try:
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("no", flush=True)
else:
    print("yes", flush=True)
sys.stdin.read()
"""


@contextlib.contextmanager
def held(name: str, folder: Path) -> Iterator[bool]:
    """The same lease as another process, or another session, gets it."""
    if connection.vendor == "postgresql":
        known = connection.settings_dict
        with psycopg.connect(host=known["HOST"], user=known["USER"], dbname=known["NAME"], autocommit=True) as other:
            yield bool(other.execute("SELECT pg_try_advisory_lock(%s)", [Lease(name, folder).number]).fetchone()[0])  # type: ignore[index]
    else:
        line = [sys.executable, "-c", LOCK, str(folder / f"{name}.lock")]
        with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other_process:
            assert other_process.stdout is not None
            yield other_process.stdout.readline() == "yes\n"
            other_process.communicate()


class Always:
    def hold(self) -> bool:
        return True


def test_a_fault_is_written_down_rests_longer_and_is_forgotten_when_it_mends(at: datetime, tmp_path: Path) -> None:
    broken = True

    def loop(now: datetime) -> int:
        if broken:
            raise ValueError("disk full")
        return 1

    one = worker.Turner("readers.seal", loop, Always(), tmp_path)  # type: ignore[arg-type]
    pauses = []
    for _ in range(9):
        one.turn(at)
        pauses.append(one._pause)
    state = json.loads((tmp_path / "readers.seal.json").read_text())
    assert state["failures"] == 9 and state["error"] == "ValueError: disk full"
    assert pauses[0] == worker.IDLE and pauses == sorted(pauses) and pauses[-1] == worker.LONGEST
    broken = False
    one.turn(at)
    assert json.loads((tmp_path / "readers.seal.json").read_text())["failures"] == 0 and one._pause == worker.BUSY


def test_a_database_that_is_away_keeps_nobody_waiting_afterwards(at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def loop(now: datetime) -> int:
        raise OperationalError from psycopg.OperationalError("server closed the connection unexpectedly")

    said: list[str] = []
    monkeypatch.setattr(worker.log, "warning", lambda text, *words: said.append(text % words))
    monkeypatch.setattr(worker.log, "exception", lambda text, *words: said.append(f"at length: {text % words}"))
    one = worker.Turner("readers.seal", loop, Always(), tmp_path)  # type: ignore[arg-type]
    for _ in range(9):
        one.turn(at)
    assert one.failures == 9 and one._pause == worker.ELSEWHERE
    assert said == ["readers.seal: the database is away"]


def test_a_loop_without_work_slows_down_and_wakes_at_once(at: datetime, tmp_path: Path) -> None:
    done = 0
    one = worker.Turner("sweep.terms", lambda now: done, Always(), tmp_path)  # type: ignore[arg-type]
    for _ in range(20):
        one.turn(at)
    assert one._pause == worker.IDLE
    done = 3
    one.turn(at)
    assert one._pause == worker.BUSY
