"""Whoever makes a move asks units to help (协办): each has a clock, a task and an answer of its own; the lead answers for all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.tests.matter import MATTER, begun, facts, helped, reply, send, waits
from yiwang.engines.cases.tests.trial import MONDAY, ONE, City, clean, codes, kinds
from yiwang.kernel.errors import Declined, NotFound, Refused, Stale


@pytest.fixture
def sent(city: City) -> cases.Done:
    """To A, with the help of B and C."""
    return send(city, begun(city), "T-A", "T-B", "T-C")


def test_lead_and_helpers_each_have_their_own(city: City, sent: cases.Done) -> None:
    a, b, c = (city.actors[x].unit for x in "abc")
    assert waits(sent.case) == [(a, "办理"), (b, "协办"), (c, "协办")]
    view = city.view("a", sent)
    assert [(i.unit, i.title, i.question, i.clock.due_on if i.clock else None) for i in view.inquiries] == [
        (u, "协办", "查清", date(2026, 11, 5)) for u in (b, c)]
    assert next(k.due_on for k in view.clocks if not k.inquiry and k.name == "answer") == date(2026, 11, 9)
    assert [one["unit"] for one in facts(sent.case)["asked"]] == [b, c] and facts(sent.case)["handed_name"] == "甲区A局"
    assert {m.code for m in view.can} == {"help", "reply"} and city.view("b", sent).can == ()
    assert city.view("b", sent).may_answer == () and city.view("b", sent).values, "who helps reads what it is about"


def test_the_form_offers_who_could_help(city: City) -> None:
    done = begun(city)
    (step,) = [m for m in city.view("clerk", done).can if m.code == "send"]
    assert step.form is not None
    assert [f.code for f in step.form.fields] == ["to_unit", "to_help", "wanted"] and not step.form.field("to_help").required
    assert [code for code, _ in step.form.field("to_help").choices] == ["T-A", "T-B", "T-C"]
    send(city, done)
    (more,) = [m for m in city.view("a", done).can if m.code == "help"]
    assert more.form is not None and more.form.field("to_help").required, "a step that only asks for help asks whom"
    assert [code for code, _ in more.form.field("to_help").choices] == ["T-B", "T-C", "T-MAIN"]


@pytest.mark.parametrize("helpers, code", [(("T-A",), "leads-already"), (("T-B", "T-A"), "leads-already"), (("T-OTHER",), "not-in-reach"),
                                           (("T-WATCH",), "not-in-reach"), (("nothing",), "not-in-reach")])
def test_only_another_unit_in_reach_where_somebody_answers(city: City, helpers: tuple[str, ...], code: str) -> None:
    done = begun(city)
    with pytest.raises(Refused) as why:
        send(city, done, "T-A", *helpers)
    assert [(r.code, r.field) for r in why.value.reasons] == [(code, "to_help")]
    assert kinds(done.case) == ["opened"] and city.view("clerk", done).state == "received", "nothing of it was done"


def test_who_may_ask_for_help(city: City, sent: cases.Done) -> None:
    for who, error in {"clerk": "not-your-role", "b": "not-your-role", "line": "not-your-role", "citizen": "not-your-role"}.items():
        with pytest.raises(Refused) as why:
            city.do(who, sent.case, "help", to_help=["T-C"])
        assert codes(why) == [error], who
    for stranger in ("stranger", "other"):
        with pytest.raises(NotFound):
            city.do(stranger, sent.case, "help", to_help=["T-C"])


def test_answers_come_in_and_the_lead_answers(city: City, sent: cases.Done) -> None:
    stale = city.view("a", sent).seen
    assert helped(city, "b", sent.case, key="once").n == helped(city, "b", sent.case, key="once").n
    with pytest.raises(Stale):
        reply(city, sent, seen=stale)
    helped(city, "c", sent.case, "not_ours", at=MONDAY + timedelta(days=4))
    assert facts(sent.case)["stopped"][0]["late"] and city.view("a", sent).history[0].text == "甲区C局回复不属本单位职责"
    with pytest.raises(Refused) as why:
        helped(city, "b", sent.case)
    assert codes(why) == ["nothing-asked"]
    reply(city, sent, seen=city.view("a", sent).seen)
    assert waits(sent.case) == [(city.clerk.unit, "审核")]


def test_what_is_not_answered_ends_with_the_leads_answer(city: City, sent: cases.Done) -> None:
    helped(city, "b", sent.case)
    reply(city, sent)
    assert waits(sent.case) == [(city.clerk.unit, "审核")]
    assert [k.name for k in city.view("clerk", sent).clocks if k.stopped_on is None] == ["check"]
    with pytest.raises(Refused) as why:
        helped(city, "c", sent.case)
    assert codes(why) == ["nothing-asked"]


def test_who_is_asked_again_has_one_task_and_after_an_answer_another(city: City, sent: cases.Done) -> None:
    city.do("a", sent.case, "help", to_help=["T-B", "T-MAIN"])
    assert waits(sent.case)[1:] == [(city.actors[x].unit, "协办") for x in ("b", "c", "clerk")]
    helped(city, "b", sent.case)
    city.do("a", sent.case, "help", data=clean(to_help=["T-B"], question="再看一次"))
    assert [i.unit for i in city.view("a", sent).inquiries].count(city.b.unit) == 2 and (city.b.unit, "协办") in waits(sent.case)


def test_a_second_click_asks_nobody_twice(city: City) -> None:
    done = begun(city)
    first = send(city, done, "T-A", "T-B", key="once")
    again = send(city, done, "T-A", "T-B", key="once")
    assert (again.replayed, again.n) == (True, first.n) and len(waits(done.case)) == 2


def test_the_words_are_of_help_where_help_is_asked() -> None:
    assert cases.answer_form(MATTER) is cases.HELPED and cases.answer_form(ONE) is cases.ANSWER


def test_help_is_answered_by_a_role() -> None:
    with pytest.raises(Declined, match="no role reviewer answers"):
        replace(MATTER, roles={name: role for name, role in MATTER.roles.items() if name != "reviewer"})
