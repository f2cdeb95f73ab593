"""Questions whose answer takes more than one input, over HTTP and without a script: looked up, signed, chosen down a tree; nothing typed is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse

from tests.journeys.small import Clock, Person, hidden, words
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.kernel import codes

Somebody = Callable[[str], Person]
NAME, CODE, OTHER = "郑州槐荫巷餐饮有限公司", *(codes.make_credit_code("9", "1", "410105", f"MA4{n:05d}") for n in (1, 2))


@pytest.fixture
def firm(town: Clock) -> None:
    with store.atomic():
        identity.register_applicant(kind="firm", name=NAME, number=CODE)


def handed(person: Person, item: str, step: int, go: str = "next", **answers: Any) -> HttpResponse:
    return person.client.post(f"/services/{item}/apply/?step={step}", {"go": go, **answers})


def looked_up() -> list[str]:
    return [str(body) for (body,) in store.rows("select body from ledger_entry where act = %s order by id", ("identity.applicant_looked_up",))]


LABOUR = "410105.labour_dispatch"


def test_a_firm_is_looked_up_by_its_code_and_what_was_typed_stays(person: Somebody, firm: None) -> None:
    citizen, here = person("citizen"), f"/services/{LABOUR}/apply/?step=1"
    page = citizen.get(here).content.decode()
    assert 'name="go" value="look:firm"' in page and page.index('name="firm.code"') < page.index('name="firm.name"')
    answer = handed(citizen, LABOUR, 1, "look:firm", phone="13903710011", **{"firm.code": CODE.lower(), "firm.name": ""})
    assert answer.headers["Location"] == here
    page = citizen.get(here).content.decode()
    assert f'value="{NAME}"' in page and "已核对，和登记的一致" in page and 'value="13903710011"' in page
    assert looked_up() == []  # what anybody may know: nobody is written down for asking
    wrong = handed(citizen, LABOUR, 1, phone="13903710011", **{"firm.code": CODE, "firm.name": "郑州桐柏餐饮有限公司"})
    assert wrong.status_code == 422 and f"登记的名称是“{NAME}”" in words(wrong).replace(" ", "") and 'href="#f-firm.name"' in wrong.content.decode()
    assert handed(citizen, LABOUR, 1, phone="13903710011", **{"firm.code": CODE, "firm.name": ""}).status_code == 302


def test_an_unknown_code_goes_on_and_is_marked_until_somebody_has_checked(person: Somebody, firm: None) -> None:
    citizen = person("citizen")
    handed(citizen, LABOUR, 1, "look:firm", **{"firm.code": OTHER, "firm.name": ""})
    assert "未核验" in words(citizen.get(f"/services/{LABOUR}/apply/?step=1"))
    assert handed(citizen, LABOUR, 1, phone="13903710011", **{"firm.code": OTHER, "firm.name": "郑州某某公司"}).status_code == 302
    draft = store.rows("select answers from forms_draft")[0][0]
    assert json.loads(draft)["firm.name"] == "郑州某某公司"


def test_what_a_script_asks_is_the_same_and_an_official_is_on_record(person: Somebody, firm: None) -> None:
    citizen, window = person("citizen"), person("window")
    found = [one.client.post("/firms/", {"code": f" {CODE} ", "purpose": "劳务派遣经营许可申请"}).json() for one in (citizen, window)]
    assert found[0] == found[1] == {"name": NAME, "said": "已核对，和登记的一致。"}
    (entry,) = looked_up()
    assert "劳务派遣经营许可申请" in entry and CODE not in entry
    unknown = citizen.client.post("/firms/", {"code": OTHER})
    assert unknown.status_code == 200 and "未核验" in unknown.json()["said"] and "name" not in unknown.json()
    assert citizen.client.post("/firms/", {"code": CODE[:-1]}).status_code == 422 == citizen.client.post("/firms/").status_code
    assert citizen.get("/firms/").status_code == 404 and Person("nobody").client.post("/firms/", {"code": CODE}).status_code == 302


def test_the_clerk_at_the_counter_looks_it_up_for_a_purpose(person: Somebody, firm: None) -> None:
    window, item = person("market"), "410105.special_equipment"
    page = window.get(f"/services/window/{item}/")
    answer = window.client.post(f"/services/window/{item}/", {**hidden(page, "csrfmiddlewaretoken"), "who": "person", "number": citizen_number(),
                                                             "purpose": "窗口收件"})
    here = answer.headers["Location"]
    before = len(looked_up())
    assert window.client.post(f"{here}?step=1", {"go": "look:firm", "firm.code": CODE, "firm.name": ""}).status_code == 302
    assert NAME in window.get(f"{here}?step=1").content.decode()
    assert len(looked_up()) == before + 1 and "填写：" in looked_up()[-1]


def citizen_number() -> str:
    return str(store.rows("select number from identity_person where name = '沈砚秋'")[0][0])

