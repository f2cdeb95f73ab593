"""Who looked me up: every look of an official with its purpose, for whoever's data it was and nobody else; built again from the record."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import openpyxl
import pytest

from tests.journeys.small import Clock, Person, everything, hidden, ref_of, settle, words
from tests.journeys.test_rating import BAD, rate
from tests.journeys.test_walks import actor
from tests.journeys.test_wallet import code_of
from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.actors import READER
from yiwang.web import lookups

ITEM, HERE = "410105.food_business", "/my/lookups/"
Somebody = Callable[[str], Person]


def said(who: Person, query: str = "") -> str:
    settle()
    page = who.get(f"{HERE}{query}")
    assert page.status_code == 200
    return words(page).partition("先写明用途")[2].replace(" ", "")


@pytest.fixture
def ref(person: Somebody, town: Clock) -> str:
    assert person("citizen").apply(ITEM, **everything()).status_code == 302
    return ref_of("食品经营许可")


def reveal(who: Person, ref: str, purpose: str) -> int:
    page = who.get(f"/cases/{ref}/reveal/")
    assert page.status_code == 200, words(page)[:300]
    return who.client.post(f"/cases/{ref}/reveal/", {**hidden(page, "key"), "purpose": purpose}).status_code


def test_a_case_looked_into_from_above(person: Somebody, ref: str) -> None:
    citizen = person("citizen")
    assert "没有人查过您的信息" in said(citizen)
    assert reveal(person("magistrate"), ref, "核对11月3日的投诉") == 200
    text = said(citizen)
    assert "核对11月3日的投诉" in text and "金水区magistrate" in text
    assert f"办件{ref}的申请内容" in text and "官magistrate" not in text and "2026-11-0210:00" in text
    assert f'/my/{ref}/"' in citizen.get(HERE).content.decode()
    assert "没有人查过您的信息" in said(person("other")) and HERE in citizen.get("/my/").content.decode()
    assert reveal(person("magistrate"), ref, "看") == 422 and said(citizen).count("申请内容") == 1


def test_at_the_counter_and_by_a_code_that_was_shown(person: Somebody, ref: str, town: Clock) -> None:
    number = str(store.rows("select number from identity_person where name = '沈砚秋'")[0][0])
    market = person("market")
    market.client.post(f"/services/window/{ITEM}/", {"who": "person", "number": number, "purpose": "窗口收件：食品经营许可"})
    person("market").do(ref, "accept")
    person("market").do(ref, "propose", proposal="grant", opinion="符合条件")
    person("market_head").do(ref, "grant")
    settle(town.at + timedelta(minutes=1))
    held = str(store.rows("select key from registers_record where register = 'certificates'")[0][0])
    code = code_of(person("citizen"), held)
    assert person("window").client.post("/registers/present/", {"code": code, "purpose": "办理延续"}).status_code == 200
    text = said(person("citizen"))
    assert "登记的身份信息" in text and "窗口收件：食品经营许可" in text and "金水区市场监管局" in text
    assert held in text and "持证人出示：办理延续" in text
    assert "没有人查过" in said(person("other"))


def test_who_gave_a_bad_rating_was_looked_at(person: Somebody, ref: str) -> None:
    assert person("market").do(ref, "accept").status_code == 302
    assert rate(person("citizen"), f"/services/rating/{ref}/", **BAD).status_code == 302
    settle()
    bad = str(store.rows("select ref from cases_case where procedure = 'public.services.rating'")[0][0])
    answer = person("market_head").client.post(f"/services/ratings/{bad}/who/", {"purpose": "联系评价人核实", "key": "w" * 32})
    assert answer.status_code == 200
    assert f"办件{ref}的评价人是谁" in said(person("citizen")) and "联系评价人核实" in said(person("citizen"))


def test_what_the_platform_or_a_citizen_looks_at_is_not_looking_in(ref: str) -> None:
    case = int(store.rows("select id from cases_case where ref = %s", (ref,))[0][0])
    cases.reveal(actor=READER, case=case, purpose="平台自己读的", key="r" * 32, at=ledger.history(case)[0].at)
    settle()
    assert store.rows("select count(*) from web_looked") == [(0,)]


def test_pages_cost_the_same_however_long_and_are_built_anew(person: Somebody, ref: str, town: Clock) -> None:
    number = str(store.rows("select number from identity_person where name = '沈砚秋'")[0][0])
    for i in range(25):
        identity.look_up_applicant(actor=actor("market"), kind="person", number=number, purpose=f"核对第 {i} 次", at=town.at)
    citizen = person("citizen")
    first = said(citizen)
    assert first.count("核对第") == 20 and "核对第24次" in first and "核对第4次" not in first
    last = min(int(i) for (i,) in store.rows("select id from web_looked order by id desc limit 20"))
    assert said(citizen, f"?after={last}").count("核对第") == 5 and "没有人查过" in said(citizen, "?after=1")
    with store.counted() as many:
        citizen.get(HERE)
    store.execute("delete from web_looked where id < %s", (last,))
    with store.counted() as few:
        citizen.get(HERE)
    assert many == few
    lookups.empty()
    for entry in ledger.feed(after=0, limit=5000):
        if entry.kind in lookups.KINDS:
            lookups.keep(entry)
            lookups.keep(entry)  # twice is once
    assert said(citizen) == first


def test_taken_along_as_a_file_that_says_no_more_than_the_page(person: Somebody, ref: str, town: Clock) -> None:
    citizen = person("citizen")
    assert "?as=" not in citizen.get(HERE).content.decode(), "nothing to take along"
    assert reveal(person("magistrate"), ref, "=1+1 核对11月3日的投诉") == 200
    number = str(store.rows("select number from identity_person where name = '沈砚秋'")[0][0])
    for i in range(25):
        identity.look_up_applicant(actor=actor("market"), kind="person", number=number, purpose=f"核对第 {i} 次", at=town.at)
    settle()
    citizen = person("citizen")
    assert 'href="?as=xlsx"' in citizen.get(HERE).content.decode()
    book, text = citizen.get(f"{HERE}?as=xlsx"), citizen.get(f"{HERE}?as=csv&after=1")
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).worksheets[0]
    lines = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert lines[0] == ["什么时候", "单位", "岗位", "查了什么", "为什么查"] and len(lines) == 27, "all of it, whatever page one is on"
    assert lines[-1] == ["2026-11-02 10:00", "金水区", "magistrate", f"办件 {ref} 的申请内容", lines[-1][4]]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row) and "核对11月3日的投诉" in lines[-1][4]
    found = list(csv.reader(io.StringIO(text.content.decode("utf-8-sig"))))
    assert len(found) == 27 and found[-1][4] == "'=1+1 核对11月3日的投诉" and found[0] == lines[0]
    assert "官magistrate" not in str(lines) + str(found) and "官market" not in str(lines) + str(found)
    assert book.headers["Content-Disposition"] == 'attachment; filename="lookups-2026-11-02.xlsx"'
    nobody = list(csv.reader(io.StringIO(person("other").get(f"{HERE}?as=csv").content.decode("utf-8-sig"))))
    assert nobody == [found[0]], "one's own alone"
    assert person("market").get(f"{HERE}?as=csv").status_code in (302, 404), "and an official has none"
