"""A common window takes in for other units of its government what the item lets it, finds it again with its receipt, and sees nothing of the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.tests.trial import ITEMS, LETTER, MONDAY, City, clean, codes
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.errors import NotFound, Refused


def found_again(city: City, who: str, **words: str) -> list[str]:
    return [r.ref for r in cases.cases(actor=city.actors[who], at=MONDAY, counter=True, **words).rows]  # type: ignore[arg-type]


def test_what_the_item_lets_it_goes_at_once_to_the_unit_that_handles_it(city: City) -> None:
    done = city.begin(item="open", who="counter", key="k")
    assert [t.ref for t in cases.desk(actor=city.clerk, at=MONDAY).rows] == [done.ref] and cases.desk_count(actor=city.counter, at=MONDAY) == 0
    assert city.view("citizen", done).unit == city.clerk.unit != city.counter.unit
    entry = ledger.history(done.case)[0]
    assert entry.actor["unit"] == city.counter.unit  # who took it in stands in the record
    again = city.begin(item="open", who="counter", key="k")
    assert again.replayed and again.ref == done.ref and store.rows("select count(*) from cases_case") == [(1,)]


@pytest.mark.parametrize(("who", "item"), [("counter", "plain"), ("far_counter", "open"), ("high_counter", "open"), ("a", "open")])
def test_what_it_does_not_let_and_another_governments_counter_are_refused(city: City, who: str, item: str) -> None:
    with pytest.raises(Refused, match="由甲区主管局收件") as why:
        city.begin(item=item, who=who)
    assert codes(why) == ["may-not-begin"] and store.rows("select count(*) from cases_case") == [(0,)]


def test_one_item_that_does_not_let_it_keeps_the_whole_matter_out(city: City) -> None:
    new = cases.Begin("trial.one", city.clerk.unit, "x", ITEMS["open"], identity.party(city.citizen), clean(name="沈"))
    with pytest.raises(Refused):
        cases.begin_all(actor=city.counter, parts=(new, replace(new, item=ITEMS["plain"])), key="k", at=MONDAY)
    assert store.rows("select count(*) from cases_case") == [(0,)]


def test_it_takes_in_for_an_applicant_alone(city: City) -> None:
    new = cases.Begin("trial.one", city.clerk.unit, "x", ITEMS["open"], None, clean(name="沈"))
    with pytest.raises(Refused):
        cases.begin(actor=city.counter, begin=new, key="k", at=MONDAY)


def test_after_its_post_ended_it_takes_in_nothing(city: City) -> None:
    store.execute("update identity_tenure set until = %s where id = %s", (MONDAY.date() - timedelta(days=1), city.counter.tenure))
    identity.forget()
    with pytest.raises(Refused):
        city.begin(item="open", who="counter")


def test_it_finds_it_again_and_sees_nothing_of_the_case(city: City) -> None:
    done, other = city.begin(item="open", who="counter", title="试行：槐荫巷", issues=(LETTER,)), city.begin(item="open")
    city.do("clerk", done.case, "accept")
    assert found_again(city, "counter") == [done.ref] == found_again(city, "a") and found_again(city, "counter", words="槐荫") == [done.ref]
    assert found_again(city, "counter", words="别的") == [] == found_again(city, "far_counter") == found_again(city, "citizen")
    row = cases.cases(actor=city.counter, at=MONDAY, counter=True).rows[0]
    assert row.state_title == "正在审查"  # as the applicant reads it
    assert cases.cases(actor=city.counter, at=MONDAY).rows == () and not cases.visible_among(city.counter, [done.case])
    with pytest.raises(NotFound):
        city.view("counter", done)
    (mine,) = cases.taken_in(actor=city.counter, ref=done.ref)
    assert (mine.title, mine.unit, mine.state_title, mine.seen) == ("试行：槐荫巷", city.clerk.unit, "正在审查", False)
    assert [p.kind for p in mine.papers] == ["granted"]
    assert cases.taken_in(actor=city.clerk, ref=done.ref)[0].seen and found_again(city, "clerk") == []
    for who, ref in (("counter", other.ref), ("far_counter", done.ref), ("citizen", done.ref), ("counter", "nothing")):
        with pytest.raises(NotFound):
            cases.taken_in(actor=city.actors[who], ref=ref)


def test_of_its_matter_it_finds_what_it_took_in_itself_alone(city: City) -> None:
    done, other = city.begin(item="open", who="counter"), city.begin(item="open")
    store.execute("update cases_case set matter = %s where id = %s", (done.case, other.case))
    assert [one.ref for one in cases.taken_in(actor=city.counter, ref=done.ref)] == [done.ref]
    assert [one.ref for one in cases.taken_in(actor=city.clerk, ref=other.ref)] == [other.ref, done.ref]
    with pytest.raises(NotFound):
        cases.taken_in(actor=city.counter, ref=other.ref)


def test_papers_of_later_steps_are_none_of_its_own(city: City) -> None:
    done = city.begin(item="open", who="counter")
    city.do("clerk", done.case, "ask")
    assert store.rows("select count(*) from cases_document") == [(1,)] and cases.taken_in(actor=city.counter, ref=done.ref)[0].papers == ()


def test_a_counter_that_was_merged_is_found_in_the_one_that_took_over(city: City) -> None:
    done = city.begin(item="open", who="counter")
    store.execute("update identity_unit set successor_id = %s where id = %s", (city.b.unit, city.counter.unit))
    assert found_again(city, "b") == [done.ref] and cases.taken_in(actor=city.b, ref=done.ref)[0].ref == done.ref


def test_pages_follow_each_other(city: City) -> None:
    refs = [city.begin(item="open", who="counter", at=MONDAY + timedelta(minutes=i)).ref for i in range(5)]
    first = cases.cases(actor=city.counter, at=MONDAY, counter=True, limit=3)
    rest = cases.cases(actor=city.counter, at=MONDAY, counter=True, limit=3, after=first.after)
    assert [r.ref for r in (*first.rows, *rest.rows)] == refs[::-1] and not rest.after
