"""Writers that hold transactions open, sealers and readers that are killed: nothing is skipped, nothing comes twice, each chain keeps its order."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from typing import Any

import pytest
from django.db import connections

from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.tests import crowd
from yiwang.engines.store import api as store

pytestmark = pytest.mark.django_db(transaction=True)
Start = Callable[..., tuple[ForkProcess, Connection]]


@pytest.fixture
def start(at: datetime) -> Iterator[Start]:
    """Starts a member of the crowd on this test's database; ends all of them."""
    started: list[ForkProcess] = []
    context = multiprocessing.get_context("fork")  # a new process would load everything again

    def begun(what: Callable[..., None], *words: Any) -> tuple[ForkProcess, Connection]:
        connections.close_all()  # a connection is not shared with a child
        ours, theirs = context.Pipe()
        one = context.Process(target=what, args=(theirs, at, *words), daemon=True)
        one.start()
        started.append(one)
        return one, ours

    yield begun
    for one in started:
        one.kill()
        one.join()


def sealed_all() -> bool:
    return bool(store.rows("select count(*) from ledger_entry")[0][0] == ledger.position())


def waited(until: Callable[[], bool], seconds: float = 20.0) -> bool:
    end = time.monotonic() + seconds
    while not until():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def assert_whole() -> None:
    """Dense, complete, and in every chain the order of its places."""
    rows = store.rows("select pos, chain, n from ledger_feed order by pos")
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    assert len(rows) == store.rows("select count(*) from ledger_entry")[0][0]
    last: dict[int, int] = {}
    for _, chain, n in rows:
        assert n == last.get(chain, 0) + 1
        last[chain] = n
    assert ledger.verify().ok


@pytest.mark.slow(reason="writers hold transactions open for two seconds")
def test_nothing_is_skipped_and_the_lag_is_short(start: Start, at: datetime) -> None:
    """Polled each 20 ms, as the readers' process does; lag from the commit to the position."""
    many, longest = (6, 0.15) if store.is_postgresql() else (3, 0.004)  # SQLite has one writer at a time, the sealer is one of them: none of them pauses
    writers = [start(crowd.write, f"w{i}", 2.0, longest) for i in range(many)]
    for _, pipe in writers:
        pipe.send("go")
    placed: dict[tuple[int, int], float] = {}
    seen, end = 0, time.monotonic() + 2.5
    while time.monotonic() < end or (time.monotonic() < end + 5 and not sealed_all()):
        ledger.seal(at=at)
        now = time.monotonic()
        for pos, chain, n in store.rows("select pos, chain, n from ledger_feed where pos > %s order by pos", (seen,)):
            placed[chain, n], seen = now, pos
        time.sleep(0.02)
    lags = sorted(placed[chain, n] - committed for _, pipe in writers for chain, n, committed in pipe.recv())  # a KeyError is an entry skipped
    assert_whole()
    assert len(lags) > 30
    assert lags[int(len(lags) * 0.99)] < 0.25, lags[-5:]


def test_a_killed_sealer_leaves_nothing_half_done(start: Start, write: Callable[..., int], at: datetime) -> None:
    write("unit:1", 5)
    one, pipe = start(crowd.hang)
    assert pipe.recv() == 5
    one.kill()
    one.join()
    assert waited(lambda: ledger.seal(at=at) == 5)
    assert_whole()


@pytest.mark.slow(reason="kills sealers and readers four times while writers write")
def test_killed_sealers_and_readers_go_on_exactly(start: Start, at: datetime) -> None:
    writers = [start(crowd.write, f"w{i}", 2.5, 0.02 if store.is_postgresql() else 0.002) for i in range(2)]
    for _, pipe in writers:
        pipe.send("go")
    for turn in range(4):
        members = [start(crowd.seal), start(crowd.read, "r")]
        time.sleep(0.3 + turn * 0.05)
        for one, _ in members:
            one.kill()
            one.join()
    for _, pipe in writers:
        pipe.recv()
    start(crowd.seal)
    start(crowd.read, "r")
    assert waited(sealed_all)
    end = ledger.position()
    saw = f"select pos from ledger_parked where reader = '{crowd.SAW}' order by pos"
    assert waited(lambda: len(store.rows(saw)) == end)
    assert [pos for (pos,) in store.rows(saw)] == list(range(1, end + 1))
    assert ledger.parked(reader=crowd.READER) == []
    assert_whole()


def test_two_readers_at_once_hold_one_lease(start: Start, write: Callable[..., int], at: datetime) -> None:
    write("unit:1", 40)
    ledger.seal(at=at)
    start(crowd.read, "a")
    start(crowd.read, "b")
    assert waited(lambda: store.rows(f"select count(*) from ledger_parked where reader = '{crowd.SAW}'")[0][0] == 40)
    assert ledger.parked(reader=crowd.READER) == []
    (one,) = ledger.standings()
    assert one.pos == 40 and one.holder in ("a", "b")
