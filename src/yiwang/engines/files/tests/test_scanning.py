"""Malware: what is found is refused and written down; what nobody could look at is looked at later, or not taken where the city says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import BinaryIO

import pytest

from yiwang.engines.files import api as files
from yiwang.engines.files.tests import makers
from yiwang.engines.files.tests.conftest import CITIZEN, OTHER
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.actors import READER
from yiwang.kernel.errors import Invalid, Refused

Receive = Callable[..., files.Stored]
Left = Callable[[], list[str]]
BAD = b"evil"


class Scanner:
    """Finds `evil`; is away when told so. Notes how much it was given."""

    def __init__(self) -> None:
        self.away, self.seen = False, list[int]()

    def look(self, content: BinaryIO) -> str:
        if self.away:
            raise files.Unanswered("away")
        whole = content.read()
        self.seen.append(len(whole))
        return "Test.Evil" if b"evil" in whole else ""


@pytest.fixture
def scanner() -> Iterator[Scanner]:
    found = Scanner()
    files.plug(scanner=found)
    yield found
    files.plug(scanner=None)


def written(account: int) -> list[tuple[str, object]]:
    return [(e.act, e.facts.get("found")) for e in ledger.journal(subjects=(f"account:{account}",), limit=20)]


def test_what_is_bad_is_refused_and_written_down(hand_in: Receive, left: Left, scanner: Scanner) -> None:
    with pytest.raises(Invalid, match=r"查出病毒（Test\.Evil），没有接收"):
        hand_in(BAD, "材料.pdf")
    assert left() == [] and scanner.seen == [len(BAD)] and written(CITIZEN.account) == [("files.bad_refused", "Test.Evil")]
    assert hand_in(makers.png()).sha256 and files.unseen() == 0


def test_while_nobody_answers_it_is_taken_and_looked_at_later(hand_in: Receive, scanner: Scanner, at: datetime) -> None:
    scanner.away = True
    good, bad = hand_in(makers.png()), hand_in(BAD)
    assert files.unseen() == 2 and files.scan_later(at=at) == 0
    files.given_out(sha256=bad.sha256)
    scanner.away = False
    assert files.scan_later(at=at + timedelta(minutes=1)) == 2 and files.scan_later(at=at) == 0 and files.unseen() == 0
    files.given_out(sha256=good.sha256)
    with pytest.raises(Refused, match="后来查出病毒"):
        files.given_out(sha256=bad.sha256)
    assert files.uploads(actor=CITIZEN)(bad.sha256) is None, "nobody hands it in again by its hash"
    assert files.uploads(actor=CITIZEN)(good.sha256) and written(CITIZEN.account) == [("files.found_bad", "Test.Evil")]
    scanner.away = True
    with pytest.raises(Invalid, match="查出病毒"):
        hand_in(BAD, actor=OTHER)  # what is known to be bad is bad, whoever answers


def test_a_city_may_take_nothing_unseen(hand_in: Receive, left: Left, scanner: Scanner) -> None:
    files.plug(scanner=scanner, strict=True)
    scanner.away = True
    with pytest.raises(Invalid, match="过几分钟再传"):
        hand_in(makers.png())
    assert left() == [] and written(CITIZEN.account) == []
    assert files.unseen() == 0


def test_without_a_scanner_everything_waits_for_one(hand_in: Receive, at: datetime) -> None:
    files.plug(scanner=None)
    kept = hand_in(makers.png())
    assert files.unseen() == 1 and files.scan_later(at=at) == 0
    files.plug(scanner=Scanner())
    try:
        assert files.scan_later(at=at) == 1 and files.unseen() == 0
    finally:
        files.plug(scanner=None)
    assert store.rows("select found from files_file where sha256 = %s", (kept.sha256,)) == [("",)]


def test_what_we_made_ourselves_is_not_looked_at(scanner: Scanner, at: datetime, db: None) -> None:
    files.receive(chunks=[makers.png()], name="a.png", actor=READER, at=at)
    assert scanner.seen == [] and files.unseen() == 0
