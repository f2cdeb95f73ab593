"""The border: whose request it is, how much it may bring, what every answer leaves with; and how slowly secrets are guessed from inside a session."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.support.apart import own_clock
from tests.support.visitors import signed_in
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.tests import small
from yiwang.engines.identity.tests.conftest import city
from yiwang.engines.store import api as store
from yiwang.kernel.networks import networks
from yiwang.web import border, searched, verified
from yiwang.web.accounts import guessing, sessions
from yiwang.web.throttle import Throttle

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_clock")]
__all__ = ["city", "own_clock"]
HOUR = timedelta(hours=1)


def test_every_answer_leaves_with_the_headers(city: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages, refusals, what is not there, programs, and a form that was forged."""
    monkeypatch.setattr(settings, "SESSION_COOKIE_SECURE", True)
    answers = [Client().get(path) for path in ("/", "/nowhere/", "/api/v1/openapi.json", "/api/v1/cases", "/login/", "/health/live", "/desk/")]
    answers += [Client().post("/"), Client(enforce_csrf_checks=True).post("/login/", {}), Client().get("/verify/%00/")]
    for answer in answers:
        for name in border.HEADERS:
            assert answer.headers.get(name), (answer.request["PATH_INFO"], name)
        policy = answer.headers["Content-Security-Policy"].split("; ")
        assert {"default-src 'self'", "object-src 'none'", "base-uri 'none'", "script-src 'self'", "frame-ancestors 'none'"} <= set(policy)
        assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_cookies_are_for_this_host_alone_where_it_is_encrypted() -> None:
    """The prefix makes the browser refuse a cookie that another name of the domain set, or that came in the clear."""
    source = (settings.REPOSITORY / "src/yiwang/city/settings.py").read_text()
    assert '"__Host-yiwang" if SESSION_COOKIE_SECURE' in source and '"__Host-csrf" if CSRF_COOKIE_SECURE' in source
    assert settings.SESSION_COOKIE_HTTPONLY and settings.CSRF_COOKIE_HTTPONLY and settings.SESSION_COOKIE_SAMESITE == "Lax"


def test_more_than_anybody_sends_is_not_read(city: None) -> None:
    """Nobody fills the disk before it is asked who they are; what claims a length that is none is empty."""
    def sent(client: Client, length: Any, path: str = "/login/") -> int:
        return client.generic("POST", path, b"username=x", content_type="application/x-www-form-urlencoded", CONTENT_LENGTH=str(length)).status_code

    assert sent(Client(), border.MOST_UNKNOWN + 1) == 413 and sent(Client(), "9" * 40) == 413
    assert sent(Client(), border.MOST_UNKNOWN + 1, "/api/v1/cases") == 413
    assert sent(signed_in("window"), border.MOST + 1, "/me/") == 413
    assert sent(Client(), 10) == 401


def test_tries_are_counted_by_who_asks_not_by_the_proxy(city: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a proxy of ours one stranger does not use up everybody's tries; from elsewhere the header is worth nothing."""
    monkeypatch.setattr(verified, "ASKED", Throttle("test-verified", 2, HOUR))

    def asks(remote: str, forwarded: str) -> int:
        return Client(REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded).post("/verify/", {"number": "x"}).status_code

    monkeypatch.setattr(settings, "PROXIES", networks("10.0.0.1"))
    assert [asks("10.0.0.1", "6.6.6.6, 198.51.100.1") for _ in range(3)] == [404, 404, 409]
    assert asks("10.0.0.1", "198.51.100.2") == 404
    assert [asks("203.0.113.9", f"198.51.100.{i}") for i in range(3)] == [404, 404, 409]


def test_nobody_reads_the_register_number_by_number(city: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verified, "ASKED", Throttle("test-verified", 5, HOUR))
    assert [Client().get(f"/verify/{n}/").status_code for n in range(6)] == [404] * 5 + [409]
    assert Client().post("/api/v1/verifications", {"number": "7"}, content_type="application/json").status_code == 429
    assert signed_in("window").get("/verify/7/").status_code == 404, "an official goes on"


def test_the_public_search_is_counted_by_who_asks(city: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit of the security administrator's; in processes that count five at a time."""
    monkeypatch.setattr(searched._Counted, "kept", {})
    identity.set_policy(name="searches", value=60)

    def asks(client: Client, words: str = "烩面") -> int:
        return client.get("/search/", {"q": words}).status_code

    assert [asks(Client(REMOTE_ADDR="198.51.100.20")) for _ in range(61)] == [200] * 60 + [409]
    assert "搜索得太多" in Client(REMOTE_ADDR="198.51.100.20").get("/search/", {"q": "烩面"}).content.decode()
    assert asks(Client(REMOTE_ADDR="198.51.100.20"), "") == 200, "the empty page asks nothing"
    assert asks(Client(REMOTE_ADDR="198.51.100.21")) == 200 and asks(signed_in("window")) == 200
    settings.CLOCK.move(searched.SPAN)
    assert asks(Client(REMOTE_ADDR="198.51.100.20")) == 200


def test_whoever_sits_down_at_an_open_session_guesses_slowly(city: None) -> None:
    store.execute("update identity_account set demo = false")
    there, url = signed_in("window"), "/me/password/"
    fresh = {"new": "槐花开了满城香，记得要看", "again": "槐花开了满城香，记得要看"}
    for _ in range(guessing.WRONG.tries):
        assert "现在的密码不对" in there.post(url, {"old": "wrong", **fresh}).content.decode()
    assert "输错的次数太多" in there.post(url, {"old": small.PASSWORD, **fresh}).content.decode(), "the right one rests too"
    assert signed_in("head").post(url, {"old": small.PASSWORD, **fresh}).status_code == 302, "nobody else does"
    settings.CLOCK.move(guessing.WRONG.span + timedelta(minutes=1))
    assert there.post(url, {"old": small.PASSWORD, **fresh}).status_code == 302


def test_a_session_ends_however_busy_it_is(city: None) -> None:
    there = signed_in("window")
    for _ in range(int(sessions.LONGEST / timedelta(minutes=20))):
        assert there.get("/me/").status_code == 200
        settings.CLOCK.move(timedelta(minutes=20))
    settings.CLOCK.move(timedelta(minutes=1))
    assert there.get("/me/").headers["Location"].startswith("/login/")
