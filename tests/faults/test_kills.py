"""kill -9 in the middle of performing, and of the database server: what was acknowledged is there once, nothing is half done, all goes on."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from random import Random  # noqa: TID251 (a seeded one)
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, connections

from tests.faults import crowd, whole
from tests.faults.conftest import Start
from yiwang.city import postgres
from yiwang.city.words import Trouble
from yiwang.engines.cases.tests import trial
from yiwang.engines.cases.tests.trial import City
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store

Acknowledged = list[tuple[int, str, int]]
STORED = "select key from ledger_entry where key is not null"


def drained(pipe: Connection) -> Acknowledged:
    """All that was said before the end."""
    found: Acknowledged = []
    try:
        while pipe.poll():
            found.append(pipe.recv())
    except EOFError:
        pass
    return found


def kill_while_performing(city: City, start: Start, times: int) -> Acknowledged:
    """Two performers at a time, each killed at a point of its own choosing; then what was acknowledged."""
    chance, found = Random(times), Acknowledged()
    for turn in range(times):
        performer, pipe = start(crowd.live, city, f"run-{turn}")
        first = pipe.recv()  # it is at work
        time.sleep(chance.random() * 0.08)
        performer.kill()
        performer.join()
        found += [first, *drained(pipe)]
    return found


def assert_nothing_is_lost_doubled_or_half_done(found: Acknowledged) -> None:
    assert whole.missing(found) == []
    assert whole.wrongs() == [] == whole.gaps()
    keys = [key for (key,) in store.rows(STORED)]
    assert len(keys) == len(set(keys))  # each step once, over all chains
    unheard = set(keys) - {key for _, key, _ in found}
    assert len(unheard) <= len({key.split("-")[1] for key in unheard}) + 1  # at most the last step of each that was killed was made and not heard of


@pytest.mark.slow(reason="kills ten performers at their work")
def test_killed_performers_lose_nothing_and_leave_nothing_half_done(city: City, start: Start) -> None:
    found = kill_while_performing(city, start, 10)
    assert len(found) > 12
    assert_nothing_is_lost_doubled_or_half_done(found)
    go_on(city)


@pytest.mark.long
def test_two_hundred_killed_performers(city: City, start: Start) -> None:
    assert_nothing_is_lost_doubled_or_half_done(kill_while_performing(city, start, 200))
    go_on(city)


def test_who_was_killed_asks_again_with_the_same_key(city: City, start: Start) -> None:
    """The one that did not hear the answer gets it, whether or not the step was made before the end."""
    performer, pipe = start(crowd.live, city, "again-0")
    heard = [pipe.recv()]
    performer.kill()
    performer.join()
    heard += drained(pipe)
    case, key, n = heard[-1]
    before = len(ledger.history(case))
    step = key.rpartition("-")[2]
    if step == "begin":
        done = city.begin(key=key, item="plain")
    else:
        who = {"a": "a", "b": "b", "c": "c", "grant": "chief", "extend": "chief"}.get(step, "clerk")
        done = city.answer(who, case, key=key) if step in "abc" else city.do(who, case, step, key=key)
    assert done.replayed and done.n == n and len(ledger.history(case)) == before


def go_on(city: City) -> None:
    """Whoever comes after works as before, and the readers catch up."""
    done = city.accepted()
    city.do("chief", done.case, "refuse")
    while ledger.seal(at=trial.MONDAY):
        pass
    assert ledger.position() == store.rows("select count(*) from ledger_entry")[0][0]


# --- the server ---


@pytest.fixture
def server() -> Iterator[postgres.Server]:
    """A server with its durable settings, to be killed."""
    with postgres.server() as one:
        yield one


def on(server: postgres.Server) -> None:
    """This process, a child, works on that server from now on."""
    connections.close_all()
    connection.settings_dict.update(NAME="postgres", HOST=str(server.folder / "socket"), PORT="", USER=postgres.OWNER, PASSWORD="")


def build(pipe: Connection, server: postgres.Server) -> None:
    on(server)
    call_command("migrate", interactive=False, verbosity=0)
    city = trial.found()
    pipe.send(dict(city.actors))
    connections.close_all()


def work(pipe: Connection, server: postgres.Server, actors: dict[str, Any], name: str) -> None:
    """As `crowd.live`, and after a broken connection again with the same keys, as a browser would."""
    on(server)
    city, i = City(actors), 0
    while True:
        i += 1
        for _ in range(600):
            try:
                crowd._life(pipe, city, f"{name}-{i}", joint=bool(i % 2))
                break
            except OperationalError:
                connection.close()
                time.sleep(0.05)
            except BrokenPipeError:
                os._exit(0)


def look(pipe: Connection, server: postgres.Server, found: Acknowledged) -> None:
    on(server)
    while ledger.seal(at=trial.MONDAY):
        pass
    sealed = ledger.position() == store.rows("select count(*) from ledger_entry")[0][0]
    keys = [key for (key,) in store.rows(STORED)]
    pipe.send(SimpleNamespace(missing=whole.missing(found), wrongs=whole.wrongs(), gaps=whole.gaps(), sealed=sealed, twice=len(keys) - len(set(keys)),
                              entries=len(keys)))


def started_again(server: postgres.Server) -> None:
    """Those it left behind hold its memory until they notice; a service manager would try again too."""
    for left in range(50, 0, -1):
        try:
            return server.start()
        except Trouble:
            if left == 1:
                raise
            time.sleep(0.1)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="there is no server to kill under SQLite")
@pytest.mark.slow(reason="a server of its own, killed and recovered five times under load")
def test_a_killed_server_recovers_with_all_that_was_acknowledged(
    transactional_db: Any, server: postgres.Server, start: Start, settings: Any
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    _, pipe = start(build, server)
    actors = pipe.recv()
    workers = [start(work, server, actors, f"w-{i}") for i in range(2)]
    chance, found = Random(5), Acknowledged()
    for _ in range(5):
        before = len(found)
        until = time.monotonic() + 0.4 + chance.random() * 0.4
        while time.monotonic() < until or len(found) < before + 10:
            for _, said in workers:
                if said.poll(0.02):
                    found.append(said.recv())
        server.kill()
        started_again(server)
    for one, said in workers:
        one.kill()
        one.join()
        found += drained(said)
    _, pipe = start(look, server, found)
    seen = pipe.recv()
    assert (seen.missing, seen.wrongs, seen.gaps, seen.sealed, seen.twice) == ([], [], [], True, 0)
    assert seen.entries >= len({key for _, key, _ in found}) >= 50
