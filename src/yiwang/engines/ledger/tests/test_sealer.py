"""Positions: dense, once, in an order that keeps each chain's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.rooms import sealer
from yiwang.engines.store import api as store


@pytest.mark.django_db(transaction=True)
def test_every_entry_gets_one_position(write: Callable[..., int], at: datetime) -> None:
    chains = [write("unit:1", 4), write("unit:2", 3), write("unit:1", 2)]
    assert ledger.seal(at=at) == 9
    assert ledger.seal(at=at) == 0 and ledger.position() == 9
    rows = store.rows("select f.pos, f.leaf, e.hash, f.chain, e.chain, f.n, e.n from ledger_feed f join ledger_entry e on e.id = f.entry order by pos")
    assert [row[0] for row in rows] == list(range(1, 10))
    assert all(row[1:6:2] == row[2:7:2] for row in rows)
    assert [row[5] for row in rows if row[3] == chains[0]] == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db
def test_in_a_callers_transaction(write: Callable[..., int], at: datetime) -> None:
    """As tests do it: what the open transaction wrote itself gets its positions, once."""
    for _ in range(3):
        write("unit:1", 2)
        assert ledger.seal(at=at) == 2
        assert ledger.seal(at=at) == 0
    assert ledger.verify().ok


@pytest.mark.django_db
def test_nothing_new_writes_nothing(sealed: dict[str, int], at: datetime) -> None:
    before = store.rows("select * from ledger_sealing")
    assert ledger.seal(at=at) == 0
    assert store.rows("select * from ledger_sealing") == before


@pytest.mark.django_db(transaction=True)
def test_a_large_difference_is_sealed_in_passes(write: Callable[..., int], at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """What commits between two passes comes after them, and is not lost with the snapshot they work towards."""
    monkeypatch.setattr(sealer, "LIMIT", 4)
    monkeypatch.setattr(sealer, "FRESH", sealer.FRESH.replace("limit 5000", "limit 4"))
    assert ledger.seal(at=at) == 0
    write("unit:1", 6)
    write("unit:2", 4)
    counts, rest = [], 3
    while (count := ledger.seal(at=at)) or rest:
        counts.append(count)
        if rest:
            write("unit:3", 1)
            rest -= 1
    assert sum(counts) == 13 and (not store.is_postgresql() or max(counts) <= 4)
    places = [row for (row,) in store.rows("select pos from ledger_feed order by pos")]
    assert places == list(range(1, 14))
    for chain in ("unit:1", "unit:2", "unit:3"):
        found = [n for (n,) in store.rows("select n from ledger_feed where chain = %s order by pos", (ledger.chain_of(chain),))]
        assert found == sorted(found) and found[0] == 1
    assert ledger.verify().ok


@pytest.mark.django_db(transaction=True)
def test_a_database_restored_in_another_cluster_goes_on(sealed: dict[str, int], write: Callable[..., int], at: datetime) -> None:
    """Transaction numbers of the old cluster are far ahead of ours, the snapshot means nothing: nothing is sealed twice and nothing is left out."""
    write("unit:1", 2)  # recorded and not yet sealed when the dump was taken
    if store.is_postgresql():
        with store.atomic():  # as a dump brings them
            store.execute("alter table ledger_entry disable trigger user")
            store.execute("update ledger_entry set txid = (9000000000 + id)::text::xid8")
            store.execute("alter table ledger_entry enable trigger user")
            store.execute("update ledger_sealing set cluster = '42', snapshot = '9000000001:9000000009:9000000004'")
    assert ledger.seal(at=at) == 2
    assert ledger.seal(at=at) == 0
    write("unit:2", 3)
    assert ledger.seal(at=at) == 3
    assert ledger.verify().ok and ledger.position() == 35
    if store.is_postgresql():
        assert store.rows("select count(*) from ledger_entry where txid > pg_current_xact_id()") == [(0,)]
