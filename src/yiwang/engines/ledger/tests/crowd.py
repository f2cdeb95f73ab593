"""What the storms do in processes of their own, each with its own connection."""

from __future__ import annotations

import time
from datetime import datetime
from multiprocessing.connection import Connection
from random import Random  # noqa: TID251 (a seeded one: the same storm every time)

from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.rooms import sealer
from yiwang.engines.ledger.tests.conftest import CLERK, SAID
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.store import api as store

READER, SAW = "crowd", "crowd-saw"


def write(pipe: Connection, at: datetime, name: str, seconds: float, longest: float) -> None:
    """Appends to chains shared with the other writers, holding transactions open and taking one in ten back. Sends (chain, n, when committed)."""
    chance, i, done = Random(name), 0, []
    pipe.recv()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        i += 1
        try:
            with store.atomic():
                if chance.random() < 0.5 and store.is_postgresql():
                    store.rows("select pg_current_xact_id()")  # its number is older than the lock it will wait for
                    time.sleep(chance.random() * longest)
                entry = ledger.append(subject=f"unit:{chance.randrange(12)}", act=SAID, actor=CLERK, at=at, facts={"i": i})
                time.sleep(chance.random() * longest)
                if chance.random() < 0.1:
                    raise InterruptedError
        except InterruptedError:
            continue
        done.append((entry.chain, entry.n, time.monotonic()))
    pipe.send(done)


def seal(pipe: Connection, at: datetime) -> None:
    while True:
        if not ledger.seal(at=at):
            time.sleep(0.02)


def read(pipe: Connection, at: datetime, holder: str) -> None:
    """Notes every entry in a row; a position seen twice would break the table's own constraint."""

    def note(entry: Recorded) -> None:
        store.execute("insert into ledger_parked (reader, pos, error, at, tries) values (%s, %s, '', %s, 0)", (SAW, entry.pos, at))
        time.sleep(0.002)  # long enough to be killed in the middle

    while True:
        if not ledger.follow(reader=READER, handle=note, at=at, holder=holder, limit=20):
            time.sleep(0.02)


def hang(pipe: Connection, at: datetime) -> None:
    """Holds the sealer's transaction open after its writes, to be killed there."""
    with store.atomic():
        pipe.send(sealer.seal(at=at))
        time.sleep(60)
