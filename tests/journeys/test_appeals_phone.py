"""Whoever has no account and left a telephone is told by short message: nothing about a person, never of a secret, until they answer TD."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.small import Clock, hidden, settle
from tests.journeys.test_appeals import ref_of
from tests.journeys.test_appeals_coded import REPLY
from tests.journeys.test_appeals_ways import CALL, PAGE
from tests.journeys.test_telling import KEY, answer, told
from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.notify import api as notify
from yiwang.engines.store import api as store
from yiwang.kernel.actors import IMPORT
from yiwang.systems.public.appeals import taking
from yiwang.systems.public.appeals.forms import WRITE

Somebody = Callable[[str], Any]
PHONE = "13700000001"


@pytest.fixture
def gateway(settings: Any) -> None:
    """A gateway that nobody listens at."""
    settings.SMS_URL, settings.SMS_KEY, settings.SMS_SIGN = "http://127.0.0.1:9/", KEY, "郑州12345"


def waiting() -> list[tuple[Any, ...]]:
    return store.rows("select \"to\", text, urgent from notify_outgoing where channel = 'sms' and given_up_at is null order by id")


def called(person: Somebody, **more: str) -> str:
    calls = person("calls")
    ref = ref_of(calls.client.post(PAGE, {**hidden(calls.get(PAGE), "key", "seen"), **CALL, "phone": PHONE, **more}))
    settle()
    return ref


def replied(person: Somebody, ref: str) -> None:
    assert person("calls").do(ref, "reply", **REPLY).status_code == 302
    settle()


@pytest.mark.usefixtures("gateway")
def test_told_that_it_came_and_that_it_was_answered(person: Somebody, town: Clock) -> None:
    ref = called(person)
    replied(person, ref)
    (first, text, urgent), (second, answered, _) = waiting()
    assert (first, second) == (PHONE, PHONE) and ref in text and "收到您的诉求" in text and f"{ref} 有了答复" in answered and not urgent
    assert not any(word in text + answered for word in ("贺女士", "停水", "抢修", "查询码 "))
    settle()
    assert len(waiting()) == 2, "once"


@pytest.mark.usefixtures("gateway")
def test_td_ends_it_for_the_number(person: Somebody, town: Clock) -> None:
    ref = called(person)
    assert told(answer("TD", "b1", PHONE), town.at).json() == {"stopped": True} and waiting() == []
    assert told(answer("TD", "b2", "13700000009"), town.at).json() == {"stopped": False}, "never told anything"
    replied(person, ref)
    called(person, subject="又停水了")
    assert waiting() == []
    wished = [e for e in ledger.journal(subjects=("person:",), limit=50) if e.act == "notify.wishes_changed"]
    assert len(wished) == 1 and PHONE not in str((wished[0].subject, wished[0].facts)), "no number on record"


@pytest.mark.usefixtures("gateway")
@pytest.mark.parametrize("more", [{"phone": ""}, {"phone": "0371-12345678"}, {"sort": "report", "secret": "yes"}])
def test_nobody_is_told(person: Somebody, town: Clock, more: dict[str, str]) -> None:
    called(person, **more)
    assert waiting() == []


@pytest.mark.usefixtures("gateway")
def test_whose_number_it_is_says_what_they_want(person: Somebody, town: Clock) -> None:
    citizen = int(store.rows("select id from identity_person where name = '沈砚秋'")[0][0])
    actor = identity.actor(account=identity.account_of("citizen"), on=town.at.date())
    assert actor is not None
    notify.wish(actor=actor, person=citizen, wants=notify.Wishes(notify.Wish.NONE), at=town.at)
    called(person, phone="139 0371 0011")
    assert waiting() == []


@pytest.mark.usefixtures("gateway")
def test_what_was_taken_over_tells_nobody(town: Clock) -> None:
    raw = {"sort": "help", "subject": "停水", "body": "停水两天。", "phone": PHONE}
    done = taking.take(actor=IMPORT, data=forms.parse(form=WRITE, raw=raw, at=town.at), key="old-1", at=town.at, came={"channel": "web", "imported": "old"})
    settle()
    assert cases.phone_left(done.case) == "" and waiting() == []
