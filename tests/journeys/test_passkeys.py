"""A key on one's own device: added with the password, signs in at once and once, gone at once; copied, foreign or old ones do not."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core import signing
from django.test import Client
from fido2.webauthn import AuthenticatorData

from tests.journeys.small import WORD
from tests.support.device import Device, browser
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store

PAGE = "/account/passkeys/"


@pytest.fixture
def phone() -> Client:
    client = browser()
    assert client.post("/login/", {"username": "citizen", "password": WORD}).status_code == 302
    return client


@pytest.fixture
def device(phone: Client) -> Device:
    held = Device()
    added = phone.post(PAGE, {"name": "我的手机", "password": WORD, **held.makes(asked(phone))})
    assert added.status_code == 302
    return held


def asked(client: Client, page: str = PAGE) -> str:
    return str(client.get(page).content.decode())


def comes(device: Device, **over: object) -> tuple[int, Client]:
    client = browser()
    return client.post("/login/passkey/", device.signs(asked(client, "/login/"), **over)).status_code, client


def acts() -> list[str]:
    return [e.act for e in ledger.journal(subjects=(f"account:{identity.account_of('citizen')}",), limit=3)]


@pytest.mark.usefixtures("town")
def test_signs_in_and_is_on_record(device: Device, phone: Client) -> None:
    status, client = comes(device)
    assert status == 302 and client.get("/my/").status_code == 200
    assert acts()[:2] == ["identity.signed_in", "identity.passkey_added"]
    page = asked(phone)
    assert "我的手机" in page and "没有用过" not in page


@pytest.mark.usefixtures("town")
def test_an_answer_serves_once_and_not_for_long(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser()
    page = asked(client, "/login/")
    sent = device.signs(page)
    assert client.post("/login/passkey/", sent).status_code == 302
    assert browser().post("/login/passkey/", sent).status_code == 401
    again = device.signs(page)  # the same question, another signature
    assert browser().post("/login/passkey/", again).status_code == 401
    page = asked(browser(), "/login/")
    late = signing.time.time() + 301
    monkeypatch.setattr(signing.time, "time", lambda: late)
    assert browser().post("/login/passkey/", device.signs(page)).status_code == 401


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("over", [
    {"origin": "http://evil.example"}, {"flags": AuthenticatorData.FLAG.UP}, {"flags": AuthenticatorData.FLAG.UV},
    {"key": ec.generate_private_key(ec.SECP256R1())}, {"count": 0},
], ids=["another site", "nobody unlocked it", "nobody there", "another key", "a copy that counts anew"])
def test_what_is_not_it_does_not_sign_in(device: Device, over: dict[str, object]) -> None:
    assert comes(device)[0] == 302
    status, client = comes(device, **over)
    assert status == 401 and client.get("/my/").status_code == 302


@pytest.mark.usefixtures("town")
def test_unknown_and_broken_answers_are_refused_alike(device: Device) -> None:
    assert comes(Device(b"x" * 32))[0] == 401
    sent = device.signs(asked(browser(), "/login/"))
    for broken in ("", "{", "[]", "null", '{"rawId": "%%"}', "9" * 30_000, '{"rawId":"aa","response":{},"type":"public-key"}'):
        assert browser().post("/login/passkey/", {**sent, "answer": broken}).status_code == 401
    assert browser().post("/login/passkey/", {**sent, "state": "x:y"}).status_code == 401
    assert browser().get("/login/passkey/").status_code == 302


@pytest.mark.usefixtures("town")
def test_only_with_the_password_and_for_oneself(phone: Client) -> None:
    wrong = phone.post(PAGE, {"name": "我的手机", "password": "x", **Device().makes(asked(phone))})
    assert wrong.status_code == 422 and "现在的密码不对" in wrong.content.decode()
    other = browser()
    assert other.post("/login/", {"username": "other", "password": WORD}).status_code == 302
    answer = Device().makes(asked(phone))
    assert other.post(PAGE, {"name": "别人的", "password": WORD, **answer}).status_code == 409, "the question was for another account"
    assert phone.post(PAGE, {"name": "", "password": WORD, **Device().makes(asked(phone))}).status_code == 422
    loose = Device().makes(asked(phone), flags=AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT)
    assert phone.post(PAGE, {"name": "没有锁的", "password": WORD, **loose}).status_code == 409
    assert store.rows("select count(*) from accounts_passkey") == [(0,)]


@pytest.mark.usefixtures("town")
def test_gone_at_once_by_its_own_person(device: Device, phone: Client) -> None:
    ((id_,),) = store.rows("select id from accounts_passkey")
    other = browser()
    assert other.post("/login/", {"username": "other", "password": WORD}).status_code == 302
    knows = {"password": WORD}
    assert other.post(f"{PAGE}{id_}/end/", knows).status_code == 404
    assert "我的手机" in asked(phone, f"{PAGE}{id_}/end/")
    wrong = phone.post(f"{PAGE}{id_}/end/", {"password": "x"})
    assert wrong.status_code == 422 and "现在的密码不对" in wrong.content.decode() and comes(device)[0] == 302
    assert phone.post(f"{PAGE}{id_}/end/", knows).status_code == 302
    assert comes(device)[0] == 401 and phone.post(f"{PAGE}{id_}/end/", knows).status_code == 404
    assert acts()[0] == "identity.passkey_ended"


@pytest.mark.usefixtures("town")
def test_a_closed_account_stays_closed(device: Device) -> None:
    with store.atomic():
        identity.account_changes.set_active(account=identity.account_of("citizen"), active=False)
    assert comes(device)[0] == 401


@pytest.mark.usefixtures("town")
def test_guesses_at_the_password_do_not_keep_the_key_out(device: Device) -> None:
    for _ in range(6):
        browser().post("/login/", {"username": "citizen", "password": "wrong"})
    assert browser().post("/login/", {"username": "citizen", "password": WORD}).status_code == 401
    assert comes(device)[0] == 302


@pytest.mark.usefixtures("town")
def test_only_where_browsers_know_keys(phone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_number = Client()
    assert "data-passkey" not in asked(at_a_number, "/login/")
    monkeypatch.setattr(settings, "ADDRESS", "https://yw.example.gov.cn")
    assert "yw.example.gov.cn" in asked(at_a_number, "/login/")
    held = Device(origin="https://yw.example.gov.cn")
    assert phone.post(PAGE, {"name": "正式的", "password": WORD, **held.makes(asked(phone))}).status_code == 302
    assert comes(held)[0] == 302 and comes(held, origin="http://localhost")[0] == 401
