"""The reading door: a case for one reader, its public face, what the platform's own readers are told."""

from __future__ import annotations

import pytest

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.tests.trial import MONDAY, City, clean, when
from yiwang.kernel.errors import NotFound

PHONE = clean(open_=False, name="沈砚秋", phone="13800001234")


def test_unknown_and_forbidden_look_the_same(city: City) -> None:
    done = city.begin()
    for who, ref in (("stranger", done.ref), ("other", done.ref), ("clerk", "SX20261102-000000"), ("clerk", ""), ("clerk", "'; drop table cases_case")):
        with pytest.raises(NotFound):
            cases.view(actor=city.actors[who], ref=ref, at=MONDAY)
    with pytest.raises(NotFound):
        cases.face(ref="SX20261102-000000", at=MONDAY)


def test_personal_values_are_for_those_who_work_on_the_case(city: City) -> None:
    done = city.begin(item="joint", data=PHONE)
    city.do("clerk", done.case, "accept")
    city.do("clerk", done.case, "consult")
    for who in ("clerk", "chief", "a", "citizen"):
        view = city.view(who, done)
        assert view.values == {1: {"answers": dict(PHONE.answers), "form": "trial", "version": 1}} and view.party_name == "沈砚秋", who
        assert view.history[-1].who == "沈砚秋"
    for who in ("mayor", "magistrate", "line", "watch"):
        view = city.view(who, done)
        assert view.values is None and view.party_name == "" and view.history[-1].who == "申请人", who
        assert "13800001234" not in repr(view)
    city.do("chief", done.case, "refuse")
    assert city.view("c", done).values is None  # overtaken unanswered: no business of theirs any more


def test_the_public_face_names_no_citizen_and_offers_nothing(city: City) -> None:
    done = city.begin(data=PHONE)
    face = cases.face(ref=done.ref, at=MONDAY)
    assert (face.state, face.title, face.can, face.cannot, face.values, face.documents, face.siblings) == ("lodged", "试行事项", (), (), None, (), ())
    assert "沈砚秋" not in repr(face) and "13800001234" not in repr(face)
    assert face.history[0].who == "申请人" and face.main_clock is not None


def test_what_may_be_done_and_why_not_the_rest(city: City) -> None:
    done = city.begin()
    clerk = city.view("clerk", done)
    assert [m.code for m in clerk.can] == ["accept", "ask"]
    assert {m.code for m in clerk.cannot} == {"consult", "suspend", "resume", "extend", "note", "grant", "refuse", "hand_over"}
    assert all(m.reasons for m in clerk.cannot)
    citizen = city.view("citizen", done)
    assert [m.code for m in citizen.can] == ["withdraw"] and [m.code for m in citizen.cannot] == ["supplement"]
    assert city.view("mayor", done).can == ()
    city.do("citizen", done.case, "withdraw")
    closed = city.view("clerk", done)
    assert closed.can == () == closed.cannot and not closed.may_urge


def test_what_is_offered_is_what_succeeds(city: City) -> None:
    """The list on the page and the door judge alike: each move offered goes through, each not offered is refused."""
    from yiwang.kernel.errors import Refused

    for code in [m.code for m in city.view("clerk", city.begin()).can]:
        fresh = city.begin()
        view = city.view("clerk", fresh)
        city.do("clerk", fresh.case, code)
        for move in view.cannot:
            with pytest.raises(Refused):
                city.do("clerk", city.begin().case, move.code)


def test_the_history_is_newest_first_and_chained(city: City) -> None:
    done = city.accepted()
    view = city.view("clerk", done)
    assert [line.n for line in view.history] == [2, 1] and view.history[0].hash == view.head
    assert (view.history[0].who, view.history[0].unit) == ("官clerk", "甲区主管局")


def test_a_colleague_of_the_matter_shows_state_and_dates_only_to_those_who_may_see(city: City) -> None:
    from yiwang.engines.cases.tests.trial import ITEMS
    from yiwang.engines.identity import api as identity

    def part(unit: int) -> cases.Begin:
        return cases.Begin("trial.one", unit, "一件事", ITEMS["plain"], identity.party(city.citizen), PHONE)

    here, there = cases.begin_all(actor=city.citizen, parts=(part(city.clerk.unit), part(city.stranger.unit)), key="m", at=MONDAY)
    for who, visible in (("citizen", True), ("clerk", False), ("line", True)):
        (sibling,) = city.view(who, here).siblings
        assert (sibling.ref, sibling.state_title, sibling.visible) == (there.ref, "待受理", visible), who


def test_the_platforms_readers_are_told_who_is_awaited(city: City) -> None:
    done = city.accepted("joint")
    city.do("clerk", done.case, "consult")
    told = cases.told(done.case)
    assert set(told.awaited) == {(city.clerk.unit, "trial.lead"), *((city.actors[x].unit, "trial.reviewer") for x in "abc")}
    assert told.party_name == "沈砚秋" and cases.party_of(told.party) == ("person", city.citizen.person)
    assert cases.party_of(cases.seer_of_unit(5)) == ("unit", 5)


def test_a_clock_as_a_page_shows_it(city: City) -> None:
    done = city.accepted()
    for day, left, used, light in (("02", 15, 0, "green"), ("03", 14, 1, "green"), ("07", 11, 4, "green"), ("19", 2, 13, "green"), ("20", 1, 14, "amber"),
                                   ("23", 0, 15, "amber"), ("24", -1, 16, "red")):
        clock = city.view("clerk", done, when(f"2026-11-{day} 10:00")).main_clock
        assert clock is not None
        assert (clock.left, clock.used, clock.light.value) == (left, used, light), day
