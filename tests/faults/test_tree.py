"""kill -9 of whatever runs, while people are at work over HTTP: what they were told is there once, nothing is half done, the readers go on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from tests.city.conftest import City, city, family, gone, waited  # noqa: F401 (a fixture)
from tests.city.test_up import name_of
from tests.faults.browser import Browser, Official
from tests.support.sources import REPOSITORY

FOUND = "from tests.journeys import small; small.found(small.at('2026-01-05 09:00'))"
LOOK = """
import json, sys
from tests.faults import whole
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
keys = json.load(sys.stdin)
counted = [store.rows("select count(*) from cases_case where key = %s", (k,))[0][0] + store.rows(
    "select count(*) from ledger_entry where key = %s and n > 1", (k,))[0][0] for k in keys]
entries = store.rows("select count(*) from ledger_entry")[0][0]
print(json.dumps({"lost or doubled": [k for k, n in zip(keys, counted) if n != 1], "wrong": whole.wrongs() + whole.gaps(),
                  "unsealed": entries - ledger.position(), "cases": store.rows("select count(*) from cases_case")[0][0]}))
"""


def python(one: City, source: str, given: str = "") -> str:
    """Runs lines in a process of the city's own."""
    done = subprocess.run([sys.executable, "-c", f"import django; django.setup()\n{source}"], env=one._environment(), cwd=REPOSITORY, input=given,
                          capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture
def crowd(city: City) -> Iterator[tuple[City, list[Browser]]]:  # noqa: F811
    """Two citizens and an official at work on a running city."""
    city.up()
    python(city, FOUND)
    over = threading.Event()
    address = f"http://127.0.0.1:{city.port}"
    people: list[Browser] = [Browser(address, "citizen", over), Browser(address, "other", over), Official(address, "market", over)]
    for one in people:
        one.start()
    yield city, people
    over.set()
    for one in people:
        one.join(30)


def members(one: City) -> dict[str, list[int]]:
    """The tree's processes by what they are."""
    below = family(one.started[-1].pid)
    web = next((p for p in below if "yiwang.city.serve" in name_of(p)), 0)
    return {"web": [web] if web else [], "worker": family(web) if web else [], "readers": [p for p in below if "worker readers" in name_of(p)],
            "sweep": [p for p in below if "worker sweep" in name_of(p)]}


def kill(one: City, what: str) -> None:
    """Kills a member, or the parent, and then starts it anew as whoever keeps the service running does."""
    if what == "parent":
        below = family(one.started[-1].pid)
        one.started[-1].kill()
        one.started[-1].wait()
        assert waited(lambda: all(map(gone, below)), 15)
        one.up()
        return
    victim: list[int] = []
    assert waited(lambda: victim.extend(members(one)[what]) or victim), what
    os.kill(victim[-1], signal.SIGKILL)


ORDER = ("worker", "readers", "parent", "worker", "sweep", "worker", "web", "readers", "parent", "worker")


def told(people: list[Browser]) -> int:
    return sum(len(one.told) for one in people)


def in_time(until: Callable[[], object]) -> bool:
    return waited(until, 60)


@pytest.mark.database
@pytest.mark.slow(reason="a whole process tree under load, ten of its members killed")
def test_what_people_were_told_survives_every_kill(crowd: tuple[City, list[Browser]]) -> None:
    one, people = crowd
    assert in_time(lambda: all(p.told for p in people) or any(p.faults for p in people)), [p.faults for p in people]
    for i, what in enumerate(ORDER):
        before = told(people)
        time.sleep(0.05 * (i % 5))
        kill(one, what)
        assert in_time(lambda before=before: told(people) > before + 1 or any(p.faults for p in people)), what  # work goes on
    people[0].over.set()
    for person in people:
        person.join(30)
    assert [p.faults for p in people] == [[], [], []]
    keys = [key for person in people for key in person.told]
    assert in_time(lambda: json.loads(python(one, LOOK, json.dumps(keys)))["unsealed"] == 0)  # the readers have caught up by themselves
    found = json.loads(python(one, LOOK, json.dumps(keys)))
    assert (found["lost or doubled"], found["wrong"]) == ([], []) and found["cases"] >= 10
    verified = one.line("ledger", "verify")
    assert verified.returncode == 0, verified.stdout
