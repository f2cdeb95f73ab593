"""Other ways in: taken down at the desk from a telephone, written to a mailbox."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys.small import Clock, hidden, settle, words
from tests.journeys.test_appeals import LAMP, Somebody, ref_of
from yiwang.engines.store import api as store
from yiwang.engines.trust import api as trust

CALL = {"channel": "hotline", "caller": "贺女士", "phone": "13903710011", "sort": "help", "subject": "小区停水", "body": "昨天早上开始停水，没人管。"}
PAGE = "/appeals/call/"


def test_a_call_is_taken_down_with_what_the_telephone_said_before(person: Somebody, town: Clock) -> None:
    calls = person("calls")
    first = calls.client.post(PAGE, {**hidden(calls.get(PAGE), "key", "seen"), **CALL})
    assert first.status_code == 302, words(first)[:400]
    ref = ref_of(first)
    settle()
    page = words(calls.get(f"/appeals/desk/{ref}/"))
    assert trust.query_code(ref) in page and "贺女士" in page and "13903710011" in page
    looked = calls.client.post(PAGE, {**hidden(calls.get(PAGE), "key", "seen"), "phone": "13903710011", "body": "又停了", "go": "look"})
    assert looked.status_code == 200 and ref in words(looked) and "又停了" in looked.content.decode()
    assert store.rows("select count(*) from cases_case") == [(1,)], "looking takes nothing down"
    found = store.rows("select channel, party, caller <> '' from appeals_matter")
    assert [tuple(map(int, r[1:])) for r in found] == [(0, 1)] and found[0][0] == "hotline"
    assert person("lamps").get(PAGE).status_code == 404


def test_what_the_media_say_names_its_source(person: Somebody, town: Clock) -> None:
    calls = person("calls")
    missing = calls.client.post(PAGE, {**hidden(calls.get(PAGE), "key", "seen"), **CALL, "channel": "media"})
    assert missing.status_code == 422 and "哪家媒体" in words(missing)
    done = calls.client.post(PAGE, {**hidden(calls.get(PAGE), "key", "seen"), **CALL, "channel": "media", "outlet": "郑州晚报", "headline": "停水两天"})
    assert done.status_code == 302


def test_a_mailbox_is_a_front_of_the_same_desk(person: Somebody, town: Clock) -> None:
    citizen = person("citizen")
    boxes = citizen.get("/appeals/mailboxes/").content.decode()
    assert "市长信箱" in boxes and "/appeals/write/?to=410105" in boxes
    page = citizen.get("/appeals/write/?to=410105")
    assert "写给" in words(page)
    ref = ref_of(citizen.client.post("/appeals/write/?to=410105", {**hidden(page, "key", "seen"), **LAMP}))
    settle()
    assert store.rows("select channel from appeals_matter where ref = %s", (ref,)) == [("mailbox",)]
    assert ref in words(person("calls").get("/desk/"))
    assert "写给" not in words(citizen.get("/appeals/write/?to=nobody")), "there is no such mailbox"


def test_what_is_late_is_told_one_step_up_and_to_the_supervisor(person: Somebody, town: Clock) -> None:
    calls = person("calls")
    ref = ref_of(calls.client.post(PAGE, {**hidden(calls.get(PAGE), "key", "seen"), **CALL}))
    assert calls.do(ref, "dispatch", to_unit="410100-CG", urgency="normal", **{"topic.1": "城乡建设"}).status_code == 302
    settle()
    assert "诉求超期" not in words(person("lamps_head").get("/desk/notices/"))
    town.at += timedelta(days=3)
    settle(town.at)
    told = words(person("lamps_head").get("/desk/notices/"))
    assert "诉求超期" in told and ref in told and "签收" in told
    calls = person("calls")
    page = calls.get(f"/cases/{ref}/refer/oversight.supervision.signal/")
    assert page.status_code == 200, words(page)[:300]
    sent = calls.client.post(f"/cases/{ref}/refer/oversight.supervision.signal/", {**hidden(page, "key", "seen"), "finding": "三天没有签收，也没有退回。"})
    assert sent.status_code == 302
    assert store.rows("select count(*) from cases_case where procedure = 'oversight.supervision.signal' and about = %s", (f"case:{ref}",))[0][0] >= 2
    assert person("lamps").get(f"/cases/{ref}/refer/oversight.supervision.signal/").status_code in (404, 409), "the unit refers nothing about itself"
