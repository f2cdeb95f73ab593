"""The pages as people meet them: in a browser's session, with its form, twice, and from the wrong side."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.support.visitors import key, signed_in
from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.tests import small
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.errors import Refused


@pytest.fixture
def now(settings: Any) -> datetime:
    return settings.CLOCK.now()  # type: ignore[no-any-return]


@pytest.fixture
def city(db: Any, settings: Any, now: datetime) -> Iterator[None]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    small.found(now)
    yield
    identity.forget()


def day(now: datetime, days: int = 0, name: str = "since") -> dict[str, str]:
    on = clock.day(now) + timedelta(days=days)
    return {f"{name}-year": str(on.year), f"{name}-month": str(on.month), f"{name}-day": str(on.day)}


def unit(code: str) -> int:
    return identity.unit_by_code(code).id


def test_every_official_finds_units_and_people(city: None) -> None:
    client = signed_in("window")
    assert "金水区城管局" in client.get("/directory/?q=城管").content.decode()
    assert "金水区城管局" not in client.get("/directory/?q=%25").content.decode()  # a wildcard is a letter like any other
    people = client.get("/directory/?q=戊&what=people").content.decode()
    assert "局长" in people and "丁" not in people.partition("<main")[2]
    page = client.get(f"/directory/units/{unit('410105-SP')}/").content.decode()
    assert "戊" in page and "市审批局" in page and "任命" not in page and "撤销" not in page
    assert client.get("/directory/units/999/").status_code == 404


def test_a_citizen_is_in_no_directory_and_sees_none(city: None, now: datetime) -> None:
    boss = small.acting("boss", now)
    assert signed_in("window").get(f"/directory/people/{boss.person}/").status_code == 404
    assert signed_in("boss").get("/directory/").status_code == 404
    assert Client().get("/directory/").status_code == 302


@pytest.mark.parametrize("username", ["window", "security", "audit", "boss"])
@pytest.mark.parametrize("code", ["change_unit", "close_unit", "open_account", "create_post", "nothing"])
def test_a_command_is_there_for_its_administrator_only(city: None, username: str, code: str) -> None:
    client, url = signed_in(username), f"/directory/do/{code}/{unit('410105-SP')}/"
    assert client.get(url).status_code == 404
    assert client.post(url, {"name": "x", "short": "x", "key": "k"}).status_code == 404


def test_a_form_says_what_is_wrong_at_its_field_and_keeps_what_was_typed(city: None, now: datetime) -> None:
    client, url = signed_in("system"), f"/directory/do/appoint/{small.post_of('window', now)}/"
    answer = client.post(url, {"username": "nobody-here", "key": key(client, url), **day(now)})
    text = answer.content.decode()
    assert answer.status_code == 422 and "没有这个用户名的人员" in text and 'value="nobody-here"' in text
    answer = client.post(url, {"username": "", "key": "k", "since-year": "20x6", "since-month": "2", "since-day": "31"})
    assert answer.status_code == 422 and answer.content.decode().count("f-since-year") >= 2


def test_a_double_click_appoints_once(city: None, now: datetime) -> None:
    client, url = signed_in("system"), f"/directory/do/appoint/{small.post_of('window', now)}/"
    sent = {"username": "other", "key": key(client, url), **day(now)}
    assert [client.post(url, sent).status_code for _ in range(2)] == [302, 302]
    assert len(identity.tenures_of(person=small.acting("other", now).person)) == 2  # the old one and one more


def test_two_administrators_do_not_overwrite_each_other(city: None) -> None:
    client, url = signed_in("system"), f"/directory/do/change_unit/{unit('410105-SP')}/"
    pages = [client.get(url).content.decode() for _ in range(2)]
    hidden = [dict(re.findall(r'name="(key|seen)" value="(\w+)"', page)) for page in pages]
    first, second = ({"name": name, "short": "审批局", "phone": "", "word": "", **sent} for name, sent in zip(("甲局", "乙局"), hidden, strict=True))
    assert client.post(url, first).status_code == 302
    late = client.post(url, second)
    assert late.status_code == 409 and "刚刚有人改过" in late.content.decode() and "乙局" in late.content.decode()
    assert identity.unit(unit("410105-SP"), epoch_now=identity.epoch()).name == "甲局"
    assert client.post(url, first).status_code == 302  # the same again is still the same


def test_a_moved_official_is_out_of_an_open_session_at_once(city: None, now: datetime) -> None:
    official, system, person = signed_in("window"), signed_in("system"), small.acting("window", now)
    assert official.get("/desk/").status_code == 200
    url = f"/directory/do/move_official/{person.person}/"
    moved = {"tenure": str(person.tenure), "unit": "410105-CG", "title": "受理岗", "key": key(system, url), **day(now, 0, "on")}
    assert system.post(url, moved).status_code == 302
    assert official.get("/desk/").headers["Location"].startswith("/login/")
    again = signed_in("window").get("/me/").content.decode()
    assert "城管局 · 受理岗" in again and "审批局 · 受理岗" not in again


def test_somebody_elses_appointment_cannot_be_named(city: None, now: datetime) -> None:
    system, window, head = signed_in("system"), small.acting("window", now), small.acting("head", now)
    url = f"/directory/do/end_appointment/{window.person}/"
    sent = {"tenure": str(head.tenure), "reason": "x", "key": key(system, url), **day(now, 0, "on")}
    assert system.post(url, sent).status_code == 422
    assert small.acting("head", now).tenure == head.tenure


def test_a_closed_account_is_out_at_once(city: None, now: datetime) -> None:
    official, system, account = signed_in("window"), signed_in("system"), identity.account_of("window")
    url = f"/directory/do/close_account/{account}/"
    assert system.post(url, {"reason": "离职", "key": key(system, url)}).status_code == 302
    assert official.get("/desk/").status_code == 302
    assert Client().post("/login/", {"username": "window", "password": small.PASSWORD}).status_code == 401


def test_a_one_time_password_is_shown_once_and_must_be_changed_first(city: None, now: datetime) -> None:
    system, url = signed_in("system"), f"/directory/do/open_account/{unit('410105-SP')}/"
    sent = {"username": "fresh", "name": "癸", "phone": "", "key": key(system, url)}
    word = re.search(r"\b(?:[a-z2-9]{4}-){3}[a-z2-9]{4}\b", system.post(url, sent).content.decode())[0]  # type: ignore[index]
    assert word not in system.post(url, sent).content.decode()
    fresh = signed_in("fresh", word)
    for page in ("/me/", "/my/", "/"):
        assert fresh.get(page).headers.get("Location") == "/me/password/"
    chosen = "槐花开了满城香，记得要看"
    assert fresh.post("/me/password/", {"old": word, "new": chosen, "again": chosen}).status_code == 302
    assert fresh.get("/me/").status_code == 200
    assert Client().post("/login/", {"username": "fresh", "password": word}).status_code == 401


def test_a_reset_ends_open_sessions(city: None) -> None:
    official, system, account = signed_in("window"), signed_in("system"), identity.account_of("window")
    url = f"/directory/do/reset_password/{account}/"
    assert "一次性密码" in system.post(url, {"reason": "忘记", "key": key(system, url)}).content.decode()
    assert official.get("/desk/").status_code == 302


def test_a_firm_gives_shows_and_ends_a_mandate(city: None, now: datetime) -> None:
    boss, agent = signed_in("boss"), signed_in("agent")
    mandate = small.acting("boss", now, firm=True).mandate
    boss.post("/me/", {"capacity": f"0.{mandate}"})
    given = {"username": "agent", "name": "辛", "kind": "agent", "scope": "*"}
    sent = {**given, "key": key(boss, "/directory/mandates/give/"), **day(now), **day(now, 30, "until")}
    assert boss.post("/directory/mandates/give/", sent).status_code == 302
    theirs = identity.mandates(person=small.acting("agent", now).person)[0]
    agent.post("/me/", {"capacity": f"0.{theirs.id}"})
    for client in (boss, agent):
        page = client.get("/me/").content.decode()
        assert "辛" in page and "没有用过" not in page.partition("谁能替谁办事")[2].partition("</tbody>")[0]
    assert signed_in("stranger").get(f"/directory/mandates/{theirs.id}/end/").status_code == 404
    url = f"/directory/mandates/{theirs.id}/end/"
    assert boss.post(url, {"reason": "", "key": key(boss, url)}).status_code == 302
    assert agent.get("/my/").status_code == 409 and "庚结束" in boss.get("/me/").content.decode()


def test_another_firms_capacity_cannot_be_chosen(city: None, now: datetime) -> None:
    stranger, mandate = signed_in("stranger"), small.acting("boss", now, firm=True).mandate
    stranger.post("/me/", {"capacity": f"0.{mandate}"})
    assert "槐荫巷公司" not in stranger.get("/me/").content.decode()
    stranger.post("/me/", {"capacity": f"{small.acting('system', now).tenure}.0"})
    assert stranger.get("/directory/").status_code == 404


def test_idle_sessions_end(city: None, settings: Any, now: datetime) -> None:
    client = signed_in("window")
    identity.set_policy(name="idle_minutes", value=5)
    session = client.session
    session["seen"] = now.timestamp() - 301
    session.save()
    assert client.get("/desk/").status_code == 302


def test_a_real_administrator_enrols_a_second_factor_before_anything(city: None, now: datetime) -> None:
    store.execute("update identity_account set demo = false where username = 'audit'")
    client = signed_in("audit")
    assert client.get("/settings/audit/").headers["Location"] == "/me/factor/"
    page = client.get("/me/factor/").content.decode()
    secret = re.search(r'name="secret" value="(\w+)"', page)[1]  # type: ignore[index]
    assert client.post("/me/factor/", {"secret": secret, "code": "1", "password": small.PASSWORD}).status_code == 422
    for wrong in ("", "not-the-password"):
        said = client.post("/me/factor/", {"secret": secret, "code": _code(secret, now), "password": wrong})
        assert said.status_code == 422 and "现在的密码不对" in said.content.decode(), "an open session alone enrols nothing"
    assert client.get("/settings/audit/").status_code == 302
    assert client.post("/me/factor/", {"secret": secret, "code": _code(secret, now), "password": small.PASSWORD}).status_code == 302
    assert client.get("/settings/audit/").status_code == 200
    assert client.get("/me/factor/").status_code == 404  # it is not replaced by whoever holds the session
    answer = Client().post("/login/", {"username": "audit", "password": small.PASSWORD})
    assert answer.status_code == 401 and "6 位数字" in answer.content.decode()


def _code(secret: str, at: datetime) -> str:
    """An authenticator of its own, written from RFC 6238."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(at.timestamp()) // 30), hashlib.sha1).digest()
    return f"{(struct.unpack('>I', digest[digest[19] & 15:][:4])[0] & 0x7FFFFFFF) % 1000000:06d}"


