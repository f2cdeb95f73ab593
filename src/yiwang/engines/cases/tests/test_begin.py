"""The door in: one case or all of a matter, once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.tests.trial import ITEMS, MONDAY, City, clean, codes, when
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.kernel.actors import CLOCK
from yiwang.kernel.errors import Declined, Refused


def parts(city: City, *, last: str = "trial.one") -> tuple[cases.Begin, ...]:
    party = identity.party(city.citizen)
    new = cases.Begin("trial.one", city.clerk.unit, "一件事", ITEMS["plain"], party, clean(name="沈"))
    return new, replace(new, procedure="trial.joint", item=ITEMS["joint"]), replace(new, procedure=last)


def count() -> list[int]:
    tables = ("cases_case", "cases_task", "cases_term", "cases_seer", "ledger_entry where kind = 'opened'")
    return [int(store.rows(f"select count(*) from {table}")[0][0]) for table in tables]


def test_the_cases_of_one_matter_are_begun_together(city: City) -> None:
    done = cases.begin_all(actor=city.citizen, parts=parts(city), key="bundle", at=MONDAY)
    assert len({d.ref for d in done}) == 3
    views = [city.view("citizen", d) for d in done]
    assert {v.matter for v in views} == {done[0].case}
    assert {s.ref for s in views[0].siblings} == {d.ref for d in done[1:]} and all(s.visible for s in views[0].siblings)


def test_all_or_nothing(city: City) -> None:
    before = count()
    for last in ("oversight.nothing", "trial.one"):
        broken = parts(city, last=last)
        if last == "trial.one":
            broken = (*broken[:2], replace(broken[2], party=identity.party(city.other)))  # somebody else's
        with pytest.raises((Declined, Refused)):
            cases.begin_all(actor=city.citizen, parts=broken, key="bundle", at=MONDAY)
        assert count() == before


def test_the_same_key_again_gives_the_same_cases(city: City) -> None:
    first = cases.begin_all(actor=city.citizen, parts=parts(city), key="bundle", at=MONDAY)
    city.do("clerk", first[0].case, "accept")
    after = count()
    again = cases.begin_all(actor=city.citizen, parts=parts(city), key="bundle", at=MONDAY)
    assert [(d.case, d.ref, d.state, d.n) for d in again] == [(d.case, d.ref, d.state, d.n) for d in first] and all(d.replayed for d in again)
    assert count() == after
    assert store.rows("select 1") == [(1,)]  # the connection is as good as before


def test_the_same_key_for_another_request_is_refused(city: City) -> None:
    cases.begin_all(actor=city.citizen, parts=parts(city), key="bundle", at=MONDAY)
    for some in (parts(city)[:2], (*parts(city), parts(city)[0])):
        with pytest.raises(Refused) as why:
            cases.begin_all(actor=city.citizen, parts=some, key="bundle", at=MONDAY)
        assert codes(why) == ["key-used"]


@pytest.mark.parametrize("key", ["", "k" * 61])
def test_what_cannot_be_a_key_is_refused(city: City, key: str) -> None:
    with pytest.raises(Refused) as why:
        cases.begin(actor=city.citizen, begin=parts(city)[0], key=key, at=MONDAY)
    assert codes(why) == ["bad-key"]


@pytest.mark.parametrize("who", ["stranger", "chief", "other", "agent", "mayor"])
def test_only_who_the_procedure_names_begins(city: City, who: str) -> None:
    with pytest.raises(Refused) as why:
        cases.begin(actor=city.actors[who], begin=parts(city)[0], key="k", at=MONDAY)
    assert codes(why) == ["may-not-begin"]


def test_the_window_begins_for_a_citizen_who_comes_in_person(city: City) -> None:
    done = city.begin(who="clerk")
    assert city.view("citizen", done).is_party


def test_the_clock_begins_only_where_it_is_named(city: City) -> None:
    with pytest.raises(Refused):
        cases.begin(actor=CLOCK, begin=parts(city)[0], key="k", at=MONDAY)


def test_a_procedure_not_yet_in_force_begins_nothing(city: City) -> None:
    with pytest.raises(Declined):
        city.begin(at=when("2019-12-30 10:00"))


def test_a_case_is_pinned_to_the_version_it_began_under(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    from yiwang.engines.cases.rooms import registry
    from yiwang.engines.cases.tests.trial import ONE

    old = city.begin()
    newer = replace(ONE, version=2, valid_from=when("2026-11-03 00:00").date(), moves=tuple(m for m in ONE.moves if m.code != "note"))
    monkeypatch.setitem(registry._procedures, (newer.code, 2), newer)
    at = when("2026-11-04 10:00")
    fresh = city.begin(at=at)
    assert city.view("clerk", old).procedure.version == 1 and city.view("clerk", fresh).procedure.version == 2
    for one in (old, fresh):
        city.do("clerk", one.case, "accept", at=at)
    city.do("clerk", old.case, "note", at=at)
    with pytest.raises(Refused) as why:
        city.do("clerk", fresh.case, "note", at=at)
    assert codes(why) == ["unknown-move"]


def test_what_a_key_began_is_found_again_by_its_maker_alone(city: City) -> None:
    assert cases.begun(actor=city.citizen, key="k" * 32) == []
    done = cases.begin_all(actor=city.citizen, parts=parts(city), key="k" * 32, at=MONDAY)
    assert [d.ref for d in cases.begun(actor=city.citizen, key="k" * 32)] == [d.ref for d in done]
    with pytest.raises(Refused) as why:
        cases.begun(actor=city.other, key="k" * 32)
    assert codes(why) == ["key-used"]
