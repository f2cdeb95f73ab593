"""An inquiry passed on below: its own shorter term, answered to the unit asked, checked, returned or adopted. The lead knows the unit it asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.rooms import read
from yiwang.engines.cases.tests import trial
from yiwang.engines.cases.tests.trial import MONDAY, City, clean, codes, kinds, when
from yiwang.engines.forms import api as forms
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.foundation import NewUnit
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.errors import NotFound, Refused, Stale

LATER = MONDAY + timedelta(hours=1)


BELOW = (
    NewUnit("T-A-1", "甲区A局第一所", "第一所", identity.Level.TOWNSHIP, identity.Kind.STATION, government="T-A", line="T-A"),
    NewUnit("T-B-1", "甲区B局第一所", "B一所", identity.Level.TOWNSHIP, identity.Kind.STATION, government="T-B", line="T-B"),
    NewUnit("T-STREET", "甲区文化路街道", "文化路街道", identity.Level.TOWNSHIP, identity.Kind.GOVERNMENT, government="T-1", division="990101001"),
)
POSTS = {"station": ("T-A-1", ("trial.reviewer",)), "porter": ("T-A-1", ()), "street": ("T-STREET", ("trial.reviewer",))}


@pytest.fixture
def below_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unit A has a station along its line, with a reviewer and somebody without the role; B one with nobody; below the county lies a street."""
    monkeypatch.setattr(trial, "UNITS", trial.UNITS + BELOW)
    monkeypatch.setattr(trial, "POSTS", trial.POSTS | POSTS)


@pytest.fixture
def city(below_them: None, city: City) -> City:
    return city


@pytest.fixture
def asked(city: City) -> Iterator[cases.Done]:
    done = city.accepted("joint")
    city.do("clerk", done.case, "consult", question="现场如何？")
    yield done
    whole(done.case)


def whole(case: int) -> None:
    """No task without an inquiry that is waited for or checked, no clock that runs for one that is over."""
    wrong = store.rows("select t.id from cases_task t join cases_inquiry i on i.id = t.inquiry where t.case_id = %s and t.closed_at is null "
                       "and (i.answered_at is not null or i.closed_at is not null)", (case,))
    wrong += store.rows("select t.id from cases_term t join cases_inquiry i on i.id = t.inquiry where t.case_id = %s and t.stopped_at is null "
                        "and (i.answered_at is not null or i.closed_at is not null)", (case,))
    assert wrong == []


def pass_on(city: City, case: int, *, who: str = "a", unit: str = "T-A-1", days: int = 4, key: str = "", at: Any = MONDAY) -> cases.Done:
    data = clean(unit=unit, days=days, question="上门看看。")
    return cases.pass_on(actor=city.actors[who], case=case, data=data, key=key or city.key(), at=at)


def send_back(city: City, case: int, inquiry: int, *, who: str = "a", days: int = 2, key: str = "", at: Any = LATER) -> cases.Done:
    data = clean(reason="没有写面积。", days=days)
    return cases.send_back(actor=city.actors[who], case=case, inquiry=inquiry, data=data, key=key or city.key(), at=at)


def adopt(city: City, case: int, inquiry: int, *, who: str = "a", key: str = "", at: Any = LATER) -> cases.Done:
    data = clean(verdict="agree_with_conditions", opinion="所里看过，同意，附要求。", law="")
    return cases.answer(actor=city.actors[who], case=case, data=data, key=key or city.key(), at=at, adopts=inquiry)


def below(city: City, who: str, done: cases.Done) -> cases.PassedView:
    found = city.view(who, done, LATER).inquiries[0].below
    assert found is not None
    return found


def asks(city: City, who: str) -> list[tuple[str, date | None]]:
    return [(row.asks, row.due_on) for row in cases.desk(actor=city.actors[who], at=MONDAY).rows]


def test_it_has_a_shorter_term_and_a_task_below(city: City, asked: cases.Done) -> None:
    with pytest.raises(NotFound):
        city.view("station", asked)
    pass_on(city, asked.case)
    assert asks(city, "station") == [("答复转办", date(2026, 11, 6))] and asks(city, "a") == [("等下级答复", date(2026, 11, 16))]
    view = city.view("station", asked)
    assert view.values == city.view("a", asked).values and view.may_answer == () and view.may_pass is None
    entry = ledger.history(asked.case)[-1]
    assert entry.kind.value == "inquired" and entry.facts["started"][0]["due"] == "2026-11-06" and "上门" not in str(entry.facts)
    assert "上门看看。" in ledger.values(asked.case)[entry.n]["between"]  # beside the record, which holds its hash


