"""Every way of tampering is named; what is honest is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.tests.conftest import CLERK, SAID, Keys, forged, loosen
from yiwang.engines.ledger.types import FaultKind
from yiwang.engines.store import api as store
from yiwang.kernel.errors import Declined

pytestmark = pytest.mark.django_db
ENTRY = "chain, n, hash, act, kind, at, key, body"


@pytest.fixture
def chain(sealed: dict[str, int]) -> int:
    """A chain of five, values beside each, everything sealed and published; the database does not stop us any more."""
    loosen()
    return sealed["unit:3"]


def found() -> set[tuple[FaultKind, int, int]]:
    return {(fault.kind, fault.chain, fault.n) for fault in ledger.verify().faults}


def test_an_honest_record_has_no_fault(sealed: dict[str, int], write: Callable[..., int]) -> None:
    write("unit:1", 1, key="later")  # not sealed yet: no fault
    report = ledger.verify()
    assert report.ok and report.notes == ()
    assert (report.entries, report.chains, report.values, report.positions, report.heads, report.published) == (31, 6, 10, 30, 1, 30)


def test_a_changed_text(chain: int) -> None:
    store.execute("update ledger_entry set body = replace(body, '何清', '何浊') where chain = %s and n = 2", (chain,))
    assert found() == {(FaultKind.CHANGED, chain, 2)}


def test_a_changed_text_with_its_hash(chain: int) -> None:
    forged(chain, 2, "何清", "何浊", on=False)
    assert found() == {(FaultKind.CHANGED, chain, 2)}


@pytest.mark.parametrize("column", ["act = 'trial.other'", "kind = 'urged'", "at = '2026-11-19 01:00:00.500000'", "key = 'other'", "key = null"])
def test_a_changed_column(chain: int, column: str) -> None:
    """Readers and boards read columns: they must say what the text says."""
    store.execute(f"update ledger_entry set {column} where chain = %s and n = 2", (chain,))
    assert found() == {(FaultKind.CHANGED, chain, 2)}


def test_a_removed_entry(chain: int) -> None:
    store.execute("delete from ledger_entry where chain = %s and n = 3", (chain,))
    assert (FaultKind.REMOVED, chain, 3) in found()
    assert {(c, n) for _, c, n in found()} == {(chain, 3)}


def test_a_removed_entry_with_its_position(chain: int) -> None:
    pos = store.rows("select pos from ledger_feed where chain = %s and n = 3", (chain,))[0][0]
    store.execute("delete from ledger_entry where chain = %s and n = 3", (chain,))
    store.execute("delete from ledger_feed where pos = %s", (pos,))
    assert {(FaultKind.REMOVED, chain, 3), (FaultKind.POSITION, 0, 0)} <= found()


def test_an_entry_added_at_the_end(chain: int, at: datetime) -> None:
    head = bytes(store.rows("select head from ledger_chain where id = %s", (chain,))[0][0])
    entry = ledger.compose(chain=chain, n=6, prev=head, subject="unit:3", act=SAID, actor=CLERK, at=at)
    store.run(ledger.fragments(entry))
    assert found() == {(FaultKind.ADDED, chain, 6)}


def test_an_entry_added_in_the_middle(chain: int) -> None:
    """What stood after it moves on by one, as whoever adds must let it."""
    for n in (5, 4, 3):
        store.execute("update ledger_entry set n = n + 1 where chain = %s and n = %s", (chain, n))
    store.execute(f"insert into ledger_entry ({ENTRY}) select chain, 3, hash, act, kind, at, key, body from ledger_entry where chain = %s and n = 2", (chain,))
    faults = found()
    assert (FaultKind.SWAPPED, chain, 3) in faults and (FaultKind.SWAPPED, chain, 4) in faults
    assert (FaultKind.ADDED, chain, 6) in faults or (FaultKind.SWAPPED, chain, 6) in faults


def test_a_whole_chain_added(chain: int, at: datetime) -> None:
    store.run(ledger.fragments(ledger.compose(chain=777_777, n=1, prev=ledger.GENESIS, subject="unit:x", act=SAID, actor=CLERK, at=at)))
    assert found() == {(FaultKind.ADDED, 777_777, 1)}


def test_swapped_entries(chain: int) -> None:
    for was, now in ((2, 99), (4, 2), (99, 4)):
        store.execute("update ledger_entry set n = %s where chain = %s and n = %s", (now, chain, was))
    assert found() == {(FaultKind.SWAPPED, chain, 2), (FaultKind.SWAPPED, chain, 4)}


def test_entries_swapped_between_chains(chain: int, sealed: dict[str, int]) -> None:
    other = sealed["unit:4"]
    for was, now in (((chain, 2), (-1, 1)), ((other, 2), (chain, 2)), ((-1, 1), (other, 2))):
        store.execute("update ledger_entry set chain = %s, n = %s where chain = %s and n = %s", (*now, *was))
    assert {(FaultKind.SWAPPED, chain, 2), (FaultKind.SWAPPED, other, 2)} <= found()


def test_a_cut_tail(chain: int) -> None:
    store.execute("delete from ledger_entry where chain = %s and n >= 4", (chain,))
    assert found() == {(FaultKind.CUT, chain, 4)} | {(FaultKind.VALUE, chain, n) for n in (5,)}


def test_a_cut_tail_with_the_head_mended(chain: int) -> None:
    head = store.rows("select hash from ledger_entry where chain = %s and n = 3", (chain,))[0][0]
    store.execute("delete from ledger_entry where chain = %s and n >= 4", (chain,))
    store.execute("update ledger_chain set head = %s, length = 3 where id = %s", (head, chain))
    assert {(FaultKind.CUT, chain, 4), (FaultKind.CUT, chain, 5)} <= found() | {(FaultKind.CUT, c, n) for k, c, n in found() if k is FaultKind.VALUE}


def test_a_missing_chain(chain: int) -> None:
    store.execute("delete from ledger_value where chain = %s", (chain,))
    store.execute("delete from ledger_entry where chain = %s", (chain,))
    assert found() == {(FaultKind.MISSING_CHAIN, chain, 0)}


def test_a_missing_chain_with_its_row(chain: int) -> None:
    store.execute("delete from ledger_value where chain = %s", (chain,))
    store.execute("delete from ledger_entry where chain = %s", (chain,))
    store.execute("delete from ledger_chain where id = %s", (chain,))
    assert found() == {(FaultKind.MISSING_CHAIN, chain, 0)}


def test_a_chain_rewritten_with_right_hashes(chain: int) -> None:
    forged(chain, 2, "何清", "何浊")
    assert found() == {(FaultKind.REWRITTEN, chain, n) for n in (2, 3, 4, 5)}


def test_a_chain_rewritten_with_its_positions_too(chain: int) -> None:
    """Nothing inside the database contradicts it any more, but what was signed and published does."""
    forged(chain, 4, "何清", "何浊", leaf=True)
    assert found() == {(FaultKind.REWRITTEN, chain, 4), (FaultKind.REWRITTEN, chain, 5), (FaultKind.HEAD, 0, 0)}


def test_everything_rewritten_and_nothing_published_to_compare(chain: int, tmp_path: Path) -> None:
    forged(chain, 4, "何清", "何浊", leaf=True)
    report = ledger.verify(published=tmp_path / "nowhere")
    assert [fault.kind for fault in report.faults] == [FaultKind.HEAD]
    assert report.notes == ("没有已公布的记录可以比对",)


def test_a_forged_head(chain: int) -> None:
    """Rewritten, and the root in the head made to fit: the signature does not."""
    forged(chain, 4, "何清", "何浊", leaf=True)
    store.execute("update ledger_head set root = %s", (ledger.root(30),))
    texts = [fault.text for fault in ledger.verify().faults if fault.kind is FaultKind.HEAD]
    assert any("签名" in text for text in texts) and any("已公布的不同" in text for text in texts)


def test_a_head_signed_by_another_key(sealed: dict[str, int], at: datetime, published: Path) -> None:
    ledger.plug(stamper=Keys(), published=published)
    assert found() == {(FaultKind.HEAD, 0, 0)}


def test_a_head_taken_away(chain: int) -> None:
    store.execute("delete from ledger_head")
    assert found() == {(FaultKind.HEAD, 0, 0)}


def test_the_end_of_everything_cut(chain: int, sealed: dict[str, int]) -> None:
    """The last chain gone with its row, its positions and the heads: the database agrees with itself, the published record knows more."""
    last = sealed["unit:6"]
    for table in ("ledger_entry", "ledger_feed"):
        store.execute(f"delete from {table} where chain = %s", (last,))
    store.execute("delete from ledger_chain where id = %s", (last,))
    store.execute("delete from ledger_head")
    store.execute("update ledger_sealing set position = 25")
    assert {(FaultKind.CUT, 0, 0), (FaultKind.HEAD, 0, 0)} == found()


def test_a_changed_position(chain: int, sealed: dict[str, int]) -> None:
    store.execute("update ledger_feed set leaf = %s where chain = %s and n = 1", (bytes(32), chain))
    assert (FaultKind.REWRITTEN, chain, 1) in found()


def test_an_old_entry_without_a_position(chain: int) -> None:
    store.execute("delete from ledger_feed where pos = 30")
    store.execute("update ledger_sealing set position = 29")
    if store.is_postgresql():  # in the test all is one transaction, which no snapshot of its own shows as past
        store.execute("update ledger_entry set txid = '3'")
        store.execute("update ledger_sealing set snapshot = '100:100:'")
    kinds = {kind for kind, _, _ in found()}
    assert FaultKind.UNSEALED in kinds


@pytest.mark.parametrize("column", ["hash = 'x'", "at = 5", "key = x'00'", "body = 7", "body = '{'", "act = ''", "hash = x''"])
def test_a_column_of_another_type(chain: int, column: str) -> None:
    """SQLite keeps what it is given. The verifier must name it, not stumble over it."""
    if store.is_postgresql():
        pytest.skip("PostgreSQL keeps types")
    store.execute(f"update ledger_entry set {column} where chain = %s and n = 2", (chain,))
    assert found() == {(FaultKind.CHANGED, chain, 2)}


@pytest.mark.parametrize("change", ["text = '李四'", "salt = '123'", "name = 'other'"])
def test_a_changed_value(chain: int, change: str) -> None:
    store.execute(f"update ledger_value set {change} where chain = %s and n = 3 and name = 'party'", (chain,))
    assert found() == {(FaultKind.VALUE, chain, 3)}


def test_a_value_gone_without_an_entry_that_says_so(chain: int) -> None:
    store.execute("delete from ledger_value where chain = %s and n = 3 and name = 'party'", (chain,))
    assert found() == {(FaultKind.VALUE, chain, 3)}


def test_a_value_added(chain: int, sealed: dict[str, int]) -> None:
    store.execute("insert into ledger_value (chain, n, name, salt, text) values (%s, 2, 'party', %s, 'x')", (sealed["unit:1"], b"1"))
    assert found() == {(FaultKind.VALUE, sealed["unit:1"], 2)}


def test_an_erased_value_is_no_fault(sealed: dict[str, int], at: datetime) -> None:
    ledger.erase(subject="unit:3", n=3, name="party", actor=CLERK, reason="本人申请", key="e1", at=at)
    report = ledger.verify()
    assert report.ok and (report.values, report.erased) == (9, 1)


def test_an_erased_value_that_came_back(sealed: dict[str, int], at: datetime) -> None:
    chain = sealed["unit:3"]
    kept = store.rows("select salt, text from ledger_value where chain = %s and n = 3 and name = 'party'", (chain,))[0]
    ledger.erase(subject="unit:3", n=3, name="party", actor=CLERK, reason="本人申请", key="e1", at=at)
    store.execute("insert into ledger_value (chain, n, name, salt, text) values (%s, 3, 'party', %s, %s)", (chain, *kept))
    assert found() == {(FaultKind.VALUE, chain, 3)}


@pytest.mark.parametrize("micro", [0, 500_000, 123_456, 120])
def test_instants_of_every_length(write: Callable[..., int], at: datetime, micro: int) -> None:
    """Both databases shorten instants, each in its way."""
    store.run(ledger.fragments(entry := ledger.compose(
        chain=5, n=1, prev=ledger.GENESIS, subject="unit:t", act=SAID, actor=CLERK, at=at + timedelta(microseconds=micro), key='a"b\\c')))
    store.execute("insert into ledger_chain (id, subject, head, length) values (5, 'unit:t', %s, 1)", (entry.hash,))
    assert ledger.verify().ok


def test_both_algorithms_in_one_record(sealed: dict[str, int], write: Callable[..., int], at: datetime, settings: object) -> None:
    """A city that changes over to SM3 keeps its record, and its later heads are SM3."""
    settings.HASH = "sm3"  # type: ignore[attr-defined]
    chain = write("unit:3", 2, personal={"party": "沈砚秋"})
    assert ledger.seal(at=at) == 2
    head = ledger.sign_head(at=at, now=True)
    assert head is not None and head.algorithm == "sm3"
    report = ledger.verify()
    assert report.ok and report.heads == 2
    loosen()
    store.execute("update ledger_entry set body = replace(body, '何清', '何浊') where chain = %s and n = 7", (chain,))
    assert found() == {(FaultKind.CHANGED, chain, 7)}


def test_it_does_not_guess_at_chains_whose_keeper_is_unknown(sealed: dict[str, int]) -> None:
    from yiwang.engines.ledger.rooms import ports

    ports._plugged.heads = None  # the fixture puts it back; a monkeypatch would be undone after it
    with pytest.raises(Declined):
        ledger.verify()


def test_chains_kept_elsewhere(sealed: dict[str, int], at: datetime) -> None:
    """As cases keep theirs: the head from another table, asked for in pages."""
    entry = ledger.compose(chain=5_000_000, n=1, prev=ledger.GENESIS, subject="case:1", act=SAID, actor=CLERK, at=at)
    store.run(ledger.fragments(entry))
    kept = [(5_000_000, entry.hash, 1), (5_000_001, bytes(32), 2)]
    ledger.plug_chains(heads=lambda after, limit: [one for one in kept if one[0] > after], named=lambda ref: None)
    assert found() == {(FaultKind.MISSING_CHAIN, 5_000_001, 0)}
