"""How long things take, against the definitions written out."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from yiwang.engines.calendar import api as calendar
from yiwang.engines.reports.rooms import idle
from yiwang.engines.reports.rooms.lasting import reached

DAYS = st.integers(0, 40)
START = date(2026, 9, 1)


def written_out(part: Fraction, done: list[int], still: list[int]) -> int | None:
    """Kaplan and Meier's product, over everybody, in fractions."""
    left = Fraction(1)
    for day in range(41):
        at_risk = sum(d >= day for d in done) + sum(s >= day for s in still)
        if at_risk:
            left *= 1 - Fraction(done.count(day), at_risk)
        if left <= 1 - part and (done or still):
            return day
    return None


@given(st.lists(DAYS, max_size=60), st.lists(DAYS, max_size=60), st.sampled_from((Fraction(1, 2), Fraction(9, 10))))
def test_the_estimate_is_the_product_written_out(done: list[int], still: list[int], part: Fraction) -> None:
    assert reached(float(part), Counter(done), Counter(still)) == written_out(part, done, still)


@given(st.lists(DAYS, min_size=1, max_size=60))
def test_with_nothing_open_it_is_the_plain_quantile(done: list[int]) -> None:
    assert reached(0.9, Counter(done), {}) == sorted(done)[-(-9 * len(done) // 10) - 1]


def test_what_stands_still_is_not_hidden() -> None:
    """Five done quickly and five that stand since thirty days: the mean of what is done says two days, the estimate says that nine tenths are not known yet."""
    assert reached(0.5, {2: 5}, {30: 5}) == 2
    assert reached(0.9, {2: 5}, {30: 5}) is None
    assert reached(0.5, {2: 4}, {30: 6}) is None


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(-3, 25)), max_size=6), st.integers(0, 70), st.booleans())
def test_idle_days_are_taken_off_once(stretches: list[tuple[int, int]], until: int, open_end: bool) -> None:
    made: list[idle.Stretch] = [(START + timedelta(a), START + timedelta(a + b)) for a, b in stretches]
    if open_end and made:
        made[-1] = (made[-1][0], None)
    last, city = START + timedelta(until), calendar.standard()
    days = [START + timedelta(i) for i in range(1, until + 1)]
    counted = [d for d in days if city.is_working(d) and not any(a <= d and (b is None or d <= b) for a, b in made)]
    assert idle.worked(START, last, idle.merged(made)) == len(counted)
    assert idle.read(idle.write(idle.merged(made))) == idle.merged(made)
