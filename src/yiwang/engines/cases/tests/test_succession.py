"""A unit is merged: what it had to do passes to its successor, each case once, with an entry, whatever is killed on the way."""

from __future__ import annotations

from typing import Any

import pytest

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.rooms import succession
from yiwang.engines.cases.tests.trial import MONDAY, City
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import NotFound

MERGED = Act("trial.merged", Kind.CHANGED, "{actor} 并入")


def merge(city: City, unit: str, into: str) -> ledger.Recorded:
    """The merger's entry; its effects on cases are the reader's."""
    old = identity.unit_by_code(unit).id
    with store.atomic():
        facts = identity.unit_changes.close(unit=old, on=MONDAY.date(), successor=into)
        written = ledger.append(subject=f"unit:{old}", act=MERGED, actor=city.mayor, at=MONDAY, facts=facts)
    found = ledger.entry(written.chain, written.n)
    assert found is not None
    return found


def test_cases_tasks_clocks_and_files_pass_on(city: City) -> None:
    lodged, accepted, closed = city.begin(), city.accepted("joint"), city.begin()
    city.do("clerk", accepted.case, "consult")
    city.do("citizen", closed.case, "withdraw")
    entry = merge(city, "T-MAIN", "T-OTHER")
    assert cases.succeed(entry, at=MONDAY) == 3
    heir = city.stranger.unit
    assert {r.ref for r in cases.desk(actor=city.stranger, at=MONDAY).rows} == {lodged.ref, accepted.ref}
    city.do("stranger", lodged.case, "accept")
    for done in (lodged, accepted, closed):
        view = city.view("stranger", done)
        assert view.unit == heir and "由乙区主管局承接" in next(line.text for line in view.history if line.kind is Kind.CHANGED)
    assert store.rows("select count(*) from cases_term where stopped_at is null and unit_id = %s", (entry_unit(entry),)) == [(0,)]
    assert city.view("line", closed).ref == closed.ref  # who saw it still does
    with pytest.raises(NotFound):
        city.do("clerk", accepted.case, "note")


def entry_unit(entry: ledger.Recorded) -> int:
    return int(entry.subject.partition(":")[2])


def test_an_open_question_is_the_successors_to_answer(city: City) -> None:
    done = city.accepted("joint")
    city.do("clerk", done.case, "consult")
    cases.succeed(merge(city, "T-A", "T-OTHER"), at=MONDAY)
    city.answer("stranger", done.case)
    for who in "bc":
        city.answer(who, done.case)
    assert city.do("chief", done.case, "grant").state == "granted"


def test_twice_is_once_and_a_kill_in_the_middle_is_finished(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    done = [city.begin() for _ in range(5)]
    entry = merge(city, "T-MAIN", "T-OTHER")
    monkeypatch.setattr(succession, "BATCH", 2)
    whole, handed = succession._handed, list[int]()

    def killed(case: int, at: Any) -> bool:
        if len(handed) == 3:
            raise KeyboardInterrupt
        handed.append(case)
        return whole(case, at)

    monkeypatch.setattr(succession, "_handed", killed)
    with pytest.raises(KeyboardInterrupt):
        cases.succeed(entry, at=MONDAY)
    monkeypatch.setattr(succession, "_handed", whole)
    assert cases.succeed(entry, at=MONDAY) == 2 and cases.succeed(entry, at=MONDAY) == 0
    assert [sum(e.kind is Kind.CHANGED for e in ledger.history(d.case)) for d in done] == [1] * 5
    assert cases.taken_over(unit=city.stranger.unit) == 5


def test_what_begins_afterwards_begins_at_the_successor(city: City) -> None:
    merge(city, "T-MAIN", "T-OTHER")
    done = city.begin()
    assert city.view("stranger", done).unit == city.stranger.unit


def test_what_began_while_the_merger_was_written_is_found_by_its_own_entry(city: City) -> None:
    done = city.begin()
    first = ledger.entry(done.case, 1)
    assert first is not None and cases.succeed(first, at=MONDAY) == 0
    merge(city, "T-MAIN", "T-OTHER")
    assert cases.succeed(first, at=MONDAY) == 1


def test_a_successor_that_is_merged_too_passes_everything_on(city: City) -> None:
    done = city.begin()
    first, second = merge(city, "T-MAIN", "T-A"), merge(city, "T-A", "T-OTHER")
    assert cases.succeed(first, at=MONDAY) == 1 and cases.succeed(second, at=MONDAY) == 0
    assert city.view("stranger", done).unit == city.stranger.unit


def test_a_unit_that_is_only_closed_hands_nothing_over(city: City) -> None:
    city.begin()
    old = identity.unit_by_code("T-MAIN").id
    with store.atomic():
        facts = identity.unit_changes.close(unit=old, on=MONDAY.date())
        written = ledger.append(subject=f"unit:{old}", act=MERGED, actor=city.mayor, at=MONDAY, facts=facts)
    entry = ledger.entry(written.chain, written.n)
    assert entry is not None and cases.succeed(entry, at=MONDAY) == 0
