"""Partners hand matters in by a signed API: once for their own number, read by nobody else; whatever is wrong is said at its field or not at all."""

from __future__ import annotations

import io
import json
import re
import secrets
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import Client

from tests.journeys.small import Clock, settle, words
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.engines.trust import api as trust
from yiwang.kernel import clock
from yiwang.systems.public.appeals import parameters
from yiwang.web.accounts import sessions
from yiwang.web.api import signed

Somebody = Callable[[str], Any]
HERE = "/appeals/partner/"
LAMP = {"id": "n-1", "sort": "help", "subject": "优胜北路路灯不亮", "body": "从上周三起，路口往东三盏灯不亮，晚上看不见路。", "place": {"code": "410105"},
        "spot": "优胜北路丰产路口", "phone": "13903710011", "caller": "贺女士", "at": "2026-11-01"}


class Partner:
    """Another operator's program."""

    def __init__(self, code: str, key: str, clock: Clock, place: str = "10.7.0.1") -> None:
        self.code, self.key, self.clock, self.client = code, key, clock, Client(REMOTE_ADDR=place)

    def ask(self, method: str, path: str, body: bytes = b"", **wrong: Any) -> HttpResponse:
        """`wrong` replaces what is sent, `signs` what is signed."""
        signs = wrong.pop("signs", {})
        sent = {"stamp": str(int(self.clock.now().timestamp())), "nonce": secrets.token_hex(16), "key": self.key, "path": path, "body": body} | signs
        made = signed.signature(sent["key"].encode(), method, sent["path"], sent["stamp"], sent["nonce"], sent["body"])
        headers = {"Yiwang-Client": self.code, "Yiwang-Timestamp": sent["stamp"], "Yiwang-Nonce": sent["nonce"], "Yiwang-Signature": made} | wrong
        return self.client.generic(method, path, body, content_type="application/json", headers=headers)

    def hands(self, **more: Any) -> HttpResponse:
        given = {k: v for k, v in {**LAMP, **more}.items() if v is not None}
        return self.ask("POST", HERE, json.dumps(given, ensure_ascii=False).encode())


def administrator(town: Clock) -> Client:
    """The system administrator, whose log-in asks for more than a password: let in past it."""
    account = identity.account_of("system")
    tenure = next(c.tenure for c in identity.capacities(account=account, on=clock.day(town.now())) if c.tenure)
    request, found = SimpleNamespace(session=SessionStore(), at=town.now(), META={}, COOKIES={}, headers={}), Client()
    sessions.begin(request, account, tenure=tenure, mandate=0)
    request.session[sessions.MUST] = ""
    request.session.save()
    found.cookies[settings.SESSION_COOKIE_NAME] = str(request.session.session_key)
    return found


@pytest.fixture
def partner(town: Clock) -> Callable[..., Partner]:
    """`partner("news")` is registered by the system administrator, its key read off the page that shows it once."""

    def registered(code: str, place: str = "10.7.0.1") -> Partner:
        admin = administrator(town)
        form = {"code": code, "title": "大河网", "addresses": "https://news.example/", "key": secrets.token_hex(16)}
        assert "密钥" in words(admin.post("/settings/clients/add/", form))
        return Partner(code, key_of(admin, code), town, place)

    return registered


def key_of(admin: Client, code: str) -> str:
    once = {"reason": "接入", "key": secrets.token_hex(16)}
    page = admin.post(f"/settings/clients/{code}/signing/", once)
    shown = re.search(r"签名密钥</td>.*?([A-Za-z0-9_-]{43})", page.content.decode(), re.S)
    assert shown, words(page)
    again = admin.post(f"/settings/clients/{code}/signing/", once)
    assert shown[1] not in again.content.decode() and "已经显示过" in words(again)
    assert all(shown[1] not in str(row) for row in store.rows("select signing from accounts_client")), "sealed at rest"
    return shown[1]


def reasons(answer: HttpResponse) -> dict[str, str]:
    assert answer.headers["Content-Type"] == "application/problem+json", answer.content[:200]
    return {r["field"]: r["code"] for r in json.loads(answer.content)["reasons"]}


def count() -> int:
    return int(store.rows("select count(*) from cases_case")[0][0])


