"""One's account: where one is signed in, ended from there; tokens for programs, shown once and ended at once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.support import addresses
from tests.support.apart import own_clock
from tests.support.programs import HERE
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_clock")]
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36"
PASSWORD = "yiwang-demo"
__all__ = ["own_clock"]


def signed_in(name: str = "shenyanqiu", agent: str = PHONE) -> Client:
    browser = Client(headers={"User-Agent": agent})
    assert browser.post("/login/", {"username": name, "password": PASSWORD}).status_code == 302
    return browser


@pytest.mark.slow(reason="a small city")
def test_ones_account() -> None:
    addresses.city(past=2)
    _places()
    _another_password_ends_them()
    _tokens()


def _places() -> None:
    phone, desk, third = signed_in(), signed_in(agent="Mozilla/5.0 (Windows NT 10.0) Firefox/130.0"), signed_in(agent="curl/8")
    stranger = signed_in("citizen-9")
    page = desk.get("/account/").content.decode()
    assert "安卓手机，Chrome 浏览器" in page and "Windows 电脑，Firefox 浏览器" in page and "127.0.0.1" in page
    number = re.search(r'name="end" value="(\d+)">退出安卓手机', page)
    assert number
    assert stranger.post("/account/", {"end": number[1]}).status_code == 404, "nobody ends another's"
    assert phone.get("/my/").status_code == 200
    assert desk.post("/account/", {"end": number[1]}).status_code == 302
    assert phone.get("/my/").status_code == 302 and third.get("/my/").status_code == 200
    assert desk.post("/account/", {"end": "others"}).status_code == 302
    assert third.get("/my/").status_code == 302 and desk.get("/my/").status_code == 200 and stranger.get("/my/").status_code == 200
    account = identity.account_of("shenyanqiu")
    assert [e.act for e in ledger.journal(subjects=(f"account:{account}",), limit=1)] == ["identity.session_ended"]
    for wrong in ("", "x", "9" * 30, "0"):
        assert desk.post("/account/", {"end": wrong}).status_code in (302, 404)
    assert desk.get("/my/").status_code == 200
    desk.post("/logout/")
    assert "curl" not in signed_in().get("/account/").content.decode()


def _another_password_ends_them() -> None:
    phone, account = signed_in(), identity.account_of("shenyanqiu")
    identity.account_changes.set_active(account=account, active=False)
    identity.account_changes.set_active(account=account, active=True)
    assert phone.get("/account/").status_code == 302
    assert "安卓手机" in signed_in().get("/account/").content.decode()


def _tokens() -> None:
    browser = signed_in("luqingyuan")
    for day in ({"until-year": "2028", "until-month": "1", "until-day": "1"}, {"until-year": "2026", "until-month": "2", "until-day": "30"}, {}):
        wrong = browser.post("/account/tokens/", {"name": "", "scope": "all", "key": "1" * 32, "password": PASSWORD, **day})
        assert wrong.status_code == 422
        assert all(words in wrong.content.decode() for words in ("一年以内", "40 字以内", "请选择只能查看"))
    good = {"name": "对接", "scope": "write", "until-year": "2026", "until-month": "12", "until-day": "31", "key": "2" * 32, "password": PASSWORD}
    for wrong in ("", "not-the-password"):
        said = browser.post("/account/tokens/", {**good, "password": wrong})
        assert said.status_code == 422 and "现在的密码不对" in said.content.decode(), "an open session alone makes no token"
    page = browser.post("/account/tokens/", good).content.decode()
    secret = re.search(r"yw_[A-Za-z0-9_-]{43}", page)
    assert secret
    assert browser.post("/account/tokens/", good).status_code == 409, "shown once, made once"
    assert secret[0] not in browser.get("/account/").content.decode()
    program = {"Authorization": f"Bearer {secret[0]}"}
    assert Client().get(f"{HERE}/me", headers=program).json()["writes"] is True
    number = re.search(r"/account/tokens/(\d+)/end/", browser.get("/account/").content.decode())
    assert number
    assert signed_in("chengshuan").post(f"/account/tokens/{number[1]}/end/").status_code == 404
    assert browser.get(f"/account/tokens/{number[1]}/end/").status_code == 404
    assert browser.post(f"/account/tokens/{number[1]}/end/").status_code == 302
    assert Client().get(f"{HERE}/me", headers=program).status_code == 401
