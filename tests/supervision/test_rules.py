"""The catalogue is checked when the city starts; near each limit; the formula to the last digit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from yiwang.engines.ledger.types import Recorded
from yiwang.kernel.acts import Kind
from yiwang.kernel.clock import SHANGHAI
from yiwang.kernel.errors import Declined
from yiwang.systems.oversight.supervision import tallies
from yiwang.systems.oversight.supervision.rules import catalogue, finding, ratings, records
from yiwang.systems.oversight.supervision.rules.finding import BY_CODE, LOOKED_FOR_DAILY, found
from yiwang.systems.oversight.supervision.rules.past import Past
from yiwang.systems.oversight.supervision.rules.types import GROUPS, Level
from yiwang.systems.oversight.supervision.scores import formula, parts
from yiwang.systems.oversight.supervision.scores.formula import Formula

DATA: dict[str, Any] = yaml.safe_load(catalogue.FILE.read_text(encoding="utf-8"))
ONE = {"title": "规则", "how": "这样找。", "versions": {1: {"since": date(2020, 1, 1), "level": "red", "points": 1, "source": "本市规定", "certain": False,
                                                  "parameters": {}}}}
FIRST = Formula(1, date(2020, 1, 1), 100, 2, 30, {"on_time": 60, "ratings": 20, "signals": 20})


def entry(n: int, kind: Kind, at: str = "2026-11-03 10:00", actor: dict[str, Any] | None = None, **facts: Any) -> Recorded:
    instant = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
    return Recorded(n, 7, n, bytes([n]) * 32, "trial", kind, instant, "case:SW1", actor or {}, {"unit": 5, "procedure": "trial", **facts})


def spoilt(**more: Any) -> dict[str, Any]:
    return {"time.new": {**ONE, "versions": {1: {**ONE["versions"][1], **more}}}}  # type: ignore[index]


@pytest.mark.parametrize("data", [
    {"nothing.new": ONE}, {"time": ONE}, {"time.new": {**ONE, "versions": {}}}, {"time.new": {k: v for k, v in ONE.items() if k != "how"}},
    spoilt(certain=True), spoilt(level="yellow"), spoilt(points=-1), spoilt(points=1.5), spoilt(said="?"),
    {"time.new": {**ONE, "versions": {2: ONE["versions"][1]}}},  # type: ignore[index]
    {"time.new": {**ONE, "versions": {1: ONE["versions"][1], 2: ONE["versions"][1]}}},  # type: ignore[index]
], ids=["no group", "no name", "no version", "no words", "certain without a law", "a warning with points", "less than none", "half a point", "unknown word",
        "no first version", "two on one day"])
def test_a_catalogue_that_contradicts_itself_does_not_start(data: dict[str, Any]) -> None:
    with pytest.raises(Declined):
        catalogue.of(data)


def test_every_rule_is_looked_for_and_nothing_else() -> None:
    catalogue.of({"time.new": ONE})
    for codes in ((), ("time.new", "time.other")):
        with pytest.raises(Declined):
            catalogue.bound(catalogue.of({"time.new": ONE}), codes)
    assert set(BY_CODE) | set(LOOKED_FOR_DAILY) == set(DATA) and {code.partition(".")[0] for code in DATA} == set(GROUPS)


def test_the_version_of_the_day_decides() -> None:
    data = {"time.new": {**ONE, "versions": {1: ONE["versions"][1], 2: {**ONE["versions"][1], "since": date(2026, 11, 3), "points": 9}}}}  # type: ignore[index]
    rules = catalogue.of(data)
    points = [rule.points if (rule := rules.in_force("time.new", date(2026, 11, day))) else None for day in (2, 3)]
    assert points == [1, 9] and rules.in_force("time.new", date(2019, 12, 31)) is None and rules.in_force("time.other", date(2026, 11, 3)) is None


def test_an_older_version_goes_on_finding_what_it_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the day of version 2 fees are looked for otherwise; what lies before is judged as it was."""
    whole, code = {**DATA["fees.unlisted"]["versions"][1]}, "fees.unlisted"
    rules = catalogue.of({**DATA, code: {**DATA[code], "versions": {1: whole, 2: {**whole, "since": date(2026, 11, 3)}}}})
    newer = replace(BY_CODE[code], finds=lambda rule, entry, past: (), older={1: BY_CODE[code].finds})
    monkeypatch.setattr(finding, "DETECTORS", tuple(newer if one.code == code else one for one in finding.DETECTORS))
    judged = [found(entry(2, Kind.PAID, at=f"2026-11-0{day} 10:00", fee={"amount": 1, "receipt": "1"}), Past(lambda: ()), rules) for day in (2, 3)]
    assert [[(f.rule.code, f.rule.version) for f in one] for one in judged] == [[(code, 1)], []]


