"""What is granted is published: every grant once, persons masked, state as it is today, as a file too; no secret, and nothing that is no permit."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.journeys.small import Clock, Person, everything, ref_of, settle, words
from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.registers import api as registers
from yiwang.engines.store import api as store
from yiwang.kernel.actors import READER
from yiwang.systems.public.services.rooms import granted

ITEM, HERE = "410105.food_business", "/services/grants/"
Somebody = Callable[[str], Person]


def said(query: str = "") -> str:
    page = Client().get(f"{HERE}{query}")
    assert page.status_code == 200
    return words(page).replace(" ", "")


@pytest.fixture
def number(person: Somebody, town: Clock) -> str:
    assert person("citizen").apply(ITEM, **everything()).status_code == 302
    ref = ref_of("食品经营许可")
    person("market").do(ref, "accept")
    person("market").do(ref, "propose", proposal="grant", opinion="符合条件")
    person("market_head").do(ref, "grant")
    settle(town.at + timedelta(minutes=1))
    return str(store.rows("select key from registers_record where register = 'certificates'")[0][0])


def publish(number: str, town: Clock, *, item: str = ITEM, firm: int = 0, holder: str = "沈砚秋", until: date | None = None) -> None:
    """A certificate of the time, without its case."""
    registers.publish(register="certificates", key=number, title="许可证", facts={"holder": holder, "item": item}, actor=READER,
                      unit=identity.unit_by_code("410105-SCJG").id, valid_from=town.at.date(), valid_to=until, at=town.at,
                      owner=cases.seer_of("firm", firm) if firm else cases.seer_of("person", 1))
    settle(town.at + timedelta(minutes=1))


def test_a_grant_is_there_for_everybody_and_the_person_is_masked(number: str, town: Clock) -> None:
    assert f'{HERE}"' in Client().get("/").content.decode(), "the footer leads there"
    text = said()
    assert number in text and "食品经营许可" in text and "沈**" in text and "金水区市场监督管理局" in text and "2031-11-01" in text and "有效" in text
    assert "沈砚秋" not in text and "槐荫巷" not in text
    assert "沈砚秋" not in said("?q=沈砚秋") and number not in said("?q=沈砚秋"), "nobody finds a person by the name"
    assert number in said("?q=食品") and number not in said("?q=排水")


def test_what_narrows_it(number: str, town: Clock) -> None:
    market, other = identity.unit_by_code("410105-SCJG").id, identity.unit_by_code("410105-CG").id
    for query, found in (("?area=410105", True), ("?area=410102", False), (f"?area=410105&unit={market}", True), (f"?area=410105&unit={other}", False),
                         (f"?area=410105&item={ITEM}", True), ("?area=410105&item=410105.drainage", False), ("?month=2026-11", True), ("?month=2026-10", False),
                         ("?month=2026-13", True), ("?unit=x&area=x", False)):
        assert (number in said(query)) is found, query


def test_its_state_is_that_of_the_certificate_today(number: str, town: Clock) -> None:
    registers.set_state(register="certificates", key=number, state=registers.State.REVOKED, reason="查实", actor=READER, at=town.at)
    settle(town.at + timedelta(minutes=2))
    assert "已撤销" in said()
    publish("金市监许证〔2026〕90号", town, until=date(2026, 11, 3))
    assert "已到期" not in said()
    town.to("2026-11-04 09:00")
    assert "已到期" in said()


def test_a_firm_by_its_name_and_not_what_is_no_permit(person: Somebody, town: Clock) -> None:
    publish("金市监许证〔2026〕91号", town, firm=3, holder="金水绿城餐饮有限公司")
    publish("金市监备证〔2026〕92号", town, item="410105.prepacked_record")
    publish("金市监许证〔2026〕93号", town, item="410105.no_such_item")
    text = said()
    assert "金水绿城餐饮有限公司" in text and "91号" in text and "91号" in said("?q=绿城")
    assert "92号" not in text and "93号" not in text


def test_a_secret_item_is_nowhere(number: str, town: Clock) -> None:
    held = registers.get(register="items", key=ITEM)
    facts = {**held.facts, "item": {**held.facts["item"], "secret": True}}
    registers.publish(register="items", key=ITEM, title=held.title, facts=facts, actor=READER, unit=held.published_by, valid_from=town.at.date(), at=town.at)
    publish("金市监许证〔2026〕94号", town)
    assert "94号" not in said() and ITEM not in Client().get(f"{HERE}?area=410105").content.decode()


def test_renewed_is_a_grant_of_its_own_with_the_last_day_of_now(number: str, town: Clock) -> None:
    publish(number, town, item=f"{ITEM}.renewal", until=date(2036, 11, 1))
    text = said()
    assert text.count(number) == 2 and "准予延续" in text and "2031-11-01" not in text and text.count("2036-11-01") == 2


def test_taken_along_and_built_anew(number: str, town: Clock) -> None:
    book = Client().get(f"{HERE}?as=xlsx&area=410105")
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(book.content)).active]
    assert rows[2][0] == number and rows[2][3] == "沈**" and "grants-410105.xlsx" in book.headers["Content-Disposition"]
    text = Client().get(f"{HERE}?as=csv").content.decode("utf-8-sig")
    assert number in text and "沈砚秋" not in text
    before = said()
    granted.empty()
    for entry in ledger.feed(after=0, limit=5000):
        if entry.kind in granted.KINDS:
            granted.keep(entry)
    assert said() == before


def test_pages_follow_each_other_and_nothing_is_there_twice(town: Clock) -> None:
    for i in range(25):
        publish(f"金市监许证〔2026〕{100 + i}号", town)
    first = Client().get(HERE).content.decode()
    assert "共 25 条" in first and first.count("食品经营许可") == 20
    after = granted.page(granted.Wanted(), limit=20)[1]
    rest = Client().get(f"{HERE}?after={after}").content.decode()
    assert rest.count("食品经营许可") == 5
    assert Client().get(f"{HERE}?after=2026-99~x").status_code == 200


def test_after_an_erasure_no_name_is_left(number: str, town: Clock) -> None:
    publish("金市监许证〔2026〕95号", town, until=date(2026, 11, 3))
    with store.atomic():
        registers.set_state(register="certificates", key="金市监许证〔2026〕95号", state=registers.State.CANCELLED, reason="终止", actor=READER, at=town.at)
        registers.erase(register="certificates", key="金市监许证〔2026〕95号", reason="本人要求", actor=READER, request_key="e" * 32, at=town.at)
    settle(town.at + timedelta(minutes=3))
    assert store.rows("select holder from services_granted where number like '%95号'") == [("",)] and "已注销" in said()
