"""Told outside the house: by short message and mail, as one wishes, with a way out that needs no log-in; what waits can be seen."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from tests.journeys import small
from tests.journeys.small import Clock, Person, everything, hidden, ref_of, settle, words
from yiwang.city import parameters
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.rooms import onetime
from yiwang.engines.ledger import api as ledger
from yiwang.engines.notify import api as notify
from yiwang.engines.store import api as store
from yiwang.engines.trust import api as trust
from yiwang.kernel.acts import Kind

Somebody = Callable[[str], Person]
ITEM, KEY, PHONE = "410105.food_business", "a-key-of-the-gateway", "13903710011"
CALLBACK = "/messages/sms/"


@pytest.fixture
def citizen(person: Somebody, town: Clock, settings: Any) -> int:
    """The citizen's number; mail is set up, and a gateway that nobody listens at."""
    store.execute("update identity_person set email = 'shen@example.cn' where name = '沈砚秋'")
    settings.SMS_URL, settings.SMS_KEY, settings.SMS_SIGN = "http://127.0.0.1:9/", KEY, "郑州12345"
    return int(store.rows("select id from identity_person where name = '沈砚秋'")[0][0])


def applied(person: Somebody) -> str:
    assert person("citizen").apply(ITEM, **everything()).status_code == 302
    return ref_of("食品经营许可")


def granted(person: Somebody, town: Clock) -> str:
    ref = applied(person)
    for who, move, answers in (("market", "accept", {}), ("market", "propose", {"proposal": "grant", "opinion": "符合条件"}), ("market_head", "grant", {})):
        assert person(who).do(ref, move, **answers).status_code == 302
    settle(town.at + timedelta(minutes=1))
    return ref


def waiting(channel: str = "sms") -> list[str]:
    """What lies in the outbox and is not given up."""
    return [str(t) for (t,) in store.rows("select text from notify_outgoing where channel = %s and given_up_at is null order by id", (channel,))]


def changes(person: int) -> list[dict[str, Any]]:
    return [dict(e.facts) for e in reversed(ledger.journal(subjects=(f"person:{person}",), limit=50)) if e.act == "notify.wishes_changed"]


def told(body: bytes, at: datetime, key: str = KEY, **headers: str) -> HttpResponse:
    stamp = str(int(at.timestamp()))
    given = {"Yiwang-Timestamp": stamp, "Yiwang-Signature": hmac.new(key.encode(), stamp.encode() + body, hashlib.sha256).hexdigest(), **headers}
    return Client(enforce_csrf_checks=True).post(CALLBACK, body, content_type="application/json", headers=given)  # type: ignore[return-value]


def answer(text: str, id_: str = "a1", phone: str = PHONE) -> bytes:
    return json.dumps({"id": id_, "from": phone, "text": text}, ensure_ascii=False).encode()


def test_a_step_is_told_by_short_message_once_and_without_a_name(person: Somebody, citizen: int, town: Clock) -> None:
    ref = granted(person, town)
    assert waiting() == [f"您的申请 {ref} 已批准，证件 10 个工作日内送达。"]
    assert len(waiting("mail")) > 1 and "沈砚秋" not in "".join(waiting()) and "槐荫巷" not in "".join(waiting())
    settle(town.at + timedelta(minutes=2))
    assert len(waiting()) == 1
    store.execute("update identity_account set demo = true where username = 'system'")  # no second factor here
    page = words(person("system").get("/settings/outbox/"))
    assert "139****0011" in page and PHONE not in page and "短信" in page and "再试" in page
    whole = words(person("citizen").get("/messages/"))
    assert "已批准" in whole


def test_with_a_case_what_was_told_of_it_is_forgotten(person: Somebody, citizen: int, town: Clock) -> None:
    granted(person, town)
    assert waiting() and waiting("mail")
    entry = next(e for e in ledger.feed(after=0, limit=1000) if e.act.endswith(".grant"))
    notify.tell(replace(entry, kind=Kind.ERASED, act="cases.erased", facts={}))
    assert waiting() == [] == waiting("mail")


def test_nobody_without_an_account_is_texted(person: Somebody, citizen: int, town: Clock) -> None:
    store.execute("update identity_account set is_active = false where person_id = %s", (citizen,))
    assert identity.reach(("person", citizen)).phone == "" and identity.reach(("person", citizen)).mail and not identity.reach(("unit", 1)).person
    store.execute("update identity_account set is_active = true where person_id = %s", (citizen,))
    assert identity.reach(("person", citizen)) == identity.Reach(citizen, "shen@example.cn", PHONE)


