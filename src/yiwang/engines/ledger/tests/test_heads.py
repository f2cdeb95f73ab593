"""Heads: when they are due, what is published, and what a crash may leave."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.rooms import heads, ports
from yiwang.engines.ledger.tests.conftest import Keys, loosen
from yiwang.engines.store import api as store
from yiwang.kernel.errors import Declined

pytestmark = pytest.mark.django_db


def more(write: Callable[..., int], at: datetime, count: int = 1) -> None:
    write("unit:1", count)
    while ledger.seal(at=at):
        pass


def test_a_head_is_due_after_a_while_or_after_many_entries(sealed: dict[str, int], write: Callable[..., int], at: datetime,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    assert ledger.sign_head(at=at + timedelta(days=1)) is None  # nothing new
    more(write, at)
    assert ledger.sign_head(at=at + timedelta(seconds=59)) is None
    assert (head := ledger.sign_head(at=at + timedelta(seconds=60))) is not None and head.size == 31
    more(write, at, 3)
    monkeypatch.setattr(heads, "ENTRIES", 3)
    assert (head := ledger.sign_head(at=at + timedelta(seconds=61))) is not None and head.size == 34
    more(write, at)
    assert ledger.sign_head(at=at - timedelta(days=3)) is not None, "a clock set back must not silence it for days"
    assert [one.size for one in ledger.heads()] == [30, 31, 34, 35]
    assert ledger.verify().ok


def test_what_is_published(sealed: dict[str, int], published: Path, keys: Keys) -> None:
    leaves = (published / "leaves.bin").read_bytes()
    assert leaves == b"".join(entry.hash for entry in ledger.feed(after=0))
    (said,) = [json.loads(line) for line in (published / "heads.jsonl").read_text().splitlines()]
    assert said["size"] == 30 and said["root"] == ledger.root(30).hex()
    signed = {name: said[name] for name in ("algorithm", "at", "root", "size")}
    message = json.dumps(signed, sort_keys=True, separators=(",", ":")).encode()
    assert keys.verify(said["signer"], message, bytes.fromhex(said["signature"]))
    assert (published / f"{said['signer'].replace(':', '-')}.pem").read_text() == keys.public()[0].pem


@pytest.mark.parametrize("leaves, lines", [
    (b"", b""), (b"half a leaf", b""), (bytes(64), b""), (b"", b'{"size":31,"half'), (bytes(33), b'{"size":31,"half'),
], ids=["nothing", "half a leaf", "two leaves", "half a line", "both"])
def test_what_a_crash_left_is_finished(sealed: dict[str, int], write: Callable[..., int], at: datetime, published: Path, leaves: bytes, lines: bytes) -> None:
    """Killed after anything: leaves half written, a head half written, a head committed and not yet published."""
    more(write, at)
    assert ledger.sign_head(at=at, now=True) is not None
    text = (published / "heads.jsonl").read_bytes().splitlines(keepends=True)
    (published / "heads.jsonl").write_bytes(text[0] + lines)
    (published / "leaves.bin").write_bytes((published / "leaves.bin").read_bytes()[: 30 * 32] + leaves)
    assert ledger.sign_head(at=at) is None
    assert (published / "heads.jsonl").read_bytes().splitlines(keepends=True) == text
    assert (published / "leaves.bin").read_bytes() == b"".join(entry.hash for entry in ledger.feed(after=0))
    assert ledger.verify().ok


def test_a_published_head_is_never_overwritten(sealed: dict[str, int], write: Callable[..., int], at: datetime, published: Path) -> None:
    """A database restored from before the last published head: somebody must look."""
    loosen()
    store.execute("delete from ledger_head")
    before = (published / "heads.jsonl").read_bytes(), (published / "leaves.bin").read_bytes()
    more(write, at)
    with pytest.raises(ledger.Contradicted):
        ledger.sign_head(at=at, now=True)
    assert before == ((published / "heads.jsonl").read_bytes(), (published / "leaves.bin").read_bytes())


def test_without_a_key_nothing_is_signed(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    ports._plugged.stamper = None  # the fixture puts it back
    with pytest.raises(Declined):
        ledger.sign_head(at=at)


def test_an_empty_record_has_no_head(at: datetime) -> None:
    assert ledger.sign_head(at=at, now=True) is None
    assert ledger.verify().ok
