"""The clock's own acts: each mark once, at its time, however late the sweep; one bad case keeps nobody waiting."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.rooms import sweep as room
from yiwang.engines.cases.tests.trial import MONDAY, City, kinds, when
from yiwang.engines.ledger import api as ledger
from yiwang.kernel.errors import Declined

INSTANT = timedelta(microseconds=1)


def levels(case: int) -> list[str]:
    return [entry.facts["level"] for entry in ledger.history(case) if entry.kind.value in ("warned", "breached")]


def settle(at: object) -> int:
    """Sweeps until nothing is left."""
    count = 0
    while turned := cases.sweep(at=at):  # type: ignore[arg-type]
        count += turned
    return count


@pytest.mark.parametrize(("item", "marks"), [
    ("plain", (("2026-11-20", "yellow"), ("2026-11-21", "prompt"), ("2026-11-24", "red"))),  # 15 days: after the 13th, the 14th, the 15th
    ("joint", (("2026-11-27", "yellow"), ("2026-11-28", "prompt"), ("2026-12-01", "red"))),  # 20 days: after the 18th, the 19th, the 20th
])
def test_each_mark_comes_at_its_instant_and_once(city: City, item: str, marks: tuple[tuple[str, str], ...]) -> None:
    done = city.accepted(item)
    found: list[str] = []
    for day, name in marks:
        at = when(f"{day} 00:00")
        assert cases.next_due(at=MONDAY) == at - INSTANT
        assert settle(at - 2 * INSTANT) == 0
        found.append(name)
        assert settle(at - INSTANT) == 1 and levels(done.case) == found
        assert settle(at + timedelta(hours=3)) == 0
    assert cases.next_due(at=MONDAY) is None


def test_a_sweep_that_slept_writes_every_mark_with_when_it_fell_due_and_when_it_was_found(city: City) -> None:
    done = city.accepted()
    late = when("2027-03-01 10:00")
    assert settle(late) == 3 and levels(done.case) == ["yellow", "prompt", "red"]
    red = ledger.history(done.case)[-1].facts
    assert (red["fell_due"], red["found"], red["due"], red["days"], red["legal"]) == (
        "2026-11-23T15:59:59.999999+00:00", "2027-03-01T02:00:00.000000+00:00", "2026-11-23", 15, 20)


def test_several_cases_in_one_sweep(city: City) -> None:
    done = [city.accepted() for _ in range(5)]
    assert cases.sweep(at=when("2026-11-20 00:00"), limit=3) == 3
    assert cases.sweep(at=when("2026-11-20 00:00"), limit=3) == 2
    assert all(levels(one.case) == ["yellow"] for one in done)


def test_marks_move_with_the_time_not_counted(city: City) -> None:
    done = city.accepted()
    city.do("clerk", done.case, "suspend", at=when("2026-11-05 10:00"), ground="testing")
    assert settle(when("2026-12-20 10:00")) == 0  # nothing runs
    city.do("clerk", done.case, "resume", at=when("2026-11-09 10:00"))  # three working days out
    assert settle(when("2026-11-24 23:59")) == 0
    assert settle(when("2026-11-25 00:00")) == 1 and levels(done.case) == ["yellow"]


def test_a_mark_given_before_a_pause_is_not_given_again(city: City) -> None:
    done = city.accepted()
    settle(when("2026-11-20 00:00"))
    city.do("clerk", done.case, "suspend", at=when("2026-11-20 10:00"), ground="testing")
    city.do("clerk", done.case, "resume", at=when("2026-11-25 10:00"))
    settle(when("2027-01-20 00:00"))
    assert levels(done.case) == ["yellow", "prompt", "red"]


def test_a_case_that_ended_in_time_is_left_in_peace(city: City) -> None:
    done = city.accepted()
    city.do("citizen", done.case, "withdraw")
    assert settle(when("2027-01-01 00:00")) == 0 and kinds(done.case)[-1] == "moved"


def test_a_step_made_late_says_so(city: City) -> None:
    done = city.accepted()
    city.do("chief", done.case, "grant", at=when("2026-11-24 09:00"))
    (stopped,) = ledger.history(done.case)[-1].facts["stopped"]
    assert stopped["late"] is True
    clock = next(c for c in city.view("clerk", done).clocks if c.name == "decide")
    assert clock.late and clock.light is cases.Light.DONE


def test_cases_that_fail_keep_none_behind_them_waiting(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    done = [city.accepted() for _ in range(6)]
    bad, real = {one.case for one in done[:4]}, room._turn

    def turn(case: int, term: int, at: object) -> None:
        if case in bad:
            raise Declined("broken")
        real(case, term, at)  # type: ignore[arg-type]

    monkeypatch.setattr(room, "_turn", turn)
    at = when("2026-11-20 00:00")
    assert cases.sweep(at=at, limit=2) == 2  # the first two pages hold only bad ones
    assert [levels(one.case) for one in done] == [[], [], [], [], ["yellow"], ["yellow"]]
    with pytest.raises(Declined):  # somebody must hear of them
        cases.sweep(at=at, limit=2)
    monkeypatch.undo()


def test_an_asked_units_clock_has_marks_of_its_own(city: City) -> None:
    done = city.accepted("joint")
    city.do("clerk", done.case, "consult")
    city.answer("a", done.case)
    settle(when("2026-11-17 00:00"))  # ten working days ended on Monday the 16th
    said = [(e.facts["level"], e.facts["unit"]) for e in ledger.history(done.case) if e.kind.value in ("warned", "breached")]
    assert sorted(said) == sorted((level, city.actors[who].unit) for level in ("yellow", "red") for who in "bc")  # of ten days the ninth is both
