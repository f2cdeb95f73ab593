"""Acting for another person: given, bound, used, told, ended; and everything somebody might try with a mandate that is not theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.journeys.small import Clock, Person, everything, hidden, ref_of, settle, words
from yiwang.city.demo import names
from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import NotFound, Refused
from yiwang.web.accounts import sessions

ITEM, OTHER_ITEM = "410105.food_business", "410105.outdoor_sign"
Somebody = Callable[[str], Person]


def actor(username: str, on: date, *, mandate: int = 0) -> Actor:
    found = identity.actor(account=identity.account_of(username), mandate=mandate, on=on)
    assert found is not None
    return found


def run(who: Actor, command: str, subject: str, at: Any, **answers: Any) -> Any:
    return cases.run(actor=who, command=command, subject=subject, data=Clean(command, 1, answers, frozenset(answers)), key=uuid4().hex, at=at)


def given(town: Clock, scope: str = "*", days: int = 30, item: str = "") -> int:
    """`citizen` lets `other` act."""
    me, today = actor("citizen", town.at.date()), town.at.date()
    words_ = {"username": "other", "name": "温若愚", "kind": "helper", "scope": scope, "item": item, "since": today.isoformat(),
              "until": (today + timedelta(days=days)).isoformat()}
    return int(run(me, "directory.give_mandate", f"person:{me.person}", town.at, **words_)["mandate_made"])


def acting(helper: Person, mandate: int) -> Person:
    answer = helper.client.post("/me/", {"capacity": f"0.{mandate}"})
    assert answer.status_code == 302, words(answer)[:300]
    return helper


@pytest.fixture
def helper(person: Somebody, town: Clock) -> Person:
    return acting(person("other"), given(town))


def test_what_a_helper_files_is_the_citizens_and_says_so(person: Somebody, town: Clock, helper: Person) -> None:
    assert "代沈砚秋办理" in words(helper.get("/my/"))
    assert helper.apply(ITEM, **everything()).status_code == 302
    ref = ref_of("食品经营许可")
    settle()
    citizen = person("citizen")
    assert "代沈砚秋办理" in words(citizen.get(f"/my/{ref}/")) and "代沈砚秋办理" in words(person("market").get(f"/cases/{ref}/"))
    told = words(citizen.get("/messages/"))
    assert "温若愚开始代沈砚秋办事" in told and ref in told
    first = ledger.history(store.rows("select id from cases_case where ref = %s", (ref,))[0][0])[0]
    assert first.actor["mandate"] and first.actor["for_person"] == actor("citizen", town.at.date()).person and "温若愚" not in str(first.actor)
    assert person("other").get(f"/my/{ref}/").status_code == 404  # as oneself it is not theirs


def test_ended_yesterday_is_refused_with_words_and_nothing_is_done(person: Somebody, town: Clock) -> None:
    helper = acting(person("other"), given(town, days=2))
    page = helper.get(f"/services/{ITEM}/apply/")
    town.at += timedelta(days=3)
    session = helper.client.session
    session["seen"] = session[sessions.SINCE] = town.at.timestamp()
    session.save()
    answer = helper.client.post(f"/services/{ITEM}/apply/", {**hidden(page, "key"), **everything()})
    assert answer.status_code == 409 and "2026 年 11 月 4 日结束" in words(answer) and "没有办" in words(answer)
    assert store.rows("select count(*) from cases_case") == [(0,)]
    assert "代沈砚秋" not in words(helper.get("/my/"))  # goes on as oneself


def test_either_side_ends_it_at_once(person: Somebody, town: Clock) -> None:
    mandate = given(town)
    helper, citizen = acting(person("other"), mandate), person("citizen")
    address = f"/directory/mandates/{mandate}/end/"
    assert citizen.client.post(address, {**hidden(citizen.get(address), "key"), "reason": "不用了"}).status_code == 302
    assert helper.get("/my/").status_code == 409
    page = words(citizen.get("/directory/mandates/"))
    assert "由沈砚秋结束" in page and "帮办代办员" in page
    settle()
    assert "办事的授权已结束" in words(citizen.get("/messages/"))
    again = given(town)
    other = person("other")
    address = f"/directory/mandates/{again}/end/"
    assert other.client.post(address, {**hidden(other.get(address), "key"), "reason": ""}).status_code == 302
    assert "由温若愚结束" in words(other.get("/directory/mandates/?way=others"))


def test_given_on_the_page(person: Somebody, town: Clock) -> None:
    citizen = person("citizen")
    page = citizen.get("/directory/mandates/give/")
    day = {f"{n}-{k}": v for n, on in (("since", town.at.date()), ("until", town.at.date() + timedelta(days=9)))
           for k, v in (("year", str(on.year)), ("month", str(on.month)), ("day", str(on.day)))}
    sent = {**hidden(page, "key"), "username": "other", "name": "温若愚", "kind": "agent", "scope": "system:public.services", **day}
    assert "只办" in words(page)
    answer = citizen.client.post("/directory/mandates/give/", {**sent, "scope": "system:ground.directory"})
    assert answer.status_code == 422
    for _ in range(2):
        assert citizen.client.post("/directory/mandates/give/", sent).status_code == 302
    assert store.rows("select count(*) from identity_mandate") == [(1,)]
    assert "温若愚" in words(citizen.get("/me/"))


@pytest.mark.parametrize(("scope", "item"), [("item", OTHER_ITEM), ("system:public.nothing", ""), ("case:XK00000000-000000", "")])
def test_out_of_its_scope_a_mandate_reaches_nothing(person: Somebody, town: Clock, scope: str, item: str) -> None:
    assert person("citizen").apply(ITEM, **everything()).status_code == 302
    ref = ref_of("食品经营许可")
    if scope == "item":
        mandate = given(town, scope, item=item)
    else:  # such a one is not given; but what if it were there
        with pytest.raises(Refused):
            given(town, scope)
        mandate = given(town)
        store.execute("update identity_mandate set scope = %s where id = %s", (scope, mandate))
        identity.forget()
    helper = acting(person("other"), mandate)
    assert ref not in words(helper.get("/my/")) and ref not in words(helper.get("/messages/"))
    assert helper.get(f"/my/{ref}/").status_code == 404 and helper.get(f"/my/{ref}/do/withdraw/").status_code == 404
    page = helper.get(f"/services/{ITEM}/apply/")
    assert helper.client.post(f"/services/{ITEM}/apply/", {**hidden(page, "key"), **everything()}).status_code == 409
    assert store.rows("select count(*) from cases_case") == [(1,)]
    case = store.rows("select id from cases_case")[0][0]
    bound = actor("other", town.at.date(), mandate=mandate)
    for who in (bound, replace(bound, scope="*")):  # not even with a scope somebody made up
        with pytest.raises(NotFound):
            cases.perform(actor=who, case=case, move="withdraw", seen=None, key=uuid4().hex, at=town.at)


def test_within_its_scope_it_reaches_that_one_case(person: Somebody, town: Clock) -> None:
    citizen = person("citizen")
    for _ in range(2):
        assert citizen.apply(ITEM, **everything()).status_code == 302
    refs = [r for (r,) in store.rows("select ref from cases_case order by id")]
    helper = acting(person("other"), given(town, f"case:{refs[0]}"))
    page = words(helper.get("/my/"))
    assert refs[0] in page and refs[1] not in page
    assert helper.do(refs[0], "withdraw").status_code in (200, 302) or helper.get(f"/my/{refs[0]}/").status_code == 200
    assert helper.get(f"/my/{refs[1]}/").status_code == 404


def test_nobody_uses_ends_or_passes_on_what_is_not_theirs(person: Somebody, town: Clock) -> None:
    mandate, today = given(town), town.at.date()
    citizen, other = actor("citizen", today), actor("other", today)
    assert identity.actor(account=citizen.account, mandate=mandate, on=today) is None  # the giver does not hold it
    window = person("window")
    assert window.get(f"/directory/mandates/{mandate}/end/").status_code == 404
    bound = actor("other", today, mandate=mandate)
    words_ = {"username": "citizen", "name": "沈砚秋", "kind": "agent", "scope": "*", "since": today.isoformat(), "until": today.isoformat()}
    for who, subject in ((bound, f"person:{citizen.person}"), (bound, f"person:{other.person}"), (other, f"person:{citizen.person}"), (other, "firm:1")):
        with pytest.raises(Refused) as why:
            run(who, "directory.give_mandate", subject, town.at, **words_)
        assert [r.code for r in why.value.reasons] == ["not-yours"]
    forged = replace(citizen, mandate=mandate, for_person=citizen.person, person=citizen.person)
    assert not identity.rights(forged, epoch_now=identity.epoch()).roles
    assert acting(person("other"), mandate).get("/directory/mandates/give/").status_code == 404


def test_drafts_for_another_are_not_ones_own(person: Somebody, town: Clock, helper: Person) -> None:
    page = helper.get(f"/services/{ITEM}/apply/")
    assert helper.client.post(f"/services/{ITEM}/draft/", {**hidden(page, "key"), "shop_name": "替人写的店名"}).status_code == 200
    assert "替人写的店名" in helper.get(f"/services/{ITEM}/apply/").content.decode()
    assert "替人写的店名" not in person("other").get(f"/services/{ITEM}/apply/").content.decode()


def test_a_guardian_is_registered_until_the_child_is_of_age(person: Somebody, town: Clock) -> None:
    post = identity.holder(unit="410105-SP", title="window", on=town.at.date())
    identity.post_changes.grant(post=post.post, role="ground.registrar")
    window = person("window")
    page = window.get("/directory/guardians/")
    number = names.numbered(2015, 6, 1, 2)
    sent = {**hidden(page, "key"), "child.name": "沈小满", "child.number": number, "username": "citizen", "name": "沈砚秋", "evidence": "户口簿"}
    adult = window.client.post("/directory/guardians/", {**sent, "child.number": names.numbered(1990, 3, 7, 6)})
    assert adult.status_code == 422 and "已满 18 周岁" in words(adult)
    assert window.client.post("/directory/guardians/", sent).status_code == 302
    mandate, until = store.rows("select id, until from identity_mandate where kind = 'guardian'")[0]
    assert str(until) == "2033-05-31"
    parent = acting(person("citizen"), mandate)
    assert parent.apply(ITEM, **everything()).status_code == 302 and "代沈小满办理" in words(parent.get("/my/"))
    assert person("citizen").get(f"/directory/mandates/{mandate}/end/").status_code == 404
    written = "".join(row[0] for row in store.rows("select body from ledger_entry"))
    assert number not in written and "沈小满" not in written
    assert person("market").get("/directory/guardians/").status_code == 404