def test_the_demo_is_closed_to_other_machines(city: None, settings: Any) -> None:
    given = {"username": "window", "password": small.PASSWORD}
    settings.DEMO_OPEN = False
    assert Client(REMOTE_ADDR="192.0.2.7").post("/login/", given).status_code == 401
    assert Client(HTTP_X_FORWARDED_FOR="127.0.0.1").post("/login/", given).status_code == 401
    settings.DEMO_OPEN = True
    assert Client(REMOTE_ADDR="192.0.2.7").post("/login/", given).status_code == 302


def test_all_this_is_whole_evidence(city: None, now: datetime) -> None:
    signed_in("window")
    assert ledger.verify().ok


@pytest.fixture
def two_enrolled(city: None, now: datetime) -> None:
    """Real administrators: the system's and the security's have their second factor, the audit's has none yet."""
    for name in ("system", "security", "audit"):
        store.execute("update identity_account set demo = false where username = %s", (name,))
        if name != "audit":
            secret = identity.new_secret()
            identity.enrol(actor=small.acting(name, now), secret=secret, code=_code(secret, now), at=now)


def enrolling(now: datetime, word: str) -> int:
    client = signed_in("audit")
    page = client.get("/me/factor/").content.decode()
    secret = re.search(r'name="secret" value="(\w+)"', page)[1]  # type: ignore[index]
    assert "确认码" in page
    return client.post("/me/factor/", {"secret": secret, "code": _code(secret, now), "word": word, "password": small.PASSWORD}).status_code


