"""综合窗口: a counter of the district takes in for its other departments; the case is theirs at once, the counter finds it again and sees no more."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse

from tests.journeys import small
from tests.journeys.small import Clock, Person, everything, hidden, settle, words
from tests.journeys.test_counter import HERE, PURPOSE, SEEN, drafted, last_of, number_of, seated, sent, step
from tests.journeys.test_library import cell, confirmed, edited, exported
from tests.journeys.test_library import sent as looked_at
from tests.journeys.test_steps import APPLY, PLACE, WHO, count, handed, tight
from yiwang.city.demo import people
from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.kernel.errors import Refused
from yiwang.systems.public.services.rooms import library

Somebody = Callable[[str], Person]
FOOD, CLINIC = "410105.food_business", "410105.clinic_practice"


@pytest.fixture
def manned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the town is founded: a counter in the district's fire brigade, which has nothing to do with food; one in the city's bureau."""
    monkeypatch.setitem(small.LOGINS, "common", ("410105-XF", (people.COMMON,)))
    monkeypatch.setitem(small.LOGINS, "both", ("410105-XF", (people.COMMON, people.WINDOW)))
    monkeypatch.setitem(small.LOGINS, "city_common", ("410100-SP", (people.COMMON,)))


@pytest.fixture
def editor(person: Somebody) -> Person:
    return person("market_head")


@pytest.fixture
def town(manned: None, town: Clock) -> Clock:
    return town


def taken_in(clerk: Person, key: str = FOOD) -> HttpResponse:
    """One item typed at the counter for the citizen, every paper seen; the page that follows."""
    place = seated(clerk, number_of("citizen"), key=key)
    page = clerk.get(place)
    assert page.status_code == 200, words(page)[:600]
    papers = dict.fromkeys(re.findall(r'name="(got_[^"]+)"', page.content.decode()), "seen")
    answer = clerk.client.post(place, {**everything(), **SEEN_PAPERS, **papers, **hidden(page, "key")})
    assert answer.status_code == 302, words(answer)[:900]
    return answer


SEEN_PAPERS = {f"got_paper_{p}": "seen" for p in ("layout", "premises", "identity", "menu", "health", "rules", "staff", "equipment", "drainage_plan")}


def test_it_takes_in_for_another_department_and_finds_it_again(person: Somebody, town: Clock) -> None:
    clerk = person("common")
    listed = words(clerk.get(f"{HERE}?q=食品经营"))
    assert "食品经营许可" in listed and "市场监督管理局" in listed.replace("市场监管局", "市场监督管理局")
    answer = taken_in(clerk)
    ref = answer.headers["Location"].split("/")[-2]
    assert answer.headers["Location"] == f"{HERE}taken/{ref}/"
    settle()
    page = clerk.get(answer.headers["Location"])
    text = words(page)
    assert "已经收件" in text and "金水区市场监督管理局" in text and "查询码" in text and f"/cases/{ref}/" not in page.content.decode()
    link = re.search(rf'href="({HERE}taken/{ref}/papers/[0-9a-f]{{64}}/)"', page.content.decode())
    assert link is not None and clerk.get(link.group(1)).getvalue().startswith(b"%PDF")
    listing = clerk.get(f"{HERE}taken/")
    assert ref in words(listing) and "金水区市场监管局" in words(listing) and "沈砚秋" not in words(listing)
    assert ref in words(clerk.get(f"{HERE}taken/?q={ref[-6:]}")) and ref not in words(clerk.get(f"{HERE}taken/?q=没有的"))
    assert person("market").do(ref, "accept").status_code == 302  # it went to the department at once
    assert "审查" in tight(clerk.get(f"{HERE}taken/"))
    mine = words(person("citizen").get(f"/my/{ref}/"))
    assert "收件回执" in mine and "窗口收件" in mine


