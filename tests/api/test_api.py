"""A program does what its person may do, and nothing more: the same doors, the same refusals, safe to send again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support import addresses
from tests.support.pictures import png
from tests.support.programs import HERE, Program
from yiwang.city import checks
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_clock")]


@pytest.mark.slow(reason="a small city, and programs of several people")
def test_programs_do_what_their_people_may() -> None:
    places = addresses.city(past=2)
    _who_gets_in()
    _a_citizen_files(places)
    _an_official_moves(places)
    _another_unit_answers(places)
    _forms_are_forms(places)
    _commands(places)
    _public_facts(places)
    _cookies_open_nothing(places)
    _what_ends(places)
    _too_many()


def _who_gets_in() -> None:
    status, told = Program("nobody").get("/me")
    assert status == 401 and told["reasons"][0]["code"] == "token-wanted"
    status, told = Program("party", token="yw_" + "x" * 43).get("/me")
    assert status == 401 and told["reasons"][0]["code"] == "token-unknown"
    assert Program("party", token="x" * 5000).get("/me")[0] == 401
    status, told = Program("window").get("/me")
    assert status == 200 and told["unit"] and told["writes"]
    assert Program("party").get("/me")[1]["unit"] == 0
    assert Program("nobody").get("/nowhere")[0] == 404
    assert Program("party").get("/desk")[0] == 404, "an office's address is not there for a citizen"


def _a_citizen_files(places: addresses.Places) -> None:
    party = Program("party")
    answer = party.client.post(f"{HERE}/files", {"file": SimpleUploadedFile("图.png", png(), "image/png")}, headers=party.headers)
    assert answer.status_code == 201
    paper = answer.json()["sha256"]
    assert party.get(f"/files/{paper}")[0] == 200
    assert Program("other").get(f"/files/{paper}")[0] == 404
    status, offer = party.get("/services/items/410105.restaurant_joint")
    assert status == 200 and offer["schema"]["properties"]
    given: dict[str, Any] = {}
    for sibling in party.get("/cases", limit="20")[1]["rows"]:
        for form in party.get(f"/cases/{sibling['ref']}")[1]["values"].values():
            given |= form["answers"]
    known = set(offer["schema"]["properties"])
    answers = {name: value for name, value in given.items() if name in known}
    for name, field in offer["schema"]["properties"].items():
        if field.get("type") == "array" and "sha256" in field["items"].get("properties", {}):
            answers[name] = [{"sha256": paper}]
    path = offer["paths"][0].removeprefix(HERE)
    status, told = party.post(path, {"item": offer["key"], "answers": {}}, key="k" * 20)
    assert status == 422 and {r["field"] for r in told["reasons"]}, "nothing answered: every question by name"
    status, told = party.post(path, {"item": offer["key"], "answers": answers}, key="k" * 20)
    assert status == 201, told
    ref = told["cases"][0]["ref"]
    again = party.post(path, {"item": offer["key"], "answers": answers}, key="k" * 20)
    assert again[1]["cases"][0]["ref"] == ref and again[1]["cases"][0]["replayed"]
    status, told = Program("other").post(path, {"item": offer["key"], "answers": answers}, key="k" * 20)
    assert status == 409 and told["reasons"][0]["code"] == "key-used"
    assert Program("window").post(path, {"item": offer["key"], "answers": answers})[0] == 404, "an official files nothing as a citizen"
    it = party.get(f"/cases/{ref}")[1]
    status, done = party.post(f"/cases/{ref}/moves/withdraw", _withdrawal(it), seen=it["seen"])
    assert status == 200 and done["state"] == "withdrawn", done


def _withdrawal(it: dict[str, Any]) -> dict[str, str]:
    asked = next(s for s in it["steps"] if s["code"] == "withdraw")["schema"].get("properties", {})
    return dict.fromkeys(asked, "不办了")


def _an_official_moves(places: addresses.Places) -> None:
    window, ref = Program("window"), places.ref
    it = window.get(f"/cases/{ref}")[1]
    assert it["clocks"][0]["clock"]["due_on"] and any("起算" in line or line for line in it["clocks"][0]["because"])
    assert it["history"] and it["inquiries"] and {s["code"] for s in it["steps"] if not s["reasons"]}
    wrong = next(s for s in it["steps"] if s["reasons"])
    assert wrong["reasons"][0]["code"] and wrong["reasons"][0]["text"]
    body = {"ground": "testing", "expected_days": "3", "note": "送检"}
    status, told = window.post(f"/cases/{ref}/moves/suspend", body)
    assert status == 400 and told["reasons"][0]["code"] == "seen-wanted"
    status, told = window.post(f"/cases/{ref}/moves/suspend", body, seen="0.0")
    assert status == 409 and told["reasons"][0]["code"] == "stale"
    status, told = Program("signatory").post(f"/cases/{ref}/moves/suspend", body, seen=it["seen"])
    assert status == 409 and told["reasons"][0]["code"] == "not-your-role"
    status, told = Program("window", scope="read").post(f"/cases/{ref}/moves/suspend", body, seen=it["seen"])
    assert status == 403, "a token that reads does not write"
    for stranger in ("other", "elsewhere", "system"):
        assert Program(stranger).get(f"/cases/{ref}")[0] == 404
        assert Program(stranger).post(f"/cases/{ref}/moves/suspend", body, seen=it["seen"])[0] == 404
    status, told = window.post(f"/cases/{ref}/moves/suspend", body, seen=it["seen"], key="s" * 20)
    assert status == 200, told
    assert window.post(f"/cases/{ref}/moves/suspend", body, seen=it["seen"], key="s" * 20)[1]["replayed"]
    assert window.post(f"/cases/{ref}/moves/nonsense", {}, seen="1.1")[0] == 404
    last = window.get(f"/cases/{ref}")[1]
    assert last["seen"] != it["seen"] and any(c["clock"]["gaps"] for c in last["clocks"])
    assert window.post(f"/cases/{ref}/moves/resume", {}, seen=last["seen"])[0] in (200, 409, 422)


def _another_unit_answers(places: addresses.Places) -> None:
    asked = Program("asked")
    assert asked.get("/desk")[1]["rows"]
    status, told = asked.post(f"/cases/{places.ref}/answers", {"verdict": "agree", "opinion": "现场看过，符合要求。"}, key="a" * 20)
    assert status == 200, told
    assert asked.post(f"/cases/{places.ref}/answers", {"verdict": "agree", "opinion": "现场看过，符合要求。"}, key="a" * 20)[1]["replayed"]
    assert asked.post(f"/cases/{places.ref}/answers", {"verdict": "agree", "opinion": "再说一次"})[0] == 409
    assert Program("watch").get(f"/cases/{places.ref}")[1]["values"] is None, "from above a person's data need a purpose"


def _forms_are_forms(places: addresses.Places) -> None:
    """What is not of the form's shape is refused at its field; what is no JSON at all, as a whole."""
    asked, path = Program("asked"), f"/cases/{places.ref}/answers"
    for body, field in (({"verdict": ["agree"], "opinion": "x"}, "verdict"), ({"verdict": "agree", "opinion": 3}, "opinion"),
                        ({"verdict": "agree", "opinion": "x", "more": "y"}, "more"), ({"verdict": "maybe", "opinion": "x"}, "verdict")):
        status, told = asked.post(path, body)
        assert status == 422 and field in {r["field"] for r in told["reasons"]}, told
    for raw, status in ((b"{", 400), (b"[]", 400), (b'{"opinion": "\\u0000"}', 400), (b'{"opinion": "\\ud800"}', 400), (b'{"a": NaN}', 400),
                        (b'{"a":' * 3000 + b"1" + b"}" * 3000, 400), (b'{"opinion": "' + b"x" * 3_000_000 + b'"}', 413)):
        answer = asked.client.post(HERE + path, raw, content_type="application/json", headers=asked.headers | {"Idempotency-Key": "b" * 20})
        assert answer.status_code == status, (raw[:40], answer.status_code)
        assert answer.headers["Content-Type"] == "application/problem+json"
    answer = asked.client.post(HERE + path, {"verdict": "agree"}, headers=asked.headers | {"Idempotency-Key": "b" * 20})
    assert answer.status_code == 415
    answer = asked.client.post(HERE + path, "{}", content_type="application/json", headers=asked.headers)
    assert answer.status_code == 400 and answer.json()["reasons"][0]["code"] == "key-wanted"
    answer = asked.client.delete(HERE + path, headers=asked.headers)
    assert answer.status_code == 405 and answer.headers["Allow"] == "POST"