def test_chosen_on_ones_page_and_on_record(person: Somebody, citizen: int, town: Clock) -> None:
    ref = granted(person, town)
    me = person("citizen")
    assert "139****0011" in words(me.get("/me/")) and "sh***@example.cn" in words(me.get("/me/messages/"))
    refused = me.client.post("/me/messages/", {"sms": "perhaps"})
    assert refused.status_code == 422 and words(refused).count("请选一项") >= 2
    assert me.client.post("/me/messages/", {"sms": "none", "mail": "pressing"}).status_code == 302
    assert me.client.post("/me/messages/", {"sms": "none", "mail": "pressing"}).status_code == 302
    assert waiting() == [], "what waited is taken back"
    assert changes(citizen) == [{"sms": "none", "mail": "pressing", "sms_was": "all", "mail_was": "all", "by": "page"}]
    assert "不要" in words(me.get("/me/"))
    before = len(waiting("mail"))
    assert person("market").do(ref, "hand_over").status_code == 302
    settle(town.at + timedelta(minutes=3))
    assert waiting() == [] and len(waiting("mail")) == before + 1, "what was handed over is an answer"
    assert "送达" in words(me.get("/messages/"))


def test_only_what_presses(person: Somebody, citizen: int, town: Clock) -> None:
    notify.wish(actor=identity.actor(account=identity.account_of("citizen"), on=town.at.date()), person=citizen,  # type: ignore[arg-type]
                wants=notify.Wishes(notify.Wish.PRESSING, notify.Wish.NONE), at=town.at)
    granted(person, town)
    assert len(waiting()) == 1 and waiting("mail") == []


def test_one_click_in_a_mail_needs_no_log_in(person: Somebody, citizen: int, town: Clock, settings: Any) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    applied(person)
    settle(town.at + timedelta(minutes=1))
    letter = mail.outbox[0]
    found = re.search(r"http://[^/]+(/messages/stop/[^/\s]+/)", letter.body)
    assert found and letter.extra_headers["List-Unsubscribe"] == f"<{settings.ADDRESS}{found[1]}>"
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stranger = Client(enforce_csrf_checks=True)
    assert "不再接收邮件吗" in words(stranger.get(found[1])) and notify.wishes(person=citizen).mail is notify.Wish.ALL, "looking ends nothing"
    assert "不再给您发邮件" in words(stranger.post(found[1], {"List-Unsubscribe": "One-Click"}))
    assert "不再给您发邮件" in words(stranger.post(found[1]))
    assert notify.wishes(person=citizen) == notify.Wishes(notify.Wish.ALL, notify.Wish.NONE)
    assert [c["by"] for c in changes(citizen)] == ["link"]
    sent = len(mail.outbox)
    person("market").do(ref_of("食品经营许可"), "accept")
    settle(town.at + timedelta(minutes=2))
    assert len(mail.outbox) == sent
    for wrong in (found[1].replace("/stop/", "/stop/x"), "/messages/stop/x/", found[1][:-3] + "/"):
        assert stranger.get(wrong).status_code == 404 == stranger.post(wrong).status_code


def test_td_from_the_phone(person: Somebody, citizen: int, town: Clock) -> None:
    granted(person, town)
    assert told(answer("好的"), town.at).json() == {"stopped": False} and len(waiting()) == 1
    assert told(answer(" td。"), town.at).json() == {"stopped": True}
    assert waiting() == [] and notify.wishes(person=citizen) == notify.Wishes(notify.Wish.NONE, notify.Wish.ALL)
    me = person("citizen")
    me.client.post("/me/messages/", {"sms": "all", "mail": "all"})
    assert told(answer("TD"), town.at).json() == {"stopped": False}, "the same answer sent again, after one thought better of it"
    assert notify.wishes(person=citizen).sms is notify.Wish.ALL
    assert told(answer("退订", "a2", "+86 139 0371 0011"), town.at).json() == {"stopped": True}
    assert [c["by"] for c in changes(citizen)] == ["sms", "page", "sms"]
    assert words(person("citizen").get("/me/")).count("改了接收短信和邮件的选择 回复短信退订") == 2
    assert told(answer("退订", "a3", "13700000000"), town.at).json() == {"stopped": False}


def test_nobody_else_says_so(person: Somebody, citizen: int, town: Clock) -> None:
    body = answer("TD")
    assert told(body, town.at, key="another-key-of-nobodys").status_code == 404
    assert told(body, town.at - timedelta(minutes=6)).status_code == 404, "what was caught once is not sent again later"
    assert told(body, town.at, **{"Yiwang-Signature": ""}).status_code == 404
    assert Client().get(CALLBACK).status_code == 404 == Client().post(CALLBACK, {"text": "TD"}).status_code
    assert told(b"x" * 5000, town.at).status_code == 404 and told(b"{}", town.at).status_code == 422
    assert [told(body, town.at, key="another-key-of-nobodys").status_code for _ in range(30)][-1] == 429
    assert notify.wishes(person=citizen).sms is notify.Wish.ALL
    assert told(body, town.at).status_code == 200, "whoever guesses keeps the gateway from nothing"


