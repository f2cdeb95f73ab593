"""How the city stands just now, in figures: what is cheap is asked when somebody looks, what reads whole tables once a minute by a loop of the sweep."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from yiwang.city.operating import health, processes
from yiwang.city.operating.disk import Disk, marks
from yiwang.city.operating.exposition import Figure, labels
from yiwang.engines.cases import api as cases
from yiwang.engines.ledger import api as ledger
from yiwang.engines.notify import api as notify
from yiwang.engines.store import api as store
from yiwang.kernel import clock

COUNTED = "counted.json"


def now(at: datetime) -> Iterator[Figure]:
    """Everything. Where the database does not answer, that and what can be said without it."""
    up = True
    try:
        yield from list(_followers(at))
        yield from list(_database())
    except (DatabaseError, InterfaceError):
        up = False
    yield Figure("yiwang_database_up", float(up))
    yield from _counted(at)
    yield from _loops()
    yield from _disk()
    yield from _processes()


def count(at: datetime) -> int:
    """The loop that counts what reads whole tables. Returns 0: once is enough until the next minute."""
    here, found = cases.figures(at=at), list[tuple[str, str, float]]()
    found += [("yiwang_open_cases", labels(procedure=procedure), n) for procedure, n in here.open.items()]
    found += [("yiwang_terms", labels(procedure=procedure, light=light.value), n) for (procedure, light), n in here.clocks.items()]
    found += [("yiwang_letters_owed", "", here.letters), ("yiwang_letters_oldest_seconds", "", here.oldest_letter)]
    for one in notify.waiting(at=at):
        channel = labels(channel=one.channel)
        found += [("yiwang_outbox_waiting", channel, one.count), ("yiwang_outbox_oldest_seconds", channel, one.oldest),
                  ("yiwang_outbox_given_up", channel, one.given_up)]
    place = settings.DATA / "run" / COUNTED
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_suffix(f".{os.getpid()}")
    part.write_text(json.dumps({"at": at.isoformat(), "figures": found}))
    part.replace(place)
    return 0


def _counted(at: datetime) -> Iterator[Figure]:
    try:
        kept = json.loads((settings.DATA / "run" / COUNTED).read_text())
    except (OSError, ValueError):
        return  # not counted yet, or on another machine
    yield Figure("yiwang_counted_age_seconds", max(0.0, (at - clock.parse(kept["at"])).total_seconds()))
    for name, labelled, value in kept["figures"]:
        yield Figure(name, value, labelled)


def _followers(at: datetime) -> Iterator[Figure]:
    for one in health.followers(at):
        reader = labels(reader=one.reader)
        yield Figure("yiwang_reader_lag_entries", one.entries, reader)
        yield Figure("yiwang_reader_lag_seconds", one.seconds, reader)
        yield Figure("yiwang_reader_parked", one.parked, reader)
    waiting = ledger.unsealed(at=at)
    yield Figure("yiwang_unsealed_entries", waiting.entries)
    yield Figure("yiwang_unsealed_seconds", waiting.seconds)


def _database() -> Iterator[Figure]:
    if store.is_postgresql():
        yield Figure("yiwang_database_bytes", store.rows("select pg_database_size(current_database())")[0][0])
        yield Figure("yiwang_database_connections", store.rows("select count(*) from pg_stat_activity where datname = current_database()")[0][0])
        return
    pages, size = store.rows("select page_count, page_size from pragma_page_count(), pragma_page_size()")[0]
    yield Figure("yiwang_database_bytes", pages * size)
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    yield Figure("yiwang_database_wal_bytes", log.stat().st_size if log.exists() else 0)


def _loops() -> Iterator[Figure]:
    for file in sorted((settings.DATA / "run" / "loops").glob("*.json")):
        try:
            failures = json.loads(file.read_text())["failures"]
        except (OSError, ValueError, KeyError):
            continue
        yield Figure("yiwang_loop_failures", failures, labels(loop=file.stem))


def _disk() -> Iterator[Figure]:
    limits = marks(settings.DISK_MARKS)
    yield Figure("yiwang_disk_free_bytes", Disk((settings.DATA, settings.DATA / "files"), limits).free())
    for what, mark in zip(("warn", "intake", "write"), limits, strict=True):
        yield Figure("yiwang_disk_mark_bytes", mark, labels(mark=what))
    yield Figure("yiwang_disk_level", store.level())


def _processes() -> Iterator[Figure]:
    try:
        parent = re.search(r"进程 (\d+)", (settings.DATA / "run" / "up.lock").read_text())
    except OSError:
        return
    for name, members in processes.members(int(parent[1]) if parent else 0).items():
        member = labels(process=name)
        yield Figure("yiwang_processes", len(members), member)
        yield Figure("yiwang_process_resident_bytes", sum(one.resident for one in members), member)
        yield Figure("yiwang_process_cpu_seconds", sum(one.seconds for one in members), member)
