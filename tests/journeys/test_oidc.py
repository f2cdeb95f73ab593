"""Another department's system signs people in through us: registered, agreed to, told what was agreed; over at once with the session and the post."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from tests.support import addresses
from tests.support.apart import own_clock
from yiwang.city import checks
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.trust import api as trust
from yiwang.kernel import clock
from yiwang.web.accounts import clients, grants

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_clock")]
BACK, LEFT = "https://water.example/back", "https://water.example/left"
FORM = {"code": "water", "title": "供水平台", "addresses": BACK, "leaving": LEFT, "scopes": ["profile", "post", "real_name"]}
__all__ = ["own_clock"]


class System:
    """The other system's server: it knows its code, its secret, and what it hears."""

    def __init__(self, code: str, secret: str, back: str = BACK):
        self.code, self.secret, self.back, self.verifier = code, secret, back, secrets.token_urlsafe(48)

    def asks(self, **other: str) -> str:
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).decode().rstrip("=")
        given = {"client_id": self.code, "redirect_uri": self.back, "response_type": "code", "scope": "openid profile post real_name", "state": "s1",
                 "nonce": "n1", "code_challenge": challenge, "code_challenge_method": "S256"} | other
        return "/oidc/authorize/?" + urlencode({k: v for k, v in given.items() if v})

    def fetches(self, **given: str) -> Any:
        sent = {"client_id": self.code, "client_secret": self.secret, "redirect_uri": self.back, "code_verifier": self.verifier} | given
        return Client(REMOTE_ADDR="10.9.0.1").post("/oidc/token/", sent)

    def tokens(self, browser: Client, **other: str) -> dict[str, Any]:
        answer = self.fetches(grant_type="authorization_code", code=agree(browser, self.asks(**other)))
        assert answer.status_code == 200, answer.content
        return dict(answer.json())


def agree(browser: Client, asked: str) -> str:
    """Says yes on the page; the code that goes back."""
    page = browser.get(asked)
    assert page.status_code == 200, page.headers
    sent = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', page.content.decode()))
    answer = browser.post("/oidc/authorize/", {**sent, "agree": "yes"})
    told = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert answer.headers["Location"].startswith(sent["redirect_uri"]) and told["state"] == [sent["state"]] and told["iss"] == [settings.ADDRESS]
    return told["code"][0]


def info(tokens: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    answer = Client().get("/oidc/userinfo/", headers={"Authorization": f"Bearer {tokens['access_token']}"})
    return answer.status_code, answer.json()


def where(answer: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(answer.headers["Location"]).query)


@pytest.mark.slow(reason="a small city, and another system")
def test_another_system_signs_in_through_us() -> None:
    addresses.city(past=2)
    system = registered("water", BACK)
    other = registered("gas", "https://gas.example/cb")
    _told_what_was_agreed(system, other)
    _no_address_but_its_own(system)
    _a_code_is_taken_once(system, other)
    _asked_properly(system)
    _not_from_elsewhere(system)
    _refreshed(system, other)
    _leaving(system)
    _taken_back(system, other)
    _over_after_half_a_day(system)
    _ended_with_the_session(system)
    _ended_with_the_post(system)
    _ended_system(system)


def registered(code: str, back: str) -> System:
    """By the system administrator, on the page; the secret stands there once."""
    admin = addresses.client("system")
    wrong = admin.post("/settings/clients/add/", {**FORM, "code": code, "addresses": "http://evil.example/*", "key": secrets.token_hex(16)})
    assert wrong.status_code == 422 and "https://" in wrong.content.decode()
    form = {**FORM, "code": code, "addresses": back, "key": secrets.token_hex(16)}
    page = admin.post("/settings/clients/add/", form).content.decode()
    secret = re.search(r"client_secret.*?([A-Za-z0-9_-]{43})", page, re.S)
    assert secret
    assert secret[1] not in admin.post("/settings/clients/add/", form).content.decode()
    assert addresses.client("security").post("/settings/clients/add/", form).status_code == 404
    acts = [e.act for e in ledger.journal(subjects=(f"client:{code}",), limit=5)]
    assert set(acts) == {"settings.client_registered", "accounts.client_secret_handed_out"}
    return System(code, secret[1], back)


def _told_what_was_agreed(system: System, other: System) -> None:
    window, party = addresses.client("window"), addresses.client("party")
    tokens = system.tokens(window)
    claims = trust.read_assertion(tokens["id_token"])
    assert claims and claims["aud"] == "water" and claims["nonce"] == "n1" and claims["iss"] == settings.ADDRESS and claims["exp"] > claims["iat"]
    status, told = info(tokens)
    assert status == 200 and told["sub"] == claims["sub"] and told["name"] and told["unit"] and told["post"] and "assurance" not in told
    status, told = info(system.tokens(party))
    assert status == 200 and told["assurance"] == "real_name" and "unit" not in told
    assert set(info(system.tokens(party, scope="openid"))[1]) == {"sub"}, "only what was asked for"
    assert info(other.tokens(party))[1]["sub"] != told["sub"], "two systems cannot put their people together"
    answer = party.post("/oidc/authorize/", {**parsed(system.asks()), "agree": "no"})
    assert where(answer)["error"] == ["access_denied"] and "code" not in where(answer)
    page = party.get(system.asks(scope="openid real_name")).content.decode()
    for words in ("供水平台", "water.example", clients.SCOPES["openid"], clients.SCOPES["real_name"], "退出登录，它也马上不能再用", "最长十二小时"):
        assert words in page, "who asks, what it is told, for how long"
    assert clients.SCOPES["profile"] not in page


def parsed(asked: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(asked).query).items()}


