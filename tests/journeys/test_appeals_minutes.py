"""What is dangerous is due by the clock: signed for in 30 minutes, handled in two hours, by night as by day; every page says the hour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.test import Client

from tests.journeys.small import Clock, Person, settle, words
from tests.journeys.test_appeals import ref_of, wrote
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.kernel import clock

Somebody = Callable[[str], Person]
SENT = {"to_unit": "410100-CG", "topic.1": "城乡建设", "urgency": "danger"}
DONE = {"finding": "true", "outcome": "solved", "reply": "信号灯已经修好。"}


def dispatched(person: Somebody, town: Clock, at: str) -> str:
    """A dangerous matter, sent to the unit of the lamps at an instant."""
    town.to(at)
    ref = ref_of(wrote(person("citizen"), subject="丰产路口信号灯全灭"))
    assert person("calls").do(ref, "dispatch", **SENT).status_code == 302
    settle()
    return ref


def page(person: Somebody, who: str, address: str) -> str:
    return words(person(who).get(address))


def asked(name: str, address: str) -> Any:
    """What the API tells a program of somebody of the small city."""
    at = settings.CLOCK.now()
    account, on = identity.account_of(name), clock.day(at)
    actor = identity.actor(account=account, tenure=next(c.tenure for c in identity.capacities(account=account, on=on) if c.tenure), on=on)
    assert actor is not None
    token = identity.make_token(actor=actor, name="程序", scope="read", until=on, key=uuid4().hex, at=at)
    return Client().get(f"/api/v1{address}", headers={"Authorization": f"Bearer {token}"}).json()


def test_it_is_red_a_minute_after_two_hours_and_supervision_sees_it(person: Somebody, town: Clock) -> None:
    ref = dispatched(person, town, "2026-11-20 10:05")
    desk = page(person, "lamps", "/desk/")
    assert "还剩 30 分钟" in desk and "今天 10:35 前" in desk and "今天到期 1" in desk
    assert "请在 11 月 20 日 10:35 前签收" in page(person, "lamps", "/desk/notices/")
    town.to("2026-11-20 10:20")
    assert person("lamps").do(ref, "sign").status_code == 302
    assert "不能延长" in page(person, "lamps_head", f"/cases/{ref}/do/extend/")
    office, mine = page(person, "lamps", f"/cases/{ref}/"), page(person, "citizen", f"/my/{ref}/")
    for said in ("还剩 1 小时 45 分", "答复：今天 12:05 前", "11 月 20 日 10:05 派单", "2 小时", "日夜连续计算", "期满 12:05"):
        assert said in office, said
    assert "最晚今天 12:05 办完这一步" in mine and "还剩 1 小时 45 分" in mine and "最晚时间是怎么算出来的" in mine and "期满 12:05" in mine
    for who, address in (("calls", "/cases/?state=open"), ("lamps", "/desk/"), ("citizen", "/my/")):
        assert "还剩 1 小时 45 分" in page(person, who, address) and "今天 12:05 前" in page(person, who, address), address
    assert "2026-11-20 12:05" in person("calls").get("/cases/?state=open&as=csv").content.decode()
    settle(town.to("2026-11-20 12:04"))
    assert "还剩 1 分钟" in page(person, "lamps", "/desk/") and levels() == ["yellow"], "nine tenths of it were gone at 11:53"
    settle(town.to("2026-11-20 12:06"))
    assert levels() == ["yellow", "red"]
    assert "超 1 分钟" in page(person, "lamps", f"/cases/{ref}/") and "超 1 分钟" in page(person, "lamps", "/desk/")
    late = page(person, "citizen", f"/my/{ref}/")
    assert "超过 1 分钟" in late and "已经超过期限" in late
    assert "应在 11 月 20 日 12:05 前办完" in page(person, "lamps_head", "/desk/notices/")
    signals = page(person, "watch", "/supervision/signals/")
    assert "红：市城管局“答复”已超期" in signals and "黄：市城管局“答复”时限将到" in signals
    assert person("lamps").do(ref, "respond", **DONE).status_code == 302
    settle(town.to("2026-11-20 12:07"))
    assert store.rows("select done, late from supervision_count where term = 'answer'") == [(1, 1)]
    assert store.rows("select done, late from supervision_count where term = 'sign'") == [(1, 0)]
    ((promised, used, is_late),) = store.rows('select promised, used, late from reports_step where term = %s', ("answer",))
    assert (promised, used, is_late) == (0, 0, 1), "of days it was promised none, and took none"


def levels() -> list[str]:
    """The lights of the answer as the signals about it have them."""
    sql = "select title from cases_case where procedure like 'oversight.supervision.%%' and title like %s order by id"
    return [{"黄": "yellow", "红": "red"}[title[0]] for (title,) in store.rows(sql, ("%答复%",))]


def test_a_minute_before_it_is_in_time_by_night_too(person: Somebody, town: Clock) -> None:
    ref = dispatched(person, town, "2026-11-20 23:40")
    assert "明天 00:10 前" in page(person, "lamps", "/desk/") and "今天到期 1" in page(person, "lamps", "/desk/"), "it presses, though it is due tomorrow"
    assert "明天 00:10 前" in page(person, "lamps", "/desk/?when=today")
    town.to("2026-11-21 00:09")
    assert person("lamps").do(ref, "sign").status_code == 302
    town.to("2026-11-21 01:39")
    assert person("lamps").do(ref, "respond", **DONE).status_code == 302
    settle(town.to("2026-11-21 09:00"))
    assert store.rows("select sum(done), sum(late) from supervision_count where term in ('sign', 'answer')") == [(2, 0)]
    assert "红" not in page(person, "watch", "/supervision/signals/").partition("监察信号")[2]


def test_a_program_is_told_the_instants(person: Somebody, town: Clock) -> None:
    ref = dispatched(person, town, "2026-11-20 10:05")
    town.to("2026-11-20 10:25")
    assert [(r["due_at"], r["kind"], r["left"], r["due_on"]) for r in asked("lamps", "/desk")["rows"]] == [
        ("2026-11-20T10:35:00+08:00", "minutes", 10, "2026-11-20")]
    (answer,) = [c for c in asked("lamps", f"/cases/{ref}")["clocks"] if c["clock"]["name"] == "answer"]
    assert (answer["clock"]["started_at"], answer["clock"]["due_at"], answer["clock"]["days"]) == (
        "2026-11-20T10:05:00+08:00", "2026-11-20T12:05:00+08:00", 120)
    assert answer["because"][0].startswith("起算 11 月 20 日 10:05 派单") and answer["because"][-1] == "期满 12:05"