def test_a_matter_is_taken_in_once_and_followed_by_its_partner_alone(person: Somebody, partner: Any, town: Clock) -> None:
    news, other = partner("news"), partner("portal")
    first = news.hands()
    told = first.json()
    assert first.status_code == 201 and told["due"] == "2026-11-03" and trust.is_query_code(told["ref"], told["code"]), first.content
    town.at += timedelta(days=400)
    again = news.hands(body="另外写的。")
    assert (again.status_code, again.json()) == (200, told) and count() == 1, "once for its number, for ever"
    assert news.hands(sort="spam", body=None).json() == told, "whatever stands beside it"
    town.at -= timedelta(days=400)
    assert other.hands().json()["ref"] != told["ref"], "another partner numbers its own"
    settle()
    ref = told["ref"]
    assert news.ask("GET", f"{HERE}{ref}/").json() == {"ref": ref, "state": "received", "title": "受理中心正在分派", "due": "2026-11-03", "reply": ""}
    assert other.ask("GET", f"{HERE}{ref}/").status_code == 404 == news.ask("GET", f"{HERE}SQ20261102-999999/").status_code
    calls = person("calls")
    page = words(calls.get(f"/appeals/desk/{ref}/"))
    assert "合作网站" in page and "贺女士" in page and "13903710011" in page
    assert calls.do(ref, "reply", finding="true", outcome="solved", reply="今晚换了三个灯头。").status_code == 302
    assert news.ask("GET", f"{HERE}{ref}/").json()["reply"] == "今晚换了三个灯头。"
    opened = ledger.history(int(store.rows("select id from cases_case where ref = %s", (ref,))[0][0]))[0]
    assert opened.facts["partner"] == "news" and "13903710011" not in json.dumps(dict(opened.facts), ensure_ascii=False)
    assert store.rows("select channel, party from appeals_matter order by id") == [("partner", 0), ("partner", 0)]


def test_what_is_kept_secret_is_followed_too(partner: Any, town: Clock) -> None:
    news = partner("news")
    made = news.hands(sort="report", secret=True, against="市城管局").json()
    assert store.rows("select sealed from cases_case where ref = %s", (made["ref"],))[0][0]
    assert news.ask("GET", f"{HERE}{made['ref']}/").json()["state"] == "received"


def test_what_is_due_by_the_minute_is_told_with_its_instant(person: Somebody, partner: Any, town: Clock) -> None:
    news = partner("news")
    ref = news.hands().json()["ref"]
    given = {"to_unit": "410100-CG", "urgency": "danger", "topic.find": "城乡建设"}
    assert person("calls").do(ref, "dispatch", **given).status_code == 302
    assert news.ask("GET", f"{HERE}{ref}/").json()["due"] == "2026-11-02T10:30:00+08:00", "signed for in thirty minutes"
    assert person("lamps").do(ref, "sign").status_code == 302
    assert news.ask("GET", f"{HERE}{ref}/").json()["due"] == "2026-11-02T12:00:00+08:00"
    assert person("lamps").do(ref, "respond", finding="true", outcome="solved", reply="围好了。").status_code == 302
    assert news.ask("GET", f"{HERE}{ref}/").json()["due"] == "2026-11-03", "looked over in a day"


