"""Terms in minutes: they run from the instant of the move, are late by the minute, and no calendar, pause or extension touches them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.rooms import registry
from yiwang.engines.cases.rooms.clocks import Clock
from yiwang.engines.cases.tests.test_recount_and_reveal import with_a_new_holiday
from yiwang.engines.cases.tests.trial import ITEMS, MONDAY, ONE, WORKING, City, codes, move, when
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.errors import Declined, Refused

INSTANT, MINUTE = timedelta(microseconds=1), timedelta(minutes=1)
MINUTES = calendar.Unit.MINUTES
SPOT, OF_ITS_OWN = calendar.Span(120, MINUTES), calendar.Span(30, MINUTES, "某办法第三条")
SOONER = (("urgency", "urgent", 3), ("urgency", "danger", SPOT))
# accepted at an instant: the decision is due in 20 days, 3 days or 120 minutes, the window takes 30 minutes to hand over
TERMS = {
    "accept": cases.Term("受理", calendar.Span(5, WORKING)),
    "decide": cases.Term("决定", calendar.Span(20, WORKING, "法第九条"), extendable=cases.Extension(10, "head", "法第二条"), sooner=SOONER, event="受理"),
    "hand_over": cases.Term("送达", OF_ITS_OWN, event="决定"),
}
FAST = replace(ONE, code="trial.fast", title="试行马上办", moves=tuple(m for m in ONE.moves if not (m.pauses or m.resumes)), terms=TERMS)
ITEM = cases.Item("fast", 1, "试行马上办的事项", FAST.code)
BEGAN = when("2026-11-20 10:05")  # a Friday
OVER = when("2026-11-20 12:05")


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry._procedures, (FAST.code, 1), FAST)
    monkeypatch.setitem(registry._items, FAST.code, lambda code, version: ITEM)
    monkeypatch.setitem(registry._zones, FAST.code, registry._zones[ONE.code])
    monkeypatch.setitem(ITEMS, "fast", ITEM)


def dangerous(city: City, at: datetime = BEGAN, urgency: str = "danger") -> cases.Done:
    """A case accepted at an instant, the decision on it due at once."""
    done = city.begin(item="fast", at=at)
    return city.do("clerk", done.case, "accept", at=at, urgency=urgency)


def stored(case: int, name: str = "decide") -> tuple[Any, ...]:
    sql = "select kind, days, due_on, due_at, next_at, next_mark from cases_term where case_id = %s and name = %s"
    ((kind, days, on, due, next_at, mark),) = store.rows(sql, (case, name))
    return kind, days, store.day(on), store.instant(due), store.instant(next_at), mark


def main(city: City, done: cases.Done, at: datetime) -> cases.ClockView:
    clock = city.view("clerk", done, at).main_clock
    assert clock is not None
    return clock


def test_it_runs_from_the_instant_of_the_move(city: City) -> None:
    done = dangerous(city, BEGAN + 17 * INSTANT)
    assert stored(done.case) == ("minutes", 120, date(2026, 11, 20), OVER + 17 * INSTANT, when("2026-11-20 11:53") + 17 * INSTANT, "yellow")
    ((due,),) = store.rows("select due_at from cases_task where case_id = %s and closed_at is null", (done.case,))
    assert store.instant(due) == OVER + 17 * INSTANT
    clock = main(city, done, when("2026-11-20 10:30"))
    assert (clock.kind, clock.started_at, clock.due_at, clock.due_on, clock.legal_due_on) == (
        "minutes", BEGAN + 17 * INSTANT, OVER + 17 * INSTANT, date(2026, 11, 20), date(2026, 11, 20))
    (said,) = ledger.history(done.case)[-1].facts["started"]
    assert said == {"term": "decide", "from": "2026-11-20", "days": 120, "legal": 120, "due": "2026-11-20", "span_unit": "minutes",
                    "due_at": "2026-11-20T04:05:00.000017+00:00"}


@pytest.mark.parametrize(("urgency", "kind", "days", "due"), [
    ("normal", "working", 20, date(2026, 12, 18)), ("urgent", "working", 3, date(2026, 11, 25)), ("danger", "minutes", 120, date(2026, 11, 20))])
def test_an_answer_makes_it_sooner_in_days_or_in_minutes(city: City, urgency: str, kind: str, days: int, due: date) -> None:
    clock = main(city, dangerous(city, urgency=urgency), BEGAN)
    assert (clock.kind, clock.days, clock.due_on) == (kind, days, due)
    assert clock.law == ("" if kind == "minutes" else "法第九条"), "the article of the days is not that of the minutes"
    (row,) = cases.cases(actor=city.clerk, at=BEGAN).rows
    (said,) = ledger.history(row.case)[-1].facts["started"]
    assert ("span_unit" in said) == (kind == "minutes") == (row.due_at is not None)


@pytest.mark.parametrize(("at", "light", "left", "used"), [
    ("10:05", "green", 120, 0), ("10:05:01", "green", 120, 1), ("10:45", "green", 80, 40), ("11:52:59", "green", 13, 108), ("11:53", "amber", 12, 108),
    ("12:04", "amber", 1, 119), ("12:04:59", "amber", 1, 120), ("12:05", "red", -1, 120), ("12:06", "red", -1, 121), ("12:30:30", "red", -25, 146)])
def test_how_it_stands_minute_by_minute(city: City, at: str, light: str, left: int, used: int) -> None:
    done, now = dangerous(city), when(f"2026-11-20 {at}")
    clock = main(city, done, now)
    assert (clock.light.value, clock.left, clock.used, clock.late) == (light, left, used, light == "red")
    (row,) = cases.desk(actor=city.clerk, at=now).rows
    assert (row.light.value, row.left, row.used, row.days, row.kind, row.due_at) == (light, left, used, 120, "minutes", OVER)
    assert [r.case for r in cases.late(actor=city.mayor, at=now)] == [done.case] * (light == "red")
    while cases.sweep(at=now):
        pass
    assert cases.standing(actor=city.mayor, at=now) == {cases.Light(light): 1}, "the board says what the page says"
    levels = [e.facts["level"] for e in ledger.history(done.case) if "level" in e.facts]
    assert levels == {"green": [], "amber": ["yellow"], "red": ["yellow", "red"]}[light]


def test_the_sweep_marks_it_at_its_instants_and_says_when_it_was_over(city: City) -> None:
    done = dangerous(city)
    yellow = when("2026-11-20 11:53")
    assert cases.next_due(at=BEGAN) == yellow and cases.sweep(at=yellow - INSTANT) == 0
    assert cases.sweep(at=yellow) == 1 and cases.next_due(at=yellow) == OVER
    assert cases.sweep(at=OVER - INSTANT) == 0 and cases.sweep(at=OVER) == 1
    assert cases.sweep(at=when("2026-12-31 00:00")) == 0, "there is no other mark"
    red = ledger.history(done.case)[-1].facts
    assert {k: red[k] for k in ("level", "fell_due", "due", "due_at", "span_unit", "days", "legal", "law")} == {
        "level": "red", "fell_due": "2026-11-20T04:05:00.000000+00:00", "due": "2026-11-20", "due_at": "2026-11-20T04:05:00.000000+00:00",
        "span_unit": "minutes", "days": 120, "legal": 120, "law": ""}


@pytest.mark.parametrize(("at", "late"), [("12:04", False), ("12:04:59.999999", False), ("12:05", True), ("12:06", True)])
def test_late_is_late_by_the_minute_swept_or_not(city: City, at: str, late: bool) -> None:
    done, now = dangerous(city), when(f"2026-11-20 {at}")
    city.do("chief", done.case, "grant", at=now)
    (stopped,) = ledger.history(done.case)[-1].facts["stopped"]
    assert stopped.get("late", False) is late and stopped["due_at"] == "2026-11-20T04:05:00.000000+00:00"
    clock = next(c for c in city.view("clerk", done, when("2026-12-01 10:00")).clocks if c.name == "decide")
    assert (clock.light, clock.late, clock.stopped_at) == (cases.Light.DONE, late, now)
    assert clock.used == (121 if at == "12:06" else 119 if at == "12:04" else 120), "it stopped then, whenever the page is made"


def test_it_runs_through_the_night_and_the_rest_days(city: City) -> None:
    done = dangerous(city, when("2026-11-20 23:30"))
    assert main(city, done, when("2026-11-21 00:10")).left == 80
    city.do("chief", done.case, "grant", at=when("2026-11-21 01:29"))
    assert stored(done.case, "hand_over")[2:4] == (date(2026, 11, 21), when("2026-11-21 01:59"))
    (stopped,) = ledger.history(done.case)[-1].facts["stopped"]
    assert "late" not in stopped
    city.do("clerk", done.case, "hand_over", at=when("2026-11-21 02:00"))
    assert ledger.history(done.case)[-1].facts["stopped"][0]["late"] is True
    assert city.view("clerk", done).clocks[-1].law == "某办法第三条"


def test_the_desk_has_it_before_what_is_due_the_same_day(city: City) -> None:
    today, spot = city.begin(at=when("2026-11-13 10:00")), dangerous(city)
    tomorrow = city.begin(at=when("2026-11-16 10:00"))
    rows = cases.desk(actor=city.clerk, at=BEGAN).rows
    assert [r.case for r in rows] == [spot.case, today.case, tomorrow.case] and [r.due_on for r in rows][:2] == [BEGAN.date()] * 2
    assert [r.kind for r in rows] == ["minutes", "working", "working"] and rows[1].due_at is None
    assert cases.next_due_on(actor=city.clerk, at=BEGAN) == BEGAN.date()


def test_it_is_not_extended(city: City) -> None:
    done = dangerous(city)
    with pytest.raises(Refused) as why:
        city.do("chief", done.case, "extend", at=BEGAN + MINUTE, days="5")
    assert codes(why) == ["in-minutes"] and "请马上办理" in str(why.value)
    assert any(m.code == "extend" and m.reasons for m in city.view("chief", done, BEGAN).cannot), "the page says so before it is tried"
    days = dangerous(city, urgency="urgent")
    city.do("chief", days.case, "extend", at=BEGAN + MINUTE, days="5")


@pytest.fixture
def notices(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    calendar.adopt(None)


def test_a_corrected_calendar_never_moves_it(city: City, notices: Path) -> None:
    spot, days = dangerous(city, MONDAY), city.accepted()
    before = stored(spot.case)
    with_a_new_holiday(notices)
    assert cases.would_move(city=calendar.standard()) == 1
    assert cases.recount(at=MONDAY) == (1, 0)
    assert stored(spot.case) == before and len(ledger.history(spot.case)) == 2 and len(ledger.history(days.case)) == 3


def test_a_guard_sees_when_it_is_over(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[cases.Facts] = []
    watched = tuple(replace(m, guard=lambda facts: seen.append(facts) or ()) if m.code == "note" else m for m in FAST.moves)
    monkeypatch.setitem(registry._procedures, (FAST.code, 1), replace(FAST, moves=watched))
    city.do("clerk", dangerous(city).case, "note", at=BEGAN)
    assert seen[-1].terms["decide"].due_at == OVER and seen[-1].terms["decide"].days == 120


def test_what_is_begun_in_minutes_runs_from_its_receipt(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = replace(FAST, terms=FAST.terms | {"accept": cases.Term("受理", calendar.Span(15, MINUTES))})
    monkeypatch.setitem(registry._procedures, (FAST.code, 1), at_once)
    done = city.begin(item="fast", at=BEGAN)
    assert stored(done.case, "accept")[3] == when("2026-11-20 10:20")
    (said,) = ledger.history(done.case)[0].facts["started"]
    assert (said["span_unit"], said["due_at"], said["due"]) == ("minutes", "2026-11-20T02:20:00.000000+00:00", "2026-11-20")


def term(span: calendar.Span = SPOT, **more: Any) -> dict[str, cases.Term]:
    """The terms with the decision's changed."""
    return ONE.terms | {"decide": cases.Term("决定", span, **more)}


