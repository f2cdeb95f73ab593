"""A citizen's matter that complains of an official's conduct: the desk passes it on to the body that supervises, which has it from then on. Who wrote it
follows both; whom it is about learns of neither."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.http import HttpResponse

from tests.journeys.small import Clock, hidden, picture, settle, words
from tests.journeys.test_appeals import Somebody, ref_of, wrote
from tests.journeys.test_appeals_lives import no, ok, sent, state
from tests.journeys.test_appeals_ways import CALL, PAGE
from tests.journeys.test_telling import KEY
from yiwang.engines.cases.rooms import registry
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.systems.oversight.supervision.complaints import forms as theirs
from yiwang.systems.public.appeals import forms as ours

COMPLAINT, MARKET = "oversight.supervision.complaint", "金水区市场监督管理局"
RUDE = {"sort": "complaint", "secret": "no", "subject": "窗口三次不收材料", "body": "每次少说一样，第三次让我去找市里，把材料扔了出来。",
        "against": "金水区市场监管局"}
PART = ("三次不收", "扔了出来", "沈砚秋", "13903710011")


def conduct(ref: str = "") -> str:
    """The complaint of a matter."""
    found = store.rows("select c.ref from cases_case c join cases_case m on m.matter = c.matter where c.procedure = %s and m.ref like %s",
                       (COMPLAINT, ref or "%"))
    return str(found[0][0]) if found else ""


def passed(person: Somebody, ref: str, **more: str) -> HttpResponse:
    return person("calls").do(ref, "refer", **{"whose": MARKET, "about": "attitude", "note": "来电又说了一次。", **more})


def due(ref: str) -> list[tuple[Any, ...]]:
    return store.rows("select name, due_on from cases_term t join cases_case c on c.id = t.case_id where c.ref = %s and t.stopped_at is null", (ref,))


@pytest.mark.slow(reason="a citizen, the desk, the supervisor, and everybody who must not know")
def test_from_the_citizen_to_the_supervisor_and_back(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen"), **RUDE, photos=picture("窗口")))
    settle()
    page = person("calls").opened(ref, "refer")[1]
    assert 'value="金水区市场监管局"' in page.content.decode() and "被反映的单位不经手" in words(page)
    no(passed(person, ref, whose="市场监督管理"), MARKET, 422)
    no(passed(person, ref, whose="郑州市政务效能监察办公室"), "不由它核查。请按职责派给", 422)
    assert state(ref) == "received" and not conduct(), "nothing half done"
    desk = person("calls")
    address, page = desk.opened(ref, "refer")
    given = {**hidden(page, "key", "seen"), "whose": "金水区市场监管局", "about": "attitude", "note": "来电又说了一次。"}
    assert [desk.client.post(address, given).status_code for _ in "ab"] == [302, 302], "a double click"
    told = conduct(ref)
    assert store.rows("select count(*) from cases_case where procedure = %s", (COMPLAINT,)) == [(1,)]
    assert state(ref) == "referred" and due(ref) == [] and [(name, str(on)) for name, on in due(told)] == [("accept", "2026-11-09")]
    settle()
    assert store.rows("select state from appeals_matter where ref = %s", (ref,)) == [("referred",)]
    assert store.rows("select outcome from reports_case r join cases_case c on c.id = r.id where c.ref = %s", (ref,)) == [("ended",)], "not answered here"
    assert store.rows("select count(*) from cases_case where procedure like 'oversight.supervision.signal'") == [(0,)]
    assert [bool(sealed) for (sealed,) in store.rows("select sealed from cases_case where ref = %s", (told,))] == [True]
    _told_to_the_citizen(person, ref, told)
    _kept_from_all_others(person, ref, told)
    _looked_into(person, ref, told, town)


def _told_to_the_citizen(person: Somebody, ref: str, told: str) -> None:
    citizen = person("citizen")
    notices = words(citizen.get("/messages/"))
    assert "您的诉求转监察单位了" in notices and "监察单位收到了您的投诉" in notices and "最晚 11 月 9 日" in notices
    first, second = citizen.get(f"/my/{ref}/"), citizen.get(f"/my/{told}/")
    assert re.findall(r">(派单|签收|办理并答复|审核答复|回访)<", first.content.decode()) == [], "no step is ticked that nobody made"
    assert "已经转监察单位核查" in words(first) and f'href="/my/{told}/"' in first.content.decode()
    assert "监察单位正在看" in words(second) and f'href="/my/{ref}/"' in second.content.decode()
    assert "扔了出来" in words(citizen.get(f"/my/{told}/form/"))


def _kept_from_all_others(person: Somebody, ref: str, told: str) -> None:
    for stranger in ("market", "market_head", "magistrate", "streets_head", "other"):
        here = person(stranger)
        assert here.get(f"/cases/{told}/").status_code == 404 == here.get(f"/my/{told}/").status_code, stranger
        assert here.get(f"/cases/{ref}/").status_code == 404 or stranger == "magistrate"
    desk = person("calls")
    page = words(desk.get(f"/cases/{ref}/"))
    assert "投诉金水区市场监管局：待受理" in page and "市效能监察办" in page and desk.get(f"/cases/{told}/").status_code == 404
    opened = ledger.history(int(store.rows("select id from cases_case where ref = %s", (told,))[0][0]))[0]
    last = ledger.history(int(store.rows("select id from cases_case where ref = %s", (ref,))[0][0]), newest_first=True)[0]
    for entry in (opened, last):
        facts = json.dumps(dict(entry.facts), ensure_ascii=False)
        assert not [w for w in (*PART, "又说了一次", "市场监管") if w in facts], facts
    assert last.facts["referred_to"] == COMPLAINT and last.facts["ref"] == told


def _looked_into(person: Somebody, ref: str, told: str, town: Clock) -> None:
    watch = person("watch")
    page = watch.get(f"/cases/{told}/")
    said = words(page)
    assert not [w for w in ("窗口三次不收材料", "扔了出来", "优胜北路丰产路口", "13903710011", "来电又说了一次", "态度不好") if w not in said], said[:1500]
    assert f'href="/cases/{ref}/"' in page.content.decode() and watch.get(f"/cases/{ref}/").status_code == 200
    assert "窗口.png" in words(watch.get(f"/cases/{told}/papers/"))
    ok(watch.do(told, "accept"))
    ok(watch.do(told, "reply", found="true", finding="当天窗口没有一次告知。", reply="已经要求窗口一次告知，材料请您再交。"))
    settle(town.to("2026-11-02 15:00"))
    assert "已经要求窗口一次告知" in words(person("citizen").get(f"/my/{told}/")) and "您的投诉有答复了" in words(person("citizen").get("/messages/"))
    seen = words(person("calls").get(f"/cases/{ref}/"))
    assert "已答复，待评价" in seen and "一次告知" not in seen, "the desk knows how far it is, and no more"
    signal = str(store.rows("select ref from cases_case where procedure = 'oversight.supervision.signal'")[0][0])
    page = words(person("market_head").get(f"/cases/{signal}/"))
    assert "当天窗口没有一次告知" in page and not [w for w in PART if w in page]
    ok(person("citizen").do(told, "rate", level="good"))
    assert state(told) == "closed"


@pytest.mark.slow(reason="a unit returns what is about itself")
def test_who_had_it_and_gave_it_back_does_not_see_where_it_went(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen"), **{**RUDE, "against": ""}))
    ok(sent(person, ref))
    ok(person("lamps").do(ref, "give_back", not_ours="反映的是工作人员的态度，请交监察。"))
    ok(passed(person, ref, whose="郑州市城市管理局"))
    assert state(ref) == "referred" and "投诉市城管局" in words(person("calls").get(f"/cases/{ref}/"))
    lamps = person("lamps")
    page = words(lamps.get(f"/cases/{ref}/"))
    assert "待受理" not in page and conduct(ref) not in page and "投诉市城管局" not in page and "又说了一次" not in page
    assert lamps.get(f"/cases/{conduct(ref)}/").status_code == 404


def test_those_joined_to_it_go_on_by_themselves_and_know_nothing(person: Somebody, town: Clock) -> None:
    first, second = (ref_of(wrote(person(who), **RUDE)) for who in ("citizen", "other"))
    ok(person("calls").do(second, "merge", into=first))
    settle()
    ok(passed(person, first))
    for now in ("merged", "received"):
        assert (state(first), state(second)) == ("referred", now)
        other = person("other")
        page = other.get(f"/my/{second}/").content.decode()
        assert "投诉金水区" not in page and conduct(first) not in page, "nothing of what was passed on"
        assert other.get(f"/my/{conduct(first)}/").status_code == 404
        settle()


def test_what_is_kept_secret_is_passed_on_whole(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen"), **{**RUDE, "secret": "yes"}))
    ok(passed(person, ref))
    settle()
    assert "扔了出来" in words(person("watch").get(f"/cases/{conduct(ref)}/")) and conduct(ref) in person("citizen").get(f"/my/{ref}/").content.decode()
    id_ = int(store.rows("select id from cases_case where ref = %s", (conduct(ref),))[0][0])
    assert ledger.values(id_)[1]["party"] == "沈砚秋"


def test_a_caller_is_told_by_short_message(person: Somebody, town: Clock, settings: Any) -> None:
    settings.SMS_URL, settings.SMS_KEY, settings.SMS_SIGN = "http://127.0.0.1:9/", KEY, "郑州12345"
    calls = person("calls")
    ref = ref_of(calls.client.post(PAGE, {**hidden(calls.get(PAGE), "key", "seen"), **CALL, "phone": "13700000001"}))
    ok(passed(person, ref))
    settle()
    said = [text for (text,) in store.rows("select text from notify_outgoing where channel = 'sms' order by id")]
    assert "转监察单位核查" in said[-1] and ref in said[-1] and not [w for w in said if "贺女士" in w or "市场" in w]
    page = words(person("watch").get(f"/cases/{conduct(ref)}/"))
    assert "贺女士" in page and "13700000001" in page


def test_only_the_desk_and_only_before_a_unit_has_it(person: Somebody, town: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    ref = ref_of(wrote(person("citizen"), **{**RUDE, "against": ""}))
    assert person("judges").get(f"/cases/{ref}/do/refer/").status_code in (404, 409)
    ok(sent(person, ref))
    assert person("calls").opened(ref, "refer")[1].status_code == 409 == person("lamps").get(f"/cases/{ref}/do/refer/").status_code
    other = ref_of(wrote(person("citizen"), **RUDE))
    assert person("calls").opened(other, "refer")[1].status_code == 200
    monkeypatch.delitem(registry._accepts, COMPLAINT)
    no(person("calls").get(f"/cases/{other}/do/refer/"), "对方不接收这类移送")
    assert not conduct()


def test_both_sides_mean_the_same_by_what_goes_over() -> None:
    """Neither imports the other: what one asks and takes along the other has a question for."""
    asked = {f.code: f for f in theirs.PASSED_ON.fields}
    assert {name for _, name in ours.CARRIED} | {f.code for f in ours.CONDUCT.fields} <= set(asked)
    assert ours.CONDUCT.field("about").choices == asked["about"].choices
    assert {name for name, _ in ours.CARRIED} <= {f.code for f in (*ours.WRITE.fields, *ours.CALL.fields)}


