"""A worker process: runs the loops whose names begin with its own. `python -m yiwang.city.worker readers`."""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import django

from yiwang.city import lifeline
from yiwang.city.operating import logs

if TYPE_CHECKING:
    from yiwang.city.leases import Lease
    from yiwang.city.loops import Loop

BUSY, IDLE = 0.1, 1.0  # seconds between two turns: while there is work, and at most when there is none
ELSEWHERE = 1.0  # seconds between two tries for a lease that another machine holds
LONGEST = 60.0  # seconds a failing loop is left in peace at most
PATIENCE = "600"  # seconds the database may take over one statement of a loop
log = logging.getLogger("yiwang.worker")


class Turner:
    """One loop with its lease and its pace. An error is logged and the loop rests longer each time.

    How it goes is written to `run/loops/<name>.json` when that changes: there operators and `up --check` look.
    """

    def __init__(self, name: str, loop: Loop, lease: Lease, states: Path, idle: float = IDLE):
        self.name, self.due, self.failures, self._idle, self._well = name, 0.0, 0, idle, False
        self._loop, self._lease, self._pause = loop, lease, BUSY
        self._state = states / f"{name}.json"

    def turn(self, at: datetime) -> None:
        from yiwang.city.operating import tracing
        from yiwang.engines.store import api as store

        try:
            store.anew()
            if not self._lease.hold():
                self._pause = ELSEWHERE
            else:
                with tracing.turn(self.name) as done:
                    done[0] = self._loop(at)
                self._pause = BUSY if done[0] else min(self._pause * 1.5, self._idle)
                self._recovered(at)
        except Exception as error:  # one loop's fault is not the others'
            self._failed(at, error)
        self.due = time.monotonic() + self._pause

    def _recovered(self, at: datetime) -> None:
        if self.failures:
            log.warning("%s goes on after %d failures", self.name, self.failures)
            self.failures, self._pause, self._well = 0, BUSY, False
        if not self._well:
            self._well = True
            self._write(at, "")

    def _failed(self, at: datetime, error: Exception) -> None:
        from django.db import connections

        from yiwang.engines.store import api as store

        self.failures, self._well = self.failures + 1, False
        if store.away(error) == store.AWAY:  # not the loop's fault, and over within seconds: whoever waits long then is late for everybody
            self._pause = ELSEWHERE
            if self.failures == 1:
                log.warning("%s: the database is away", self.name)
        else:
            self._pause = min(IDLE * 2 ** (self.failures - 1), LONGEST)
            log.exception("%s failed (%d in a row), again in %.0f s", self.name, self.failures, self._pause)
        self._write(at, f"{type(error).__name__}: {error}")
        for connection in connections.all(initialized_only=True):
            connection.close_if_unusable_or_obsolete()

    def _write(self, at: datetime, error: str) -> None:
        self._state.parent.mkdir(parents=True, exist_ok=True)
        part = self._state.with_suffix(".part")
        part.write_text(json.dumps({"at": at.isoformat(), "failures": self.failures, "error": error}, ensure_ascii=False))
        part.replace(self._state)


def turners(name: str) -> list[Turner]:
    from django.conf import settings

    from yiwang.city.leases import Lease
    from yiwang.city.loops import LOOPS, PACE

    run = settings.DATA / "run"
    mine = {key: loop for key, loop in LOOPS.items() if key == name or key.startswith(f"{name}.")}
    return [Turner(key, loop, Lease(key, run / "leases"), run / "loops", PACE.get(key, IDLE)) for key, loop in mine.items()]


def main(name: str) -> None:
    lifeline.watch()
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    signal.signal(signal.SIGINT, lambda *_: ended.set())
    os.environ.setdefault("YIWANG_PATIENCE", PATIENCE)
    django.setup()
    logs.take_over()
    mine = turners(name)
    while not ended.is_set():
        ended.wait(turned(mine, ended))


def turned(mine: list[Turner], ended: threading.Event) -> float:
    """One round over the loops that are due; the seconds until the next. Without room on the disk nobody writes until there is."""
    from django.conf import settings

    from yiwang.engines.calendar import api as calendar
    from yiwang.engines.store import api as store

    if store.closed():
        return IDLE
    calendar.refresh()
    for one in mine:
        if one.due <= time.monotonic() and not ended.is_set():
            one.turn(settings.CLOCK.now())
    until = min((one.due for one in mine), default=time.monotonic() + IDLE)
    return max(0.0, until - time.monotonic())


if __name__ == "__main__":
    main(sys.argv[1])
