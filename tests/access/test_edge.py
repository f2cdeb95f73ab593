"""The edge holds: headers, cookies, forged forms, redirects, strange hosts, and markup in what people write."""

from __future__ import annotations

import html
import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.support import addresses
from tests.support.pictures import png
from yiwang.city import checks
from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_clock")]
EVIL = '<script>alert(1)</script><img src=x onerror=alert(2)>"\'{{7*7}}{% now "Y" %}'
PASSWORD = "yiwang-demo"


@pytest.mark.slow(reason="a small city, and people who mean harm")
def test_the_edge_holds() -> None:
    places = addresses.city(past=2)
    _headers()
    _forged(places)
    _onward()
    _strange_hosts()
    _a_fixed_session_is_left()
    _markup_is_text(places)
    _names_of_files(places)
    _huge(places)


def _headers() -> None:
    for kind, path in (("nobody", "/"), ("nobody", "/login/"), ("nobody", "/nowhere/"), ("party", "/my/"), ("window", "/desk/")):
        answer = addresses.client(kind).get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy, path
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        if kind != "nobody":
            assert "no-store" in answer.headers["Cache-Control"], path
        assert not re.search(r"\son[a-z]+=|<style|style=|javascript:", answer.content.decode()), f"{path}: the policy would stop this"


def _forged(places: addresses.Places) -> None:
    """A form that does not come from here changes nothing, and is answered in words."""
    browser = addresses.client("party", checks_csrf=True)
    answer = browser.post(f"/my/{places.ref}/do/withdraw/", {"key": "3" * 32, "seen": "0.0"})
    assert answer.status_code == 403 and "再" in answer.content.decode()
    at = settings.CLOCK.now()
    assert cases.view(actor=checks.actor("shenyanqiu", at), ref=places.ref, at=at).closed_at is None


def _onward() -> None:
    """Signing in leads nowhere but here."""
    for onward in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:///evil.example", "/\t/evil.example"):
        answer = Client().post("/login/", {"username": "shenyanqiu", "password": PASSWORD, "next": onward})
        assert answer.status_code == 302, onward
        assert answer.headers["Location"] in ("/my/", "/desk/"), onward
    answer = Client().post("/login/", {"username": "shenyanqiu", "password": PASSWORD, "next": "/messages/?after=1"})
    assert answer.headers["Location"] == "/messages/?after=1"


def _strange_hosts() -> None:
    """What is built from the name a browser gives leads back to that browser alone: nothing is kept, nothing is sent by mail."""
    answer = Client().get("/", headers={"host": "evil.example"})
    assert "evil.example" not in answer.content.decode()
    answer = Client().post("/login/", {"username": "shenyanqiu", "password": PASSWORD, "next": "https://evil.example/x"}, headers={"host": "city.example"})
    assert answer.headers["Location"] == "/my/"


def _a_fixed_session_is_left() -> None:
    """Signing in takes a new session; its cookie is not for scripts and not for other sites."""
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    answer = browser.post("/login/", {"username": "shenyanqiu", "password": PASSWORD})
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie.value != "a" * 32
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    before = cookie.value
    browser.get("/logout/")
    assert browser.get("/my/").status_code == 200, "a link signs nobody out"
    browser.post("/logout/")
    browser.cookies[settings.SESSION_COOKIE_NAME] = before
    assert browser.get("/my/").status_code == 302, "a session that was ended opens nothing"


