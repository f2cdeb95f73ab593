"""A hall is booked by the slot, each place once; numbers are taken, called and done; who does not come loses the place, and after three times the right."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpResponse

from tests.journeys import small
from tests.journeys.small import Clock, Person, hidden
from yiwang.city import loops
from yiwang.engines.registers import api as registers
from yiwang.engines.store import api as store
from yiwang.systems.public.booking.rooms import places, visits

HALL, DESK = "/booking/jinshui_hall/", "/booking/desk/jinshui_hall/"
TUESDAY = "2026-11-03"  # the town's clock stands on Monday, 2 November
Somebody = Callable[[str], Person]


def words(page: HttpResponse) -> str:
    return small.words(page).replace(" ", "")


def book(who: Person, on: str = TUESDAY, slot: str = "09:00", **more: Any) -> HttpResponse:
    page = who.get(f"{HALL}?on={on}")
    assert page.status_code == 200
    return who.client.post(f"{HALL}?on={on}", {**hidden(page, "key"), "on": on, "slot": slot, "purpose": "食品经营许可", "go": "book", **more})


def code_of(who: Person) -> str:
    found = re.search(r"\d{6}", words(who.get("/booking/mine/")).partition("09:00")[2])
    assert found
    return found[0]


def test_booked_seen_and_given_back(person: Somebody) -> None:
    citizen = person("citizen")
    assert "还剩2位" in words(citizen.get(f"{HALL}?on={TUESDAY}"))
    assert book(citizen).status_code == 302
    assert "预约码" in words(citizen.get("/booking/mine/"))
    assert "还剩1位" in words(person("other").get(f"{HALL}?on={TUESDAY}"))
    (id_,) = store.rows("select id from booking_visit")[0]
    assert person("other").get(f"/booking/mine/{id_}/").status_code == 404
    page = citizen.get(f"/booking/mine/{id_}/")
    assert citizen.client.post(f"/booking/mine/{id_}/", hidden(page, "key")).status_code == 302
    assert "已取消" in words(citizen.get("/booking/mine/")) and "还剩1位" not in words(person("other").get(f"{HALL}?on={TUESDAY}")).partition("09:30")[0]


def test_twice_is_once_and_one_a_day(person: Somebody) -> None:
    citizen = person("citizen")
    page = citizen.get(f"{HALL}?on={TUESDAY}")
    sent = {**hidden(page, "key"), "on": TUESDAY, "slot": "09:00", "go": "book"}
    assert [citizen.client.post(f"{HALL}?on={TUESDAY}", sent).status_code for _ in range(2)] == [302, 302]
    assert store.rows("select count(*) from booking_visit")[0][0] == 1
    again = book(citizen, slot="10:00")
    assert again.status_code == 409 and "已经约过" in words(again)


def test_full_past_and_closed_slots_are_refused_in_words(person: Somebody, town: Clock) -> None:
    assert book(person("citizen")).status_code == 302
    assert book(person("other")).status_code == 302
    firm_page = person("citizen").get(f"{HALL}?on={TUESDAY}")
    assert "09:00" not in words(firm_page).partition("办什么")[0].partition("时段")[2]
    assert "11月7日" not in words(person("citizen").get(HALL))  # a Saturday
    assert date(2026, 11, 7) not in places.days(places.place("jinshui_hall"), date(2026, 11, 2))
    stale = book(person("citizen"), on="2026-11-04", slot="03:00")
    assert stale.status_code == 422
    town.to("2026-11-03 09:01")
    assert "09:00（" not in words(person("citizen").get(f"{HALL}?on={TUESDAY}"))


def test_a_make_up_day_is_open_and_a_holiday_is_not(person: Somebody, town: Clock) -> None:
    open_days = places.days(places.place("jinshui_hall"), date(2026, 2, 12))
    assert date(2026, 2, 14) in open_days and date(2026, 2, 16) not in open_days  # Spring Festival 2026: the 14th works


def test_the_hall_calls_in_order_and_shows_no_names(person: Somebody, town: Clock) -> None:
    assert book(person("citizen")).status_code == 302
    code = code_of(person("citizen"))
    town.to("2026-11-03 08:55")
    window = person("window")

    def do(what: str, **more: str) -> HttpResponse:
        page = window.get(f"{DESK}?window=3")
        keep = hidden(page, "key")
        if 'name="visit"' in page.content.decode():
            keep |= hidden(page, "visit")
        return window.client.post(f"{DESK}?window=3", {**keep, "window": "3", "do": what, **more})

    assert do("come", purpose="咨询").status_code == 302  # walks in first, number 1
    assert do("come", code="000000").status_code == 409
    assert do("come", code=code).status_code == 302  # number 2, but booked
    assert do("call").status_code == 302
    board = person("other").get(f"{HALL}board/")
    assert "2号" in words(board) and "3号窗口" in words(board) and "沈砚秋" not in words(board)
    assert "请到窗口" in words(person("citizen").get("/booking/mine/"))
    refused = do("call")
    assert refused.status_code == 409 and "还在这个窗口" in words(refused)
    assert do("served").status_code == 302 and do("call").status_code == 302 and do("missed").status_code == 302
    assert "现在没有人在等" in words(do("call"))
    assert [v.state.value for v in visits.of_day("jinshui_hall", date(2026, 11, 3))] == ["missed", "served"]
    assert do("come", code=code).status_code == 409


def test_who_comes_too_late_takes_a_number_like_everybody(person: Somebody, town: Clock) -> None:
    assert book(person("citizen")).status_code == 302
    code = code_of(person("citizen"))
    town.to("2026-11-03 09:16")
    page = person("window").get(DESK)
    late = person("window").client.post(DESK, {**hidden(page, "key"), "window": "1", "do": "come", "code": code})
    assert late.status_code == 409 and "重新取号" in words(late)
    assert "没有来" in words(person("citizen").get("/booking/mine/"))


def test_three_times_missed_and_nothing_is_booked_for_a_while(person: Somebody, town: Clock) -> None:
    for day in ("2026-11-03", "2026-11-04", "2026-11-05"):
        assert book(person("citizen"), on=day).status_code == 302
        town.to(f"{day} 18:00")
    refused = book(person("citizen"), on="2026-11-06")
    assert refused.status_code == 409 and "12月5日以后" in words(refused)
    assert book(person("other"), on="2026-11-06").status_code == 302
    town.to("2026-12-07 08:00")
    assert book(person("citizen"), on="2026-12-08").status_code == 302


def test_only_the_halls_own_windows_and_keepers(person: Somebody) -> None:
    for who in ("citizen", "mayor", "market_head"):
        assert person(who).get(DESK).status_code == 404
    elsewhere = person("elsewhere")
    assert elsewhere.get(DESK).status_code == 404
    assert elsewhere.client.post(DESK, {"key": "k", "window": "1", "do": "come"}).status_code == 404
    assert person("window").get("/booking/places/").status_code == 404
    assert store.rows("select count(*) from booking_visit")[0][0] == 0


def test_what_a_camera_shows_is_for_those_who_supervise(person: Somebody) -> None:
    """Written on the page of a place; kept when the page is written again; shown on no page of the register."""
    address, stream = "/booking/places/jinshui_hall/", "https://video.example.org:8443/hall.mp4"

    def keep(**more: str) -> HttpResponse:
        keeper = person("signatory")
        given = dict(re.findall(r'name="(\w+)"[^>]* value="([^"]*)"', keeper.get(address).content.decode()))
        return keeper.client.post(address, given | {"every_day": "no"} | more)

    for wrong in ("http://video.example.org/hall.mp4", "https://u:p@video.example.org/hall.mp4", "https://video.example.org/a;b", "javascript:alert(1)"):
        assert "请写https://开头的地址" in words(keep(stream=wrong)), wrong
    assert keep(stream=stream).status_code == 302 == keep(windows="9").status_code
    known = registers.get(register=places.PLACES, key="jinshui_hall")
    assert (known.facts["stream"], known.facts["windows"]) == (stream, "9")
    assert "video.example.org" in person("watch").get("/supervision/?county=410105").content.decode()
    for who, seen in (("market", "/registers/places/jinshui_hall/"), ("citizen", HALL), ("citizen", "/booking/")):
        page = person(who).get(seen)
        assert page.status_code == 200 and "video.example.org" not in page.content.decode(), seen


def told() -> list[str]:
    return [str(text) for (text,) in store.rows("select text from notify_notice where key like 'public.booking.tomorrow:%' order by id")]


def test_told_the_day_before_once_and_not_what_was_given_back(person: Somebody, town: Clock) -> None:
    assert book(person("citizen"), on="2026-11-05").status_code == 302
    assert book(person("other"), on="2026-11-05", slot="10:00").status_code == 302
    sweep = loops.LOOPS["sweep.public.booking.tomorrow"]
    assert sweep(town.to("2026-11-03 10:00")) == 0
    (id_,) = store.rows("select id from booking_visit where slot = '10:00'")[0]
    person("other").client.post(f"/booking/mine/{id_}/", {"key": "give-back"})
    assert sweep(town.to("2026-11-04 08:30")) == 1 and sweep(town.to("2026-11-04 09:30")) == 0
    assert len(told()) == 1 and "11月5日09:00，金水区政务服务中心（东风路16号），办食品经营许可" in told()[0].replace(" ", "")
    assert store.rows("select text from notify_outgoing where channel = 'sms' and key like '%tomorrow%'") == [
        ("11 月 5 日 09:00，您在金水区政务服务中心有预约。来不了的请先取消，名额让给别人。",)]
    assert "明天09:00有预约" in words(person("citizen").get("/messages/")) and "明天" not in words(person("other").get("/messages/"))


def test_who_booked_only_today_is_not_told_again(person: Somebody, town: Clock) -> None:
    assert book(person("citizen")).status_code == 302
    assert loops.LOOPS["sweep.public.booking.tomorrow"](town.to("2026-11-02 15:00")) == 0 == len(told())


def test_guide_and_matter_lead_to_a_slot_of_the_right_hall(person: Somebody, town: Clock) -> None:
    here = person("citizen").get("/services/410105.food_business/").content.decode()
    way = re.search(r'href="(/booking/jinshui_hall/\?for=[^"]+)"', here)
    assert way and "/booking/" not in person("citizen").get("/services/410102.food_business/").content.decode().partition("<main")[2]
    citizen = person("citizen")
    first = citizen.get(way[1])
    onward = citizen.client.post(way[1], {**hidden(first, "key"), "on": TUESDAY, "go": "days"})
    assert "食品经营许可" in citizen.get(onward.headers["Location"]).content.decode().partition("<main")[2].partition("办什么")[2]
    assert citizen.apply("410105.food_business", **small.everything()).status_code == 302
    ref = small.ref_of("食品经营许可")
    assert "/booking/jinshui_hall/" in person("citizen").get(f"/my/{ref}/").content.decode()
    person("citizen").do(ref, "withdraw")
    assert "/booking/jinshui_hall/" not in person("citizen").get(f"/my/{ref}/").content.decode()
