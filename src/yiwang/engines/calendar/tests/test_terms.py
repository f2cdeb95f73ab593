"""Terms against the law's worked examples and against a day-by-day count."""

from datetime import UTC, date, datetime, timedelta
from timeit import timeit

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from yiwang.engines.calendar import api as calendar
from yiwang.engines.calendar.tests import oracle
from yiwang.kernel.errors import Declined, Invalid

D = date.fromisoformat
WORKING, CALENDAR = calendar.Unit.WORKING, calendar.Unit.CALENDAR
CITY = calendar.standard()


@pytest.mark.parametrize(("what", "start", "days", "kind", "ends"), [
    ("papers of Friday 6 February: ask for more by", "2026-02-06", 5, WORKING, "2026-02-13"),
    ("silence accepts as of 6 February: decide by (行政许可法 42)", "2026-02-06", 20, WORKING, "2026-03-12"),
    ("extended by ten", "2026-02-06", 30, WORKING, "2026-03-26"),
    ("joint handling", "2026-02-06", 45, WORKING, "2026-04-17"),
    ("joint handling, extended by fifteen", "2026-02-06", 60, WORKING, "2026-05-12"),
    ("petition of 3 February (信访工作条例 22)", "2026-02-03", 15, CALENDAR, "2026-02-24"),
    ("fine served on 18 September (行政处罚法)", "2026-09-18", 15, CALENDAR, "2026-10-08"),
    ("nothing to count", "2026-02-15", 0, WORKING, "2026-02-15"),
    ("nothing to count", "2026-02-15", 0, CALENDAR, "2026-02-15"),
    ("from a holiday, day 1 is the first day worked", "2026-02-16", 1, WORKING, "2026-02-24"),
    ("into a make-up Saturday", "2026-02-13", 1, WORKING, "2026-02-14"),
    ("a calendar term that ends on a make-up Saturday stays", "2026-02-13", 15, CALENDAR, "2026-02-28"),
])
def test_worked_examples(what, start, days, kind, ends):
    span = calendar.Span(days, kind)
    assert calendar.due_on(D(start), span, CITY) == D(ends), what
    assert calendar.due(start=D(start), span=span, calendar=CITY).on == D(ends), what


def test_both_days_of_an_unrolled_and_a_rolled_term():
    term = calendar.due(start=D("2026-02-03"), span=calendar.Span(15, CALENDAR), calendar=CITY)
    assert (term.unrolled, term.on) == (D("2026-02-18"), D("2026-02-24"))
    fixed = calendar.due(start=D("2026-02-03"), span=calendar.Span(15, CALENDAR, rolls=False), calendar=CITY)
    assert (fixed.unrolled, fixed.on) == (D("2026-02-18"), D("2026-02-18"))


def test_a_term_ends_at_midnight_in_the_city():
    term = calendar.due(start=D("2026-02-06"), span=calendar.Span(5, WORKING), calendar=CITY)
    assert term.at == datetime(2026, 2, 13, 15, 59, 59, 999999, tzinfo=UTC)


def test_extension_lengthens_the_one_term():
    span = calendar.extended(calendar.Span(20, WORKING, law="行政许可法第四十二条"), 10)
    assert span == calendar.Span(30, WORKING, law="行政许可法第四十二条")
    assert calendar.due_on(D("2026-02-06"), span, CITY) == D("2026-03-26")


@pytest.mark.parametrize(("pauses", "kind", "days", "ends"), [
    ([("2026-09-29", "2026-09-30")], WORKING, 12, "2026-10-19"),
    ([("2026-09-29", "2026-09-29"), ("2026-09-29", "2026-09-30"), ("2026-09-30", "2026-09-30")], WORKING, 12, "2026-10-19"),
    ([("2026-09-20", "2026-09-22")], WORKING, 3, "2026-09-28"),  # through the start day: nothing to take out
    ([("2026-09-20", "2026-09-23")], WORKING, 3, "2026-09-29"),
    ([("2026-10-20", "2026-12-31")], WORKING, 12, "2026-10-15"),  # after the end
    ([("2026-10-16", "2026-12-31")], WORKING, 12, "2026-10-15"),
    ([("2026-10-15", "2026-10-15")], WORKING, 12, "2026-10-16"),
    ([("2026-10-01", "2026-10-07")], WORKING, 12, "2026-10-15"),  # nobody worked anyway
    ([("2026-10-01", "2026-10-07")], CALENDAR, 10, "2026-10-09"),  # 2 October would be the tenth day
    ([("2026-10-08", "2026-10-09")], CALENDAR, 10, "2026-10-10"),  # rolled past the holiday, past the pause, onto the make-up Saturday
])
def test_time_that_is_not_counted(pauses, kind, days, ends):
    intervals = [(D(a), D(b)) for a, b in pauses]
    assert calendar.due_on(D("2026-09-22"), calendar.Span(days, kind), CITY, intervals) == D(ends)


