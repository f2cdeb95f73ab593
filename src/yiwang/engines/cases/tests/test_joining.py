"""A case joins the matter of another (并件), and may leave it: who may, which, and that each stays one's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.tests.matter import MATTER, begun, facts, reply, send, waits
from yiwang.engines.cases.tests.trial import ITEMS, MONDAY, City, clean, codes, kinds
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.actors import CLOCK
from yiwang.kernel.errors import Declined, NotFound, Refused, Stale


@pytest.fixture
def two(city: City) -> tuple[cases.Done, cases.Done]:
    """A matter of one citizen, and one of another."""
    return begun(city, title="路灯不亮"), begun(city, "other", title="灯坏了")


def join(city: City, done: cases.Done, into: str, who: str = "clerk", **words: object) -> cases.Done:
    return city.do(who, done.case, "join", data=clean(into=into), **words)  # type: ignore[arg-type]


def matter(case: int) -> int:
    return int(store.rows("select matter from cases_case where id = %s", (case,))[0][0])


def leave(case: int, key: str = "left") -> cases.Done:
    return cases.perform(actor=CLOCK, case=case, move="leave", seen=None, key=key, at=MONDAY)


def test_it_is_one_of_that_matter(city: City, two: tuple[cases.Done, cases.Done]) -> None:
    lead, other = two
    assert join(city, other, f" {lead.ref} ").state == "merged" and matter(other.case) == lead.case
    assert facts(other.case)["matter"] == lead.case and facts(other.case)["into"].strip() == lead.ref and city.view("clerk", other).history[0].text == "并件"
    assert [(j.id, j.ref, j.title, j.state) for j in cases.joined(lead.case)] == [(other.case, other.ref, "灯坏了", "merged")]
    assert [j.id for j in cases.joined(other.case)] == [lead.case] and waits(other.case) == []
    assert [s.ref for s in city.view("clerk", lead).siblings] == [other.ref]


def test_each_citizen_knows_their_own(city: City, two: tuple[cases.Done, cases.Done]) -> None:
    lead, other = two
    join(city, other, lead.ref)
    assert city.view("citizen", lead).siblings == () == city.view("other", other).siblings
    for who, whose in (("citizen", other), ("other", lead)):
        with pytest.raises(NotFound):
            city.view(who, whose)


def test_only_whoever_keeps_it_joins_it(city: City, two: tuple[cases.Done, cases.Done]) -> None:
    lead, other = two
    for who in ("chief", "line", "mayor", "other"):
        with pytest.raises(Refused) as why:
            join(city, other, lead.ref, who)
        assert codes(why) == ["not-your-role"], who
    for who in ("a", "stranger", "citizen"):
        with pytest.raises(NotFound):
            join(city, other, lead.ref, who)
    assert matter(other.case) == other.case and kinds(other.case) == ["opened"]


def test_into_what_is_no_lead_it_does_not_go(city: City, two: tuple[cases.Done, cases.Done]) -> None:
    lead, other = two
    plain = city.begin(item="plain")
    assert ITEMS["plain"].procedure != MATTER.code
    over = begun(city)
    city.do("citizen", over.case, "withdraw")
    elsewhere = begun(city, unit="stranger")
    for into in ("", "SM20261102-999999", other.ref, plain.ref, over.ref, elsewhere.ref):
        with pytest.raises(Refused) as why:
            join(city, other, into)
        assert [(r.code, r.field) for r in why.value.reasons] == [("no-such-lead", "into")], into
    sealed = begun(city, sealed=True)
    for one, into in ((other, sealed.ref), (sealed, lead.ref)):
        with pytest.raises(Refused) as why:
            join(city, one, into)
        assert codes(why) == ["sealed"]
    assert matter(other.case) == other.case


def test_what_others_joined_joins_nothing(city: City, two: tuple[cases.Done, cases.Done]) -> None:
    lead, other = two
    third = begun(city)
    join(city, other, lead.ref)
    with pytest.raises(Refused) as why:
        join(city, lead, third.ref)
    assert codes(why) == ["leads-itself"]
    join(city, third, other.ref)
    assert matter(third.case) == lead.case, "into what is joined means into its matter"


def test_a_second_click_and_a_stale_page(city: City, two: tuple[cases.Done, cases.Done]) -> None:
    lead, other = two
    seen = city.view("clerk", other).seen
    assert join(city, other, lead.ref, key="once", seen=seen).n == 2
    assert join(city, other, lead.ref, key="once", seen=seen).replayed and len(kinds(other.case)) == 2
    with pytest.raises(Stale):
        join(city, other, lead.ref, seen=seen)
    with pytest.raises(Refused) as why:
        join(city, other, lead.ref)
    assert codes(why) == ["wrong-state"]


def test_it_leaves_and_is_a_matter_by_itself(city: City, two: tuple[cases.Done, cases.Done]) -> None:
    lead, other = two
    join(city, other, lead.ref)
    with pytest.raises(Refused) as why:
        city.do("clerk", other.case, "leave")
    assert codes(why) == ["not-your-role"], "the platform parts them, nobody else"
    assert leave(other.case).state == "received" and leave(other.case).replayed
    assert matter(other.case) == other.case == facts(other.case)["matter"] and cases.joined(lead.case) == ()
    assert waits(other.case) == [(city.clerk.unit, "派单")] and city.view("clerk", lead).siblings == ()
    assert send(city, other).state == "sent", "and goes its own way"


def test_the_lead_goes_on_unchanged(city: City, two: tuple[cases.Done, cases.Done]) -> None:
    lead, other = two
    before = ledger.history(lead.case)[-1].hash
    join(city, other, lead.ref)
    assert ledger.history(lead.case)[-1].hash == before
    send(city, lead)
    reply(city, lead)
    assert city.do("clerk", lead.case, "close").state == "closed" and city.view("clerk", other).state == "merged"


def test_the_platform_steps_only_where_the_clock_does(city: City, two: tuple[cases.Done, cases.Done]) -> None:
    for step in ("join", "send", "withdraw", "close"):
        with pytest.raises(Refused) as why:
            cases.perform(actor=CLOCK, case=two[1].case, move=step, data=clean(into=two[0].ref, to_unit="T-A"), seen=None, key=f"x{step}", at=MONDAY)
        assert set(codes(why)) <= {"not-your-role", "wrong-state"}


def test_a_move_does_not_join_and_hand_on_at_once() -> None:
    moves = tuple(replace(m, matter=cases.JOINS) if m.code == "send" else m for m in MATTER.moves)
    with pytest.raises(Declined, match="changes its matter at once"):
        replace(MATTER, moves=moves)
