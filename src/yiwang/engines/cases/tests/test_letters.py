"""What a move owes is numbered in the move and made afterwards, once; one that cannot be made keeps none behind it waiting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.rooms import letters as room
from yiwang.engines.cases.tests.trial import MONDAY, City, kinds
from yiwang.engines.documents import api as documents
from yiwang.engines.ledger import api as ledger
from yiwang.engines.registers import api as registers
from yiwang.kernel.errors import Declined


class Press:
    """Stands where the typesetter stands: what was asked to be set, and whether it works."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.broken: set[str] = set()

    def words(self, owed: cases.Owed) -> Any:
        if owed.number in self.broken:
            raise Declined(f"no words for {owed.number}")
        self.made.append(owed.number)
        return owed


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    one = Press()
    monkeypatch.setitem(room._words, "trial.", one.words)
    monkeypatch.setattr(documents, "make", lambda paper: b"%PDF-1.7\n" + paper.number.encode() + b"\n%%EOF\n")
    monkeypatch.setattr(room.files, "receive", lambda **words: type("Kept", (), {"sha256": "0" * 64})())
    return one


def granted(city: City) -> cases.Done:
    done = city.accepted()
    return city.do("chief", done.case, "grant")


def test_what_is_owed_is_made_once_and_on_record(city: City, press: Press) -> None:
    done = granted(city)
    assert [(d.title, d.number, d.made_at) for d in city.view("clerk", done).documents] == [
        ("准予决定书", done.numbers[0], None), ("试行许可证", done.numbers[1], None)]
    at = MONDAY + timedelta(minutes=1)
    assert cases.make_letters(at=at) == 2 and cases.make_letters(at=at) == 0
    assert press.made == list(done.numbers)
    assert all(d.made_at == at and d.sha256 == "0" * 64 for d in city.view("clerk", done).documents)
    assert kinds(done.case)[-2:] == ["documented", "documented"]
    assert ledger.history(done.case)[-1].actor == {"system": "reader"}


def test_a_page_does_not_go_stale_by_a_letter(city: City, press: Press) -> None:
    done = granted(city)
    seen = city.view("clerk", done).seen
    cases.make_letters(at=MONDAY)
    assert city.do("clerk", done.case, "hand_over", seen=seen).state == "done"


def test_those_that_fail_keep_none_behind_them_waiting(city: City, press: Press) -> None:
    first, second = granted(city), granted(city)
    press.broken = set(first.numbers)
    assert cases.make_letters(at=MONDAY, limit=2) == 2 and press.made == list(second.numbers)
    with pytest.raises(Declined):
        cases.make_letters(at=MONDAY, limit=2)
    press.broken = set()
    assert cases.make_letters(at=MONDAY, limit=2) == 2


def test_nobody_to_write_the_words_is_an_error_somebody_hears_of(city: City) -> None:
    granted(city)
    with pytest.raises(Declined, match=r"trial\.letter"):
        cases.make_letters(at=MONDAY)


def test_a_certificate_is_published_in_its_register(city: City, press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    done, told = granted(city), []
    certificate = documents.Certificate.__new__(documents.Certificate)
    monkeypatch.setattr(press, "words", lambda owed: owed)
    monkeypatch.setitem(room._words, "trial.licence", lambda owed: certificate)
    room._words.pop("trial.")
    monkeypatch.setitem(room._words, "trial.letter", lambda owed: owed)
    monkeypatch.setattr(documents, "make", lambda paper: b"%PDF")
    monkeypatch.setattr(room, "_publish", lambda owed, paper, at: told.append((owed.register, owed.number)))
    cases.make_letters(at=MONDAY)
    assert told == [("trial", done.numbers[1])] and registers is not None