def _public_facts(places: addresses.Places) -> None:
    nobody = Program("nobody")
    assert nobody.post("/verifications", {"number": "没有这个"})[0] == 404
    assert nobody.get("/services/items", area="410105")[1]["rows"]
    status, told = nobody.get("/openapi.json")
    assert status == 200 and told["openapi"] == "3.1.0" and f"{HERE}/cases/{{ref}}/moves/accept" in told["paths"]
    window = Program("window")
    assert window.get("/registers")[1]["rows"]
    key = window.get("/registers/items")[1]["rows"][0]["code"]
    assert window.get(f"/registers/items/{key}")[1]["facts"]
    assert window.post(f"/registers/items/{key}/look-ups", {"purpose": "核对餐饮店"})[0] == 200


def _commands(places: addresses.Places) -> None:
    """One's role, a subject of the right kind, and once for a key; citizens run those that are theirs."""
    window, system, party = Program("window"), Program("system"), Program("party")
    body = {"name": "市水务局", "short": "水务局", "phone": "0371-1", "word": "水"}
    path = f"/commands/directory.change_unit/unit:{places.unit}"
    assert window.post(path, body)[0] == 404 and party.post(path, body)[0] == 404
    assert system.post(f"/commands/directory.change_unit/account:{places.unit}", body)[0] == 404
    assert system.post("/commands/settings.remake_letter/document:1", {"reason": "x"})[0] == 404, "what goes on on the screen alone"
    status, told = system.post(path, {"name": 1})
    assert status == 422 and {r["field"] for r in told["reasons"]} >= {"name"}
    status, told = system.post(path, body, key="c" * 20)
    assert status == 200, told
    assert system.post(path, body, key="c" * 20) == (200, told)
    at = settings.CLOCK.now()
    mine = f"person:{checks.actor('shenyanqiu', at).person}"
    status, told = party.post(f"/commands/directory.give_mandate/{mine}", {"username": "nobody"})
    assert status == 422
    assert party.post("/commands/directory.give_mandate/person:1", {"username": "nobody"})[0] in (409, 422)


