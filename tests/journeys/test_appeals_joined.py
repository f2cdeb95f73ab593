"""Matters that are joined: no report comes that way to whom it is against, no caller learns who the first one is, no desk joins half of what it ticked. And
who is told of what the desk decides about a unit's answer."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.journeys.small import Clock, hidden, picture, settle, words
from tests.journeys.test_appeals import Somebody, ref_of, wrote
from tests.journeys.test_appeals_desk import ALSO, SMOKE, desk, send
from tests.journeys.test_appeals_lives import answered, mine, no, ok, sent, state
from yiwang.engines.store import api as store
from yiwang.engines.trust import api as trust

AGAINST = {"sort": "complaint", "secret": "no", "against": "郑州市城市管理局", "phone": "13800138001"}
REPORT = {"sort": "report", "secret": "no", "body": "官lamps收了钱不修灯。", "phone": "13800138001"}


@pytest.mark.slow(reason="a unit and the desk, a matter joined three times")
@pytest.mark.parametrize("theirs", [AGAINST, REPORT], ids=["a complaint about the unit", "a report of somebody there"])
def test_what_is_against_a_unit_does_not_come_to_it_joined(person: Somebody, town: Clock, theirs: dict[str, str]) -> None:
    lead, other = ref_of(wrote(person("citizen"))), ref_of(wrote(person("other"), **theirs))
    ok(sent(person, lead))
    no(person("calls").do(other, "merge", into=lead), "不能并过去")
    ok(person("lamps").do(lead, "give_back", not_ours="归审批局。"))
    ok(person("calls").do(other, "merge", into=lead))
    no(person("calls").do(lead, "overrule", to_unit="410100-CG", ruling="职责清单第三条。"), f"并进来的 {other} 反映的就是市城管局")
    ok(person("calls").do(lead, "send_on", to_unit="410100-SCJG", ruling="归市场监管局。"))
    ok(person("market_city").do(lead, "sign"))
    no(person("market_city").do(lead, "consult", question="请协查", to_help=["410100-CG"]), f"并进来的 {other} 反映的就是市城管局")


def test_nor_when_it_was_joined_before_it_was_sent(person: Somebody, town: Clock) -> None:
    lead, other = ref_of(wrote(person("citizen"))), ref_of(wrote(person("other"), **AGAINST))
    ok(person("calls").do(other, "merge", into=lead))
    no(sent(person, lead), f"并进来的 {other} 反映的就是市城管局")
    ok(person("other").do(other, "withdraw"))
    ok(sent(person, lead))


@pytest.mark.slow(reason="two citizens, a unit and the desk")
@pytest.mark.parametrize("late", [False, True], ids=["with the lead", "in the very moment"])
def test_those_who_joined_are_not_told_who_the_first_is(person: Somebody, town: Clock, late: bool) -> None:
    one, two = ref_of(wrote(person("citizen"))), ref_of(wrote(person("other"), phone="13800138001"))
    ok(person("calls").do(two, "merge", into=one))
    if not late:
        settle()
    ok(sent(person, one))
    answered(person, one, "lamps", "沈砚秋女士，打过您的 13903710011：三盏都换好了。")
    settle()
    assert "沈砚秋女士，打过您的 13903710011：三盏都换好了。" in mine(person, one)
    page = person("other").get(f"/my/{two}/").content.decode()
    assert state(two) == "told" and "三盏都换好了。" in page and "沈砚秋" not in page and "13903710011" not in page


def test_a_draft_for_the_public_is_without_the_name_they_signed_in_with(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen"), body="路口往东三盏灯不亮。沈砚秋 2026 年 11 月"))
    ok(person("calls").do(ref, "reply", finding="true", outcome="solved", reply="换好了。此复沈砚秋"))
    page = person("calls").get(f"/appeals/publish/{ref}/").content.decode().partition("<textarea")[2]
    assert "三盏灯不亮" in page and "沈＊＊" in page and "沈砚秋" not in page
    calls = person("calls")
    text = {**hidden(calls.get(f"/appeals/publish/{ref}/"), "key"), "title": "路灯不亮", "question": "三盏灯不亮。沈砚秋", "answer": "换好了。"}
    refused = calls.client.post(f"/appeals/publish/{ref}/", text)
    assert refused.status_code == 422 and "这里有诉求人的信息“沈砚秋”" in words(refused).replace(" ", ""), words(refused)[150:500]
    ok(calls.client.post(f"/appeals/publish/{ref}/", {**text, "question": "三盏灯不亮。"}))


@pytest.mark.parametrize("later", [True, False], ids=["the older is sent", "the newer is sent"])
def test_sent_with_all_that_is_ticked_or_not_at_all(person: Somebody, town: Clock, later: bool) -> None:
    """Another desk was quicker with one of them, and no reader has been there since."""
    refs = [ref_of(wrote(person("citizen"), **SMOKE)), *(ref_of(wrote(person("other"), **{**ALSO, "phone": f"1380013800{i}"})) for i in "12")]
    main, gone, third = refs if later else refs[::-1]
    settle()
    calls, page = desk(person, main)
    ok(sent(person, gone, "410100-SCJG"))
    refused = send(calls, page, main, merge=[third, gone])
    assert refused.status_code == 409 and [state(ref) for ref in (main, gone, third)] == ["received", "sent", "received"]
    assert send(calls, page, main, merge=[third]).status_code == 302
    assert [state(ref) for ref in (main, third)] == ["sent", "merged"]


def test_what_was_given_up_is_not_put_beside_it(person: Somebody, town: Clock) -> None:
    first = ref_of(wrote(person("citizen"), **SMOKE))
    ok(person("citizen").do(first, "withdraw"))
    second = ref_of(wrote(person("other"), **ALSO))
    settle()
    assert first not in words(desk(person, second)[1])


def test_what_was_answered_and_closed_says_so(person: Somebody, town: Clock) -> None:
    first, second = ref_of(wrote(person("citizen"))), ref_of(wrote(person("other"), phone="13800138001"))
    ok(person("calls").do(first, "reply", finding="true", outcome="solved", reply="换好了。"))
    ok(person("citizen").do(first, "rate", level="best", fixed="yes"))
    no(person("calls").do(second, "merge", into=first), "那一件已经答复过")


@pytest.mark.slow(reason="a unit, one below it, the desk and a second person there")
def test_a_unit_is_told_what_was_decided_about_its_answer(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen")))
    ok(sent(person, ref))
    ok(person("lamps").do(ref, "sign"))
    ok(person("lamps").do(ref, "respond", finding="true", outcome="solved", reply="好了。"))
    ok(person("calls").do(ref, "rework", redo="写明哪天换的。"))
    settle()
    assert "写明哪天换的。" in words(person("lamps").get("/desk/notices/"))
    ok(person("lamps").do(ref, "respond", finding="true", outcome="solved", reply="五日换好。"))
    ok(person("calls").do(ref, "close", reply="五日换好。"))
    ok(person("citizen").do(ref, "again", level="worst", fixed="no", words="必须装十盏"))
    ok(person("lamps").do(ref, "ask_exclusion", grounds="规划只有三盏。", evidence=picture("规划")))
    ok(person("judges").do(ref, "keep", ruling="解释没有送到本人。"))
    settle()
    assert "解释没有送到本人。" in words(person("lamps_head").get("/desk/notices/"))


def test_who_it_is_passed_down_to_is_told(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen")))
    ok(sent(person, ref))
    settle()
    ok(person("lamps").do(ref, "pass_down", to_unit="410105-CG"))
    settle()
    assert "有诉求要签收" in words(person("streets").get("/desk/notices/"))


def test_a_telephone_is_the_same_however_it_is_written(person: Somebody, town: Clock) -> None:
    for phone in ("0371-67181234", "037167181234", "0371 67181234"):
        ref_of(wrote(person("citizen"), phone=phone))
    settle()
    assert store.rows("select count(distinct caller), count(*) from appeals_matter where caller <> ''") == [(1, 3)]


def test_who_has_an_account_is_told_by_the_code_where_to_rate(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen")))
    for does in (lambda: None, lambda: ok(person("calls").do(ref, "reply", finding="true", outcome="solved", reply="换好了。"))):
        does()
        page = words(Client().post("/progress/", {"ref": ref, "code": trust.query_code(ref)})).replace(" ", "")
        assert ("在“我的办件”里办" in page, "现在不用您做什么" in page) == ((True, False) if "换好了。" in page else (False, True))
    assert "换好了。" in page


def test_a_report_is_not_offered_for_the_public(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen"), sort="report", secret="no", against="福来面馆"))
    ok(person("calls").do(ref, "reply", finding="true", outcome="solved", reply="查处了。"))
    assert f"/appeals/publish/{ref}/" not in person("calls").get(f"/cases/{ref}/").content.decode()
    refused = person("calls").client.post(f"/appeals/publish/{ref}/", {"key": "k", "title": "面馆", "question": "查不查？", "answer": "查处了。"})
    assert refused.status_code in (409, 422) and "举报和要求保密的，不公开。" in words(refused)


def test_joined_to_what_was_joined_it_goes_to_the_same_lead(person: Somebody, town: Clock) -> None:
    one, two, three = ref_of(wrote(person("citizen"), **SMOKE)), *(ref_of(wrote(person("other"), **{**ALSO, "phone": f"1380013800{i}"})) for i in "12")
    ok(person("calls").do(two, "merge", into=one))
    ok(sent(person, one))
    settle()
    calls, page = desk(person, three)
    assert two in words(page)
    ok(calls.client.post(f"/appeals/desk/{three}/", {**hidden(page, "key", "seen"), "do": "join", "merge": [two]}))
    settle()
    assert store.rows("select ref, lead from appeals_matter order by id") == [(one, ""), (two, one), (three, one)]