def _markup_is_text(places: addresses.Places) -> None:
    """What an applicant or an official writes is shown as it was written, to everybody who sees it."""
    at = settings.CLOCK.now()
    party, window, asked = (checks.actor(name, at) for name in ("shenyanqiu", "luqingyuan", "qiuyizhou"))
    case = cases.view(actor=window, ref=places.ref, at=at).id
    data = forms.parse(form=cases.ANSWER, raw={"verdict": "agree", "opinion": EVIL}, at=at)
    cases.answer(actor=asked, case=case, data=data, key="4" * 32, at=at)
    browser = addresses.client("party")
    browser.post("/services/410105.restaurant/draft/", {"shop_name": EVIL, "changed": "shop_name"})
    assert party
    pages = [("party", f"/my/{places.ref}/"), ("window", f"/cases/{places.ref}/"), ("party", "/services/410105.restaurant/apply/"),
             ("nobody", f"/verify/case/{places.ref}/{places.code}/")]
    pages += [("nobody", f"/search/?q={EVIL}"), ("window", f"/desk/search/?q={EVIL}"), ("nobody", f"/login/?next={EVIL}"), ("window", f"/desk/?only={EVIL}"),
              ("nobody", f"/services/?area={EVIL}"), ("window", f"/cases/?procedure={EVIL}"), ("watch", f"/supervision/?period={EVIL}")]
    shown = 0
    for kind, path in pages:
        answer = addresses.client(kind).get(path)
        text = answer.content.decode()
        assert answer.status_code in (200, 404), (path, answer.status_code)
        assert "<script>alert" not in text and "<img src=x" not in text, path
        shown += html.escape("<script>alert(1)</script>", quote=False) in text
    assert shown >= 5, "the pages show what was written, as text"


def _names_of_files(places: addresses.Places) -> None:
    """A name of a file is only a name: no path, no line, no markup comes back out of it."""
    browser = addresses.client("party")
    for name in ("../../etc/passwd.png", "..\\..\\boot.png", "a\r\nX-Evil: 1.png", '<b>"x".png', "名" * 300 + ".png"):
        answer = browser.post("/files/", {"file": SimpleUploadedFile(name, png(), "image/png")})
        assert answer.status_code in (200, 422), (name, answer.content[:200])
        if answer.status_code != 200:
            continue
        kept = answer.json()
        assert "/" not in kept["name"] and "\\" not in kept["name"] and "\n" not in kept["name"], kept
        own = browser.get(f"/files/{kept['id']}/")
        assert own.status_code == 200 and "X-Evil" not in own.headers
        assert own.headers["X-Content-Type-Options"] == "nosniff"
        own.close()
    for path in ("/files/../settings/", "/files/%2e%2e%2fetc%2fpasswd/", f"/cases/{places.ref}/files/..%2f..%2fx/", "/static/../city.sqlite3"):
        assert browser.get(path).status_code == 404, path


def _huge(places: addresses.Places) -> None:
    """More fields than any form has, longer text than any field takes: an answer in words, nothing lost, nothing kept."""
    browser = addresses.client("party")
    answer = browser.post("/services/410105.restaurant/apply/", {f"f{i}": "1" for i in range(2000)})
    assert answer.status_code == 400 and "没有收到" in answer.content.decode()
    answer = browser.post("/services/410105.restaurant/apply/?step=2", {"go": "next", "shop_name": "店" * 5000})
    assert answer.status_code == 422 and "店铺名称" in answer.content.decode()
    answer = browser.post("/services/410105.restaurant/apply/", {"key": "5" * 32, "scope": "x" * (3 * 1024 * 1024)})
    assert answer.status_code in (400, 413, 422)
    stale = {"key": "6" * 32, "seen": "x", "ground": "testing", "expected_days": "3", "note": "n"}
    assert addresses.client("window").post(f"/cases/{places.ref}/do/suspend/", stale).status_code in (400, 409)
    assert browser.post("/login/", {"username": "x" * 100_000, "password": "y" * 100_000}).status_code in (400, 401)
    for ref in ("x" * 500, "%00", "LB20261109-000001%0d%0aX: 1", "1e309"):
        assert addresses.client("window").get(f"/cases/{ref}/").status_code == 404, ref
    zero = "店\0"
    assert browser.post("/services/410105.restaurant/draft/", {"shop_name": zero, "changed": "shop_name"}).status_code == 400
    assert Client().post("/login/", {"username": zero, "password": zero}).status_code == 400
    assert Client().get("/search/?q=%00").status_code == 404
    for query in ("after=x", "after=9999~1", "after=~", "state=zzz", "procedure=;drop"):
        assert addresses.client("window").get(f"/cases/?{query}").status_code < 500, query