PLAIN = tuple(m for m in ONE.moves if not (m.pauses or m.resumes or m.extends))
DAYS = calendar.Span(20, WORKING)
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"terms": term(not_counted=(cases.Ground("testing", "检测"),))}, "decide runs in minutes, and cannot be not counted for a time"),
    ({"terms": term(extendable=cases.Extension(10, "head"))}, "decide runs in minutes, and cannot be extended"),
    ({"terms": term(offered=True, lapses_to=cases.Tacit("refuse"))}, "decide runs in minutes, and cannot be offered"),
    ({"terms": term(until="held_on")}, "decide runs in minutes, and cannot be to end on a given day"),
    ({"terms": term(lapses_to=cases.Tacit("refuse"))}, "decide runs in minutes, and cannot be to lapse"),
    ({"terms": term(promised_by="item")}, "decide runs in minutes, and cannot be promised by an item"),
    ({"terms": term(DAYS, sooner=SOONER, lapses_to=cases.Tacit("refuse"))}, "decide runs in minutes, and cannot be to lapse"),
    ({"terms": term(DAYS, sooner=SOONER, promised_by="item")}, "decide runs in minutes, and cannot be promised by an item"),
    ({"terms": term(calendar.Span(0, MINUTES))}, "decide runs 0 minutes"),
    ({"terms": term(calendar.Span(10_081, MINUTES))}, "decide runs 10081 minutes"),
    ({"terms": term(sooner=(("urgency", "danger", 0),))}, "decide runs 0 minutes"),
    ({"terms": term(sooner=(("urgency", "danger", 121),))}, "decide is longer where it should be sooner"),
    ({"terms": term(sooner=(("urgency", "danger", calendar.Span(1, WORKING)),))}, "decide is longer where it should be sooner"),
    ({"terms": term(calendar.Span(1, WORKING), sooner=(("urgency", "danger", calendar.Span(1441, MINUTES)),))}, "decide is longer where"),
    ({"terms": term(DAYS, sooner=(("urgency", "danger", calendar.Span(21, calendar.Unit.CALENDAR)),))}, "decide is longer where"),
    ({"terms": term(calendar.Span(20, calendar.Unit.CALENDAR), sooner=(("urgency", "danger", calendar.Span(1, WORKING)),))}, "decide is longer where"),
    ({"moves": (*PLAIN, move("help", "accepted", "", "lead", assist=SPOT))}, "help asks units to help within minutes"),
    ({"terms": term() | {"accept": ONE.terms["accept"]}}, "accept, which silence makes, starts decide, which runs in minutes"),
]


