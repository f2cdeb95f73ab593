"""Whether this machine may be sent requests: what a load balancer asks, without a secret and without a figure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from time import monotonic

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.db.migrations.loader import MigrationLoader

from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store

KEPT = 1.0  # seconds an answer is given again, so that whoever asks often costs nothing
_last: tuple[float, dict[str, bool]] | None = None
_readers: set[str] = set()


def plug(readers: Iterable[str]) -> None:
    """The readers of this code: one that earlier code left behind in the database follows nothing any more."""
    _readers.clear()
    _readers.update(readers)


def followers(at: datetime) -> list[ledger.Lag]:
    """How far behind the readers of this code are."""
    return [one for one in ledger.lags(at=at) if one.reader in _readers]


def ready(at: datetime) -> dict[str, bool]:
    """`database` answers, its `migrations` are those of this code, no reader is further behind than `YIWANG_READY_BEHIND` seconds, the `disk` may be
    written to."""
    global _last
    now = monotonic()
    if _last is None or now - _last[0] >= KEPT:
        _last = now, _asked(at)
    return _last[1]


def _asked(at: datetime) -> dict[str, bool]:
    found = {"database": False, "migrations": False, "readers": False, "disk": store.closed() is None}
    try:
        applied = {(app, name) for app, name in store.rows("select app, name from django_migrations")}
        found["database"] = True
        apps = {app for app, _ in ours()}
        found["migrations"] = {one for one in applied if one[0] in apps} == ours()
        if found["migrations"]:
            late = max((one.seconds for one in [*followers(at), ledger.unsealed(at=at)]), default=0.0)
            found["readers"] = late <= settings.READY_BEHIND
    except (DatabaseError, InterfaceError):
        pass
    return found


@cache
def ours() -> frozenset[tuple[str, str]]:
    """The migrations of this code, read once a process."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return frozenset(loader.disk_migrations)