def test_answered_below_returned_answered_again_and_adopted(city: City, asked: cases.Done) -> None:
    pass_on(city, asked.case)
    city.answer("station", asked.case)
    assert asks(city, "station") == [] and asks(city, "a") == [("核对下级答复", date(2026, 11, 16))]
    first = below(city, "a", asked)
    send_back(city, asked.case, first.id)
    assert asks(city, "station") == [("答复转办", date(2026, 11, 4))] and below(city, "station", asked).question == "没有写面积。"
    city.answer("station", asked.case, "object", at=LATER)
    second = below(city, "a", asked)
    assert (second.verdict, second.id != first.id) == ("object", True)
    adopt(city, asked.case, second.id)
    mine = city.view("clerk", asked, LATER).inquiries[0]
    assert (mine.verdict, mine.opinion, mine.below) == ("agree_with_conditions", "所里看过，同意，附要求。", None)
    assert [(p.unit_name, p.closed_at is not None) for p in mine.passed] == [("甲区A局第一所", True)] * 2
    assert kinds(asked.case)[-6:] == ["inquired", "inquired", "answered", "returned", "answered", "answered"]
    assert ledger.history(asked.case)[-1].facts["adopted"] == second.id and asks(city, "a") == []
    assert [line.text for line in city.view("clerk", asked, LATER).history[:5]] == [
        "甲区A局同意，附要求", "第一所答复了转办", "退回第一所重答", "第一所答复了转办", "转第一所办理"]


def test_the_lead_knows_whom_it_waits_for_and_not_what_was_said(city: City, asked: cases.Done) -> None:
    before = city.view("clerk", asked).seen
    pass_on(city, asked.case)
    city.answer("station", asked.case)
    for who in ("clerk", "mayor"):
        found = below(city, who, asked)
        assert (found.unit_name, found.clock and found.clock.due_on) == ("甲区A局第一所", date(2026, 11, 6))
        assert (found.verdict, found.opinion, found.question, found.answered_by) == ("",) * 4
        assert "上门" not in str(city.view(who, asked).history) and "同意" not in str(city.view(who, asked).history)
    assert city.view("clerk", asked).seen == before  # nothing a decision rests on has changed
    for who in ("citizen",):
        assert [i.passed for i in city.view(who, asked).inquiries] == [(), (), ()]
    assert [i.passed for i in cases.face(ref=asked.ref, at=MONDAY).inquiries] == [(), (), ()]
    with pytest.raises(Refused) as why:
        city.do("chief", asked.case, "grant")
    assert codes(why) == ["unit-has-not-answered"] * 3  # for the decision only the units asked count


def test_never_longer_than_the_unit_asked_itself_has(city: City, asked: cases.Done) -> None:
    with pytest.raises(Refused) as why:
        pass_on(city, asked.case, days=11)
    assert codes(why) == ["too-many-days"] and why.value.reasons[0].field == "days"
    pass_on(city, asked.case, days=10)
    late = city.accepted("joint")
    city.do("clerk", late.case, "consult")
    with pytest.raises(Refused) as why:
        pass_on(city, late.case, days=1, at=when("2026-11-16 09:00"))
    assert codes(why) == ["no-time-to-pass-on"]


def test_its_forms_are_sound(city: City, asked: cases.Done) -> None:
    for form in (cases.pass_form(city.view("a", asked).pass_to), cases.pass_form(city.view("a", asked).pass_to, 3), cases.back_form(), cases.back_form(1)):
        assert forms.check(form) == []


def test_who_may_pass_on_and_to_whom(city: City, asked: cases.Done) -> None:
    assert [u.code for u in city.view("a", asked).pass_to] == ["T-A-1", "T-STREET"]
    assert [u.code for u in city.view("b", asked).pass_to] == ["T-STREET"]  # nobody works in the station of B
    for unit in ("T-B-1", "T-C", "T-MAIN", "T-1", "T-LINE", "nowhere"):
        with pytest.raises(Refused) as why:
            pass_on(city, asked.case, unit=unit)
        assert codes(why) == ["not-below"]
    for who in ("clerk", "chief", "mayor", "watch"):
        with pytest.raises(Refused) as why:
            pass_on(city, asked.case, who=who)
        assert codes(why) == ["nothing-asked"]
    for who in ("stranger", "station", "other"):
        with pytest.raises(NotFound):
            pass_on(city, asked.case, who=who)
    pass_on(city, asked.case)
    with pytest.raises(Refused) as why:
        pass_on(city, asked.case, who="station", unit="T-STREET")
    assert codes(why) == ["passed-on-to-you"]


def test_the_unit_below_answers_and_moves_nothing_else(city: City, asked: cases.Done) -> None:
    pass_on(city, asked.case)
    with pytest.raises(Refused) as why:
        city.answer("porter", asked.case)
    assert codes(why) == ["not-your-role"]
    for move in ("note", "grant", "consult"):
        with pytest.raises(Refused) as why:
            city.do("station", asked.case, move)
        assert codes(why) == ["not-your-role"]
    city.answer("station", asked.case)
    found = below(city, "a", asked)
    for who in ("station", "b", "clerk"):
        with pytest.raises((Refused, Stale)):
            send_back(city, asked.case, found.id, who=who)
    with pytest.raises(Stale):
        adopt(city, asked.case, found.id, who="b")
    with pytest.raises(NotFound):
        send_back(city, asked.case, found.id, who="stranger")


