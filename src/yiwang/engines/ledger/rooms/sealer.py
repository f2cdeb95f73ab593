"""The sealer: gives every committed entry its position, once, in an order that keeps each chain's. One at a time: the state row is its lock.

PostgreSQL: what the present snapshot sees and the last did not; `id > last` would skip what commits late. SQLite hands out ids in the order of
commit. Run it on the primary only.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from yiwang.engines.store import api as store

LIMIT = 5000  # entries a pass
STATE = "select position, last_entry, snapshot, target, cluster from ledger_sealing where id = 1"
MOVED = "update ledger_sealing set position = %s, last_entry = %s, snapshot = %s, target = %s, cluster = %s where id = 1"
PUT = "insert into ledger_feed (pos, entry, leaf, chain, n) select %s + row_number() over (order by id), id, hash, chain, n from "
FRESH = (
    f"with fresh as (select id, hash, chain, n from ledger_entry where {{which}} order by id limit {LIMIT}), "
    f"put as ({PUT}fresh returning pos, entry) "
    "select pg_current_snapshot()::text, count(*), coalesce(max(entry), 0) from put"
)
# a plan made while the table was empty would read all of it; compiling a plan costs more than this one takes
PLANS = "select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true)"
UNSEALED = "not exists (select 1 from ledger_feed f where f.entry = ledger_entry.id)"
DIFFERENCE = "txid >= pg_snapshot_xmin(%s::pg_snapshot) and not pg_visible_in_snapshot(txid, %s::pg_snapshot) and " + UNSEALED
TOWARDS = DIFFERENCE + " and pg_visible_in_snapshot(txid, %s::pg_snapshot) and id > %s"
FORGET = (
    "update ledger_entry set txid = '3' where txid <> '3' and txid >= pg_snapshot_xmin(%s::pg_snapshot) "
    "and exists (select 1 from ledger_feed f where f.entry = ledger_entry.id)"
)


def seal(*, at: datetime) -> int:
    """Positions given to entries that have none yet, at most 5,000 a pass. Returns how many; call again while it is not 0."""
    return _postgresql() if store.is_postgresql() else _sqlite()


def arrive() -> int:
    """After the record was brought into this database from another one: what had no position gets one, and nothing of the other database's own numbers is
    trusted. Returns how many positions were given here; on PostgreSQL the sealer's next pass gives them."""
    if store.is_postgresql():
        store.execute("update ledger_sealing set cluster = '', snapshot = '', target = '', last_entry = 0 where id = 1")
        return 0
    with store.atomic_first():
        pos = position()
        count = store.execute(f"{PUT}(select id, hash, chain, n from ledger_entry where {UNSEALED})", (pos,))
        store.execute(MOVED, (pos + count, store.rows("select coalesce(max(id), 0) from ledger_entry")[0][0], "", "", ""))
    return count


def position() -> int:
    """The last position given."""
    return int(store.rows("select position from ledger_sealing where id = 1")[0][0])


def _sqlite() -> int:
    if not store.rows("select 1 from ledger_entry where id > (select last_entry from ledger_sealing where id = 1) limit 1"):
        return 0  # without taking the write lock
    with store.atomic_first():
        pos, last, *rest = store.rows(STATE)[0]
        count = store.execute(f"{PUT}(select id, hash, chain, n from ledger_entry where id > %s order by id limit {LIMIT})", (pos, last))
        if count:
            last = store.rows("select entry from ledger_feed where pos = %s", (pos + count,))[0][0]
            store.execute(MOVED, (pos + count, last, *rest))
    return count


def _postgresql() -> int:
    alone = not connection.in_atomic_block
    with store.atomic():
        store.rows(PLANS)
        pos, last, snapshot, target, cluster = store.rows(STATE + " for update")[0]
        here = str(store.rows("select system_identifier from pg_control_system()")[0][0])
        if not alone:  # a snapshot leaves out its own transaction's number: what the caller wrote in it would look long past
            _, count, _ = _put(UNSEALED, pos, ())
            store.execute("update ledger_sealing set position = %s where id = 1", (pos + count,))
            return count
        if cluster != here:
            return _arrived(pos, here)
        if target:  # may find nothing, when the last pass ended with just its limit
            _, count, highest = _put(TOWARDS, pos, (snapshot, snapshot, target, last))
        else:
            now, count, highest = _put(DIFFERENCE, pos, (snapshot, snapshot))
            if not count:
                return 0
            target = now
        more = count == LIMIT
        store.execute(MOVED, (pos + count, highest if more else 0, snapshot if more else target, target if more else "", here))
        return count


def _arrived(pos: int, here: str) -> int:
    """The first pass in a cluster (a new city, or a dump restored elsewhere): transaction ids of another cluster mean nothing here.

    What has no position is found by its absence. When all have one, old transaction ids are set aside and a snapshot of this cluster begins.
    """
    now, count, _ = _put(UNSEALED, pos, ())
    if count == LIMIT:
        store.execute("update ledger_sealing set position = %s where id = 1", (pos + count,))
        return count
    store.execute(FORGET, (now,))
    store.execute(MOVED, (pos + count, 0, now, "", here))
    return count


def _put(which: str, pos: int, params: tuple[Any, ...]) -> tuple[str, int, int]:
    now, count, highest = store.rows(FRESH.format(which=which), (*params, pos))[0]
    return str(now), int(count), int(highest)
