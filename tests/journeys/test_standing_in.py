"""A case goes on while its signatory is away: the stand-in signs, with both names in the history; whoever reviewed it does not sign it, in any post."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.journeys.small import Clock, Person, everything, hidden, ref_of, settle
from tests.journeys.small import words as _words
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import clock

ITEM, HERE = "410105.food_business", "/directory/standing-in/"
Somebody = Callable[[str], Person]


def words(page: Any) -> str:
    return _words(page).replace(" ", "")


def proposed(person: Somebody) -> str:
    """An application that the market bureau's window took in, reviewed and put before its signatory."""
    assert person("citizen").apply(ITEM, **everything()).status_code == 302
    ref, market = ref_of("食品经营许可"), person("market")
    assert market.do(ref, "accept").status_code == 302
    answer = market.do(ref, "propose", proposal="grant", opinion="材料齐全，符合法定形式。")
    assert answer.status_code == 302
    return ref


def away(person: Somebody, who: str, now: Any) -> None:
    """The head of the market bureau asks a colleague."""
    head = person("market_head")
    own = next(t.tenure for t in identity.tenures_of(person=identity.person_named(username="market_head")))
    page = head.get(f"{HERE}{own}/name/")
    assert page.status_code == 200, words(page)[:500]
    day = clock.day(now)
    parts = {f"{name}-{part}": str(value) for name in ("since", "until") for part, value in (("year", day.year), ("month", day.month), ("day", day.day))}
    answer = head.client.post(f"{HERE}{own}/name/", {**hidden(page, "key"), "who": str(identity.person_named(username=who)), "why": "travel", **parts})
    assert answer.status_code == 302


def in_place(person: Somebody, who: str, now: Any) -> Person:
    """The colleague, in the post that is stood in for."""
    somebody = person(who)
    mine = next(c for c in identity.capacities(account=identity.account_of(who), on=clock.day(now)) if c.in_place_of)
    assert somebody.client.post("/me/", {"capacity": f"{mine.tenure}.0"}).status_code == 302
    return somebody


def test_whoever_reviewed_does_not_sign_in_any_post(person: Somebody, town: Clock) -> None:
    ref = proposed(person)
    away(person, "market", town.now())
    reviewer = in_place(person, "market", town.now())
    page = reviewer.get(f"/cases/{ref}/")
    assert "您正在代官market_head履行" in words(page) and f"/cases/{ref}/do/grant/" not in page.content.decode()
    for move in ("grant", "return"):
        answer = reviewer.client.post(f"/cases/{ref}/do/{move}/", {"key": "1" * 32, "seen": seen(person, ref), "why": "再核一下"})
        assert answer.status_code == 409 and "不能再代别人办后面的事" in words(answer), (move, answer.status_code)
    assert ledger_of(ref)[-1].facts["move"] == "propose"


def test_another_stand_in_signs_and_both_names_are_in_the_history(person: Somebody, town: Clock) -> None:
    ref = proposed(person)
    away(person, "market_chair", town.now())
    chair = in_place(person, "market_chair", town.now())
    answer = chair.do(ref, "grant")
    assert answer.status_code == 302
    settle()
    assert "官market_chair（代官market_head）" in words(person("market_head").get(f"/cases/{ref}/"))
    signed = next(e for e in ledger_of(ref) if e.facts.get("move") == "grant")
    assert (signed.actor["name"], signed.actor["in_place_of_name"], signed.actor["post_name"]) == ("官market_chair", "官market_head", "market_head")


def test_on_the_next_day_the_stand_in_signs_nothing(person: Somebody, town: Clock) -> None:
    ref = proposed(person)
    away(person, "market_chair", town.now())
    chair = in_place(person, "market_chair", town.now())
    address, page = chair.opened(ref, "grant")
    sent = hidden(page, "key", "seen")
    town.to("2026-11-03 00:01")
    chair.client.cookies.clear()
    again = person("market_chair")
    assert again.client.post(address, sent).status_code in (404, 409)
    assert ledger_of(ref)[-1].facts["move"] == "propose"


def seen(person: Somebody, ref: str) -> str:
    """What a page of somebody who may sign would carry."""
    return hidden(person("market_head").opened(ref, "grant")[1], "seen")["seen"]


def ledger_of(ref: str) -> list[Any]:
    return list(ledger.history(int(store.rows("select id from cases_case where ref = %s", (ref,))[0][0])))
