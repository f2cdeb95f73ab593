"""One's certificates: seen, shown once by a code, renewed from there; nobody else's, and no code twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.small import Clock, Person, everything, hidden, picture, ref_of, settle, words
from yiwang.engines.ledger import api as ledger
from yiwang.engines.registers import api as registers
from yiwang.engines.store import api as store
from yiwang.systems.public.services.rooms import applying

ITEM, HERE = "410105.food_business", "/my/certificates/"
Somebody = Callable[[str], Person]


@pytest.fixture
def number(person: Somebody, town: Clock) -> str:
    """A licence of the citizen, granted and made."""
    assert person("citizen").apply(ITEM, **everything()).status_code == 302
    ref = ref_of("食品经营许可")
    person("market").do(ref, "accept")
    person("market").do(ref, "propose", proposal="grant", opinion="符合条件")
    person("market_head").do(ref, "grant")
    settle(town.at + timedelta(minutes=1))
    return str(store.rows("select key from registers_record where register = 'certificates'")[0][0])


def code_of(citizen: Person, number: str) -> str:
    page = citizen.client.post(f"{HERE}certificates/{number}/")
    return "".join(re.search(r"出示码 ?(\d{4}) ?(\d{4})", words(page)).groups())  # type: ignore[union-attr]


def test_seen_with_its_days_and_what_can_be_done(person: Somebody, number: str, town: Clock) -> None:
    citizen = person("citizen")
    assert number in words(citizen.get(HERE)) and "有效" in words(citizen.get(HERE))
    page = citizen.get(f"{HERE}certificates/{number}/")
    assert "沈砚秋" in words(page) and "2031-11-01" in words(page)
    assert f"/services/{ITEM}.renewal/apply/?licence_no=" in page.content.decode()
    town.to("2031-10-01 09:00")
    assert "还有31天到期" in words(person("citizen").get(HERE)).replace(" ", "")
    town.to("2031-11-03 09:00")
    assert "已到期" in words(person("citizen").get(HERE))


def test_shown_once_with_a_purpose_on_record(person: Somebody, number: str) -> None:
    code = code_of(person("citizen"), number)
    window = person("window")
    page = window.client.post("/registers/present/", {"code": f"{code[:4]} {code[4:]}", "purpose": "办理延续"})
    assert page.status_code == 200 and "沈砚秋" in words(page) and number in words(page)
    looked = next(e for e in ledger.history(ledger.chain_of(registers.subject("certificates", number))) if "purpose" in e.facts)  # type: ignore[arg-type]
    assert looked.facts["purpose"] == "持证人出示：办理延续" and looked.facts["shown"] == ["holder"]
    again = window.client.post("/registers/present/", {"code": code, "purpose": "再看一次"})
    assert again.status_code == 409 and "已经用过" in words(again) and "沈砚秋" not in words(again)


def test_not_after_its_minutes_not_by_others_not_without_a_purpose(person: Somebody, number: str, town: Clock) -> None:
    code = code_of(person("citizen"), number)
    assert person("other").get(f"{HERE}certificates/{number}/").status_code == 404
    assert person("other").client.post(f"{HERE}certificates/{number}/").status_code == 404
    assert person("other").client.post("/registers/present/", {"code": code, "purpose": "看看"}).status_code == 404
    empty = person("window").client.post("/registers/present/", {"code": code, "purpose": ""})
    assert empty.status_code == 422
    town.at += timedelta(minutes=6)
    late = person("window").client.post("/registers/present/", {"code": code, "purpose": "办理延续"})
    assert late.status_code == 409 and "五分钟" in words(late)
    assert store.rows("select count(*) from registers_presentation where used_at is not null")[0][0] == 0


def test_renewed_from_there_and_not_with_anothers_number(person: Somebody, number: str, town: Clock) -> None:
    store.execute("update registers_record set valid_to = '2027-11-01' where register = 'certificates'", ())  # one of five years ends beyond our calendar
    town.to("2027-09-01 10:00")
    citizen = person("citizen")
    page = citizen.get(f"/services/{ITEM}.renewal/apply/?licence_no={number}")
    assert page.status_code == 200 and hidden(page, "licence_no") == {"licence_no": number}  # asked on a later step, it goes with the first
    citizen.client.post(f"/services/{ITEM}.renewal/apply/?step=1", {"go": "leave", **hidden(page, "key", "licence_no")})
    assert number in str(store.rows("select answers from forms_draft")[0][0].encode().decode("unicode_escape"))
    def asked() -> dict[str, Any]:
        papers = {f.code: picture(f.code) for f in applying.form_of(f"{ITEM}.renewal").fields if f.code.startswith("paper_")}
        return {**everything(), **papers, "licence_no": number, "condition_changed": "no"}

    other = person("other").apply(f"{ITEM}.renewal", **asked())
    assert other.status_code == 422 and "没有找到您名下的这个证件" in words(other)
    answer = person("citizen").apply(f"{ITEM}.renewal", **asked())
    assert answer.status_code == 302, words(answer)[:900]
    town.to("2027-10-15 10:00")
    late = person("citizen").apply(f"{ITEM}.renewal", **asked())
    assert late.status_code == 422 and "30日前" in words(late).replace(" ", "")


def test_renewed_it_says_on_what_was_not_asked_again(person: Somebody, number: str, town: Clock) -> None:
    before = registers.get(register="certificates", key=number).facts
    store.execute("update registers_record set valid_to = '2027-01-05' where register = 'certificates'", ())
    papers = {f.code: picture(f.code) for f in applying.form_of(f"{ITEM}.renewal").fields if f.code.startswith("paper_")}
    answers = {"licence_no": number, "condition_changed": "no", "shop_name": "槐荫巷老面馆", "phone": "13903710011", **papers}
    answer = person("citizen").apply(f"{ITEM}.renewal", **answers)
    assert answer.status_code == 302, words(answer)[:900]
    ref = answer.headers["Location"].split("/")[-2]
    for who, move, said in (("market", "accept", {}), ("market", "propose", {"proposal": "grant", "opinion": "没有变化"}), ("market_head", "grant", {})):
        assert person(who).do(ref, move, **said).status_code == 302, move
    settle(town.at + timedelta(minutes=5))
    after = registers.get(register="certificates", key=number)
    assert (after.version, after.facts["店铺名称"], after.facts["case"]) == (2, "槐荫巷老面馆", ref)
    assert all(after.facts[name] == before[name] for name in ("经营场所地址", "经营项目", "营业面积", "holder"))


def test_what_was_handed_in_before_is_offered_and_handed_in_again(person: Somebody) -> None:
    first = everything()
    assert person("citizen").apply(ITEM, **first).status_code == 302
    citizen, address = person("citizen"), f"/services/{ITEM}/apply/"
    answers = {name: value for name, value in everything().items() if not name.startswith("paper_")}
    citizen.client.post(address, {**answers, "go": "leave"})
    page = citizen.client.get(f"{address}?step=3", follow=True)
    assert "以前交过的" in words(page) and "2026-11-02 交过" in words(page)
    kept = dict(re.findall(r'name="(paper_\w+)-id" value="([0-9a-f]{64})"', page.content.decode()))
    assert set(kept) == {"paper_layout", "paper_rules"}
    papers = {f"{name}-id": value for name, value in kept.items()}
    assert person("citizen").apply(ITEM, **answers, **papers).status_code == 302
    assert store.rows("select count(*) from cases_case where item = %s", (ITEM,))[0][0] == 2
    stolen = person("other").apply(ITEM, **answers, **papers)
    assert stolen.status_code == 422 and store.rows("select count(*) from cases_case where item = %s", (ITEM,))[0][0] == 2
