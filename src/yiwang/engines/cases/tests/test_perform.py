"""The one door for change: who may, when, once, and on what page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.tests.trial import LETTER, LICENCE, MONDAY, City, clean, codes, kinds
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.errors import NotFound, Refused, Stale


def test_a_case_goes_its_way(city: City) -> None:
    done = city.begin()
    assert (done.state, done.n) == ("lodged", 1) and done.ref.startswith("SX20261102-")
    assert city.do("clerk", done.case, "accept").state == "accepted"
    granted = city.do("chief", done.case, "grant")
    assert granted.numbers == ("甲主准〔2026〕1号", "甲主许〔2026〕1号")
    assert city.do("clerk", done.case, "hand_over").state == "done"
    assert kinds(done.case) == ["opened", "moved", "decided", "handed_over"]
    assert city.view("citizen", done).closed_at == MONDAY


def test_the_same_key_again_changes_nothing_and_gives_the_same_answer(city: City) -> None:
    done = city.accepted()
    first = city.do("chief", done.case, "grant", key="twice")
    again = city.do("chief", done.case, "grant", key="twice", at=MONDAY + timedelta(days=400))
    assert again.replayed and not first.replayed
    assert (again.case, again.ref, again.state, again.n, again.numbers) == (first.case, first.ref, first.state, first.n, first.numbers)
    assert len(kinds(done.case)) == 3


def test_a_key_is_its_makers(city: City) -> None:
    done = city.begin(key="mine")
    city.do("clerk", done.case, "accept", key="step")
    for who, key in (("stranger", "step"), ("chief", "step")):
        with pytest.raises(Refused) as why:
            city.do(who, done.case, "accept", key=key)
        assert codes(why) == ["key-used"]
    with pytest.raises(Refused) as why:
        city.begin(key="mine", who="other")
    assert codes(why) == ["key-used"]


@pytest.mark.parametrize("key", ["", "k" * 65])
def test_what_cannot_be_a_key_is_refused(city: City, key: str) -> None:
    done = city.begin()
    for ask in (lambda: cases.perform(actor=city.clerk, case=done.case, move="accept", seen=None, key=key, at=MONDAY),
                lambda: cases.urge(actor=city.citizen, case=done.case, unit=city.clerk.unit, text="", key=key, at=MONDAY)):
        with pytest.raises(Refused) as why:
            ask()
        assert codes(why) == ["bad-key"]
    assert kinds(done.case) == ["opened"]


def test_a_page_is_stale_once_the_case_has_moved(city: City) -> None:
    done = city.begin()
    city.do("clerk", done.case, "accept", seen=cases.Seen(0))
    with pytest.raises(Stale) as why:
        city.do("clerk", done.case, "note", seen=cases.Seen(0))
    assert codes(why) == ["stale"] and "刚才填的内容还在" in str(why.value)
    assert city.do("clerk", done.case, "note", seen=cases.Seen(1)).n == 3


def test_an_answer_makes_only_what_rests_on_answers_stale(city: City) -> None:
    done = city.accepted("joint")
    city.do("clerk", done.case, "consult", seen=cases.Seen(1))
    for who in "abc":
        city.answer(who, done.case)
    city.do("clerk", done.case, "note", seen=cases.Seen(2, 0))  # another unit's answer is nothing to a note
    with pytest.raises(Stale):
        city.do("chief", done.case, "grant", seen=cases.Seen(3, 2))
    city.do("chief", done.case, "grant", seen=cases.Seen(3, 3))


def test_an_unknown_move_a_wrong_state_and_a_wrong_role_are_three_refusals(city: City) -> None:
    done = city.begin()
    for who, move, code in (("clerk", "fly", "unknown-move"), ("clerk", "hand_over", "wrong-state"), ("chief", "accept", "not-your-role"),
                            ("citizen", "accept", "not-your-role"), ("clerk", "withdraw", "not-your-role"), ("mayor", "accept", "not-your-role"),
                            ("line", "accept", "not-your-role")):
        with pytest.raises(Refused) as why:
            city.do(who, done.case, move)
        assert codes(why) == [code], (who, move)
    assert kinds(done.case) == ["opened"]


@pytest.mark.parametrize("who", ["stranger", "other", "a", "agent"])
def test_who_may_not_see_finds_nothing(city: City, who: str) -> None:
    done = city.begin()
    for ask in (lambda: city.do(who, done.case, "accept"), lambda: city.do(who, done.case, "fly"), lambda: city.view(who, done),
                lambda: city.answer(who, done.case),
                lambda: cases.urge_all(actor=city.actors[who], case=done.case, text="", key=city.key(), at=MONDAY)):
        with pytest.raises(NotFound):
            ask()
    with pytest.raises(NotFound):
        city.do("clerk", 999_999_999, "accept")


def test_who_has_nobody_to_urge_still_learns_nothing_of_a_strangers_case(city: City) -> None:
    done = city.begin()
    city.do("citizen", done.case, "withdraw")
    with pytest.raises(NotFound):
        cases.urge_all(actor=city.stranger, case=done.case, text="", key=city.key(), at=MONDAY)


def test_a_moved_official_loses_the_rights_the_same_day(city: City) -> None:
    done = city.begin()
    with store.atomic():
        store.execute("update identity_tenure set until = %s where id = %s", (MONDAY.date() - timedelta(days=1), city.clerk.tenure))
        store.execute("update identity_epoch set n = n + 1 where id = 1")
    with pytest.raises(Refused) as why:
        city.do("clerk", done.case, "accept")
    assert codes(why) == ["not-your-role"]


def test_a_firm_acts_through_whoever_has_its_mandate(city: City) -> None:
    done = city.begin(who="agent")
    with pytest.raises(NotFound):
        city.do("citizen", done.case, "withdraw")  # the same person, not as the firm
    store.execute("update identity_mandate set ended_at = %s where id = %s", (MONDAY, city.agent.mandate))
    store.execute("update identity_epoch set n = n + 1 where id = 1")
    with pytest.raises(NotFound):
        city.do("agent", done.case, "withdraw")


def test_a_guard_gives_every_reason(city: City) -> None:
    done = city.accepted("joint")
    city.do("clerk", done.case, "consult")
    city.answer("a", done.case)
    with pytest.raises(Refused) as why:
        city.do("chief", done.case, "grant")
    assert codes(why) == ["unit-has-not-answered"] * 2 and "甲区B局" in str(why.value) and "甲区C局" in str(why.value)


def test_papers_are_asked_for_once(city: City) -> None:
    done = city.begin()
    assert city.do("clerk", done.case, "ask").numbers == ("甲主补〔2026〕1号",)
    city.do("citizen", done.case, "supplement")
    with pytest.raises(Refused) as why:
        city.do("clerk", done.case, "ask")
    assert codes(why) == ["asked-already"]


def test_withdrawing_stops_everything(city: City) -> None:
    done = city.accepted("joint")
    city.do("clerk", done.case, "consult")
    city.do("citizen", done.case, "withdraw")
    assert store.rows("select count(*) from cases_term where case_id = %s and stopped_at is null", (done.case,)) == [(0,)]
    assert store.rows("select count(*) from cases_task where case_id = %s and closed_at is null", (done.case,)) == [(0,)]
    assert store.rows("select count(*) from cases_inquiry where case_id = %s and closed_at is null", (done.case,)) == [(0,)]
    with pytest.raises(Refused) as why:
        city.do("citizen", done.case, "withdraw")
    assert codes(why) == ["wrong-state"]


def test_a_move_that_is_refused_takes_no_number(city: City) -> None:
    first, second = city.accepted("joint"), city.accepted()
    city.do("clerk", first.case, "consult")
    with pytest.raises(Refused):
        city.do("chief", first.case, "grant")
    assert city.do("chief", second.case, "grant").numbers[0].endswith("〕1号")


def test_numbers_run_without_gap_per_unit_kind_and_year(city: City) -> None:
    given = []
    for at in (MONDAY, MONDAY, MONDAY + timedelta(days=70)):
        done = city.accepted(at=at)
        given.append(city.do("chief", done.case, "grant", at=at).numbers[0])
    assert given == ["甲主准〔2026〕1号", "甲主准〔2026〕2号", "甲主准〔2027〕1号"]
    assert LETTER.kind != LICENCE.kind


def test_an_entry_keeps_what_was_promised_and_what_the_law_allows(city: City) -> None:
    done = city.accepted()
    (said,) = ledger.entry(done.case, 2).facts["started"]  # type: ignore[union-attr]
    assert said == {"term": "decide", "from": "2026-11-02", "days": 15, "legal": 20, "due": "2026-11-23"}


def test_an_item_never_promises_more_than_the_law(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    from yiwang.engines.cases.rooms import registry
    from yiwang.engines.cases.tests import trial

    monkeypatch.setitem(trial.ITEMS, "plain", cases.Item("plain", 7, "试行事项", "trial.one", {"decide": 90}))
    registry.item.cache_clear()
    done = city.accepted()
    registry.item.cache_clear()
    assert city.view("clerk", done).main_clock.days == 20  # type: ignore[union-attr]


def test_a_personal_value_lies_beside_the_entry(city: City) -> None:
    done = city.begin(data=clean(open_=False, phone="13800001234"))
    body = store.rows("select body from ledger_entry where chain = %s", (done.case,))[0][0]
    assert "13800001234" not in body and "沈砚秋" not in body
    assert "13800001234" in ledger.values(done.case)[1]["form"]
