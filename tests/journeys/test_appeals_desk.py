"""The dispatcher's desk over HTTP: what is suggested, sent by one click, what says the same joined to it."""

from __future__ import annotations

import re

from django.http import HttpResponse

from tests.journeys.small import Clock, Person, hidden, settle, words
from tests.journeys.test_appeals import Somebody, ref_of, wrote
from yiwang.engines.store import api as store

SMOKE = {"sort": "complaint", "secret": "no", "subject": "优胜北路夜市油烟呛人", "place.1": "410105",
         "body": "优胜北路丰产路口每天晚上摆夜市，七八家烧烤，没有油烟净化器，窗户不敢开，希望挪到停车场。"}
ALSO = {**SMOKE, "subject": "丰产路口夜市烧烤油烟大",
        "body": "丰产路口优胜北路夜市，七八家烧烤摆到半夜，没有油烟净化器，楼上窗户不敢开。", "phone": "13903710012"}


def desk(person: Somebody, ref: str) -> tuple[Person, HttpResponse]:
    calls = person("calls")
    page = calls.get(f"/appeals/desk/{ref}/")
    assert page.status_code == 200, words(page)[:300]
    return calls, page


def send(calls: Person, page: HttpResponse, ref: str, **answers: object) -> HttpResponse:
    given = {**hidden(page, "key", "seen"), "topic.find": "城乡建设", "to_unit": "410100-CG", "urgency": "normal", **answers}
    return calls.client.post(f"/appeals/desk/{ref}/", given)


def answered(person: Somebody, ref: str, told: str) -> None:
    """By the unit that has it, and passed by the desk."""
    assert person("lamps").do(ref, "sign").status_code == 302
    assert person("lamps").do(ref, "respond", finding="true", outcome="solved", reply="装好了净化器。").status_code == 302
    assert person("calls").do(ref, "close", reply=told).status_code == 302
    settle()


def state(ref: str) -> str:
    return str(store.rows("select state from cases_case where ref = %s", (ref,))[0][0])


def test_nothing_waits(person: Somebody, town: Clock) -> None:
    assert "都派完了" in words(person("calls").get("/appeals/desk/"))


def test_sent_from_the_desk_with_what_says_the_same(person: Somebody, town: Clock) -> None:
    first, second = ref_of(wrote(person("citizen"), **SMOKE)), ref_of(wrote(person("other"), **ALSO))
    settle()
    calls, page = desk(person, first)
    text = words(page)
    assert "优胜北路" in text and second in text and "相似" in text and "每天晚上" in page.content.decode().partition('class="found--time">')[2][:40]
    assert 'checked' not in re.findall(r'<input class="choice-box"[^>]*name="(?:merge|to_unit)"[^>]*>', page.content.decode())[0], "nothing is known yet"
    done = send(calls, page, first, merge=[second])
    assert done.status_code == 302 and (state(first), state(second)) == ("sent", "merged")
    assert send(calls, page, first, merge=[second]).status_code == 302, "a second click is the first one"
    settle()
    assert store.rows("select ref, topic, lead from appeals_matter order by id") == [(first, "城乡建设", ""), (second, "", first)]
    assert store.rows("select count(*) from reports_handed") == [(1,)]


def test_joined_to_what_a_unit_has_already(person: Somebody, town: Clock) -> None:
    first = ref_of(wrote(person("citizen"), **SMOKE))
    calls, page = desk(person, first)
    assert send(calls, page, first).status_code == 302
    second = ref_of(wrote(person("other"), **ALSO))
    settle()
    calls, page = desk(person, second)
    missing = calls.client.post(f"/appeals/desk/{second}/", {**hidden(page, "key", "seen"), "do": "join"})
    assert missing.status_code == 409 and "请先" in words(missing)
    assert calls.client.post(f"/appeals/desk/{second}/", {**hidden(page, "key", "seen"), "do": "join", "merge": [first]}).status_code == 302
    assert state(second) == "merged" and state(first) == "sent"
    assert person("lamps").get(f"/cases/{second}/").status_code == 404, "who the other caller is, the unit is not told"


