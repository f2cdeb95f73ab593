"""A case goes on to another unit, comes back, and goes to a third: whose it is, who is awaited, whose clock runs, who may do what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.rooms import registry
from yiwang.engines.cases.tests import trial
from yiwang.engines.cases.tests.trial import MONDAY, City, clean, move
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Zone
from yiwang.kernel.errors import Declined, NotFound, Refused

TERM = calendar.Span(5, calendar.Unit.WORKING)
SENT = cases.Procedure(
    code="trial.sent", title="试行派单", version=1, valid_from=trial.SINCE, law=("法",), start="received", starts=("send",), prefix="SP",
    states={"received": cases.State("待派", "desk", "派单", "send"), "sent": cases.State("待办", "handler", "办理", "answer"),
            "answered": cases.State("待审", "desk", "审核", "check"), "closed": cases.State("已办结")},
    ends=frozenset({"closed"}), begun_by=("desk_here",),
    roles={"desk": cases.Role("trial.lead", "派单员", cases.Where.DESK), "desk_here": cases.Role("trial.lead", "派单员"),
           "handler": cases.Role("trial.window", "承办人")},
    terms={"send": cases.Term("派单", TERM), "answer": cases.Term("答复", TERM), "check": cases.Term("审核", TERM)},
    moves=(move("send", "received", "sent", "desk", to=cases.TO_UNIT, stops=("send",), starts=("answer",), says="派单", tone="primary"),
           move("give_back", "sent", "received", "handler", to=cases.TO_DESK, stops=("answer",), starts=("send",)),
           move("reply", "sent", "answered", "handler", stops=("answer",), starts=("check",)),
           move("close", "answered", "closed", "desk", stops=(cases.ALL,))))


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry._procedures, (SENT.code, SENT.version), SENT)
    monkeypatch.setitem(registry._zones, SENT.code, Zone.EXTRANET)


@pytest.fixture
def received(city: City) -> cases.Done:
    here = city.actors["clerk"].unit
    return cases.begin(actor=city.actors["clerk"], begin=cases.Begin(SENT.code, here, "路灯不亮"), key="begun", at=MONDAY)


def sent(city: City, done: cases.Done, unit: str, who: str = "clerk", key: str = "") -> cases.Done:
    return cases.perform(actor=city.actors[who], case=done.case, move="send", data=clean(to_unit=unit), seen=None, key=key or city.key(), at=MONDAY)


def waits(case: int) -> list[tuple[int, str]]:
    return [(u, asks) for u, asks in store.rows("select unit_id, asks from cases_task where case_id = %s and closed_at is null", (case,))]


def whose(case: int) -> tuple[int, int]:
    return store.rows("select unit_id, desk from cases_case where id = %s", (case,))[0]  # type: ignore[return-value]


def test_it_is_the_units_that_was_named(city: City, received: cases.Done) -> None:
    desk, a = city.actors["clerk"].unit, city.actors["a"].unit
    with pytest.raises(NotFound):
        city.view("a", received)
    assert sent(city, received, "T-A", key="once").state == "sent" and sent(city, received, "T-A", key="once").replayed
    assert whose(received.case) == (a, desk) and waits(received.case) == [(a, "办理")]
    assert store.rows("select unit_id, name from cases_term where case_id = %s and stopped_at is null", (received.case,)) == [(a, "answer")]
    assert [m.code for m in city.view("a", received).can] == ["give_back", "reply"] and not city.view("clerk", received).can
    last = ledger.history(received.case)[-1].facts
    assert (last["unit"], last["handed_to"], last["handed_name"]) == (desk, a, "甲区A局")
    assert city.view("clerk", received).history[0].text == "派单：甲区A局"
    assert received.ref in {r.ref for r in cases.desk(actor=city.actors["a"], at=MONDAY).rows}


def test_it_comes_back_and_goes_to_another(city: City, received: cases.Done) -> None:
    desk, b = city.actors["clerk"].unit, city.actors["b"].unit
    sent(city, received, "T-A")
    city.do("a", received.case, "give_back")
    assert whose(received.case) == (desk, 0) and waits(received.case) == [(desk, "派单")]
    sent(city, received, "T-B")
    assert whose(received.case) == (b, desk)
    with pytest.raises(Refused) as why:
        city.do("a", received.case, "reply")
    assert why.value.reasons[0].code == "not-your-role"
    assert city.view("a", received).state == "sent", "who had it reads on"
    city.do("b", received.case, "reply")
    assert waits(received.case) == [(desk, "审核")] and city.do("clerk", received.case, "close").state == "closed"


def test_only_to_a_unit_in_reach_where_somebody_does_it(city: City, received: cases.Done) -> None:
    (step,) = [m for m in city.view("clerk", received).can if m.code == "send"]
    assert step.form is not None and [code for code, _ in step.form.field("to_unit").choices] == ["T-A", "T-B", "T-C"]
    for unit in ("T-OTHER", "T-MAIN", "T-WATCH", "T-1", "nothing", ""):
        with pytest.raises(Refused) as why:
            sent(city, received, unit)
        assert [(r.code, r.field) for r in why.value.reasons] == [("not-in-reach", "to_unit")]
    assert whose(received.case)[0] == city.actors["clerk"].unit and len(ledger.history(received.case)) == 1


def test_silence_names_no_unit() -> None:
    lapses = replace(SENT.terms["send"], lapses_to=cases.Tacit("send"))
    with pytest.raises(Declined, match="asks for a unit"):
        replace(SENT, terms={**SENT.terms, "send": lapses})


def test_a_step_that_asks_for_a_unit_is_made_for_one_case(city: City, received: cases.Done) -> None:
    assert [r.plain for r in cases.desk(actor=city.actors["clerk"], at=MONDAY).rows if r.ref == received.ref] == [("", "")]


def test_a_move_that_hands_on_leads_to_somebody() -> None:
    for wrong in ({"to": "elsewhere"}, {"target": "closed"}, {"target": ""}):
        moves = (replace(SENT.moves[0], **wrong), *SENT.moves[1:])  # type: ignore[arg-type]
        with pytest.raises(Declined, match="hands the case on"):
            replace(SENT, moves=moves)
