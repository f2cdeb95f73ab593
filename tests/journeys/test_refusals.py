"""What must not work, over HTTP, beside what does: nothing is lost, doubled or half done, and every answer is in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.journeys.small import SHOP, WORD, Clock, Person, everything, hidden, ref_of, words
from tests.journeys.test_walks import actor, clean
from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.systems.public.services.rooms import library

Somebody = Callable[[str], Person]


@pytest.fixture
def lodged(person: Somebody) -> str:
    assert person("citizen").apply("410105.food_business", **everything()).status_code == 302
    return ref_of("食品经营许可")


def count(table: str = "ledger_entry e join cases_case c on c.id = e.chain") -> int:
    return int(store.rows(f"select count(*) from {table}")[0][0])


@pytest.mark.parametrize("who", ["window", "elsewhere", "streets", "other"])
@pytest.mark.parametrize("address", ["/cases/{}/", "/cases/{}/do/accept/", "/cases/{}/answer/", "/cases/{}/urge/", "/cases/{}/papers/", "/my/{}/",
                                     "/my/{}/do/withdraw/"])
def test_another_units_or_persons_case_does_not_exist(person: Somebody, lodged: str, who: str, address: str) -> None:
    somebody, before = person(who), count()
    assert somebody.get(address.format(lodged)).status_code == 404
    assert somebody.client.post(address.format(lodged), {"key": "k", "seen": "0.0"}).status_code in (404, 405)
    assert count() == before


def test_the_wrong_role_reads_and_moves_nothing(person: Somebody, lodged: str) -> None:
    for who in ("market_head", "magistrate", "mayor"):
        somebody = person(who)
        assert somebody.get(f"/cases/{lodged}/").status_code == 200
        assert somebody.opened(lodged, "accept")[1].status_code in (404, 409)
        answer = somebody.client.post(f"/cases/{lodged}/do/accept/", {"key": f"k-{who}", "seen": "0.0"})
        assert answer.status_code in (404, 409)
    assert count("cases_term where name = 'decide'") == 0


def test_who_is_not_signed_in_is_asked_to_and_comes_back(lodged: str) -> None:
    answer = Client().get(f"/cases/{lodged}/")
    assert answer.status_code == 302 and answer.headers["Location"] == f"/login/?next=/cases/{lodged}/"


def test_a_double_click_makes_one_matter(person: Somebody, town: Clock) -> None:
    citizen = person("citizen")
    page = citizen.get("/services/410105.restaurant/apply/")
    key = hidden(page, "key")
    places = [citizen.client.post("/services/410105.restaurant/apply/", {**key, **everything()}).headers.get("Location") for _ in range(3)]
    assert len(set(places)) == 1 and places[0]
    assert store.rows("select count(distinct matter) from cases_case") == [(1,)]


def test_a_double_click_makes_one_move(person: Somebody, lodged: str) -> None:
    office = person("market")
    address, page = office.opened(lodged, "accept")
    sent = hidden(page, "key", "seen")
    assert [office.client.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert count("cases_term where name = 'decide'") == 1


def test_a_stale_page_keeps_what_was_typed(person: Somebody, lodged: str) -> None:
    office = person("market")
    address, page = office.opened(lodged, "ask_for_papers")
    sent = hidden(page, "key", "seen")
    assert office.do(lodged, "accept").status_code == 302
    answer = office.client.post(address, {**sent, "missing": "平面图没有标明操作间"})
    text = answer.content.decode()
    assert answer.status_code == 409 and "刚才填的内容还在" in text and "平面图没有标明操作间" in text
    assert count("cases_document where kind = 'missing'") == 0


def test_a_form_from_elsewhere_is_not_taken(person: Somebody, lodged: str, town: Clock) -> None:
    strict = Person("market", enforce_csrf_checks=True)
    assert strict.client.post("/login/", {"username": "market", "password": WORD}).status_code == 403
    page = strict.get("/login/")
    token = hidden(page, "csrfmiddlewaretoken")
    assert strict.client.post("/login/", {"username": "market", "password": WORD, **token}).status_code == 302
    before = count()
    address, page = strict.opened(lodged, "accept")
    sent = hidden(page, "key", "seen")
    assert strict.client.post(address, sent).status_code == 403 and count() == before
    assert strict.client.post(address, {**sent, **hidden(page, "csrfmiddlewaretoken")}).status_code == 302


@pytest.mark.parametrize("sent", [{}, {"key": "k"}, {"seen": "0.0"}, {"key": "", "seen": "0.0"}, {"key": "k" * 500, "seen": "0.0"}, {"key": "k", "seen": "x"},
                                  {"key": "k", "seen": "99999999999999999999.0"}, {"key": "k", "seen": ""}, {"key": "k\x00", "seen": "0.0"}])
def test_a_form_with_broken_hidden_fields_gets_words_and_changes_nothing(person: Somebody, lodged: str, sent: dict[str, str]) -> None:
    before = count()
    answers = [person("market").client.post(f"/cases/{lodged}/do/accept/", sent), person("citizen").client.post(f"/my/{lodged}/do/withdraw/", sent)]
    assert all(a.status_code in (400, 409) for a in answers), [words(a)[-300:] for a in answers]
    assert count() == before


@pytest.mark.parametrize("key", ["", "k" * 500, "a\x00b"])
def test_an_application_with_a_broken_key_is_refused_or_taken_once(person: Somebody, town: Clock, key: str) -> None:
    citizen = person("citizen")
    answer = citizen.client.post("/services/410105.food_business/apply/", {"key": key, **everything()})
    assert answer.status_code in (302, 400, 409, 422), answer.status_code
    assert count("cases_case") == (1 if answer.status_code == 302 else 0)


def test_a_key_of_somebody_else_gives_nothing_away(person: Somebody, town: Clock) -> None:
    citizen = person("citizen")
    key = hidden(citizen.get("/services/410105.food_business/apply/"), "key")
    assert citizen.client.post("/services/410105.food_business/apply/", {**key, **everything()}).status_code == 302
    answer = person("other").client.post("/services/410105.food_business/apply/", {**key, **everything()})
    assert answer.status_code == 409 and count("cases_case") == 1


def test_a_moved_official_loses_the_rights_the_same_day(person: Somebody, lodged: str) -> None:
    office = person("market")
    address, page = office.opened(lodged, "accept")
    sent = hidden(page, "key", "seen")
    store.execute("update identity_tenure set until = '2026-11-01' where id in (select t.id from identity_tenure t join identity_account a "
                  "on a.person_id = t.person_id where a.username = 'market')")
    store.execute("update identity_epoch set n = n + 1 where id = 1")
    assert office.client.post(address, sent).status_code in (302, 404) and count("cases_term where name = 'decide'") == 0


def test_a_wrong_check_digit_and_a_letter_for_a_number_are_said_at_the_field(person: Somebody, town: Clock) -> None:
    citizen = person("citizen")
    where = "/services/410105.food_business/apply/"
    for step, name, typed in ((1, "phone", "1380013800"), (2, "area", "八十")):
        answer = citizen.client.post(f"{where}?step={step}", {"go": "next", **SHOP, name: typed})
        assert answer.status_code == 422 and typed in answer.content.decode() and "有1处" in words(answer).replace(" ", "")
    answer = citizen.apply("410105.food_business", **{**everything(), "area": "八十", "phone": "1380013800"})
    assert answer.status_code == 422 and "1380013800" in answer.content.decode()
    assert count("cases_case") == 0


def test_a_date_beyond_the_calendar_is_refused_in_words(person: Somebody, town: Clock) -> None:
    town.to("2030-12-30 10:00")
    answer = person("citizen").apply("410105.food_business", **everything())
    assert answer.status_code in (409, 422) and "2030年12月31日" in words(answer).replace(" ", "") and "槐荫巷烩面馆" in answer.content.decode()
    assert count("cases_case") == 0


def test_a_renewal_that_names_no_certificate_is_refused_in_words(person: Somebody, town: Clock) -> None:
    """What came by another way than our form: nobody signs what belongs to no certificate."""
    who, item = actor("citizen"), library.item("410105.food_business.renewal")
    data, unit = clean(expires_on="2027-11-01"), identity.unit_by_code(item.unit).id
    begin = cases.Begin("public.services.renewal", unit, "延续", item.for_case, identity.party(who), data)
    ref = cases.begin(actor=who, begin=begin, key="b" * 32, at=town.at).ref
    assert person("market").do(ref, "accept").status_code == 302
    assert person("market").do(ref, "propose", proposal="grant", opinion="符合条件").status_code == 302
    answer = person("market_head").do(ref, "grant")
    assert answer.status_code == 409 and "没有写明是哪个证件" in words(answer)
    assert store.rows("select state from cases_case where ref = %s", (ref,)) == [("proposed",)]
