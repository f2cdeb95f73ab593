"""What the members of a crowd do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from multiprocessing.connection import Connection
from random import Random  # noqa: TID251 (a seeded one: the same crowd every time)
from typing import Any

from django.db import connection

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.tests.trial import MONDAY, City, clean
from yiwang.engines.store import api as store
from yiwang.kernel.errors import NotFound, Refused

Ask = Callable[[], cases.Done]


def outcome(ask: Ask) -> tuple[str, Any]:
    """What came of a request, as the one who made it saw it."""
    try:
        done = ask()
    except Refused as why:
        return type(why).__name__.lower(), [r.code for r in why.reasons]
    except NotFound:
        return "not found", None
    except Exception as error:
        return "error", f"{type(error).__name__}: {error}"
    return ("again" if done.replayed else "done"), (done.case, done.ref, done.state, done.n, done.numbers)


def together(pipe: Connection, asks: Sequence[Ask]) -> None:
    """All requests at the same moment, each in a thread with a connection of its own; sends what came of each."""
    ready, found = threading.Barrier(len(asks) + 1), []

    def one(ask: Ask) -> None:
        store.rows("select 1")  # connected before the start
        ready.wait()
        found.append(outcome(ask))
        connection.close()

    threads = [threading.Thread(target=one, args=(ask,)) for ask in asks]
    for thread in threads:
        thread.start()
    pipe.recv()
    ready.wait()
    for thread in threads:
        thread.join()
    pipe.send(found)


def live(pipe: Connection, city: City, name: str) -> None:
    """Begins cases and leads each through its life, and says so after every step that came back: (case, key, place in the chain)."""
    chance, i = Random(name), 0
    while True:
        i += 1
        try:
            _life(pipe, city, f"{name}-{i}", joint=chance.random() < 0.5)
        except (BrokenPipeError, EOFError):
            return


def _life(pipe: Connection, city: City, key: str, *, joint: bool) -> None:
    def acknowledged(done: cases.Done, step: str) -> None:
        pipe.send((done.case, f"{key}-{step}", done.n))

    done = city.begin(item="joint" if joint else "plain", key=f"{key}-begin", data=clean(open_=False, name="沈砚秋", phone="13800001234"))
    acknowledged(done, "begin")
    steps = ["accept", *(("consult",) if joint else ()), "suspend", "resume", "extend"]
    who = {"accept": "clerk", "consult": "clerk", "suspend": "clerk", "resume": "clerk", "extend": "magistrate" if joint else "chief"}
    for step in steps:
        words = {"ground": "testing"} if step == "suspend" else {"days": "5"} if step == "extend" else {}
        acknowledged(city.do(who[step], done.case, step, key=f"{key}-{step}", **words), step)
    for one in "abc" if joint else "":
        acknowledged(city.answer(one, done.case, key=f"{key}-{one}"), one)
    acknowledged(city.do("chief", done.case, "grant", key=f"{key}-grant"), "grant")
    acknowledged(city.do("clerk", done.case, "hand_over", key=f"{key}-hand_over"), "hand_over")


LATER = MONDAY + timedelta(days=1)
