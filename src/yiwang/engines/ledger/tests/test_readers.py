"""Readers: in order, once, one at a time; what fails is put aside where a person sees it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.rooms import following
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.store import api as store
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
NOTE = "insert into ledger_parked (reader, pos, error, at, tries) values ('noted', %s, '', '2026-11-20', 0)"


def note(entry: Recorded) -> None:
    """Something in the database, to see what is rolled back: pos must be unique."""
    store.execute(NOTE, (entry.pos,))


def noted() -> list[int]:
    return [row.pos for row in ledger.parked(reader="noted")]


def test_in_order_and_once(sealed: dict[str, int], at: datetime) -> None:
    while ledger.follow(reader="r", handle=note, at=at, holder="a", limit=7):
        pass
    assert noted() == list(range(1, 31))
    assert ledger.follow(reader="r", handle=note, at=at, holder="a") == 0
    (one,) = ledger.standings()
    assert (one.reader, one.pos, one.behind, one.parked) == ("r", 30, 0, 0)


def test_only_the_kinds_asked_for(sealed: dict[str, int], at: datetime) -> None:
    assert ledger.follow(reader="r", handle=note, at=at, holder="a", kinds=[Kind.URGED]) == 30
    assert noted() == []
    assert ledger.follow(reader="s", handle=note, at=at, holder="a", kinds=[Kind.CHANGED, Kind.URGED], limit=4) == 4
    assert noted() == [1, 2, 3, 4]


def test_one_holder_at_a_time(sealed: dict[str, int], at: datetime) -> None:
    assert ledger.follow(reader="r", handle=note, at=at, holder="a", limit=5) == 5
    assert ledger.follow(reader="r", handle=note, at=at, holder="b") == 0
    assert ledger.follow(reader="r", handle=note, at=at + timedelta(seconds=31), holder="b", limit=5) == 5
    assert ledger.follow(reader="r", handle=note, at=at + timedelta(seconds=32), holder="a") == 0
    ledger.release(reader="r", holder="b")
    assert ledger.follow(reader="r", handle=note, at=at + timedelta(seconds=32), holder="a", limit=5) == 5
    assert noted() == list(range(1, 16))


def test_a_clock_set_back_holds_nobody_up(sealed: dict[str, int], at: datetime) -> None:
    assert ledger.follow(reader="r", handle=note, at=at + timedelta(days=3), holder="a", limit=5) == 5
    assert ledger.follow(reader="r", handle=note, at=at, holder="b", limit=5) == 5


@pytest.mark.parametrize("outside", [False, True])
def test_whoever_lost_the_lease_moves_nothing(sealed: dict[str, int], at: datetime, outside: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another holder took it while we were slow: our turn is rolled back, the cursor is theirs."""
    window = following._window

    def slow(*words: Any) -> Any:
        found = window(*words)
        store.execute("update ledger_cursor set holder = 'b', pos = 3")
        return found

    monkeypatch.setattr(following, "_window", slow)
    assert ledger.follow(reader="r", handle=note, at=at, holder="a", outside=outside) == 0
    assert noted() == ([1] if outside else []), "outside its transaction one entry was handled, and will be again"
    assert (ledger.standings()[0].pos, ledger.standings()[0].holder) == (3, "b")


def test_a_failing_entry_is_parked_and_the_rest_goes_on(sealed: dict[str, int], at: datetime) -> None:
    tries = []

    def failing(entry: Recorded) -> None:
        note(entry)
        if entry.pos == 12:
            tries.append(entry.pos)
            raise ValueError("不认识的种类")

    assert ledger.follow(reader="r", handle=failing, at=at, holder="a") == 30
    assert noted() == [pos for pos in range(1, 31) if pos != 12], "what the failing entry wrote is rolled back"
    assert len(tries) == 4  # once among many, three times alone
    (one,) = ledger.parked(reader="r")
    assert (one.pos, one.error, one.tries) == (12, "ValueError: 不认识的种类", 3)
    assert ledger.retry_parked(id=one.id, handle=failing, at=at) is False
    (one,) = ledger.parked(reader="r")
    assert one.tries == 4
    assert ledger.retry_parked(id=one.id, handle=note, at=at) is True
    assert ledger.parked(reader="r") == [] and sorted(noted()) == list(range(1, 31))
    with pytest.raises(NotFound):
        ledger.retry_parked(id=one.id, handle=note, at=at)


def test_the_databases_own_trouble_parks_nothing(sealed: dict[str, int], at: datetime) -> None:
    from django.db import OperationalError

    def gone(entry: Recorded) -> None:
        raise OperationalError("the connection was lost")

    with pytest.raises(OperationalError):
        ledger.follow(reader="r", handle=gone, at=at, holder="a")
    assert ledger.parked() == []
    assert ledger.follow(reader="r", handle=note, at=at, holder="a") == 30


def test_slow_work_runs_outside_the_transaction(sealed: dict[str, int], at: datetime) -> None:
    """Each entry before its cursor's move: after a crash in between it comes again."""
    seen: list[tuple[int, int]] = []

    def slow(entry: Recorded) -> None:
        seen.append((entry.pos, store.rows("select pos from ledger_cursor where reader = 'r'")[0][0]))

    assert ledger.follow(reader="r", handle=slow, at=at, holder="a", limit=3, outside=True) == 3
    assert seen == [(1, 0), (2, 1), (3, 2)]


def test_a_reader_begins_anew(sealed: dict[str, int], at: datetime) -> None:
    ledger.follow(reader="r", handle=note, at=at, holder="a")
    store.execute("delete from ledger_parked")
    ledger.rebuild(reader="r")
    assert ledger.follow(reader="r", handle=note, at=at, holder="b") == 30
    assert noted() == list(range(1, 31))


def test_an_idle_reader_writes_nothing(sealed: dict[str, int], at: datetime, write: Callable[..., int]) -> None:
    ledger.follow(reader="r", handle=note, at=at, holder="a")
    with store.counted() as count:
        ledger.follow(reader="r", handle=note, at=at, holder="a")
    assert count == [1]
