"""Many at once on one case: one wins, all others are told why; the same request many times is one; numbers have no gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from tests.faults import crowd, whole
from tests.faults.conftest import Start
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.rooms import letters
from yiwang.engines.cases.tests.trial import MONDAY, City, kinds
from yiwang.engines.documents import api as documents
from yiwang.engines.store import api as store

REASONS = {"stale", "wrong-state"}


def at_once(start: Start, asks: Sequence[Callable[[], cases.Done]], members: int = 8) -> list[tuple[str, Any]]:
    """All requests at once, shared out over processes with a thread and a connection each."""
    crowds = [start(crowd.together, asks[i::members]) for i in range(members)]
    for _, pipe in crowds:
        pipe.send("go")
    return [one for _, pipe in crowds for one in pipe.recv()]


@pytest.mark.slow(reason="64 connections")
@pytest.mark.parametrize("page", [True, False], ids=["from a page", "without a page"])
def test_of_64_at_once_one_wins_and_63_get_the_reason(city: City, start: Start, page: bool) -> None:
    done = city.begin()
    seen = cases.Seen(0) if page else None
    asks = [lambda i=i: city.do("clerk", done.case, "accept" if i % 2 else "ask", seen=seen, key=f"k{i}") for i in range(64)]
    found = at_once(start, asks)
    assert Counter(what for what, _ in found) == {"done": 1, "stale" if page else "refused": 63}, Counter(map(str, found)).most_common(4)
    assert {code for what, codes in found if what != "done" for code in codes} == ({"stale"} if page else {"wrong-state"})
    assert len(kinds(done.case)) == 2 and whole.wrongs() == []


def test_the_same_request_8_times_at_once_is_one(city: City, start: Start) -> None:
    done = city.accepted()
    found = at_once(start, [lambda: city.do("chief", done.case, "grant", key="same")] * 8)
    assert Counter(what for what, _ in found) == {"done": 1, "again": 7} and len({answer for _, answer in found}) == 1
    assert len(kinds(done.case)) == 3 and whole.gaps() == [] == whole.wrongs()


def test_the_same_application_8_times_at_once_is_one_matter(city: City, start: Start) -> None:
    found = at_once(start, [lambda: city.begin(key="double-click")] * 8)
    assert Counter(what for what, _ in found) == {"done": 1, "again": 7} and len({answer[1] for _, answer in found}) == 1
    assert store.rows("select count(*) from cases_case") == [(1,)] and whole.wrongs() == []


def test_two_officials_at_once_with_different_moves(city: City, start: Start) -> None:
    for _ in range(4):
        done = city.accepted()
        found = at_once(start, [lambda done=done: city.do("chief", done.case, "refuse", seen=cases.Seen(1), key="a"),
                                lambda done=done: city.do("clerk", done.case, "note", seen=cases.Seen(1), key="b")], members=2)
        assert sorted(what for what, _ in found) == ["done", "stale"]
    assert whole.wrongs() == []


def test_three_units_answer_at_once_and_none_is_lost(city: City, start: Start) -> None:
    done = city.accepted("joint")
    city.do("clerk", done.case, "consult")
    found = at_once(start, [lambda who=who: city.answer(who, done.case, key=who) for who in "abc"], members=3)
    assert [what for what, _ in found] == ["done"] * 3
    assert city.view("clerk", done).seen == cases.Seen(2, 3) and whole.wrongs() == []


def test_the_decision_and_an_answer_at_once_never_cross(city: City, start: Start) -> None:
    """A decision that rests on answers is either made before the last one came, and refused, or after it."""
    done = city.accepted("joint")
    city.do("clerk", done.case, "consult")
    for who in "ab":
        city.answer(who, done.case)
    found = dict(at_once(start, [lambda: city.answer("c", done.case, key="c"), lambda: city.do("chief", done.case, "grant", seen=cases.Seen(2, 3))], members=2))
    assert "done" in found and whole.wrongs() == []
    assert kinds(done.case)[-2:] in (["answered", "answered"], ["answered", "decided"])


def test_numbers_of_a_unit_have_no_gap_whoever_signs_at_once(city: City, start: Start) -> None:
    done = [city.accepted() for _ in range(16)]
    found = at_once(start, [lambda one=one: city.do("chief", one.case, "grant") for one in done])
    assert [what for what, _ in found] == ["done"] * 16, found
    assert whole.gaps() == [] == whole.wrongs()


def test_two_makers_of_one_letter_make_it_once(city: City, start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(letters._words, "trial.", lambda owed: owed)
    monkeypatch.setattr(documents, "make", lambda paper: b"")  # what is set and where it lies is not the matter here
    monkeypatch.setattr(letters.files, "receive", lambda **words: type("Kept", (), {"sha256": "0" * 64})())
    done = city.accepted()
    city.do("chief", done.case, "grant")

    def make() -> cases.Done:
        return cases.Done(0, "", "", cases.make_letters(at=MONDAY))

    found = at_once(start, [make] * 6, members=6)
    assert all(what == "done" for what, _ in found), found
    assert kinds(done.case).count("documented") == 2 and whole.wrongs() == []
    assert store.rows("select count(*) from cases_document where made_at is null") == [(0,)]


def test_sweeps_at_once_write_each_mark_once(city: City, start: Start) -> None:
    from yiwang.engines.cases.tests.trial import when

    for _ in range(6):
        city.accepted()
    lodged = city.begin()
    at = when("2026-11-20 00:00")

    def sweep() -> cases.Done:
        return cases.Done(0, "", "", cases.sweep(at=at))

    for _ in range(3):
        found = at_once(start, [sweep] * 4, members=4)
        assert all(what == "done" for what, _ in found), found
    assert store.rows("select count(*) from ledger_entry where kind = 'warned'") == [(8,)]
    assert kinds(lodged.case) == ["opened", "warned", "lapsed", "warned"] and whole.wrongs() == []  # the second is of the term that ran since receipt
