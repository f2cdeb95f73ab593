"""Rating: each step once, from the matter, by the query code and at the counter; a bad one is contacted, put right, told, called back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse

from tests.journeys.small import Clock, Person, everything, hidden, settle, words
from tests.journeys.test_steps import tight
from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.engines.trust import api as trust
from yiwang.kernel.errors import NotFound
from yiwang.systems.public.services import rating

Somebody = Callable[[str], Person]
BAD = {"step": "accept", "level": "worst", "grounds": ["slow"], "words": "等了很久，说不清楚。我是沈砚秋。"}


@pytest.fixture
def accepted(person: Somebody, town: Clock) -> str:
    """A joint approval that `window` accepted for `citizen`."""
    assert person("citizen").apply("410105.restaurant", **everything()).status_code == 302
    ref = next(ref for (ref,) in store.rows("select ref from cases_case") if ref.startswith("LB"))
    assert person("window").do(ref, "accept").status_code == 302
    return str(ref)


def rate(person: Person, place: str, **answers: Any) -> HttpResponse:
    page = person.get(place)
    assert page.status_code == 200, words(page)[:300]
    return person.client.post(place, {**hidden(page, "key"), **answers})


def rated() -> list[tuple[str, str]]:
    return [(str(kind), str(act)) for kind, act in store.rows("select kind, act from ledger_entry where kind = 'rated' order by id")]


def bad_case() -> str:
    settle()
    return str(store.rows("select ref from cases_case where procedure = 'public.services.rating'")[0][0])


def test_a_step_is_rated_once_and_only_when_it_was_done(person: Somebody, accepted: str) -> None:
    citizen, place = person("citizen"), f"/services/rating/{accepted}/"
    assert place in citizen.get(f"/my/{accepted}/").content.decode()
    page = citizen.get(place)
    assert "受理" in words(page) and 'value="hand_over"' not in page.content.decode()
    assert rate(citizen, place, level="best").status_code == 422
    form = {**hidden(page, "key"), "step": "accept", "level": "good"}
    for _ in range(2):  # a double click
        assert citizen.client.post(place, form).headers["Location"] == f"/my/{accepted}/"
    assert rated() == [("rated", "public.services.rated")]
    again = citizen.client.post(place, {**form, "key": "0" * 32, "level": "worst", "grounds": ["slow"]})
    assert again.status_code == 409 and "已经评价过了" in words(again) and len(rated()) == 1
    assert "现在没有可以评价的" in words(citizen.get(place)) and place not in citizen.get(f"/my/{accepted}/").content.decode()
    later = citizen.client.post(place, {**form, "key": "1" * 32, "step": "hand_over"})
    assert later.status_code in (409, 422) and len(rated()) == 1
    settle()
    assert store.rows("select count(*) from cases_case where procedure = 'public.services.rating'") == [(0,)]


def test_a_bad_one_says_why(person: Somebody, accepted: str) -> None:
    citizen, place = person("citizen"), f"/services/rating/{accepted}/"
    refused = rate(citizen, place, step="accept", level="bad")
    assert "请至少选一个原因" in words(refused) and rated() == []


def test_by_the_query_code_and_at_the_counter(person: Somebody, accepted: str) -> None:
    nobody, code = Person("nobody"), trust.query_code(accepted)
    face = nobody.client.post("/progress/", {"ref": accepted, "code": code})
    place = f"/services/rating/{accepted}/{code}/"
    assert place in face.content.decode()
    wrong = f"{(int(code) + 1) % 10**6:06}"
    assert nobody.get(f"/services/rating/{accepted}/{wrong}/").status_code == 404
    assert rate(nobody, place, step="accept", level="fair").status_code == 302 and len(rated()) == 1
    clerk = person("window")
    at_counter = f"/services/ratings/at/{accepted}/"
    assert "基本满意" in words(clerk.get(f"/cases/{accepted}/"))
    assert "现在没有可以评价的" in words(clerk.get(at_counter))
    assert person("fire").get(at_counter).status_code == 404 and person("signatory").get(at_counter).status_code == 404
    for who in ("other", "agent"):
        stranger = person("other") if who == "agent" else person(who)
        assert stranger.get(f"/services/rating/{accepted}/").status_code == 404


def test_at_the_counter_it_counts_as_theirs(person: Somebody, accepted: str) -> None:
    assert rate(person("window"), f"/services/ratings/at/{accepted}/", step="accept", level="best").headers["Location"] == f"/cases/{accepted}/"
    assert "非常满意" in words(person("window").get(f"/cases/{accepted}/"))


def test_a_bad_rating_is_followed_to_its_end(person: Somebody, accepted: str, town: Clock) -> None:
    citizen = person("citizen")
    assert rate(citizen, f"/services/rating/{accepted}/", **BAD).status_code == 302
    ref = bad_case()
    clerk, head = person("window"), person("signatory")
    assert ref in head.get("/desk/").content.decode() and ref not in clerk.get("/desk/").content.decode()
    for seen in (clerk.get(f"/cases/{ref}/"), head.get(f"/cases/{ref}/")):
        text = seen.content.decode()
        assert seen.status_code == 200 and "非常不满意" in text and "办得慢" in text
        for name in ("沈砚秋", accepted, "等了很久", "13903710011", "slow"):
            assert name not in text, name  # neither whose it is nor in which case
    assert ref not in clerk.get("/cases/?q=沈砚秋").content.decode()
    assert store.rows("select party_name from cases_case where ref = %s", (ref,)) == [("",)]
    who = f"/services/ratings/{ref}/who/"
    assert clerk.get(who).status_code == 404 and person("elsewhere").get(who).status_code == 404
    assert head.client.post(who, {"purpose": ""}).status_code == 422
    shown = head.client.post(who, {"purpose": "联系评价人核实", "key": "k" * 32})
    assert all(word in words(shown) for word in ("沈砚秋", "13903710011", "等了很久", accepted))
    assert store.rows("select count(*) from ledger_entry where act = 'public.services.rater_seen'") == [(1,)]
    assert head.do(ref, "contact", way="phone", finding="属实，窗口没有一次说清。").status_code == 302
    assert head.do(ref, "correct", cause="当天只开了一个窗口。", correction="已经加开一个窗口，材料清单贴在台前。").status_code == 302
    assert head.do(ref, "rework", why="清单字太小。").status_code == 302
    assert head.do(ref, "correct", cause="清单是缩印的。", correction="已经换成大字的。").status_code == 302
    assert head.opened(ref, "rework")[1].status_code == 409
    assert head.do(ref, "call_back", outcome="satisfied", finding="说现在清楚了。").status_code == 302
    settle()
    mine = citizen.get(f"/my/{ref}/")
    assert mine.status_code == 200 and "已经办结" in words(mine) and "已经换成大字的" in words(citizen.get("/messages/"))
    assert person("other").get(f"/my/{ref}/").status_code == 404


def test_nobody_answers_a_bad_rating_of_themselves(person: Somebody, accepted: str, town: Clock) -> None:
    """What the head decided is followed up one unit higher up, when somebody is there."""
    signatory = identity.holder(unit="410105-SP", title="signatory", on=town.now().date())
    clerk = identity.holder(unit="410105-SP", title="window", on=town.now().date())
    assert rating._judge(clerk.unit, clerk.post, town.now().date()) == clerk.unit
    assert rating._judge(signatory.unit, signatory.post, town.now().date()) == signatory.unit  # nobody above has the role in this small city
    assert rate(person("citizen"), f"/services/rating/{accepted}/", **BAD).status_code == 302
    assert bad_case().startswith("PJ")


def test_supervision_hears_of_one_that_nobody_answers(person: Somebody, accepted: str, town: Clock) -> None:
    rate(person("citizen"), f"/services/rating/{accepted}/", **BAD)
    ref = bad_case()
    town.to("2026-11-05 10:00")
    settle()
    signals = store.rows("select about from cases_case where procedure = 'oversight.supervision.signal'")
    assert (f"case:{ref}",) in signals


def test_shares_are_of_enough_ratings(person: Somebody, accepted: str, town: Clock) -> None:
    rate(person("citizen"), f"/services/rating/{accepted}/", step="accept", level="best")
    settle()
    page = Person("nobody").get("/services/ratings/")
    assert "不足30次，不排名" in tight(page) and "8月5日到11月2日" in tight(page)
    unit = store.rows("select unit from services_rated")[0][0]
    store.execute("update services_rated set count = 29")
    store.execute('insert into services_rated (unit, level, "on", count) values (%s, %s, %s, 1)', (unit, "worst", town.now().date()))
    ranked = words(Person("nobody").get("/services/ratings/"))
    assert "96.7%" in ranked and re.search(r"金水区行政审批\S* 30", ranked)


def test_the_door_itself_lets_nobody_else_rate(person: Somebody, accepted: str, town: Clock) -> None:
    """Whatever page or program asks: only the party, the window of the unit, and whoever the platform let in."""
    data = Clean("services.rate", 1, {"step": "accept", "level": "best"}, frozenset({"step", "level"}))
    on = town.now().date()
    stranger = identity.actor(account=identity.account_of("other"), on=on)
    others = [stranger, identity.holder(unit="410105-XF", title="fire", on=on), identity.holder(unit="410105-SP", title="signatory", on=on)]
    for actor in others:
        with pytest.raises(NotFound):
            cases.run(actor=actor, command="public.services.rate", subject=f"rating:{accepted}", data=data, key="k" * 8, at=town.now())
    assert rated() == []
