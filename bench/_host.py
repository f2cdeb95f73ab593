"""One subject of a measurement in a process of its own: prepares its tables, then answers a line of JSON on its input with figures on its output.

CPU is that of the workers and of the database server, between the moment all are warm and the moment the last has ended.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
MOST = 2  # workers kept
WARM = 12  # calls before the clock runs: PostgreSQL plans a statement five times before it keeps a plan
FILL = 150  # calls before the tables are analysed


@dataclass(frozen=True)
class Place:
    """Where a subject keeps its rows. `server` is the server's process, 0 for SQLite."""

    database: str
    server: int

    @property
    def postgresql(self) -> bool:
        return self.database.startswith("postgresql")


@dataclass(frozen=True)
class Worker:
    """`step` does the work once, `mode` sets durable or nosync on its connection, `check` complains when the run was not what it claims."""

    step: Callable[[], object]
    mode: Callable[[str], object]
    check: Callable[[], object] = lambda: None


def serve(prepare: Callable[[Place], None], worker: Callable[[Place], Worker], analyse: Callable[[Place], None]) -> None:
    """Runs until its input ends."""
    words = argparse.ArgumentParser()
    words.add_argument("--database", required=True)
    words.add_argument("--server", type=int, default=0)
    given = words.parse_args()
    place = Place(given.database, given.server)
    prepare(place)
    context = multiprocessing.get_context("fork")
    kept = [_started(context, place, worker) for _ in range(MOST)]
    _ask(kept[:1], {"calls": FILL})
    analyse(place)
    _ask(kept, {"calls": WARM})
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        print(json.dumps(_measured(place, kept, **json.loads(line))), flush=True)


def _started(context: multiprocessing.context.ForkContext, place: Place, worker: Callable[[Place], Worker]) -> Connection:
    ours, theirs = context.Pipe()
    context.Process(target=_work, args=(theirs, place, worker), daemon=True).start()
    return ours


def _ask(pipes: list[Connection], what: dict[str, object]) -> list[tuple[int, float, float]]:
    for pipe in pipes:
        pipe.send(what)
    answers = [pipe.recv() for pipe in pipes]
    for answer in answers:
        if isinstance(answer, str):
            raise SystemExit(answer)
    return answers


def _work(pipe: Connection, place: Place, made: Callable[[Place], Worker]) -> None:
    try:
        it = made(place)
        while True:
            what = pipe.recv()
            it.mode(what.get("mode", "nosync"))
            done, began, cpu = 0, time.perf_counter(), _own()
            until = began + what.get("seconds", 0)
            while done < what.get("calls", 0) or time.perf_counter() < until:
                it.step()
                done += 1
            took, used = time.perf_counter() - began, _own() - cpu
            it.check()
            pipe.send((done, took, used))
    except EOFError:
        return
    except Exception as error:  # the parent says it and ends
        pipe.send(f"{type(error).__name__}: {error}")


def _measured(place: Place, kept: list[Connection], procs: int, seconds: float, mode: str) -> dict[str, float]:
    with _foreign(place) as meter:
        answers = _ask(kept[:procs], {"seconds": seconds, "mode": mode})
    calls = sum(done for done, _, _ in answers)
    client = sum(used for _, _, used in answers)
    return {"rate": sum(done / took for done, took, _ in answers), "client": 1000 * client / calls, "server": 1000 * meter[0] / calls,
            "cpu": 1000 * (client + meter[0]) / calls, "foreign": max(0.0, (meter[1] - client - meter[0]) / meter[2])}


@contextmanager
def _foreign(place: Place) -> Iterator[list[float]]:
    """Yields [server's CPU, the whole machine's CPU, seconds], filled in at the end."""
    found = [0.0, 0.0, 0.0]
    server, machine, began = _tree(place.server), _machine(), time.perf_counter()
    yield found
    found[:] = [_tree(place.server) - server, _machine() - machine, time.perf_counter() - began]


def _own() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _machine() -> float:
    words = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
    return (sum(map(int, words)) - int(words[3]) - int(words[4])) / TICK


def _tree(root: int) -> float:
    """CPU seconds of a process and all below it, those that have ended included."""
    if not root:
        return 0.0
    parent, used = {}, {}
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                words = (place / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            parent[int(place.name)], used[int(place.name)] = int(words[1]), sum(map(int, words[11:15])) / TICK
    return sum(cpu for one, cpu in used.items() if _below(one, root, parent))


def _below(one: int, root: int, parent: dict[int, int]) -> bool:
    while one and one != root:
        one = parent.get(one, 0)
    return one == root