def test_passed_on_to_one_at_a_time(city: City, asked: cases.Done) -> None:
    first = pass_on(city, asked.case, key="once")
    assert pass_on(city, asked.case, key="once").replayed and first.n == 4
    with pytest.raises(Refused) as why:
        pass_on(city, asked.case, unit="T-STREET")
    assert codes(why) == ["passed-on-already"]
    for judge in (send_back, adopt):  # there is no answer yet
        with pytest.raises(Stale):
            judge(city, asked.case, below(city, "a", asked).id)
    with pytest.raises(Refused) as why:
        pass_on(city, asked.case, who="b", unit="T-STREET", key="once")
    assert codes(why) == ["key-used"]
    city.answer("station", asked.case)
    with pytest.raises(Refused) as why:
        pass_on(city, asked.case, unit="T-STREET")
    assert codes(why) == ["check-first"]
    found = below(city, "a", asked).id
    assert send_back(city, asked.case, found, key="back").n == 6 and send_back(city, asked.case, found, key="back").replayed
    with pytest.raises(Stale):  # a page that was made before it was returned
        send_back(city, asked.case, found)
    with pytest.raises(Stale):
        adopt(city, asked.case, found)
    city.answer("station", asked.case, at=LATER)
    with pytest.raises(Stale):  # nor does the former page adopt what it never showed
        adopt(city, asked.case, found)
    assert adopt(city, asked.case, below(city, "a", asked).id, key="adopt").n == 8
    assert adopt(city, asked.case, found, key="adopt").replayed


def test_two_units_do_not_ask_the_same_one_below_in_one_case(city: City, asked: cases.Done) -> None:
    pass_on(city, asked.case, unit="T-STREET")
    with pytest.raises(Refused) as why:
        pass_on(city, asked.case, who="b", unit="T-STREET")
    assert codes(why) == ["not-below"]


def test_the_unit_asked_may_answer_without_waiting(city: City, asked: cases.Done) -> None:
    pass_on(city, asked.case)
    city.answer("a", asked.case)
    assert asks(city, "station") == [] and city.view("station", asked).may_answer is None
    with pytest.raises(Refused) as why:
        city.answer("station", asked.case)
    assert codes(why) == ["nothing-asked"]
    assert {s["inquiry"] for s in ledger.history(asked.case)[-1].facts["stopped"]} == {i.id for i in read.read(asked.case).inquiries[:1]} | {
        r[0] for r in store.rows("select id from cases_inquiry where above <> 0")}


@pytest.mark.parametrize("answered", [False, True])
def test_the_decision_overtakes_what_was_passed_on(city: City, asked: cases.Done, answered: bool) -> None:
    pass_on(city, asked.case)
    if answered:
        city.answer("station", asked.case)
    city.do("chief", asked.case, "refuse")
    assert asks(city, "station") == [] == asks(city, "a")
    for ask in (lambda: city.answer("station", asked.case), lambda: pass_on(city, asked.case), lambda: send_back(city, asked.case, 1)):
        with pytest.raises(Refused) as why:
            ask()
        assert codes(why) == ["nothing-asked"]


def test_its_clock_is_swept_and_names_the_unit_below(city: City, asked: cases.Done) -> None:
    pass_on(city, asked.case)
    while cases.sweep(at=when("2026-11-09 10:00")):
        pass
    marks = [e.facts for e in ledger.history(asked.case) if e.kind.value in ("warned", "breached") and e.facts["unit"] == city.station.unit]
    assert [(m["level"], m["due"], m["title"]) for m in marks] == [("yellow", "2026-11-06", "回复"), ("red", "2026-11-06", "回复")]
    city.answer("station", asked.case, at=when("2026-11-09 10:00"))
    (stopped,) = ledger.history(asked.case)[-1].facts["stopped"]
    assert stopped["late"] and stopped["unit"] == city.station.unit


def test_when_nobody_is_left_below_it_is_passed_on_anew(city: City, asked: cases.Done) -> None:
    pass_on(city, asked.case)
    identity.unit_changes.close(unit=city.station.unit, on=date(2026, 11, 2), successor="T-STREET")
    with pytest.raises((Refused, NotFound)):
        city.answer("station", asked.case)
    assert [u.code for u in city.view("a", asked).pass_to] == ["T-STREET"]
    pass_on(city, asked.case, unit="T-STREET")
    assert below(city, "clerk", asked).unit_name == "甲区文化路街道" and asks(city, "street") == [("答复转办", date(2026, 11, 6))]


def test_what_is_not_passed_on_costs_no_statement_more(city: City, asked: cases.Done) -> None:
    city.view("b", asked)  # who may what is in memory
    with store.counted() as plain:
        city.answer("b", asked.case)
    pass_on(city, asked.case)
    city.answer("station", asked.case)
    found = below(city, "a", asked).id
    with store.counted() as adopted:
        adopt(city, asked.case, found)
    assert adopted[0] - plain[0] == (0 if store.is_postgresql() else 1)
