"""A case goes a level up: to a unit above the one that has it, and to no other."""

from __future__ import annotations

import pytest

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.tests.matter import begun, facts, holds_too, reply, send, waits
from yiwang.engines.cases.tests.trial import City, clean, codes
from yiwang.kernel.errors import NotFound, Refused


@pytest.fixture
def answered(city: City) -> cases.Done:
    done = send(city, begun(city))
    return reply(city, done)


def up(city: City, done: cases.Done, to: str, who: str = "clerk", key: str = "") -> cases.Done:
    return city.do(who, done.case, "up", data=clean(to_unit=to), key=key)


def offered(city: City, done: cases.Done) -> list[str]:
    (step,) = [m for m in city.view("clerk", done).can if m.code == "up"]
    return [code for code, _ in step.form.field("to_unit").choices] if step.form else []


def test_nobody_above_does_it(city: City, answered: cases.Done) -> None:
    assert [why.code for m in city.view("clerk", answered).cannot if m.code == "up" for why in m.reasons] == ["nobody-there"]
    with pytest.raises(Refused) as why:
        up(city, answered, "T-1")
    assert codes(why) == ["nobody-there"]


def test_only_to_a_unit_above(city: City, answered: cases.Done) -> None:
    holds_too("magistrate", city, "trial.window")
    assert offered(city, answered) == ["T-1"]
    for wrong in ("T-A", "T-B", "T-MAIN", "T", "T-LINE", "T-OTHER", ""):
        with pytest.raises(Refused) as why:
            up(city, answered, wrong)
        assert codes(why) == ["not-in-reach"], wrong
    for who in ("a", "magistrate", "citizen"):
        with pytest.raises(Refused) as why:
            up(city, answered, "T-1", who)
        assert codes(why) == ["not-your-role"], who
    with pytest.raises(NotFound):
        up(city, answered, "T-1", "stranger")
    first = up(city, answered, "T-1", key="once")
    assert up(city, answered, "T-1", key="once").replayed and facts(answered.case)["handed_name"] == "甲区" and first.state == "sent"
    assert waits(answered.case) == [(city.magistrate.unit, "办理")] and city.view("clerk", answered).history[0].text == "交上一级：甲区"
    with pytest.raises(Refused) as why:
        reply(city, answered, "a")
    assert codes(why) == ["not-your-role"]
    assert reply(city, answered, "magistrate").state == "answered" and city.view("a", answered).values is None, "who had it reads on without the words"