def test_it_sees_nothing_of_the_case(person: Somebody, town: Clock) -> None:
    clerk = person("common")
    ref = taken_in(clerk).headers["Location"].split("/")[-2]
    settle()
    person("market").do(ref, "accept")
    settle()
    (later,) = store.rows("select sha256 from cases_document d join cases_case c on c.id = d.case_id where c.ref = %s and kind = 'acceptance'", (ref,))[0]
    for address in (f"/cases/{ref}/", f"/cases/{ref}/papers/", f"/cases/{ref}/documents/", f"/cases/{ref}/do/accept/", f"{HERE}taken/{ref}/papers/{later}/"):
        assert clerk.get(address).status_code == 404, address
    assert ref not in words(clerk.get("/cases/")) and ref not in words(clerk.get("/desk/"))
    for who in ("window", "city_common", "elsewhere", "market"):
        asked = person(who).get(f"{HERE}taken/{ref}/").status_code
        assert asked == (200 if who == "market" else 404), who  # the department's own window sees the case itself


def test_a_double_click_at_a_common_window_files_it_once(person: Somebody, town: Clock) -> None:
    clerk = person("common")
    place = seated(clerk, number_of("citizen"))
    last = last_of(clerk, place)
    assert len({sent(clerk, place, last).headers["Location"] for _ in range(3)}) == 1 and count("cases_case") == 3


@pytest.mark.parametrize(("who", "key", "status"), [
    ("common", CLINIC, 409), ("city_common", FOOD, 404), ("window", CLINIC, 404), ("common", "410102.food_business", 404)])
def test_what_it_does_not_take_in_is_refused_with_the_way_to_go(person: Somebody, town: Clock, who: str, key: str, status: int) -> None:
    clerk = person(who)
    for address in (f"{HERE}{key}/", f"{HERE}{key}/register/"):
        answer = clerk.get(address)
        assert answer.status_code == status, address
        assert status == 404 or "综合窗口不收。请告诉申请人到金水区卫生健康委员会的窗口" in tight(answer)
    assert clerk.client.post(f"{HERE}{key}/", {"who": "person", "number": number_of("citizen"), **PURPOSE}).status_code == status
    assert "identity.applicant_looked_up" not in str(store.rows("select act from ledger_entry"))


def test_where_to_go_stands_in_the_list(person: Somebody, town: Clock) -> None:
    page = person("common").get(f"{HERE}?q=医疗机构执业")
    assert "综合窗口不收，请到金水区卫健委的窗口" in words(page) and f"{HERE}{CLINIC}/" not in page.content.decode()
    assert "医疗机构执业" not in tight(person("window").get(HERE))  # a department's window is offered what is its own


def test_a_workbook_carries_it_and_a_secret_item_is_left_to_its_department(editor: Person) -> None:
    book = exported(editor)
    assert cell(book, "事项", "综合窗口收件").value == "是"
    cell(book, "事项", "综合窗口收件").value = "否"
    cell(book, "事项", "涉密", "special_equipment").value = "是"
    cell(book, "事项", "网办深度", "special_equipment").value, cell(book, "事项", "到现场次数", "special_equipment").value = "窗口办理", 1
    page = looked_at(editor, book)
    said = tight(page)
    assert "综合窗口收件是否" in said and "涉密事项只在本部门收件，综合窗口收件请选“否”" in said
    assert confirmed(editor, page).status_code == 302
    assert not library.item(FOOD).common_window and library.item("410105.special_equipment").version == 1


def test_an_item_that_stops_letting_it_is_not_filed(person: Somebody, editor: Person) -> None:
    clerk = person("common")
    place = seated(clerk, number_of("citizen"), key=FOOD)
    assert clerk.get(place).status_code == 200
    assert "金水区的综合窗口也收" in words(person("citizen").get(f"/services/{FOOD}/"))
    answer = edited(editor, 1, common_window="no")
    assert answer.status_code == 302, tight(answer)[:600]
    assert not library.item(FOOD).common_window and clerk.get(place).status_code == 409
    assert "综合窗口" not in words(person("citizen").get(f"/services/{FOOD}/"))