def confirming(who: str, account: int, now: datetime) -> Any:
    command = {"security": "settings.confirm_enrolment", "audit": "settings.confirm_enrolment_too"}[who]
    data = Clean(command, 1, {"reason": "当面看了工作证"}, frozenset({"reason"}))
    return cases.run(actor=small.acting(who, now), command=command, subject=f"account:{account}", data=data, key=uuid4().hex, at=now)


def test_an_administrator_enrols_with_another_ones_word(two_enrolled: None, now: datetime) -> None:
    """Whoever reset the password signs in with it, and comes no further."""
    account, security = identity.account_of("audit"), small.acting("security", now)
    assert enrolling(now, "") == 422 and enrolling(now, "aaaa-bbbb-cccc") == 422
    confirming("security", account, now)
    word = identity.enrolment.hand_out_word(account=account, actor=security, at=now)
    assert word not in str(store.rows("select enrol_code from identity_account")), "kept as a password is"
    assert word and identity.enrolment.hand_out_word(account=account, actor=security, at=now) == ""  # shown once
    assert not identity.enrolment.word_is(account=account, word=word, at=now + timedelta(days=2))
    assert enrolling(now, word) == 302 and identity.enrolled(account=account)
    written = "".join(row[0] for row in store.rows("select body from ledger_entry"))
    assert word not in written


def test_whoever_gave_the_password_does_not_confirm_nor_does_oneself(two_enrolled: None, now: datetime) -> None:
    account, security = identity.account_of("audit"), small.acting("security", now)
    identity.account_changes.reset_password(account=account)
    assert identity.hand_out(account=account, actor=security, at=now)
    for who in ("security", "audit"):
        with pytest.raises(Refused) as why:
            confirming(who, account, now)
        assert [r.code for r in why.value.reasons] == [{"security": "set-the-password", "audit": "oneself"}[who]]
    with pytest.raises(Refused) as why:
        confirming("security", identity.account_of("window"), now)
    assert [r.code for r in why.value.reasons] == ["not-waiting"]


def test_the_word_is_handed_out_on_a_page(city: None, now: datetime) -> None:
    store.execute("update identity_account set demo = false where username = 'audit'")
    client, account = signed_in("security"), identity.account_of("audit")
    assert "丙" in client.get("/settings/enrolment/").content.decode()
    url = f"/settings/enrolment/{account}/"
    sent = {"reason": "当面看了工作证", "key": key(client, url)}
    assert "只在这里显示一次" in client.post(url, sent).content.decode()
    assert "已经显示过" in client.post(url, sent).content.decode()
    assert signed_in("system").get("/settings/enrolment/").status_code == 404
