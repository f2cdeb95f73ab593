"""The clocks of a case: silence, time not counted, begun anew, extended. Dates below were counted by hand on a wall calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.rooms.clocks import Clock
from yiwang.engines.cases.tests.trial import City, codes, kinds, when
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.errors import Refused, Stale

# start Monday 2 November 2026, 15 working days: 3–6, 9–13, 16–20, 23. First and last day not counted → due
NOT_COUNTED = [
    ("2026-11-05", "2026-11-05", date(2026, 11, 24)),  # a Thursday
    ("2026-11-05", "2026-11-09", date(2026, 11, 26)),  # Thursday to Monday: 3 working days
    ("2026-11-07", "2026-11-08", date(2026, 11, 23)),  # a weekend: nothing
    ("2026-11-02", "2026-11-04", date(2026, 11, 25)),  # from the start day, which is not counted anyhow: 2
    ("2026-11-20", "2026-12-01", date(2026, 12, 3)),  # 13 were used, 2 are left after 1 December
    ("2026-11-23", "2026-11-23", date(2026, 11, 24)),  # the last day itself
]


@pytest.mark.parametrize(("first", "last", "due"), NOT_COUNTED)
def test_time_not_counted_is_taken_out_both_days_inside(city: City, first: str, last: str, due: date) -> None:
    done = city.accepted()
    a, b = when(f"{first} 11:00"), when(f"{last} 17:00")
    city.do("clerk", done.case, "suspend", at=a, ground="testing")
    paused = city.view("clerk", done, a)
    assert paused.main_clock.due_on is None and paused.main_clock.light is cases.Light.PAUSED  # type: ignore[union-attr]
    assert store.rows("select due_at, next_at from cases_term where case_id = %s and name = 'decide'", (done.case,)) == [(None, None)]
    city.do("clerk", done.case, "resume", at=b)
    after = city.view("clerk", done, b)
    assert after.main_clock.due_on == due  # type: ignore[union-attr]
    (row,) = [r for r in cases.desk(actor=city.clerk, at=b).rows if r.case == done.case]
    assert row.due_on == due
    assert store.instant(store.rows("select due_at from cases_task where case_id = %s and closed_at is null", (done.case,))[0][0]) == \
        when(f"{due} 23:59:59.999999")


def test_two_stretches_not_counted_add_up(city: City) -> None:
    done = city.accepted()
    for first, last in (("04", "05"), ("11", "12")):
        city.do("clerk", done.case, "suspend", at=when(f"2026-11-{first} 09:00"), ground="hearing")
        city.do("clerk", done.case, "resume", at=when(f"2026-11-{last} 09:00"))
    assert city.view("clerk", done).main_clock.due_on == date(2026, 11, 27)  # type: ignore[union-attr]


def test_only_a_ground_the_law_gives_stops_the_count_and_only_once(city: City) -> None:
    done = city.accepted()
    for answers in ({"ground": "site_visit"}, {}):
        with pytest.raises(Refused) as why:
            city.do("clerk", done.case, "suspend", **answers)
        assert codes(why) == ["no-legal-ground"] and why.value.reasons[0].field == "ground"
    with pytest.raises(Refused) as why:
        city.do("clerk", done.case, "resume")
    assert codes(why) == ["not-paused"]
    city.do("clerk", done.case, "suspend", ground="testing")
    with pytest.raises(Refused) as why:
        city.do("clerk", done.case, "suspend", ground="testing")
    assert codes(why) == ["already-not-counted"]


def test_extending_is_for_the_units_own_head_once_and_before_the_end(city: City) -> None:
    done = city.accepted()
    for who in ("clerk", "magistrate", "mayor"):
        with pytest.raises(Refused) as why:
            city.do(who, done.case, "extend", days="5")
        assert codes(why) == ["not-your-role"]
    for days in ("11", "-1"):
        with pytest.raises(Refused) as why:
            city.do("chief", done.case, "extend", days=days)
        assert codes(why) == ["too-many-days"] and why.value.reasons[0].field == "days"
    late = when("2026-11-24 00:00")
    with pytest.raises(Refused) as why:
        city.do("chief", done.case, "extend", at=late, days="5")
    assert codes(why) == ["too-late-to-extend"] and "11 月 23 日" in str(why.value)
    city.do("chief", done.case, "extend", at=late - timedelta(microseconds=1), days="5")
    clock = city.view("clerk", done).main_clock
    assert clock.due_on == date(2026, 11, 30) and clock.legal_due_on == date(2026, 12, 7) and clock.extended == 5  # type: ignore[union-attr]
    with pytest.raises(Refused) as why:
        city.do("chief", done.case, "extend", days="5")
    assert codes(why) == ["extended-once"]


def test_the_joint_procedure_is_extended_by_the_head_of_government(city: City) -> None:
    done = city.accepted("joint")
    for who in ("chief", "mayor"):
        with pytest.raises(Refused):
            city.do(who, done.case, "extend", days="15")
    city.do("magistrate", done.case, "extend", days="15")
    assert city.view("clerk", done).main_clock.due_on == date(2026, 12, 21)  # type: ignore[union-attr]  # 35 working days from 2 November


def test_extending_without_a_number_gives_what_the_law_allows(city: City) -> None:
    done = city.accepted()
    city.do("chief", done.case, "extend")
    assert city.view("clerk", done).main_clock.extended == 10  # type: ignore[union-attr]


def test_papers_supplemented_begin_the_term_anew(city: City) -> None:
    done = city.begin()
    city.do("clerk", done.case, "ask", at=when("2026-11-05 10:00"))
    city.do("citizen", done.case, "supplement", at=when("2026-11-12 10:00"))
    clocks = city.view("clerk", done, when("2026-11-12 11:00")).clocks
    assert [(c.started_on, c.due_on, c.stopped_on) for c in clocks] == [
        (date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 5)), (date(2026, 11, 12), date(2026, 11, 19), None)]


AFTER = when("2026-11-10 00:00")  # the five days ended on Monday the 9th at 24:00


def test_silence_accepts_as_of_receipt(city: City) -> None:
    done = city.begin()
    cases.sweep(at=AFTER)  # yellow
    cases.sweep(at=AFTER)
    view = city.view("clerk", done, AFTER)
    assert view.state == "accepted" and view.main_clock.started_on == date(2026, 11, 2) and view.main_clock.due_on == date(2026, 11, 23)  # type: ignore[union-attr]
    entry = ledger.history(done.case)[-1]
    assert entry.kind.value == "lapsed" and entry.actor == {"system": "clock"}
    assert (entry.facts["fell_due"], entry.facts["found"], entry.facts["as_of"]) == ("2026-11-09", "2026-11-10", "2026-11-02")


def test_before_the_last_instant_silence_has_no_effect(city: City) -> None:
    done = city.begin()
    city.do("clerk", done.case, "ask", at=AFTER - timedelta(microseconds=1))
    assert kinds(done.case) == ["opened", "asked_for_papers"]


def test_a_late_sweep_fools_nobody(city: City) -> None:
    """The page still showed the case as lodged: who acts on it is told, and finds it accepted, as of receipt, without any sweep."""
    done = city.begin()
    with pytest.raises(Stale):
        city.do("clerk", done.case, "ask", at=AFTER, seen=cases.Seen(0))
    assert kinds(done.case) == ["opened", "lapsed"]
    assert city.view("clerk", done, AFTER).seen == cases.Seen(1)
    with pytest.raises(Refused) as why:
        city.do("clerk", done.case, "ask", at=AFTER, seen=cases.Seen(1))
    assert codes(why) == ["wrong-state"]
    assert city.do("chief", done.case, "grant", at=AFTER, seen=cases.Seen(1)).state == "granted"


def test_silence_is_judged_before_the_move_even_without_a_page(city: City) -> None:
    done = city.begin()
    city.do("clerk", done.case, "note", at=AFTER)
    assert kinds(done.case) == ["opened", "lapsed", "moved"]
    assert not cases.sweep(at=AFTER)  # its marks are past and its clock is stopped


def test_what_would_end_beyond_the_calendar_is_refused_in_words(city: City) -> None:
    with pytest.raises(Refused) as why:
        city.begin(at=when("2030-12-30 10:00"))
    assert codes(why) == ["beyond-calendar"] and "2030 年 12 月 31 日" in str(why.value)
    assert store.rows("select count(*) from cases_case") == [(0,)]
    done = city.begin(at=when("2030-12-16 10:00"))
    with pytest.raises(Refused) as why:
        city.do("clerk", done.case, "accept", at=when("2030-12-17 10:00"))
    assert codes(why) == ["beyond-calendar"] and kinds(done.case) == ["opened"]


def test_the_yellow_day_is_nine_tenths_rounded_down() -> None:
    for n in range(2, 400):
        clock = Clock(1, "x", 1, 0, date(2020, 1, 2), "working", n, n)
        first = clock.marks()[0]
        assert first.at.date() == calendar.due_on(date(2020, 1, 2), calendar.Span(max(1, n * 9 // 10), calendar.Unit.WORKING), calendar.standard()), n


@given(start=some.dates(date(2015, 1, 1), date(2026, 6, 1)), days=some.integers(1, 90), extended=some.integers(0, 30),
       kind=some.sampled_from(("working", "calendar")), stretches=some.lists(some.tuples(some.integers(0, 60), some.integers(0, 20)), max_size=3))
def test_a_clock_never_ends_before_it_started_and_its_marks_are_in_order(
    start: date, days: int, extended: int, kind: str, stretches: list[tuple[int, int]]
) -> None:
    clock = Clock(1, "x", 1, 0, start, kind, days, days)
    plain, on = clock.due_on(), start
    for wait, length in stretches:
        on += timedelta(days=wait)
        clock = clock.pause(on, "testing")
        assert clock.due_on() is None and clock.marks() == ()
        on += timedelta(days=length)
        clock = clock.resume(on)
    assert plain is not None and (due := clock.due_on()) is not None
    assert due >= plain > start
    longer = clock.extend(extended).due_on()
    assert longer is not None and longer >= due
    instants = [mark.at for mark in clock.marks()]
    assert instants == sorted(set(instants)) and clock.marks()[-1].name == "red"
    for gap_first, gap_last in clock.closed_gaps:
        assert not (gap_first <= due <= gap_last and gap_first > start)


def test_a_day_that_is_given_needs_no_calendar() -> None:
    """A licence of five years ends after the last calendar that is known: its clock runs, and rolls over no rest day."""
    ends = Clock(1, "expire", 1, 0, date(2030, 12, 2), "date", 40, 40, tacit=True)
    assert ends.due_on() == date(2031, 1, 11) and ends.due_on().weekday() == 5  # type: ignore[union-attr]
    assert [(m.name, m.at.date() if m.name == "lapse" else "") for m in ends.marks()][-1] == ("lapse", date(2031, 1, 11))
    today = Clock(1, "expire", 1, 0, date(2026, 3, 31), "date", 0, 0, tacit=True)
    assert [(m.name, m.at) for m in today.marks()] == [("lapse", when("2026-03-31 23:59:59.999999"))]


def test_time_that_is_offered_warns_nobody() -> None:
    """Ten days to rate: only their end is a mark; the same days owed have a warning before."""
    owed = Clock(1, "rate", 1, 0, date(2026, 3, 2), "calendar", 10, 10, tacit=True)
    assert [m.name for m in replace(owed, offered=True).marks()] == ["lapse"] and len(owed.marks()) > 1
    assert replace(owed, tacit=False, offered=True).marks() == ()