def test_the_first_step_may_be_due_by_the_minute_too(town: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a card whose procedure begins so."""
    from yiwang.web.api import partners

    started = {"term": "sign", "due": "2026-11-02", "span_unit": "minutes", "due_at": "2026-11-02T02:30:00Z"}
    monkeypatch.setattr(ledger, "history", lambda case: [SimpleNamespace(facts={"started": [started]})])
    assert partners._told(SimpleNamespace(case=1, ref="SQ20261102-000001"))["due"] == "2026-11-02T10:30:00+08:00"


def test_who_does_not_sign_is_nobody(partner: Any, town: Clock) -> None:
    news, other = partner("news"), partner("portal")
    body = json.dumps(LAMP).encode()
    now = int(town.now().timestamp())
    wrong: list[dict[str, Any]] = [
        {"Yiwang-Signature": ""}, {"Yiwang-Signature": "签名".encode().decode("latin-1")}, {"Yiwang-Client": "nobody"}, {"Yiwang-Client": "portal"},
        {"signs": {"key": other.key}}, {"signs": {"key": ""}}, {"signs": {"body": b"{}"}}, {"signs": {"path": "/appeals/partner/x/"}},
        {"signs": {"nonce": "short"}}, {"Yiwang-Nonce": secrets.token_hex(16)}, {"signs": {"stamp": str(now - 301)}}, {"signs": {"stamp": str(now + 301)}},
        {"Yiwang-Timestamp": "²"}, {"signs": {"stamp": "9" * 40}},
    ]
    for one in wrong:
        answer = news.ask("POST", HERE, body, **one)
        assert answer.status_code == 401 and set(reasons(answer)) == {""}, one
    assert Client().post(HERE, body, content_type="application/json").status_code == 401 == Client().get(HERE).status_code
    assert Client().post(HERE, LAMP | {"place": "410105"}).status_code == 401, "a form of a browser"
    assert count() == 0
    assert news.ask("POST", HERE, body, signs={"stamp": str(now - 299)}).status_code == 201
    acts = [e for e in ledger.journal(subjects=("client:news",), limit=30) if e.act == "accounts.signed_request_refused"]
    assert {e.facts["why"] for e in acts} == {"签名不对", "时间和这里差五分钟以上"} and all("10.7" not in str(e.facts) for e in acts)
    assert administrator(town).post("/settings/clients/news/end/", {"reason": "到期", "key": "e" * 32}).status_code == 302
    assert news.hands(id="n-2").status_code == 401, "ended"


def test_a_signature_is_good_once(partner: Any, town: Clock) -> None:
    news, body, nonce = partner("news"), json.dumps(LAMP).encode(), secrets.token_hex(16)
    assert news.ask("POST", HERE, body, signs={"nonce": nonce}).status_code == 201
    again = news.ask("POST", HERE, body, signs={"nonce": nonce})
    assert again.status_code == 401 and reasons(again) == {"": "nonce"} and b"ref" not in again.content
    town.at += timedelta(minutes=6)
    assert reasons(news.ask("POST", HERE, body, signs={"nonce": nonce, "stamp": str(int(town.at.timestamp()) - 360)})) == {"": "timestamp"}


def test_a_new_key_ends_the_one_before(partner: Any, town: Clock) -> None:
    news = partner("news")
    old, news.key = news.key, key_of(administrator(town), "news")
    assert news.hands().status_code == 201
    news.key = old
    assert news.hands().status_code == 401


def test_what_is_wrong_is_said_at_its_field(partner: Any, town: Clock) -> None:
    news = partner("news")
    for more, field in (
        ({"id": None}, "id"), ({"id": ""}, "id"), ({"id": 7}, "id"), ({"id": "长" * 101}, "id"), ({"id": "a\nb"}, "id"), ({"sort": None}, "sort"),
        ({"sort": "spam"}, "sort"), ({"sort": ["help"]}, "sort"), ({"subject": ""}, "subject"), ({"subject": "长" * 61}, "subject"),
        ({"body": "字" * 100_000}, "body"), ({"body": {"text": "x"}}, "body"), ({"body": None}, "body"), ({"phone": "not a number"}, "phone"),
        ({"phone": 13903710011}, "phone"), ({"at": "昨天"}, "at"), ({"at": "2026-11-01T10:00:00Z"}, "at"), ({"channel": "hotline"}, "channel"),
        ({"place": "410105"}, "place"), ({"partner": "portal"}, "partner"),
    ):
        answer = news.hands(**more)
        assert answer.status_code == 422 and any(name.partition(".")[0] == field for name in reasons(answer)), (more, answer.content[:300])
        assert re.search("[一-龥]", json.loads(answer.content)["detail"])
    assert news.hands(place={"code": "999999"}).status_code == 422
    assert count() == 0
    least: dict[str, Any] = dict.fromkeys(("phone", "caller", "at", "place", "spot"))
    odd = news.hands(id="n-😀", subject="路灯😀不亮", body="𠮷路口😀\u200b灯不亮。<script>alert(1)</script>", **least)
    assert odd.status_code == 201, odd.content


def test_bytes_that_are_no_text_and_bombs(partner: Any, town: Clock) -> None:
    news = partner("news")
    for body in (json.dumps(LAMP, ensure_ascii=False).encode("gbk"), b"", b"[]", b"null", b"{", b'{"id": NaN}', b'{"id": "\\ud800"}', b'{"id": "a\\u0000"}',
                 b'{"id": "x", "body": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", b'{"a":' * 50_000 + b"1" + b"}" * 50_000, b"\xff\xfe{\x00}\x00",
                 b'{"id": "x", "body": ' + b"9" * 10_000 + b"}"):
        answer = news.ask("POST", HERE, body)
        assert answer.status_code in (400, 422), (body[:30], answer.status_code)
    assert news.ask("POST", HERE, b" " * (signed.LARGEST + 1)).status_code == 413
    many = json.dumps({f"k{n}": "x" for n in range(20_000)}).encode()
    assert news.ask("POST", HERE, many).status_code == 422 and count() == 0


def test_the_same_from_ten_channels_is_offered_as_one(person: Somebody, partner: Any, town: Clock) -> None:
    refs = [partner(f"site-{n}", f"10.7.1.{n}").hands(phone=f"1390371{n:04}").json()["ref"] for n in range(10)]
    settle()
    page = words(person("calls").get(f"/appeals/desk/{refs[0]}/"))
    assert len(set(refs)) == 10 and sum(ref in page.partition("相似")[2] for ref in refs[1:]) >= 5, page


def test_a_flood_is_slowed_down(partner: Any, town: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed, "ASKED", signed.Throttle("signed", 5, timedelta(minutes=10)))
    monkeypatch.setattr(signed, "WRONG", signed.Throttle("signed-wrong", 5, timedelta(minutes=10)))
    news = partner("news")
    codes = [news.hands(id=f"f-{n}", phone=None).status_code for n in range(7)]
    assert codes == [201] * 5 + [429] * 2
    elsewhere = Partner("news", news.key, town, "10.7.0.9")
    slowed = elsewhere.hands(id="f-9", phone=None)
    assert slowed.status_code == 429 and int(slowed.headers["Retry-After"]) > 0, "the system, wherever it asks from"
    assert partner("portal", "10.7.0.1").hands().status_code == 429, "the address, in whosever name"
    wrong = Partner("portal", "x" * 43, town, "10.7.0.8")
    assert [wrong.hands().status_code for _ in range(7)] == [401] * 5 + [429] * 2
    town.at += timedelta(minutes=11)
    assert news.hands(id="f-10", phone=None).status_code == 201


def test_one_telephone_writes_so_much_a_day(partner: Any, town: Clock) -> None:
    news, most = partner("news"), parameters.value("per_phone", town.at.date())
    assert [news.hands(id=f"p-{n}").status_code for n in range(most)] == [201] * most
    settle()
    over = news.hands(id="p-more")
    assert over.status_code == 409 and reasons(over) == {"phone": "too-many-today"}
    assert news.hands(id="p-other", phone="13700000002").status_code == 201


def test_the_schema_is_told(partner: Any, town: Clock) -> None:
    told = partner("news").ask("GET", HERE)
    assert told.status_code == 200 and {"sort", "subject", "body"} <= set(told.json()["properties"]) and "channel" not in told.json()["properties"]
    described = Client().get("/api/v1/openapi.json").json()
    takes = described["paths"][HERE]["post"]
    assert {"id", "sort", "body"} <= set(takes["requestBody"]["content"]["application/json"]["schema"]["properties"]) and "201" in takes["responses"]
    assert "Yiwang-Signature" in takes["security"][0] and "Yiwang-Signature" in described["components"]["securitySchemes"]
    one = described["paths"][f"{HERE}{{ref}}/"]["get"]
    assert one["parameters"][0]["name"] == "ref"
    for told_ in (takes["responses"]["201"], one["responses"]["200"]):
        said = told_["content"]["application/json"]["schema"]["properties"]["due"]["description"]
        assert "按分钟计的是时刻，带时区" in said and "按天计的是日期" in said


def test_the_example_of_the_notes_is_true(partner: Any, town: Clock, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = re.findall(r"```python\n(# hands one matter in.*?)```", Path("docs/operating.md").read_text(encoding="utf-8"), re.S)
    news = partner("news")

    def opened(request: Any) -> io.BytesIO:
        path = request.full_url.removeprefix("https://city.example")
        answer = news.client.generic(request.method, path, request.data or b"", content_type="application/json", headers=dict(request.header_items()))
        assert answer.status_code == 201, answer.content
        return io.BytesIO(answer.content)

    monkeypatch.setattr("urllib.request.urlopen", opened)
    monkeypatch.setattr("time.time", lambda: town.now().timestamp())
    exec(example, {"CITY": "https://city.example", "CLIENT": news.code, "KEY": news.key})
    assert "SQ2026" in capsys.readouterr().out and count() == 1