def test_what_is_not_sure_is_cited_nowhere() -> None:
    for rule in catalogue.standing().now(date(2026, 11, 3)):
        assert bool(rule.cited) is rule.certain and (rule.law or not rule.certain) and rule.how.endswith("。"), rule.code
        assert rule.level is Level.RED or not rule.points


def codes(one: Recorded, *before: Recorded) -> list[str]:
    return [f.rule.code for f in found(one, Past(lambda: before))]


@pytest.mark.parametrize(("fee", "said"), [
    ({"amount": 100, "listed": 100, "receipt": "1"}, []), ({"amount": 101, "listed": 100, "receipt": "1"}, ["fees.too_high"]),
    ({"amount": 100, "receipt": "1"}, ["fees.unlisted"]), ({"amount": 100, "listed": None, "receipt": ""}, ["fees.unlisted", "fees.no_receipt"]),
    ({"amount": 0, "listed": None, "receipt": ""}, []), ({"amount": True}, []), ({"amount": "100"}, []), ({}, []), ("free", []),
])
def test_fees(fee: Any, said: list[str]) -> None:
    assert codes(entry(2, Kind.PAID, fee=fee)) == said
    assert "fees.no_receipt" not in codes(entry(2, Kind.CHARGED, fee=fee)), "a bill has no receipt yet"


def test_the_same_step_is_told_of_once() -> None:
    first, second = (entry(n, Kind.PAID, fee={"item": "工本费", "amount": 100, "receipt": "1"}) for n in (2, 3))
    other = entry(4, Kind.PAID, fee={"item": "检测费", "amount": 100, "receipt": "1"})
    assert [codes(first), codes(second, first), codes(other, first, second)] == [["fees.unlisted"], [], ["fees.unlisted"]]


@pytest.mark.parametrize(("acted", "came", "days"), [
    ("2026-11-06 17:00", "2026-11-06 18:00", 0), ("2026-11-06 17:00", "2026-11-09 09:00", 1), ("2026-11-06 17:00", "2026-11-10 09:00", 2),
    ("2026-11-09 09:00", "2026-11-06 09:00", 0), ("2026-11-07 10:00", "2026-11-08 10:00", 0)])
def test_working_days_until_the_entry(acted: str, came: str, days: int) -> None:
    it = entry(2, Kind.MOVED, at=came, acted_at=f"{acted}+08:00")
    assert records.days_late(it) == days and ("records.late" in codes(it)) is (days > 1)


@pytest.mark.parametrize(("facts", "bad"), [({"level": "bad"}, True), ({"level": "fair"}, False), ({"score": 2}, True), ({"score": 3}, False), ({}, False),
                                            ({"score": True}, False)])
def test_what_a_bad_rating_is(facts: dict[str, Any], bad: bool) -> None:
    assert ratings.bad(facts) is bad


def test_a_rating_has_five_working_days() -> None:
    rule = catalogue.standing().in_force(ratings.UNANSWERED, date(2026, 11, 2))
    rated = ratings.Rated(5, 0, date(2026, 11, 2), "case:SW1", (7, 3, "00"))
    assert rule is not None
    assert [len(list(ratings.unanswered(rule, rated, date(2026, 11, day)))) for day in (9, 10)] == [0, 1]