def test_what_was_answered_is_suggested(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen"), **SMOKE))
    calls, page = desk(person, ref)
    assert send(calls, page, ref).status_code == 302
    answered(person, ref, "装好了净化器。")
    ref = ref_of(wrote(person("other"), **{**ALSO, "subject": "小区门口夜市", "body": "小区门口新来了夜市。"}))
    settle()
    calls, page = desk(person, ref)
    again = calls.client.post(f"/appeals/desk/{ref}/", {**hidden(page, "key", "seen"), "topic.find": "城乡建设", "urgency": "normal"})
    assert again.status_code == 422 and "请选择交给哪个单位" in words(again).replace(" ", "")
    shown = again.content.decode()
    assert "同类 1 件，答复 1 件" in words(again) and re.search(r'value="410100-CG" checked', shown) is None, "what was sent back is not filled in anew"
    duties = words(calls.get("/appeals/duties/?q=城乡"))
    assert ("城乡建设" in duties and "城管局" in duties) or "城市管理局" in duties


def test_a_return_that_is_agreed_to_teaches_the_desk(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen"), **SMOKE))
    calls, page = desk(person, ref)
    assert send(calls, page, ref, to_unit="410100-SCJG").status_code == 302
    assert person("market_city").do(ref, "give_back", not_ours="路灯归城管局。").status_code == 302
    assert person("calls").do(ref, "send_on", to_unit="410100-CG", ruling="归城管局。").status_code == 302
    settle()
    found = store.rows("select u.code, s.ruled, s.ended from reports_handed s join identity_unit u on u.id = s.unit order by s.n")
    assert found == [("410100-SCJG", 0, "returned"), ("410100-CG", 1, "")]


def test_an_answer_is_made_public_without_anybody_in_it(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen"), **{**SMOKE, "body": f"我叫沈砚秋，电话 13903710011。{SMOKE['body']}"}))
    calls, page = desk(person, ref)
    assert send(calls, page, ref).status_code == 302 and calls.get(f"/appeals/publish/{ref}/").status_code == 200
    answered(person, ref, "沈女士，您好：装好了净化器。")
    assert f"/appeals/publish/{ref}/" in calls.get(f"/cases/{ref}/").content.decode()
    page = calls.get(f"/appeals/publish/{ref}/")
    assert "净化器" in page.content.decode() and "沈砚秋" not in page.content.decode() and "13903710011" not in page.content.decode()
    text = {"title": "夜市油烟", "question": "优胜北路夜市油烟大，能不能管？", "answer": "已经装好净化器。"}
    faulty = calls.client.post(f"/appeals/publish/{ref}/", {**hidden(page, "key"), **text, "answer": "已告知沈砚秋，电话 13903710011。"})
    assert faulty.status_code == 422 and "电话“13903710011”" in words(faulty)
    assert calls.client.post(f"/appeals/publish/{ref}/", {**hidden(page, "key"), **text}).status_code == 302
    settle()
    shown = person("other").client.get("/appeals/answers/")
    assert "夜市油烟" in words(shown) and "夜市油烟" in words(person("other").client.get("/appeals/answers/?q=净化器"))
    assert "已经装好净化器。" in words(person("other").client.get(f"/appeals/answers/{ref}/"))
    assert "夜市油烟" in words(person("other").get("/search/?q=夜市油烟"))
    assert person("lamps").get(f"/appeals/publish/{ref}/").status_code == 404


def test_what_a_unit_has_is_not_joined_to_what_is_only_sent(person: Somebody, town: Clock) -> None:
    first = ref_of(wrote(person("citizen"), **SMOKE))
    calls, page = desk(person, first)
    assert send(calls, page, first).status_code == 302
    second = ref_of(wrote(person("other"), **ALSO))
    settle()
    calls, page = desk(person, second)
    refused = send(calls, page, second, merge=[first])
    assert refused.status_code == 409 and first in words(refused) and "并入勾选的" in words(refused)
    assert (state(first), state(second)) == ("sent", "received"), "nothing is half done"


def test_the_desk_is_for_matters_of_its_own(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen"), **SMOKE))
    store.execute("update cases_case set procedure = 'public.corrections.correction', state = 'reported' where ref = %s", (ref,))
    calls = person("calls")
    for address in (f"/appeals/desk/{ref}/", f"/appeals/publish/{ref}/"):
        assert calls.get(address).status_code == 404, address
        assert calls.client.post(address, {"key": "k", "seen": "0.0", "to_unit": "410100-CG"}).status_code == 404, address
    store.execute("update cases_case set procedure = 'public.appeals.matter', state = 'received' where ref = %s", (ref,))


def test_a_page_that_is_no_number_is_the_first(person: Somebody, town: Clock) -> None:
    for page in ("²", "٣", "9" * 5000, "-1", "x"):
        assert person("calls").client.get("/appeals/duties/", {"page": page}).status_code == 200, page[:5]
