"""A department's own system tells of its steps: timed and supervised like ours; what is twice, late, contradictory or missing is kept and seen."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.journeys.small import Clock, Person, at, hidden, settle, words
from tests.journeys.test_appeals_partners import Partner, administrator, key_of
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.systems.oversight.outside import days

LAND = "land"
FEES = {"fees.rows": "1", "fees.0.name": "登记费", "fees.0.most": "80"}


class System(Partner):
    """What a small system of a department would send."""

    def steps(self, *given: dict[str, Any]) -> list[dict[str, Any]]:
        answer = self.ask("POST", "/outside/steps/", json.dumps({"steps": list(given)}, ensure_ascii=False).encode())
        assert answer.status_code == 200, answer.content
        return list(answer.json()["results"])

    def step(self, n: int, step: str, case: str = "B-1", when: datetime | None = None, **more: Any) -> dict[str, Any]:
        when = when or self.clock.now()
        given = {"case": case, "n": n, "step": step, "at": when.isoformat(), "handler": "0071", **({"item": "transfer"} if step == "open" else {}), **more}
        return self.steps(given)[0]

    def day(self, day: str, steps: list[dict[str, Any]]) -> HttpResponse:
        return self.ask("POST", f"/outside/days/{day}/", json.dumps({"steps": steps}).encode())


@pytest.fixture
def land(town: Clock) -> System:
    """Registered by the system administrator, its item by whoever supervises."""
    admin = administrator(town)
    form = {"code": LAND, "title": "不动产登记系统", "addresses": "https://land.example/", "key": "k" * 32}
    assert "密钥" in words(admin.post("/settings/clients/add/", form))
    watch = Person("watch").sign_in()
    page = watch.get(f"/outside/systems/{LAND}/items/")
    given = {"item": "transfer", "title": "不动产转移登记", "unit": "410105-CG", "promised": "8", "papers": "申请书\n合同", **FEES}
    assert watch.client.post(f"/outside/systems/{LAND}/items/", {**hidden(page, "key"), **given}).status_code == 302
    return System(LAND, key_of(admin, LAND), town, "10.8.0.1")


def entries(ref: str) -> list[ledger.Recorded]:
    chain = store.rows("select id from cases_case where ref = %s", (ref,))[0][0]
    return ledger.history(int(chain))


def held() -> list[dict[str, Any]]:
    return [{"case": case, "n": n, "sha256": sha256} for case, n, sha256 in store.rows('select "case", n, sha256 from outside_step order by id')]


def test_a_case_is_timed_as_ours_from_its_own_instants(land: System, town: Clock, person: Any) -> None:
    opened = land.step(1, "open")
    assert opened["taken"] and not opened["again"] and "contradicts" not in opened
    town.at += timedelta(hours=3)
    late = town.at - timedelta(hours=2)
    assert land.step(2, "accept", when=late)["taken"]
    found = entries(opened["ref"])
    assert found[1].at == late and found[1].recorded_at == town.at and found[0].facts["handler"] == "0071"
    (decide,) = [part for part in found[1].facts["started"] if part["term"] == "decide"]
    assert (decide["days"], decide["legal"], decide["due"]) == (8, 20, "2026-11-12"), "what the item promises"
    settle(at("2026-11-13 00:10"))
    assert "breached" in [e.kind.value for e in entries(opened["ref"])], "red by itself, though nothing came any more"
    raised = store.rows("select title from cases_case where about = %s order by id", (f"case:{opened['ref']}",))
    assert [title[:1] for (title,) in raised] == ["黄", "红"] and "金水区城管局" in raised[1][0], "a signal about the unit, as of our own"
    assert opened["ref"] in words(person("streets").get("/cases/?state=open")), "the unit sees its own"
    assert opened["ref"] not in words(person("elsewhere").get("/cases/?state=open"))


def test_twice_is_once_and_otherwise_is_kept(land: System, town: Clock) -> None:
    one = {"case": "B-2", "n": 1, "step": "open", "at": town.now().isoformat(), "handler": "0071", "item": "transfer"}
    first, again = land.steps(one, one)
    assert first["ref"] == again["ref"] and again["again"] and store.rows("select count(*) from cases_case") == [(1,)]
    wrong = land.steps({**one, "handler": "0072"})[0]
    assert not wrong["taken"] and wrong["reasons"][0]["code"] == "contradicts"
    assert not land.steps({**one, "handler": "0073"})[0]["taken"]
    assert land.steps(one)[0] == {**first, "again": True, "contradicts": "同一步报过别的内容"}, "the first one still stands"
    assert land.steps({**one, "n": "1"})[0]["n"] == 1, "a number in quotes is the same number"
    noted = ledger.history(ledger.chain_of("outside:land:B-2") or 0)
    assert [e.facts["reported"]["contradicts"] for e in noted] == ["同一步报过别的内容"], "once"


def test_in_order_and_told_what_lacks(land: System, town: Clock) -> None:
    results = land.steps({"case": "B-3", "n": 2, "step": "accept", "at": town.now().isoformat(), "handler": "1"},
                         {"case": "B-3", "n": 1, "step": "open", "at": town.now().isoformat(), "handler": "1", "item": "transfer"})
    assert [r["taken"] for r in results] == [False, True] and "还缺第 1 步" in results[0]["reasons"][0]["text"]
    for wrong, field in (({"at": "yesterday"}, "at"), ({"at": (town.now() + timedelta(hours=1)).isoformat()}, "at"), ({"step": "fly"}, "step"),
                         ({"handler": ""}, "handler"), ({"item": "transfer", "case": "B-4", "n": 1, "step": "accept"}, "step"), ({"n": 0}, "n"),
                         ({"colour": "red"}, "colour"), ({"case": "B-5", "n": 1, "step": "open", "item": "none"}, "item")):
        given = {"case": "B-3", "n": 2, "step": "accept", "at": town.now().isoformat(), "handler": "1", **wrong}
        result = land.steps(given)[0]
        assert not result["taken"] and field in {r["field"] for r in result["reasons"]}, (wrong, result)
    assert store.rows("select count(*) from outside_step") == [(1,)]


def test_what_does_not_fit_is_noted_not_lost(land: System, town: Clock) -> None:
    ref = land.step(1, "open")["ref"]
    noted = land.step(2, "hand_over")
    assert noted["taken"] and "待受理" in noted["contradicts"]
    assert entries(ref)[-1].facts["what"] == "hand_over" and entries(ref)[-1].facts["reported"]["contradicts"]
    backwards = land.step(3, "accept", when=town.now() - timedelta(days=1))
    assert backwards["contradicts"] == "办理时间早于前一步" and entries(ref)[-1].facts["move"] == "accept"
    assert land.step(4, "refuse", reason="不符合条件")["taken"]
    after = land.step(5, "extend", days=5, approver="head")
    assert after["taken"] and after["contradicts"], "it has ended"
    assert land.step(6, "rate", level="bad")["taken"]
    assert store.rows("select score from reports_rating") == [] and not settle() and store.rows("select score from reports_rating") == [(2,)]


def test_an_extension_that_the_law_does_not_know_moves_no_day(land: System, town: Clock) -> None:
    ref = land.step(1, "open")["ref"]
    land.step(2, "accept")
    assert "contradicts" in land.step(3, "extend", days=30, approver="other")
    last = entries(ref)[-1]
    assert last.kind.value == "extended" and last.facts["approver"] == "other" and not last.facts.get("changed")
    assert "contradicts" not in land.step(4, "extend", days=10, approver="head")
    assert entries(ref)[-1].facts["changed"][0]["extended"] == 10


def test_fees_papers_and_lateness_are_said_as_the_rules_read_them(land: System, town: Clock) -> None:
    ref = land.step(1, "open", papers="申请书\n无犯罪证明")["ref"]
    assert entries(ref)[0].facts["unlisted"] == ["无犯罪证明"]
    land.step(2, "charge", fee_item="登记费", amount=8000)
    assert entries(ref)[-1].facts["fee"] == {"item": "登记费", "amount": 8000, "listed": 8000, "receipt": ""}
    land.step(3, "charge", fee_item="加急费", amount=500)
    assert entries(ref)[-1].facts["fee"]["listed"] is None
    when, town.at = town.at, town.at + timedelta(hours=50)
    assert land.step(4, "accept", when=when)["late_hours"] == 26
    assert entries(ref)[-1].facts["reported"] == {"late_hours": 26}


def test_each_day_is_reconciled(land: System, town: Clock, person: Any) -> None:
    land.step(1, "open")
    today = town.at.date().isoformat()
    assert land.day(today, []).status_code == 422, "not over yet"
    town.at += timedelta(days=1)
    settle()
    days.look(town.at)
    missing = [e for e in ledger.history(ledger.chain_of("outside:land") or 0) if "reported" in e.facts]
    assert [e.facts["reported"] for e in missing] == [{"missing": [f"{today} 的对账"]}] and days.look(town.at) == 0, "once"
    listed = [*held(), {"case": "B-9", "n": 1, "sha256": "0" * 64}, {"case": "B-1", "n": 2, "sha256": "1" * 64}]
    told = land.day(today, listed).json()
    assert [one["case"] for one in told["missing"]] == ["B-1", "B-9"] and told["other"] == told["unknown"] == []
    assert land.day(today, [{**held()[0], "sha256": "2" * 64}]).json()["other"] == [{"case": "B-1", "n": 1}]
    assert land.day(today, []).json()["unknown"] == [{"case": "B-1", "n": 1}]
    assert land.day(today, held()).json() == {"missing": [], "other": [], "unknown": []}
    assert "一致，1 步" in words(person("watch").get(f"/outside/systems/{LAND}/"))


def test_its_own_and_nobody_elses(land: System, town: Clock, person: Any) -> None:
    ref = land.step(1, "open")["ref"]
    told = land.ask("GET", "/outside/cases/B-1/").json()
    assert told == {"ref": ref, "state": "lodged", "title": "待受理", "n": 1, "due": "2026-11-09"}
    assert land.ask("GET", "/outside/cases/B-7/").status_code == 404
    assert Client().post("/outside/steps/", b"{}", content_type="application/json").status_code == 401
    assert land.ask("GET", "/outside/steps/").status_code == 405 == land.ask("POST", "/outside/cases/B-1/", b"{}").status_code
    assert land.ask("POST", "/outside/steps/", b"[]").status_code == 400 and land.ask("POST", "/outside/steps/", b'{"steps": []}').status_code == 422
    assert person("streets").get(f"/outside/systems/{LAND}/items/").status_code == 404 and person("streets").get(f"/outside/systems/{LAND}/").status_code == 200
    assert person("citizen").get("/outside/").status_code == 404
    described = Client().get("/api/v1/openapi.json").json()["paths"]
    assert "Yiwang-Signature" in described["/outside/steps/"]["post"]["security"][0] and "/outside/days/{day}/" in described


def test_a_complaint_told_there_is_looked_into_here(land: System, town: Clock, person: Any) -> None:
    opened = land.step(1, "open")
    step = {"case": "B-1", "n": 2, "step": "complain", "at": town.now().isoformat(), "handler": "0071", "words": "窗口的张三叫我下次再来"}
    assert land.steps(step)[0]["taken"] and land.steps(step)[0]["again"]
    settle()
    settle()
    (ref, title, about), = store.rows("select ref, title, about from cases_case where procedure = 'oversight.supervision.complaint'")
    assert about == f"case:{opened['ref']}" and "金水区城管局" in title and "张三" not in title
    page = words(person("watch").get(f"/cases/{ref}/"))
    assert "窗口的张三叫我下次再来" in page and "land 报来，那里的编号 B-1" in page and opened["ref"] in page
    assert person("streets").get(f"/cases/{ref}/").status_code == 404, "whom it is about does not read it"
    assert ref not in words(person("streets").get("/cases/"))


def test_papers_of_an_item_without_a_list_are_measured_by_nothing(land: System, town: Clock) -> None:
    watch = Person("watch").sign_in()
    page = watch.get(f"/outside/systems/{LAND}/items/")
    given = {"item": "bare", "title": "注销登记", "unit": "410105-CG", "promised": "8", "fees.rows": "0"}
    assert watch.client.post(f"/outside/systems/{LAND}/items/", {**hidden(page, "key"), **given}).status_code == 302
    for case, item, unlisted in (("B-8", "bare", []), ("B-9", "transfer", ["户口簿"])):
        ref = land.step(1, "open", case=case, item=item, papers="申请书\n户口簿")["ref"]
        assert entries(ref)[0].facts["unlisted"] == unlisted