@pytest.mark.parametrize(("sums", "total", "few"), [
    ({"done": 3, "late": 1}, "75.00", True), ({"done": 30}, "100.00", False), ({"done": 30, "late": 30}, "25.00", False),
    ({"done": 3, "late": 1, "rated": 3, "good": 2}, "73.33", True), ({"rated": 3, "good": 2}, "83.33", True), ({"points": 5}, "75.00", True),
    ({"done": 10, "points": 25}, "75.00", True), ({"done": 7, "late": 1, "rated": 7, "good": 5, "points": 3}, "82.72", True),
])
def test_the_formula(sums: dict[str, int], total: str, few: bool) -> None:
    made = formula.score(sums, FIRST)
    assert made is not None and (str(made.total), made.few) == (total, few)
    assert made.ends[0] <= float(made.total) <= made.ends[1] + 1e-9


def test_who_did_nothing_has_no_score() -> None:
    assert formula.score({}, FIRST) is None and formula.score({"late": 0}, FIRST) is None


@given(st.integers(0, 10**9), st.integers(1, 10**6), st.integers(0, 4))
def test_rounding_is_half_up_and_exact(above: int, below: int, places: int) -> None:
    """Against decimal arithmetic with more digits than the fraction can need."""
    step = Decimal(1).scaleb(-places)
    twice = Fraction(above, below) * 2 * 10**places
    if twice.denominator == 1 and twice.numerator % 2:
        expected = (Decimal(twice.numerator + 1) / 2).scaleb(-places).quantize(step)
    else:
        expected = (Decimal(above) / Decimal(below)).quantize(step, ROUND_HALF_UP)
    assert formula.rounded(Fraction(above, below), places) == expected


@pytest.mark.parametrize("data", [{}, {1: {"since": date(2020, 1, 1), "whole": 100, "places": 2, "few": 30, "weights": {"on_time": 60}}}])
def test_a_formula_weighs_every_part(data: dict[int, Any]) -> None:
    with pytest.raises(Declined):
        formula.of(data)


def test_what_is_withdrawn_is_taken_back_from_the_month_it_was_upheld_in() -> None:
    signal = {"procedure": "oversight.supervision.signal"}
    opened = entry(1, Kind.OPENED, "2026-10-20 10:00", **signal, points=3, post=9)
    upheld = entry(2, Kind.DECIDED, "2026-10-30 10:00", **signal, move="uphold")
    withdrawn = entry(3, Kind.DECIDED, "2026-11-05 10:00", **signal, move="withdraw")
    stood = entry(3, Kind.DECIDED, "2026-11-05 10:00", **signal, move="stand")
    assert list(parts.parts(upheld, lambda: [opened, upheld])) == [(5, 9, "2026-10", "points", 3)]
    assert list(parts.parts(withdrawn, lambda: [opened, upheld, withdrawn])) == [(5, 9, "2026-10", "points", -3)]
    assert list(parts.parts(stood, lambda: [opened, upheld, stood])) == []


def test_what_is_left_out_of_judging_takes_its_rating_along() -> None:
    rated, left_out = entry(1, Kind.RATED, level="worst"), entry(2, Kind.MOVED, excluded="impossible")  # which of the grounds it is, as the form asks
    assert list(parts.parts(rated, list)) == [(5, 0, "2026-11", "rated", 1)]
    assert list(parts.parts(left_out, lambda: [rated, left_out])) == [(5, 0, "2026-11", "rated", -1)]
    twice = entry(3, Kind.MOVED, excluded="repeated")
    assert list(parts.parts(twice, lambda: [rated, left_out, twice])) == [], "once"




@pytest.mark.parametrize(("opener", "decider", "seen"), [("3", "1", True), ("2", "2", False)], ids=["opened again by a third", "opened again by who decided"])
def test_who_opens_a_case_again_took_nothing_up(opener: str, decider: str, seen: bool) -> None:
    runs = {"started": [{"term": "decide"}]}
    past = [entry(1, Kind.OPENED, handler="1"), entry(2, Kind.MOVED, handler="1", **runs), entry(3, Kind.DECIDED, handler="2"),
            entry(4, Kind.REOPENED, handler=opener, **runs)]
    again = entry(5, Kind.DECIDED, handler=decider, reason="见记录")
    assert ("people.same_person" in {f.rule.code for f in found(again, Past(lambda: past))}) is seen