def _no_address_but_its_own(system: System) -> None:
    """A wrong address is never gone to: not for a code, not for an error, not after signing out."""
    party = addresses.client("party")
    for wrong in ("https://evil.example/", f"{BACK}/", f"{BACK}?x=1", f"{BACK}#x", "https://water.example.evil.example/back", "//water.example/back",
                  "https://water.example/back/../x", "javascript:alert(1)", BACK.upper()):
        for answer in (party.get(system.asks(redirect_uri=wrong)), party.post("/oidc/authorize/", {**parsed(system.asks(redirect_uri=wrong)), "agree": "yes"})):
            assert answer.status_code == 400 and "Location" not in answer.headers, wrong
        answer = party.get(f"/oidc/leave/?{urlencode({'client_id': 'water', 'post_logout_redirect_uri': wrong})}")
        assert answer.status_code == 200 and "evil" not in answer.headers["Content-Security-Policy"]
        assert Client().get(f"/oidc/leave/?{urlencode({'client_id': 'water', 'post_logout_redirect_uri': wrong})}").headers["Location"] == "/"
    assert party.get(system.asks(client_id="nobody")).status_code == 400
    assert Client().get(system.asks(redirect_uri="https://evil.example/")).status_code == 400


def _a_code_is_taken_once(system: System, other: System) -> None:
    party = addresses.client("party")
    code = agree(party, system.asks())
    for wrong in ({"code_verifier": "x" * 50}, {"redirect_uri": "https://water.example/other"}):
        assert system.fetches(grant_type="authorization_code", code=code, **wrong).json() == {"error": "invalid_grant"}
        assert system.fetches(grant_type="authorization_code", code=code).status_code == 400, "a code that was tried wrongly is spent"
        code = agree(party, system.asks())
    other.verifier, other.back = system.verifier, system.back
    assert other.fetches(grant_type="authorization_code", code=code).status_code == 400, "another system's code"
    assert system.fetches(grant_type="authorization_code", code=code, client_secret="wrong").status_code == 401
    assert system.fetches(grant_type="authorization_code", code=code, client_secret="").status_code == 401
    first = system.fetches(grant_type="authorization_code", code=code)
    assert first.status_code == 200 and first.headers["Cache-Control"] == "no-store" and info(first.json())[0] == 200
    assert system.fetches(grant_type="authorization_code", code=code).json() == {"error": "invalid_grant"}
    assert info(first.json())[0] == 401, "a code that comes twice ends what the first one got"
    code = agree(party, system.asks())
    settings.CLOCK.move(timedelta(minutes=2))
    assert system.fetches(grant_type="authorization_code", code=code).status_code == 400


def _asked_properly(system: System) -> None:
    party = addresses.client("party")
    for given, error in (({"code_challenge": ""}, "invalid_request"), ({"code_challenge_method": "plain"}, "invalid_request"),
                         ({"response_type": "token"}, "unsupported_response_type"), ({"scope": "profile"}, "invalid_scope")):
        answer = party.get(system.asks(**given))
        assert answer.status_code == 302 and where(answer)["error"] == [error] and answer.headers["Location"].startswith(BACK)
        posted = party.post("/oidc/authorize/", {**parsed(system.asks(**given)), "agree": "yes"})
        assert "code" not in where(posted), given
    assert where(Client().get(system.asks(prompt="none")))["error"] == ["login_required"]
    assert where(party.get(system.asks(prompt="none")))["error"] == ["consent_required"]
    answer = Client().get(system.asks())
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/login/?next=/oidc/authorize/")
    again = party.get(system.asks(prompt="login")).headers["Location"]
    assert again.startswith("/login/") and "prompt" not in again
    assert system.fetches(grant_type="password", username="x", password="y").json() == {"error": "unsupported_grant_type"}
    told = Client().get("/.well-known/openid-configuration").json()
    assert told["issuer"] == settings.ADDRESS and told["code_challenge_methods_supported"] == ["S256"]
    assert Client().get("/oidc/keys/").json()["keys"][0]["kty"] == "RSA"


def _not_from_elsewhere(system: System) -> None:
    """Nobody is made to agree, or to be somebody else, by a page elsewhere."""
    party = addresses.client("party", checks_csrf=True)
    assert party.post("/oidc/authorize/", {**parsed(system.asks()), "agree": "yes"}).status_code == 403
    assert party.post("/oidc/leave/", {}).status_code == 403 and party.get("/my/").status_code == 200
    assert "frame-ancestors 'none'" in party.get(system.asks()).headers["Content-Security-Policy"]