def test_the_phone_is_told_that_the_counter_is_at_work(person: Somebody, town: Clock) -> None:
    citizen, clerk = person("citizen"), person("common")
    handed(citizen, 1, **WHO)
    handed(citizen, 2, "leave", **PLACE)
    assert "窗口正在" not in words(citizen.get(APPLY))
    clerk.client.post(f"{HERE}draft/", {"code": drafted("citizen")})
    assert "窗口正在" not in words(citizen.get(APPLY))  # to look how far it is, is not to take it up
    place = clerk.client.post(f"{HERE}draft/open/", {"who": "person", "number": number_of("citizen"), **PURPOSE}).headers["Location"]
    for number in (1, 2, 3):
        told = tight(citizen.get(f"{APPLY}?step={number}"))
        assert "窗口正在接着填这份草稿" in told and "金水区消防救援大队的窗口10:00还在填" in told
    assert "窗口正在" not in words(clerk.get(place))
    town.to("2026-11-02 10:20")
    assert step(clerk, place, 2, **PLACE).status_code == 302
    town.to("2026-11-02 10:45")
    assert "10:20还在填" in tight(citizen.get(APPLY))
    town.to("2026-11-02 10:51")
    assert "窗口正在" not in words(citizen.get(APPLY))
    assert step(clerk.sign_in(), place, 3, **SEEN).status_code == 302
    answer = sent(clerk, place, clerk.get(f"{place}?step=4"))
    assert answer.headers["Location"].startswith(f"{HERE}taken/") and count("cases_case") == 3 and count("forms_draft") == 0


def test_a_draft_it_does_not_take_up_says_where_to_go(person: Somebody, town: Clock) -> None:
    citizen, clerk = person("citizen"), person("common")
    citizen.client.post(f"/services/{CLINIC}/apply/?step=1", {"go": "leave", "phone": "13903710011"})
    assert clerk.client.post(f"{HERE}draft/", {"code": drafted("citizen")}).status_code == 302
    page = clerk.get(f"{HERE}draft/open/")
    assert "这份草稿不在这里接着办" in tight(page) and "金水区卫生健康委员会的窗口" in tight(page) and 'name="number"' not in page.content.decode()
    assert clerk.client.post(f"{HERE}draft/open/", {"who": "person", "number": number_of("citizen"), **PURPOSE}).status_code == 200
    assert store.rows("select held_by from forms_draft") == [(0,)]


def test_somebody_nobody_knew_is_registered_there_too_and_by_nobody_else(person: Somebody, town: Clock) -> None:
    from yiwang.city.demo import names

    clerk, new = person("common"), names.numbered(1956, 4, 2, 8)
    place = f"{HERE}{FOOD}/register/"
    clerk.client.post(f"{HERE}{FOOD}/", {"who": "person", "number": new, **PURPOSE})
    form: dict[str, Any] = {"who": "person", "number": new, "name": "谭桂香", "phone": "", "seen": "yes", **hidden(clerk.get(place), "key")}
    assert clerk.client.post(place, form).headers["Location"].startswith(f"{HERE}at/")
    assert person("signatory").client.post(place, form).status_code == 404
    chief, data = identity.holder(unit="410105-SP", title="signatory", on=town.now().date()), Clean("services.register_applicant", 1, form, frozenset())
    with pytest.raises(Refused, match="不能登记申请人"):
        cases.run(actor=chief, command="public.services.register_applicant", subject="counter:1", data=data, key="k", at=town.now())
    assert store.rows("select count(*) from identity_person where number = %s", (new,)) == [(1,)]


def test_the_role_can_be_given_to_any_post() -> None:
    assert cases.roles()[people.COMMON] == "综合窗口"


def test_a_post_with_both_windows_has_one_way_in(person: Somebody, town: Clock) -> None:
    clerk = person("both")
    page, *others = (one.get(HERE).content.decode() for one in (clerk, person("window"), person("common")))
    assert {page.count("窗口收件</a>")} == {other.count("窗口收件</a>") for other in others} and "窗口收件</a>" in page
    assert f"{HERE}{FOOD}/" in page and f"{HERE}410105.fire_check/" in page
