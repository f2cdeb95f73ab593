"""The machine with the primary database loses its power while people are at work: what they were told is there once, and the service goes on by itself."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.city.conftest import City, family, gone, waited
from tests.failover.cluster import Cluster, cluster
from tests.faults.browser import Browser, Official
from tests.faults.test_tree import FOUND, LOOK, python, told
from tests.support.sources import REPOSITORY
from yiwang.city import standing

GAP = 30.0  # seconds in which a move is acknowledged again, the hands of the clock above all
HANGS = 40.0  # seconds no answer may take, whatever it says
PEOPLE = (("citizen", Browser), ("other", Browser), ("citizen", Browser), ("other", Browser), ("market", Official))
AT_WORK = 20  # steps that were told before the power goes


@dataclass
class Watcher(threading.Thread):
    """Opens a page that asks the database, ten times a second, and writes down what came."""

    address: str
    over: threading.Event
    seen: list[tuple[float, int, float, str]] = field(default_factory=list)  # when, status, seconds, what was said besides 200

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        while not self.over.wait(0.1):
            began = time.monotonic()
            try:
                with urllib.request.urlopen(f"{self.address}/search/?q=%E9%A3%9F%E5%93%81", timeout=HANGS) as answer:
                    status, said = answer.status, ""
            except urllib.error.HTTPError as error:
                with error:
                    status, said = error.code, f"{error.headers.get('Retry-After')} {error.read().decode()}"
            except OSError as error:
                status, said = 0, str(error)
            self.seen.append((began, status, time.monotonic() - began, said))


@dataclass
class Work:
    """A city on a cluster and the people at it."""

    cluster: Cluster
    city: City
    people: list[Browser]
    watcher: Watcher

    def lose_the_primary(self) -> float:
        """Seconds from the kill until somebody is told of a step again, made after it."""
        began, before = time.monotonic(), told(self.people)
        self.cluster.kill(self.cluster.primary())
        in_hand = before + len(self.people)  # answers that were on their way already
        assert waited(lambda: told(self.people) > in_hand or any(one.faults for one in self.people), 90), self.cluster.said()
        return time.monotonic() - began


@contextmanager
def work(folder: Path) -> Iterator[Work]:
    with ExitStack() as stack:
        databases = stack.enter_context(cluster())
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        city = City(folder / "data", databases.owner, port)
        standing.found(city.data, standing.REAL)
        prepared = subprocess.run([sys.executable, "-m", "yiwang.city.prepare"], env=city._environment(), cwd=REPOSITORY, capture_output=True, text=True,
                                  check=False)
        assert prepared.returncode == 0, prepared.stdout + prepared.stderr
        databases.grant()
        city.database = databases.app
        stack.callback(_ended, city)
        python(city, FOUND)
        city.up()
        over = threading.Event()
        address = f"http://127.0.0.1:{port}"
        people = [kind(address, name, over) for name, kind in PEOPLE]
        watcher = Watcher(address, over)
        stack.callback(over.set)
        for one in (*people, watcher):
            one.start()
        assert waited(lambda: told(people) >= AT_WORK or any(p.faults for p in people), 60), [p.faults for p in people]
        yield Work(databases, city, people, watcher)


def _ended(city: City) -> None:
    for process in city.started:
        below = family(process.pid)
        process.kill()
        process.wait(30)
        assert waited(lambda below=below: all(map(gone, below)), 10)


def assert_whole(at_work: Work) -> dict[str, int]:
    """Everybody stops; nothing told is lost or doubled, the readers have caught up, the record verifies."""
    people, one = at_work.people, at_work.city
    people[0].over.set()
    for person in people:
        person.join(60)
    assert [p.faults for p in people] == [[] for _ in people]
    keys = [key for person in people for key in person.told]
    found: dict[str, object] = {}

    def caught_up() -> bool:
        found.update(json.loads(python(one, LOOK, json.dumps(keys))))
        return found["unsealed"] == 0

    assert waited(caught_up, 60), found
    assert (found["lost or doubled"], found["wrong"]) == ([], [])
    verified = one.line("ledger", "verify")
    assert verified.returncode == 0, verified.stdout
    return {"told": len(keys), "pages": len(at_work.watcher.seen)}


def assert_pages_were_honest(watcher: Watcher) -> None:
    """A page is there, or says 503, when to come again and what to do; none hangs."""
    assert {status for _, status, _, _ in watcher.seen} == {200, 503}
    for _, status, took, said in watcher.seen:
        assert took < HANGS
        assert status == 200 or (said.startswith("5 ") and "切换到备用设备" in said and "请等几秒再试" in said), said[:400]
    assert watcher.seen[-1][1] == 200


@pytest.mark.slow(reason="founds a cluster of three machines and a city on it, and waits for a failover")
def test_the_primary_is_lost_and_nothing_else(tmp_path: Path) -> None:
    with work(tmp_path) as at_work:
        gap = at_work.lose_the_primary()
        print("\nfailover", {"gap": round(gap, 1), "memory": at_work.cluster.memory()})
        assert gap < GAP
        figures = assert_whole(at_work)
        assert_pages_were_honest(at_work.watcher)
        assert figures["told"] > AT_WORK


@pytest.mark.long
def test_the_primary_is_lost_ten_times(tmp_path: Path) -> None:
    gaps = []
    with work(tmp_path) as at_work:
        for _ in range(10):
            lost = at_work.cluster.primary()
            gaps.append(round(at_work.lose_the_primary(), 1))
            at_work.cluster.start(lost)
            at_work.cluster.until()
        print("\nfailovers", {"gaps": gaps, "memory": at_work.cluster.memory()})
        assert max(gaps) < GAP
        print(assert_whole(at_work))
        assert_pages_were_honest(at_work.watcher)