def _refreshed(system: System, other: System) -> None:
    tokens = system.tokens(addresses.client("party"))
    assert other.fetches(grant_type="refresh_token", refresh_token=tokens["refresh_token"]).status_code == 400
    assert introspected(other, tokens) == {"active": False}, "another system's token"
    assert introspected(system, tokens)["active"]
    fresh = system.fetches(grant_type="refresh_token", refresh_token=tokens["refresh_token"]).json()
    assert info(fresh)[0] == 200 and info(tokens)[0] == 401
    assert system.fetches(grant_type="refresh_token", refresh_token=tokens["refresh_token"]).status_code == 400
    assert info(fresh)[0] == 401, "a refresh token that comes twice ends everything"


def introspected(system: System, tokens: dict[str, Any]) -> dict[str, Any]:
    sent = {"client_id": system.code, "client_secret": system.secret, "token": tokens["access_token"]}
    return dict(json.loads(Client(REMOTE_ADDR="10.9.0.1").post("/oidc/introspect/", sent).content))


def _over(system: System, tokens: dict[str, Any]) -> None:
    assert info(tokens)[0] == 401 and introspected(system, tokens) == {"active": False}
    assert system.fetches(grant_type="refresh_token", refresh_token=tokens["refresh_token"]).json() == {"error": "invalid_grant"}


def _leaving(system: System) -> None:
    party = addresses.client("party")
    tokens = system.tokens(party)
    given = {"id_token_hint": tokens["id_token"], "post_logout_redirect_uri": LEFT, "state": "z"}
    page = party.get(f"/oidc/leave/?{urlencode(given)}")
    assert page.status_code == 200 and party.get("/my/").status_code == 200, "a link signs nobody out"
    assert party.post("/oidc/leave/", given).headers["Location"] == f"{LEFT}?state=z"
    assert party.get("/my/").status_code == 302
    _over(system, tokens)


def _taken_back(system: System, other: System) -> None:
    """On one's own page stands who may ask, and what; what is taken back there is over at once, and nobody takes back another's."""
    party, stranger = addresses.client("party"), addresses.client("other")
    for code in ("water", "gas"):  # what was agreed to before
        party.post("/account/", {"system": code})
    assert "供水平台" not in party.get("/account/").content.decode()
    other.back = "https://gas.example/cb"
    elsewhere, kept = system.tokens(addresses.client("party")), other.tokens(party)
    agree(party, system.asks(scope="openid profile"))
    page = party.get("/account/").content.decode()
    assert page.count("收回“供水平台”") == 2 and clients.SCOPES["real_name"] in page, "two titles: one system of each code"
    assert "收回“" not in stranger.get("/account/").content.decode()
    assert stranger.post("/account/", {"system": "water"}).status_code == 302 and info(elsewhere)[0] == 200
    assert party.post("/account/", {"system": "water"}).status_code == 302
    _over(system, elsewhere)
    assert info(kept)[0] == 200, "another system's stays"
    page = party.get("/account/").content.decode()
    assert page.count("收回“供水平台”") == 1 and "收回了对别的系统的同意" in party.get("/me/").content.decode()
    settings.CLOCK.move(timedelta(minutes=2))
    agree(party, system.asks())
    settings.CLOCK.move(timedelta(minutes=2))
    assert party.get("/account/").content.decode().count("收回“供水平台”") == 1, "a code that nobody fetched is nothing any more"


def _over_after_half_a_day(system: System) -> None:
    """However often it is refreshed: sessions of ours end by then too."""
    tokens = system.tokens(addresses.client("party"))
    settings.CLOCK.move(grants.WHOLE - timedelta(minutes=1))
    fresh = system.fetches(grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert fresh.status_code == 200
    settings.CLOCK.move(timedelta(minutes=2))
    late = system.fetches(grant_type="refresh_token", refresh_token=fresh.json()["refresh_token"])
    assert late.json() == {"error": "invalid_grant"}


def _ended_with_the_session(system: System) -> None:
    party, elsewhere = addresses.client("party"), addresses.client("party")
    tokens = system.tokens(party)
    assert elsewhere.post("/account/", {"end": "others"}).status_code == 302
    assert party.get("/my/").status_code == 302
    _over(system, tokens)
    code = agree(elsewhere, system.asks())
    elsewhere.post("/logout/")
    assert system.fetches(grant_type="authorization_code", code=code).status_code == 400, "a code dies with its session"


def _ended_with_the_post(system: System) -> None:
    at = settings.CLOCK.now()
    window, actor = addresses.client("window"), checks.actor("luqingyuan", at)
    tokens = system.tokens(window)
    assert info(tokens)[0] == 200
    identity.post_changes.end(tenure=actor.tenure, first_out=clock.day(at))
    _over(system, tokens)


def _ended_system(system: System) -> None:
    party = addresses.client("party")
    tokens = system.tokens(party)
    assert addresses.client("system").post("/settings/clients/water/end/", {"reason": "下线", "key": "e" * 32}).status_code == 302
    assert info(tokens)[0] == 401 and party.get(system.asks()).status_code == 400
    assert system.fetches(grant_type="refresh_token", refresh_token=tokens["refresh_token"]).status_code == 401