@pytest.mark.parametrize(("words", "said"), REFUSED, ids=[said for _, said in REFUSED])
def test_what_a_clock_in_minutes_does_not_carry_is_not_built(words: dict[str, Any], said: str) -> None:
    with pytest.raises(Declined, match=said):
        replace(ONE, **{"moves": PLAIN, **words})


def test_what_it_carries_is_built() -> None:
    loud = {name: replace(t, lapses_to=None) for name, t in term().items()}
    assert replace(ONE, moves=PLAIN, terms=loud).terms["decide"].span is SPOT
    every = (*SOONER, ("urgency", "soon", calendar.Span(20, calendar.Unit.CALENDAR, "某法")))
    built = replace(ONE, terms=ONE.terms | {"hand_over": cases.Term("送达", DAYS, sooner=every)}).terms["hand_over"]
    assert [built.span_where({"urgency": u}) for u in ("danger", "urgent", "normal")] == [SPOT, calendar.Span(3, WORKING), DAYS]
    assert built.span_where({"urgency": "soon"}).law == "某法" == built.law_of("calendar", 20) and built.law_of("working", 20) == ""


@given(some.integers(1, 10_080), some.integers(0, 10**12))
def test_its_marks_are_in_order_inside_it(minutes: int, passed: int) -> None:
    """Yellow after the start and before the end, at nine tenths of it; then red, at the end; what comes after an instant is the next of the two."""
    began = BEGAN + passed * INSTANT
    clock = Clock(1, "x", 1, 0, began.date(), "minutes", minutes, minutes, end_at=calendar.due_at(began, calendar.Span(minutes, MINUTES)))
    yellow, red = clock.marks()
    assert (yellow.name, red.name) == ("yellow", "red") and began < yellow.at < red.at == clock.end_at == clock.due_at()
    assert abs((yellow.at - began) * 10 - (red.at - began) * 9) <= 10 * INSTANT
    assert clock.started_at() == began
    assert [m and m.name for m in map(clock.next_mark, (None, yellow.at - INSTANT, yellow.at, red.at))] == ["yellow", "yellow", "red", None]
    assert not clock.over(red.at - INSTANT) and clock.over(red.at)