def test_time_not_counted_that_never_ended_ends_with_the_decision() -> None:
    began = entry(2, Kind.NOT_COUNTED_FROM, "2026-11-03 10:00", ground="hearing", notice=True, told_until="2026-11-10")

    def said(at: str, gap_to: str | None) -> set[str]:
        stopped = [{"term": "decide", "due": None, "not_counted": [["2026-11-03", gap_to, "hearing"]]}]
        decided = entry(3, Kind.DECIDED, at, handler="2", reason="见记录", stopped=stopped)
        return {f.rule.code for f in found(decided, Past(lambda: [began]))}

    assert "time.longer_than_told" in said("2026-11-11 10:00", None)
    assert not said("2026-11-10 10:00", None) and not said("2026-11-20 10:00", "2026-11-10"), "in time; or ended before, and judged then"


def test_a_pause_told_in_vain_moves_no_day_that_was_told() -> None:
    gap = {"term": "decide", "not_counted": [["2026-11-03", None, "hearing"]]}
    began = entry(2, Kind.NOT_COUNTED_FROM, "2026-11-03 10:00", told_until="2026-11-10", changed=[gap])
    vain = entry(3, Kind.NOT_COUNTED_FROM, "2026-11-04 10:00", told_until="2027-11-10")
    ended = entry(4, Kind.NOT_COUNTED_TO, "2026-11-20 10:00")
    assert {f.rule.code for f in found(ended, Past(lambda: [began, vain]))} == {"time.longer_than_told"}


NAMES = ("unit", "post", "level", "score", "term", "title", "stopped", "started", "changed", "terms", "asked", "inquiry", "acted_at", "handler", "reason",
         "ground", "notice", "told_until", "expected_days", "approver", "fee", "reported", "unlisted", "found", "fell_due", "due", "about", "case", "excluded",
         "procedure", "to", "move", "outcome", "issues", "points")
CLOCK = st.fixed_dictionaries({"term": st.sampled_from(("decide", "accept", "hand_over", "expire"))}, optional={
    "due": st.sampled_from(("2026-11-03", "", None, 5, [])), "from": st.sampled_from(("2026-11-02", "soon", None)), "unit": st.sampled_from((5, "x", None)),
    "late": st.booleans(), "inquiry": st.sampled_from((0, 3, "x")), "not_counted": st.sampled_from(([["2026-11-02", None, "testing"]], [[]], "x", [7]))})
INSIDE = st.sampled_from((*NAMES, "not_counted", "item", "amount", "listed", "missing", "late_hours", "contradicts"))
PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=6)
WORDS = st.lists(CLOCK, max_size=2) | st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(INSIDE, inner, max_size=3), max_leaves=6)


@given(st.sampled_from(list(Kind)), st.dictionaries(st.sampled_from(NAMES), WORDS, max_size=6), st.lists(st.tuples(
    st.sampled_from(list(Kind)), st.dictionaries(st.sampled_from(NAMES), WORDS, max_size=4)), max_size=3))
def test_whatever_an_entry_says_no_reader_fails_on_it(kind: Kind, facts: dict[str, Any], before: list[tuple[Kind, dict[str, Any]]]) -> None:
    """Entries that are not of cases use the same names for other things: what one reader fails on is put aside, and counted by nobody."""
    here = datetime(2026, 11, 3, 10, tzinfo=SHANGHAI)
    past = [Recorded(n, 7, n, b"", "other", k, here, "register:items:1", {}, f) for n, (k, f) in enumerate(before, 1)]
    one = Recorded(9, 7, 9, b"", "other", kind, here, "register:items:1", {"unit": "410105-SP"}, facts)
    found(one, Past(lambda: past))
    assert all(isinstance(said.unit, int) for said in parts.parts(one, lambda: [*past, one]))
    tallies.stopped(one)
