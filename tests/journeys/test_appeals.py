"""A citizen's matter over HTTP: written without knowing who is responsible, sent, returned and ruled on, answered, looked over, told."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpResponse

from tests.journeys.small import Clock, Person, hidden, picture, settle, words
from yiwang.engines.store import api as store

Somebody = Callable[[str], Person]
HERE = "/appeals/write/"
LAMP = {"sort": "help", "subject": "优胜北路路灯不亮", "body": "从上周三起，路口往东三盏灯不亮，晚上看不见路。", "place.1": "410105",
        "spot": "优胜北路丰产路口", "phone": "13903710011"}


def wrote(citizen: Person, **more: Any) -> HttpResponse:
    page = citizen.get(HERE)
    assert page.status_code == 200, words(page)[:300]
    return citizen.client.post(HERE, {**hidden(page, "key", "seen"), **LAMP, **more})


def ref_of(answer: HttpResponse) -> str:
    assert answer.status_code == 302, words(answer)[:600]
    return answer.headers["Location"].split("/")[-2]


def test_from_the_first_word_to_the_answer(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen"), photos=picture("路口")))
    settle()
    assert ref in words(person("calls").get("/desk/")) and person("lamps").get(f"/cases/{ref}/").status_code == 404
    page = words(person("calls").opened(ref, "dispatch")[1])
    assert "市城管局" in page or "郑州市城市管理局" in page
    assert person("calls").do(ref, "dispatch", to_unit="410100-CG", **{"topic.1": "城乡建设"}, urgency="normal", wanted="晚上去看").status_code == 302
    assert ref in words(person("lamps").get("/desk/")) and "晚上去看" in words(person("lamps").get(f"/cases/{ref}/"))
    assert "优胜北路丰产路口" in words(person("lamps").get(f"/cases/{ref}/"))
    settle()
    assert ref in words(person("lamps").get("/desk/search/?q=路灯")) and ref not in words(person("market_city").get("/desk/search/?q=路灯"))
    assert person("lamps").get(f"/cases/{ref}/do/dispatch/").status_code == 409, "a unit sends nothing on"
    assert person("lamps").do(ref, "sign").status_code == 302
    town.at += timedelta(days=1)
    said = {"finding": "true", "outcome": "solved", "reply": "三盏灯已经换好。"}
    assert person("lamps").do(ref, "respond", **said).status_code == 302
    mine = words(person("citizen").get(f"/my/{ref}/"))
    assert "三盏灯已经换好。" not in mine, "what was not looked over has not been said"
    page = person("calls").opened(ref, "close")[1]
    assert "三盏灯已经换好。" in page.content.decode()
    assert person("calls").do(ref, "close", reply="三盏灯已经换好，今晚就亮。").status_code == 302
    settle(town.at + timedelta(minutes=1))
    assert "三盏灯已经换好，今晚就亮。" in words(person("citizen").get(f"/my/{ref}/"))
    assert "您的诉求有了答复" in words(person("citizen").get("/messages/"))
    assert person("citizen").do(ref, "rate", level="best", fixed="yes").status_code == 302
    settle(town.at + timedelta(minutes=2))
    assert store.rows("select count(*) from services_rated") == [(0,)], "what an answer was given is no rating of an approval"
    assert store.rows("select count(*) from cases_task where closed_at is null") == [(0,)]


def test_returned_and_ruled_on(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen")))
    assert person("calls").do(ref, "dispatch", to_unit="410100-SCJG", **{"topic.1": "城乡建设"}, urgency="urgent").status_code == 302
    assert person("market_city").do(ref, "give_back", not_ours="路灯归城管局。").status_code == 302
    settle()
    assert "诉求被退回" in words(person("calls").get("/desk/notices/")) and "路灯归城管局。" in words(person("calls").get(f"/cases/{ref}/"))
    wrong = person("calls").do(ref, "send_on", to_unit="410100-SCJG", ruling="归城管局。")
    assert wrong.status_code == 409 and "这是退回它的单位" in words(wrong) and "归城管局。" in wrong.content.decode()
    assert person("calls").do(ref, "send_on", to_unit="410100-CG", ruling="归城管局。").status_code == 302
    assert person("market_city").get(f"/cases/{ref}/do/sign/").status_code == 409
    assert person("market_city").get(f"/cases/{ref}/").status_code == 200, "who had it reads on"
    assert person("lamps").do(ref, "sign").status_code == 302
    assert person("elsewhere").get(f"/cases/{ref}/").status_code == 404
    assert "路口往东三盏灯" not in words(person("market_city").get(f"/cases/{ref}/")), "what it is about is for who has it"


def test_a_title_names_nobody(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen"), subject="我叫沈砚秋，电话 13903710011，路灯不亮"))
    (title,) = store.rows("select title from cases_case where ref = %s", (ref,))[0]
    assert title.startswith("求助：") and "路灯不亮" in title and "沈砚秋" not in title and "13903710011" not in title


def test_a_second_click_sends_it_once(person: Somebody, town: Clock) -> None:
    citizen = person("citizen")
    page = citizen.get(HERE)
    once = {**hidden(page, "key", "seen"), **LAMP}
    ref = ref_of(citizen.client.post(HERE, once))
    assert ref_of(citizen.client.post(HERE, once)) == ref and store.rows("select count(*) from cases_case") == [(1,)]
    calls = person("calls")
    address, page = calls.opened(ref, "dispatch")
    sent = {**hidden(page, "key", "seen"), "to_unit": "410100-CG", "topic.1": "城乡建设", "urgency": "normal"}
    assert [calls.client.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert store.rows("select count(*) from ledger_entry where kind = 'moved'") == [(1,)]


def test_what_is_missing_is_said_at_the_field(person: Somebody, town: Clock) -> None:
    answer = wrote(person("citizen"), subject="", body="", sort="")
    text = words(answer).replace(" ", "")
    assert answer.status_code == 422 and all(f"请{verb}" in text for verb in ("选择诉求类型", "填写一句话说明", "填写详细情况"))
    assert wrote(person("citizen"), body="长" * 3001).status_code == 422
    assert store.rows("select count(*) from cases_case") == [(0,)]
    ref = ref_of(wrote(person("citizen")))
    missing = person("calls").do(ref, "dispatch", urgency="normal")
    assert missing.status_code == 422 and re.search("请选择交给哪个单位", words(missing).replace(" ", ""))
