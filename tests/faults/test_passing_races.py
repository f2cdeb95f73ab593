"""Passing on below, all at once: one wins, the others get the reason, and nothing is left half done."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.faults import whole
from tests.faults.conftest import Start
from tests.faults.test_races import at_once
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.tests import trial
from yiwang.engines.cases.tests.test_passing import BELOW, POSTS, adopt, below, pass_on, send_back
from yiwang.engines.cases.tests.test_passing import whole as of_inquiries
from yiwang.engines.cases.tests.trial import MONDAY, City, kinds


@pytest.fixture
def below_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "UNITS", trial.UNITS + BELOW)
    monkeypatch.setattr(trial, "POSTS", trial.POSTS | POSTS)


@pytest.fixture
def city(below_them: None, city: City) -> City:
    return city


@pytest.fixture
def asked(city: City) -> cases.Done:
    done = city.accepted("joint")
    city.do("clerk", done.case, "consult")
    return done


def sound(case: int) -> None:
    of_inquiries(case)
    assert whole.wrongs() == []


def test_of_8_who_pass_on_one_does(city: City, start: Start, asked: cases.Done) -> None:
    asks = [lambda i=i: pass_on(city, asked.case, unit="T-STREET" if i % 2 else "T-A-1", key=f"p{i}") for i in range(8)]
    found = at_once(start, asks, members=4)
    assert Counter(what for what, _ in found) == {"done": 1, "refused": 7}, found
    assert {code for what, codes in found if what == "refused" for code in codes} <= {"passed-on-already", "not-below"}
    assert kinds(asked.case).count("inquired") == 2
    sound(asked.case)


def test_one_click_8_times_passes_on_once(city: City, start: Start, asked: cases.Done) -> None:
    found = at_once(start, [lambda: pass_on(city, asked.case, key="same")] * 8, members=4)
    assert Counter(what for what, _ in found) == {"done": 1, "again": 7} and len({answer for _, answer in found}) == 1
    sound(asked.case)


@pytest.mark.parametrize("who", ["above", "decision"])
def test_the_answer_below_and_what_overtakes_it_never_cross(city: City, start: Start, asked: cases.Done, who: str) -> None:
    pass_on(city, asked.case)
    overtakes = (lambda: city.answer("a", asked.case, key="a")) if who == "above" else (lambda: city.do("chief", asked.case, "refuse", key="d"))
    found = at_once(start, [lambda: city.answer("station", asked.case, key="s"), overtakes], members=2)
    assert sorted(what for what, _ in found) in (["done", "done"], ["done", "refused"]), found
    assert all(codes == ["nothing-asked"] for what, codes in found if what == "refused")
    sound(asked.case)


def test_returned_and_adopted_at_once_one_wins(city: City, start: Start, asked: cases.Done) -> None:
    pass_on(city, asked.case)
    city.answer("station", asked.case)
    first = below(city, "a", asked).id
    asks = [lambda: send_back(city, asked.case, first, key="b", at=MONDAY), lambda: adopt(city, asked.case, first, key="c", at=MONDAY)]
    found = at_once(start, asks, members=2)
    whats = sorted(what for what, _ in found)
    assert whats in (["done", "stale"], ["done", "refused"]), found  # returned first: the page is stale; answered first: nothing is asked any more
    sound(asked.case)


def test_passed_on_while_the_case_is_withdrawn(city: City, start: Start, asked: cases.Done) -> None:
    found = at_once(start, [lambda: pass_on(city, asked.case, key="p"), lambda: city.do("citizen", asked.case, "withdraw", key="w")], members=2)
    assert [what for what, _ in found].count("done") >= 1 and all(codes == ["nothing-asked"] for what, codes in found if what == "refused"), found
    assert cases.desk_count(actor=city.station, at=MONDAY) == 0
    sound(asked.case)