def test_a_term_into_an_unannounced_year_is_provisional():
    def term(start, days):
        return calendar.due(start=D(start), span=calendar.Span(days, WORKING), calendar=CITY)

    assert not term("2026-12-30", 1).provisional
    assert term("2026-12-31", 1).provisional and term("2026-12-31", 1).on == D("2027-01-04")
    assert not term("2026-12-31", 0).provisional and term("2027-03-01", 0).provisional


def test_what_cannot_be_counted_is_refused():
    with pytest.raises(Declined):
        calendar.Span(-1, WORKING)
    with pytest.raises(Invalid, match="请对调"):
        calendar.due_on(D("2026-09-22"), calendar.Span(1, WORKING), CITY, [(D("2026-09-25"), D("2026-09-24"))])
    for start, days in (("2003-12-31", 1), ("2031-01-01", 0), ("2030-12-31", 1), ("2026-01-01", 10**12)):
        for kind in (WORKING, CALENDAR):
            with pytest.raises(Invalid, match="日历从"):
                calendar.due_on(D(start), calendar.Span(days, kind, rolls=False), CITY)


def test_left():
    due = D("2026-10-19")
    days = {"2026-10-14": 3, "2026-10-16": 1, "2026-10-17": 1, "2026-10-19": 0, "2026-10-20": -1, "2026-10-22": -3}
    assert {day: calendar.left(D(day), due, CITY) for day in days} == days
    assert calendar.left(D("2026-10-17"), D("2026-10-16"), CITY) == -1  # a Saturday: no working day has passed, yet it is over
    assert calendar.left(D("2026-10-14"), due, CITY, [(D("2026-10-14"), D("2026-10-15"))]) == 2
    assert calendar.left(D("2026-10-14"), due, CITY, [(D("2026-10-19"), D("2026-10-30")), (D("2026-11-02"), D("2026-11-03"))]) == 2


days_of = st.dates(oracle.FIRST, oracle.LAST)
pause = st.tuples(st.integers(-10, 160), st.integers(0, 40))


@given(start=days_of, days=st.integers(0, 120), working=st.booleans(), rolls=st.booleans(), offsets=st.lists(pause, max_size=5))
@example(start=D("2026-09-18"), days=15, working=False, rolls=True, offsets=[(20, 0), (21, 3)])
def test_agrees_with_a_day_by_day_count(start, days, working, rolls, offsets):
    pauses = [(start + timedelta(days=a), start + timedelta(days=a + length)) for a, length in offsets]
    try:
        naive = oracle.due(start, days, working, pauses, rolls)
    except oracle.Unannounced:
        assume(False)
    span = calendar.Span(days, WORKING if working else CALENDAR, rolls=rolls)
    assert calendar.due_on(start, span, CITY, pauses) == naive
    term = calendar.due(start=start, span=span, calendar=CITY, not_counted=pauses)
    assert (term.on, term.provisional) == (naive, False)
    because = term.because
    through = term.on if working else term.unrolled
    between = [start + timedelta(days=i) for i in range(1, (through - start).days + 1)]
    lost = sum(s.days for s in because.not_counted if s.first <= through)
    met = sum(oracle.WORKS[day] for day in between) if working else len(between)
    assert met - lost == days  # what the reason names adds up to the span


def test_every_start_whose_end_is_announced():
    """Every start of 2004–2026, eleven lengths, both kinds: some 180,000 terms against the count."""
    lengths = (1, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90)
    spans = {(n, kind): calendar.Span(n, kind) for n in lengths for kind in (WORKING, CALENDAR)}
    next_worked: dict[date, date] = {}
    for day in reversed(oracle.ALL):
        next_worked[day] = day if oracle.WORKS[day] else next_worked.get(day + timedelta(days=1), date.max)
    tried = 0
    for i, start in enumerate(oracle.ALL):
        expected = {(n, CALENDAR): next_worked[oracle.ALL[i + n]] for n in lengths if i + n < len(oracle.ALL)}
        counted = 0
        for day in oracle.ALL[i + 1:i + 190]:
            counted += oracle.WORKS[day]
            if oracle.WORKS[day] and counted in lengths:
                expected[counted, WORKING] = day
        for asked, ends in expected.items():
            assert calendar.due_on(start, spans[asked], CITY) == ends, (start, asked)
            tried += 1
    assert tried > 180_000


def test_the_fast_way_is_fast():
    """5 µs is asked on a quiet machine; a busy one is given ten times that, which a loop over days would still miss."""
    start, span = D("2026-02-06"), calendar.Span(250, WORKING)
    best = min(timeit(lambda: calendar.due_on(start, span, CITY), number=500) / 500 for _ in range(20))
    assert best < 50e-6
