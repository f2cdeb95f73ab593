"""What is timed in minutes is told to the officials it waits for by short message, through the quiet hours, once a case and stage; nothing about a person
stands there, whoever wants none gets none, and the city may switch it off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest

from tests.journeys import small
from tests.journeys.small import Clock, Person, settle
from tests.journeys.test_appeals import ref_of, wrote
from tests.journeys.test_telling import KEY
from yiwang.city import parameters, readers
from yiwang.city.demo import people
from yiwang.engines.ledger import api as ledger
from yiwang.engines.notify import api as notify
from yiwang.engines.store import api as store

Somebody = Callable[[str], Person]
SENT = {"to_unit": "410100-CG", "topic.1": "城乡建设", "urgency": "danger"}
LAMPS, COUNTY, TOO, HEAD = (f"1380000000{n}" for n in "1234")
NIGHT = (time(22), time(8))


@pytest.fixture(autouse=True)
def phones(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Two officials of the lamps, who are on duty after each other, and the one of the district have a phone; a gateway that nobody listens at."""
    monkeypatch.setitem(small.LOGINS, "lamps_too", ("410100-CG", people.DESK))
    town = request.getfixturevalue("town")
    settings.SMS_URL, settings.SMS_KEY, settings.SMS_SIGN = "http://127.0.0.1:9/", KEY, "郑州12345"
    for name, phone in (("官lamps", LAMPS), ("官county", COUNTY), ("官lamps_head", HEAD)):
        assert store.execute("update identity_person set phone = %s where name = %s", (phone, name)) == 1
    town.to("2026-11-20 23:05")


def called() -> list[tuple[Any, ...]]:
    """What goes to officials."""
    settle()
    return store.rows("select \"to\", text, urgent from notify_outgoing where channel = 'sms' and \"to\" in (%s, %s, %s, %s) and given_up_at is null "
                      "order by id", (LAMPS, COUNTY, TOO, HEAD))


def dangerous(person: Somebody, **more: str) -> str:
    ref = ref_of(wrote(person("citizen"), subject="丰产路口信号灯全灭"))
    assert person("calls").do(ref, "dispatch", **{**SENT, **more}).status_code == 302
    return ref


def test_at_night_once_a_stage_and_nobody_is_named(person: Somebody, town: Clock) -> None:
    ref = dangerous(person)
    ((to, text, urgent),) = called()
    assert to == LAMPS and text == f"市城管局：{ref} 要在 11 月 20 日 23:35 前签收，按分钟计时，请马上办理。" and urgent
    assert not any(word in text for word in ("沈砚秋", "信号灯", "丰产路", "13903710011"))
    assert len(notify.short(text)) <= notify.LONGEST and notify.is_quiet(town.now(), NIGHT)
    tried = store.rows("select \"to\" from notify_outgoing where channel = 'sms' and tries > 0")
    assert tried == [(LAMPS,)], "it leaves within the quiet hours; what the citizen is told waits for the morning"
    entry = ledger.history(int(store.rows("select id from cases_case where ref = %s", (ref,))[0][0]), newest_first=True)[0]
    handle = readers.handler("notify", town.now())
    assert handle is not None
    handle(entry)
    assert len(called()) == 1, "told again it is the same"
    town.to("2026-11-20 23:20")
    assert person("lamps").do(ref, "sign").status_code == 302
    assert len(called()) == 1, "who signed for it knows by when to answer"


def test_colleagues_are_told_of_the_next_stage(person: Somebody, town: Clock) -> None:
    store.execute("update identity_person set phone = %s where name = '官lamps_too'", (TOO,))
    ref = dangerous(person)
    assert [to for to, _, _ in called()] == [LAMPS, TOO]
    assert person("lamps").do(ref, "sign").status_code == 302
    assert [(to, "要在 11 月 21 日 01:05 前办理并答复" in text) for to, text, _ in called()[2:]] == [(TOO, True)]


def test_a_stage_that_is_over_wakes_nobody(person: Somebody, town: Clock) -> None:
    store.execute("update identity_person set phone = %s where name = '官lamps_too'", (TOO,))
    ref = ref_of(wrote(person("citizen"), subject="丰产路口信号灯全灭"))
    settle()
    assert person("calls").do(ref, "dispatch", **SENT).status_code == 302
    assert person("lamps").do(ref, "sign").status_code == 302
    assert [(to, "办理并答复" in text) for to, text, _ in called()] == [(TOO, True)], "the reader comes when it was signed for already"


def test_each_unit_that_gets_it_is_told(person: Somebody, town: Clock) -> None:
    ref = dangerous(person)
    assert [to for to, _, _ in called()] == [LAMPS]
    assert person("lamps").do(ref, "give_back", not_ours="归区里管。").status_code == 302
    assert len(called()) == 1, "the desk has a working day to rule"
    assert person("calls").do(ref, "send_on", to_unit="410105", ruling="归区里管。").status_code == 302
    assert [to for to, _, _ in called()] == [LAMPS, COUNTY]


def test_days_wake_nobody(person: Somebody, town: Clock) -> None:
    dangerous(person, urgency="urgent")
    assert called() == []


def test_who_wants_none_gets_none(person: Somebody, town: Clock) -> None:
    assert notify.stop_sms(phone=LAMPS, text="TD", id_="1", at=town.now()) == 1
    dangerous(person)
    assert called() == []


def test_a_parameter_of_the_city_switches_it(person: Somebody, town: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parameters, "calls", lambda on: False)
    dangerous(person)
    assert called() == []


def test_what_leaves_too_late_is_not_sent(person: Somebody, town: Clock) -> None:
    dangerous(person)
    assert len(called()) == 1
    town.at += timedelta(minutes=31)
    notify.send_sms(at=town.now(), quiet=NIGHT)
    assert called() == [] and store.rows("select count(*) from notify_outgoing where \"to\" = %s and sent_at is null", (LAMPS,)) == [(1,)]


def test_it_is_forgotten_with_its_case(person: Somebody, town: Clock) -> None:
    ref = dangerous(person)
    assert len(called()) == 1
    case = int(store.rows("select id from cases_case where ref = %s", (ref,))[0][0])
    assert store.rows("select count(*) from notify_outgoing where \"to\" = %s and key like %s", (LAMPS, f"%:{case}.%")) == [(1,)], "as erasing finds it"