def _cookies_open_nothing(places: addresses.Places) -> None:
    browser = addresses.client("party")
    assert browser.get("/my/").status_code == 200
    assert browser.get(f"{HERE}/me").status_code == 401
    assert browser.get(f"{HERE}/cases/{places.ref}").status_code == 401
    answer = browser.get(f"{HERE}/openapi.json", headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers


def _what_ends(places: addresses.Places) -> None:
    """A token ends at once: by its maker, with the post, with the account's generation, with its day."""
    at = settings.CLOCK.now()
    window, actor = Program("window"), checks.actor("luqingyuan", at)
    made = identity.tokens(account=actor.account, at=at)[0]
    assert made.alive and window.get("/me")[0] == 200
    identity.end_token(actor=actor, token=made.id, at=at)
    assert window.get("/me")[0] == 401
    acts = [e.act for e in ledger.journal(subjects=(f"account:{actor.account}",), limit=5)]
    assert acts[0] == "identity.token_ended" and "identity.token_made" in acts
    window = Program("window")
    identity.post_changes.end(tenure=actor.tenure, first_out=at.date())
    assert window.get("/me")[0] == 401, "the post is over"
    party = Program("party")
    identity.account_changes.set_active(account=checks.actor("shenyanqiu", at).account, active=False)
    assert party.get("/me")[0] == 401
    soon = Program("mayor")
    settings.CLOCK.move(timedelta(days=31))
    assert soon.get("/me")[0] == 401


def _too_many() -> None:
    program = Program("county")
    for _ in range(700):
        status, told = program.get("/me")
        if status == 429:
            break
    assert status == 429 and told["reasons"][0]["code"] == "too-many"
