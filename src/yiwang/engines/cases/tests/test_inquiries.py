"""One case asks several units at once: each has its own clock, task and answer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.tests.trial import MONDAY, City, codes, kinds
from yiwang.engines.ledger import api as ledger
from yiwang.kernel.errors import NotFound, Refused


@pytest.fixture
def asked(city: City) -> cases.Done:
    done = city.accepted("joint")
    city.do("clerk", done.case, "consult", question="现场如何？")
    return done


def test_each_unit_asked_has_a_clock_and_a_task_of_its_own(city: City, asked: cases.Done) -> None:
    view = city.view("clerk", asked)
    assert [i.unit_name for i in view.inquiries] == ["甲区A局", "甲区B局", "甲区C局"]
    assert {i.clock.due_on for i in view.inquiries if i.clock} == {date(2026, 11, 16)} and len([c for c in view.clocks if c.inquiry]) == 3
    for who in "abc":
        (row,) = cases.desk(actor=city.actors[who], at=MONDAY).rows
        assert (row.case, row.asks, row.due_on) == (asked.case, "回复意见", date(2026, 11, 16))
        assert city.view(who, asked).may_answer == ()
    assert city.view("clerk", asked).may_answer is None


def test_an_answer_ends_that_units_part_and_no_other(city: City, asked: cases.Done) -> None:
    at = MONDAY + timedelta(days=1)
    city.answer("b", asked.case, "agree_with_conditions", at=at)
    view = city.view("clerk", asked, at)
    assert [(i.verdict, i.answered_by, i.clock.stopped_on if i.clock else None) for i in view.inquiries] == [
        ("", "", None), ("agree_with_conditions", "官b", date(2026, 11, 3)), ("", "", None)]
    assert cases.desk_count(actor=city.b, at=at) == 0 and cases.desk_count(actor=city.a, at=at) == 1
    assert view.seen == cases.Seen(2, 1)
    entry = ledger.history(asked.case)[-1]
    assert entry.kind.value == "answered" and entry.facts["unit"] == city.b.unit and entry.facts["stopped"][0]["term"] == "answer"


def test_a_unit_answers_once(city: City, asked: cases.Done) -> None:
    first = city.answer("a", asked.case, key="once")
    assert city.answer("a", asked.case, key="once").replayed and first.n == 4
    with pytest.raises(Refused) as why:
        city.answer("a", asked.case)
    assert codes(why) == ["nothing-asked"]


def test_only_a_reviewer_of_the_unit_asked_answers(city: City, asked: cases.Done) -> None:
    for who in ("clerk", "chief", "mayor"):  # they see the case, but nothing was asked of them
        with pytest.raises(Refused):
            city.answer(who, asked.case)
    with pytest.raises(NotFound):
        city.answer("stranger", asked.case)


def test_who_is_asked_twice_has_one_open_inquiry(city: City, asked: cases.Done) -> None:
    city.answer("a", asked.case)
    city.do("clerk", asked.case, "consult")
    view = city.view("clerk", asked)
    assert [i.unit_name for i in view.inquiries] == ["甲区A局", "甲区B局", "甲区C局", "甲区A局"]
    assert city.answer("a", asked.case).n == 6


def test_the_decision_overtakes_what_was_not_answered(city: City, asked: cases.Done) -> None:
    city.answer("a", asked.case)
    city.do("chief", asked.case, "refuse")
    view = city.view("clerk", asked)
    assert [(i.answered_at is None, i.closed_at is None) for i in view.inquiries] == [(False, True), (True, False), (True, False)]
    assert all(c.stopped_on for c in view.clocks)
    assert cases.desk_count(actor=city.b, at=MONDAY) == 0
    with pytest.raises(Refused) as why:  # told why, not sent away as a stranger
        city.answer("b", asked.case)
    assert codes(why) == ["nothing-asked"] and "已经作出决定" in str(why.value)
    assert kinds(asked.case)[-1] == "decided"


def test_an_objection_is_on_record_with_its_law(city: City, asked: cases.Done) -> None:
    city.answer("c", asked.case, "object")
    assert city.view("citizen", asked).inquiries[2].verdict == "object"
    assert city.view("clerk", asked).history[0].text == "甲区C局不同意"
