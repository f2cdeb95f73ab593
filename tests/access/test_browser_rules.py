"""What a browser is told, and what it is not: no other origin reads us, nothing stays behind, nothing lies about that is no page."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from tests.support.apart import own_clock
from tests.support.sources import REPOSITORY
from tests.support.visitors import signed_in
from yiwang.engines.files import api as files
from yiwang.engines.identity.tests.conftest import city

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_clock")]
__all__ = ["city", "own_clock"]
STRANGE = "https://evil.example"


def test_no_other_origin_reads_an_answer(city: None) -> None:
    """Nothing is shared across origins: not asked plainly, not asked ahead, not with a session."""
    for client in (Client(), signed_in("window")):
        for path in ("/", "/me/", "/api/v1/openapi.json", "/api/v1/cases", "/.well-known/openid-configuration", "/oidc/userinfo/"):
            ahead = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
            for answer in (client.get(path, headers={"Origin": STRANGE}), client.options(path, headers={"Origin": STRANGE, **ahead})):
                assert not [name for name in answer.headers if name.lower().startswith("access-control-")], path


def test_what_is_no_page_is_not_there(city: None) -> None:
    for path in ("/.git/config", "/.git/HEAD", "/.env", "/static/", "/static/yiwang/", "/files/", "/keys/", "/city.sqlite3", "/static/../keys/secret"):
        assert signed_in("system").get(path).status_code in (404, 422), path  # 422: what takes uploads, without one
    assert settings.DEBUG is False
    for path in ("/", "/api/v1/cases"):
        answer = Client().trace(path, headers={"Cookie": "yiwang=secret-cookie"})
        assert answer.status_code in (401, 405) and b"secret-cookie" not in answer.content, path


def test_every_cookie_is_for_this_host_alone_where_it_is_encrypted(city: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also what is said once, and the size of letters; behind a proxy, where no request looks encrypted."""
    for kind, name in (("SESSION", "__Host-yiwang"), ("CSRF", "__Host-csrf")):
        monkeypatch.setattr(settings, f"{kind}_COOKIE_SECURE", True)
        monkeypatch.setattr(settings, f"{kind}_COOKIE_NAME", name)
    browser = signed_in("window")
    answer = browser.post("/account/", {"end": "others"})
    seen = {**browser.cookies, **answer.cookies, **Client().get("/login/").cookies}
    assert {"__Host-yiwang", "__Host-csrf", "__Host-yiwang-said"} == set(seen)
    assert re.fullmatch("[a-z0-9]{32}", seen["__Host-yiwang"].value), "165 random bits, made by `secrets`"
    for name, cookie in seen.items():
        assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/" and not cookie["domain"], name
    page = browser.get("/account/")
    assert "没有别的登录了" in page.content.decode() and page.cookies["__Host-yiwang-said"]["secure"] and page.cookies["__Host-yiwang-said"]["max-age"] == 0
    assert 'data-size="large"' in Client(headers={"Cookie": "__Host-yiwang-size=large"}).get("/").content.decode()


def test_after_signing_out_nothing_comes_back_from_the_browsers_memory(city: None) -> None:
    browser = signed_in("window")
    assert "no-store" in browser.get("/me/").headers["Cache-Control"]
    assert browser.post("/logout/").headers["Clear-Site-Data"] == '"cache"'
    again = signed_in("window")
    assert again.post("/oidc/leave/", {}).headers["Clear-Site-Data"] == '"cache"'


def test_from_every_page_one_signs_out(city: None) -> None:
    leave = re.compile('<a[^>]*href="/logout/"')
    for who, paths in (("window", ("/desk/", "/me/", "/account/", "/cases/", "/services/")), ("boss", ("/my/", "/me/", "/", "/search/?q=x"))):
        browser = signed_in(who)
        for path in paths:
            assert leave.search(browser.get(path).content.decode()), (who, path)
    assert not leave.search(Client().get("/").content.decode())


def test_a_file_stays_in_no_cache() -> None:
    held = files.Stored("a" * 64, "图.png", 3, "image/png", settings.CLOCK.now())
    assert files.headers(held, inline=True)["Cache-Control"] == "private, no-store"


def test_scripts_keep_nothing_about_anybody() -> None:
    """In the browser's storage lie the size of letters and which field had the focus; scripts build nothing out of text and listen to no other window."""
    text = "\n".join(place.read_text(encoding="utf-8") for place in sorted((REPOSITORY / "src").rglob("*.js")))
    assert set(re.findall(r"(?:local|session)Storage\.setItem\(\s*([^,]+),", text)) == {'"yiwang-size"', '"yiwang-focus"'}
    assert not re.search(r"indexedDB|\beval\(|new Function|document\.write|postMessage|__proto__|\bimportScripts", text)
    assert not re.search(r"addEventListener\(\s*[\"']message[\"']", text)


def test_a_password_is_masked_and_a_keeper_of_passwords_may_fill_it_in(city: None) -> None:
    browser, seen = signed_in("window"), 0
    for path in ("/login/", "/me/password/", "/me/factor/", "/account/tokens/", "/account/passkeys/"):
        client = Client() if path == "/login/" else browser
        for field in re.findall(r"<input[^>]*>", client.get(path, headers={"host": "localhost"}).content.decode()):
            if re.search(r'name="(?:password|old|new|again)"', field):
                seen += 1
                assert 'type="password"' in field and re.search(r'autocomplete="(?:current|new)-password"', field), (path, field)
                assert "maxlength" not in field and "onpaste" not in field, (path, field)
    assert seen == 7
    scripts = "\n".join(place.read_text(encoding="utf-8") for place in sorted((REPOSITORY / "src").rglob("*.js")))
    assert not re.search(r"[\"']paste[\"']", scripts)


def test_text_says_how_it_is_written(city: None) -> None:
    for path in ("/", "/login/", "/health/live", "/nowhere/"):
        assert "charset=utf-8" in Client().get(path).headers["Content-Type"], path
    source = "\n".join(place.read_text(encoding="utf-8") for place in sorted((REPOSITORY / "src").rglob("*.py")))
    assert not re.findall(r'content_type="(?:text/|application/xml)[^;"]*"', source)
