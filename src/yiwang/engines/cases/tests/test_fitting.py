"""An item whose reviewing units and days rest on what the applicant answered: the case keeps what its own answers chose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.rooms import registry
from yiwang.engines.cases.tests import trial
from yiwang.engines.cases.tests.trial import City, clean
from yiwang.engines.forms.types import When

SIGN, NO_GAS, GAS = When("sign", ("yes",)), When("gas", ("no",)), When("gas", ("yes",))
DEPENDS = replace(
    trial.ITEMS["joint"], code="depends",
    reviewing=(cases.Reviewing("T-A", "一直要问", 10), cases.Reviewing("T-B", "有招牌才问", 7, when=(SIGN,)),
               cases.Reviewing("T-C", "用燃气", 9, when=(GAS,)), cases.Reviewing("T-C", "不用燃气", 5, when=(NO_GAS,))),
    sooner=(cases.Sooner("decide", 12, (NO_GAS,)),))


@pytest.fixture(autouse=True)
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(trial.ITEMS, "depends", DEPENDS)
    registry.item.cache_clear()


@pytest.mark.parametrize(
    ("answers", "asked", "days"),
    [
        ({}, [("A", 10), ("B", 7), ("C", 9)], 20),  # nothing answered: the fullest case
        ({"sign": True, "gas": True}, [("A", 10), ("B", 7), ("C", 9)], 20),
        ({"sign": False, "gas": True}, [("A", 10), ("C", 9)], 20),
        ({"sign": True, "gas": False}, [("A", 10), ("B", 7), ("C", 5)], 12),
        ({"sign": "no", "gas": "no"}, [("A", 10), ("C", 5)], 12),  # as a page asks, with the words of its address
    ],
)
def test_a_case_asks_whom_its_own_answers_chose(city: City, answers: dict[str, object], asked: list[tuple[str, int]], days: int) -> None:
    shown = DEPENDS.fitted(answers)
    assert ([(r.unit[-1], r.days) for r in shown.reviewing], shown.promised["decide"]) == (asked, days)
    done = city.begin(item="depends", data=clean(**answers))
    city.do("clerk", done.case, "accept")
    city.do("clerk", done.case, "consult", question="如何？", sign=True, gas=True)  # answers of a later form decide nothing
    view = city.view("clerk", done)
    assert [(i.unit_name[2], i.clock.days) for i in view.inquiries if i.clock] == asked
    assert view.main_clock is not None and view.main_clock.days == days


def test_what_is_not_open_chooses_nothing(city: City) -> None:
    """A personal answer is not in the entry's facts: nobody is left out by it."""
    done = city.begin(item="depends", data=clean(False, sign=False))
    city.do("clerk", done.case, "accept")
    city.do("clerk", done.case, "consult", question="如何？")
    assert len(city.view("clerk", done).inquiries) == 3


def test_an_item_that_rests_on_nothing_is_itself() -> None:
    plain = trial.ITEMS["plain"]
    assert plain.fitted({"sign": "no"}) is plain and not plain.depends and DEPENDS.depends and not DEPENDS.fitted({}).depends