def test_mail_refused_for_good_and_mail_not_taken_now(citizen: int, town: Clock, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import smtplib

    from yiwang.engines.notify.rooms import leaving, posting

    settings.EMAIL_HOST = "127.0.0.1"
    fates: list[Exception] = [smtplib.SMTPRecipientsRefused({"a@b.cn": (550, b"a@b.cn is nobody")}), ConnectionRefusedError(111, "refused"),
                              smtplib.SMTPServerDisconnected("gone")]
    monkeypatch.setattr(leaving.EmailMessage, "send", lambda _: (_ for _ in ()).throw(fates.pop(0)))
    for key in ("1", "2"):
        posting.post(to=identity.Reach(citizen, "a@b.cn", ""), channels=(notify.Channel.MAIL,), title="题", text="文", at=town.at, key=key)
    notify.send_mail(at=town.at)
    (first, second) = store.rows("select given_up_at, tries, error from notify_outgoing order by id")
    assert first[0] is not None and "550" in first[2] and "a@b.cn" not in first[2]
    assert second[0] is None and second[1] == 1 and "Refused" in second[2]
    notify.send_mail(at=town.at + timedelta(minutes=2))
    assert store.rows("select tries from notify_outgoing order by id")[1] == (2,)


def test_the_citys_night_is_a_dated_parameter() -> None:
    assert parameters.quiet(date(2026, 11, 20)) == (time(22), time(8))
    with pytest.raises(ValueError, match="empty"):
        parameters.quiet(date(2019, 1, 1))


def test_a_log_in_code_comes_by_short_message(person: Somebody, citizen: int, town: Clock) -> None:
    account = identity.account_of("citizen")
    secret = identity.new_secret()
    raw = base64.b32decode(secret)
    identity.enrol(actor=identity.actor(account=account, on=town.at.date()), secret=secret,  # type: ignore[arg-type]
                   code=onetime.code_at(raw, int(town.at.timestamp()) // onetime.STEP), at=town.at)
    somebody, given = Client(), {"username": "citizen", "password": small.WORD}
    assert "发短信验证码到 139****0011" in words(somebody.post("/login/", given))
    sent = somebody.post("/login/", {**given, "send": "sms"})
    assert "已发到 139****0011" in words(sent)
    ((text, at_night),) = store.rows("select text, urgent from notify_outgoing where sealed")
    code = re.search(r"\d{6}", trust.unseal(str(text), purpose="notify.code").decode())
    assert code and at_night
    store.execute("update identity_account set demo = true where username = 'system'")  # no second factor here
    page = words(person("system").get("/settings/outbox/"))
    assert "验证码的内容不显示" in page and code[0] not in page
    assert Client().post("/login/", {**given, "code": code[0]}).status_code == 401, "it was not asked for there"
    wrong = somebody.post("/login/", {**given, "code": "x", **hidden(sent, "asked")})
    assert somebody.post("/login/", {**given, "code": code[0], **hidden(wrong, "asked")}).status_code == 302
    assert somebody.get("/my/").status_code == 200 and "发出了短信验证码" in words(somebody.get("/me/"))


def test_what_was_given_up_is_sent_again_when_it_is_still_wanted(person: Somebody, citizen: int, town: Clock) -> None:
    granted(person, town)
    store.execute("update identity_account set demo = true where username = 'system'")  # no second factor here
    system, here = person("system"), "/settings/outbox/again/"
    assert here not in system.get("/settings/outbox/").content.decode()
    assert "没有放弃的" in words(system.client.post(here, {**hidden(system.get(here), "key"), "reason": "网关的密钥改好了"}))
    store.execute("update notify_outgoing set given_up_at = %s, tries = 8, error = 'HTTP 401' where channel = 'sms'", (town.at,))
    assert here in system.get("/settings/outbox/").content.decode() and waiting() == []
    page = system.get(here)
    assert "放弃了 1 封" in words(page)
    sent = {**hidden(page, "key"), "reason": "网关的密钥改好了"}
    assert [system.client.post(here, sent).status_code for _ in range(2)] == [302, 302] and len(waiting()) == 1
    assert [dict(e.facts)["count"] for e in ledger.journal(subjects=("outbox:1",), limit=5)] == [1], "on record, once"
    person("citizen").client.post("/me/messages/", {"sms": "none", "mail": "all"})
    assert notify.given_up(at=town.at) == 0 == notify.again(at=town.at), "not what its receiver took back"
    person("citizen").client.post("/me/messages/", {"sms": "pressing", "mail": "all"})
    assert notify.given_up(at=town.at) == 1 and notify.given_up(at=town.at + timedelta(days=31)) == 0
