"""Standing in, over HTTP: named for days by whoever is away or the unit's head, over by itself or at once; no chains, no second administrator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.journeys.small import Clock, hidden
from tests.journeys.small import words as _words
from tests.support.visitors import signed_in
from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.tests import small
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.errors import Refused
from yiwang.systems.ground.directory.standing_in import UNIT_HEAD

HERE = "/directory/standing-in/"


@pytest.fixture
def now(settings: Any) -> datetime:
    settings.CLOCK = Clock(datetime.fromisoformat("2026-11-09T09:30+08:00"))
    return settings.CLOCK.now()  # type: ignore[no-any-return]


@pytest.fixture
def city(db: Any, settings: Any, now: datetime) -> Iterator[None]:
    """A colleague more in the bureau, whose head is one by role."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    small.found(now)
    window, head = small.post_of("window", now), small.post_of("head", now)
    store.execute("insert into identity_postrole (post_id, role) values (%s, %s)", (head, UNIT_HEAD))
    identity.post_changes.appoint(post=window, person=person("other"), since=small.SINCE, until=None)
    identity.moved()
    yield
    report = ledger.verify()
    identity.forget()
    assert report.ok, report.faults


def words(page: HttpResponse) -> str:
    """What a page says, without the gaps its phrases leave."""
    return _words(page).replace(" ", "")


def person(username: str) -> int:
    return identity.person_named(username=username)


def days(on: datetime, first: int, last: int) -> dict[str, str]:
    """The two days of a form, in three parts each."""
    found = {}
    for name, more in (("since", first), ("until", last)):
        day = clock.day(on) + timedelta(days=more)
        found |= {f"{name}-year": str(day.year), f"{name}-month": str(day.month), f"{name}-day": str(day.day)}
    return found


def named(client: Client, whose: str, who: str, on: datetime, first: int = 0, last: int = 5, **more: str) -> HttpResponse:
    """`client` names `who` for the post of `whose`."""
    url = f"{HERE}{small.acting(whose, on).tenure}/name/"
    page = client.get(url)
    if page.status_code != 200:
        return page
    return client.post(url, {**hidden(page, "key"), "who": str(person(who)), "why": "travel", **days(on, first, last), **more})


def standing(client: Client, on: datetime, who: str = "window") -> Client:
    """The same browser, in the post that is stood in for."""
    mine = next(c for c in identity.capacities(account=identity.account_of(who), on=clock.day(on)) if c.in_place_of)
    answer = client.post("/me/", {"capacity": f"{mine.tenure}.0"})
    assert answer.status_code == 302, words(answer)
    return client


def test_whoever_is_away_names_a_stand_in_who_sees_it_on_every_page(city: None, now: datetime) -> None:
    head, window = signed_in("head"), signed_in("window")
    answer = named(head, "head", "window", now)
    assert answer.status_code == 302, words(answer)[:800]
    assert "您正在代" not in words(window.get("/desk/"))  # the own post is the own post
    assert "审批局·局长（代戊）" in words(window.get("/me/"))
    standing(window, now)
    for page in ("/desk/", "/directory/", HERE, "/me/", "/cases/"):
        assert "您正在代戊履行审批局局长（至11月14日）" in words(window.get(page)), page
    own = re.search(r'name="capacity" value="([0-9.]+)">回到自己的岗位', window.get("/desk/").content.decode())[1]  # type: ignore[index]
    assert window.post("/me/", {"capacity": own}).status_code == 302
    assert "您正在代" not in words(window.get("/desk/")) and "受理岗" in words(window.get("/desk/"))


def test_acts_carry_both_names(city: None, now: datetime) -> None:
    assert named(signed_in("head"), "head", "window", now).status_code == 302
    acting = identity.actor(account=identity.account_of("window"), tenure=next(
        c.tenure for c in identity.capacities(account=identity.account_of("window"), on=clock.day(now)) if c.in_place_of), on=clock.day(now))
    assert acting is not None and acting.signed == "丁（代戊）" and acting.post_name == "局长"
    assert identity.rights(acting, epoch_now=identity.epoch()).hold(small.HEAD, clock.day(now))
    kept = acting.recorded()
    assert (kept["name"], kept["in_place_of_name"], kept["in_place_of"]) == ("丁", "戊", person("head"))
    ended = standing(signed_in("window"), now)
    tenure = acting.tenure
    page = ended.get(f"{HERE}{tenure}/end/")
    assert ended.post(f"{HERE}{tenure}/end/", hidden(page, "key")).status_code == 302
    assert "丁（代戊）（审批局局长）" in words(signed_in("audit").get("/settings/audit/"))


def test_it_is_over_by_itself_and_not_a_day_before(city: None, now: datetime, settings: Any) -> None:
    assert named(signed_in("head"), "head", "window", now, 1, 2).status_code == 302
    assert len([c for c in identity.capacities(account=identity.account_of("window"), on=clock.day(now)) if c.in_place_of]) == 0
    settings.CLOCK.at = now + timedelta(days=2)
    window = standing(signed_in("window"), settings.CLOCK.now())
    assert "您正在代戊" in words(window.get("/desk/"))
    settings.CLOCK.at = (now + timedelta(days=3)).replace(hour=0, minute=1)
    window = signed_in("window")
    assert "您正在代" not in words(window.get("/desk/")) and "代戊" not in words(window.get("/me/"))


@pytest.mark.parametrize("by", ["head", "window"])
def test_ended_at_once_the_next_request_is_refused_and_one_goes_on_in_the_own_post(city: None, now: datetime, by: str) -> None:
    head, window = signed_in("head"), signed_in("window")
    assert named(head, "head", "window", now).status_code == 302
    standing(window, now)
    tenure = identity.standing_in.stand_ins(person=person("head"), unit=0, whole=False, on=clock.day(now))[0].tenure
    ending, url = {"head": head, "window": signed_in("window")}[by], f"{HERE}{tenure}/end/"
    assert ending.post(url, hidden(ending.get(url), "key")).status_code == 302
    late = window.get("/desk/")
    assert late.status_code == 409 and "代理已经结束" in words(late)
    assert window.get("/desk/").status_code == 200 and "您正在代" not in words(window.get("/desk/"))
    assert ending.post(url, {"key": "again"}).status_code in (404, 409)


def test_the_unit_head_names_for_others_but_never_themselves(city: None, now: datetime) -> None:
    head = signed_in("head")
    assert "指定代理人" in words(head.get(HERE))
    answer = named(head, "window", "head", now)
    assert answer.status_code == 422 and "请从列出的选项中选择" in words(answer)
    assert named(head, "window", "other", now, 9, 9).status_code == 302
    assert named(head, "system", "window", now).status_code == 404  # another unit's
    today = clock.day(now)
    answers = {"who": str(person("head")), "since": str(today), "until": str(today), "why": "leave"}
    with pytest.raises(Refused) as told:  # past the page
        cases.run(actor=small.acting("head", now), command="directory.name_stand_in_for", subject=f"tenure:{small.acting('window', now).tenure}",
                  data=Clean("directory.name_stand_in_for", 1, answers, frozenset(answers)), key="k", at=now)
    assert [r.code for r in told.value.reasons] == ["stand-in-named-oneself"]


@pytest.mark.parametrize("who", ["window", "other", "system", "security", "boss"])
def test_nobody_else_names_or_ends(city: None, now: datetime, who: str) -> None:
    somebody, tenure = signed_in(who), small.acting("head", now).tenure
    assert somebody.get(f"{HERE}{tenure}/name/").status_code == 404
    assert somebody.post(f"{HERE}{tenure}/name/", {"key": "k", "who": str(person("other")), "why": "leave", **days(now, 0, 3)}).status_code == 404
    assert named(signed_in("head"), "head", "window", now).status_code == 302
    made = identity.standing_in.stand_ins(person=person("head"), unit=0, whole=False, on=clock.day(now))[0].tenure
    if who != "window":
        assert somebody.get(f"{HERE}{made}/end/").status_code == 404
        assert somebody.post(f"{HERE}{made}/end/", {"key": "k"}).status_code == 404
    assert somebody.get(HERE).status_code == (404 if who == "boss" else 200)
    assert Client().get(HERE).status_code == 302


def test_no_chains(city: None, now: datetime) -> None:
    assert named(signed_in("head"), "head", "window", now).status_code == 302
    window = standing(signed_in("window"), now)
    assert named(window, "head", "other", now).status_code == 404  # not for the post stood in for
    assert named(window, "window", "other", now).status_code == 404  # nor for the own one, from there
    assert "请先回到自己的岗位" in words(window.get(HERE))
    own = named(signed_in("window"), "window", "other", now, 2, 3)
    assert own.status_code == 422 and "正在代理别人" in words(own)
    assert named(signed_in("window"), "window", "other", now, 6, 9).status_code == 302  # afterwards one may
    away = named(signed_in("head"), "head", "window", now, 7, 8)
    assert away.status_code == 422 and "自己也请人代理" in words(away)


@pytest.mark.parametrize(("first", "last", "says"), [(-1, 3, "或以后的日期"), (3, 2, "结束日期不能早于开始日期"), (0, 200, "代理最长92天"),
                                                     (400, 410, "最晚是一年以后")])
def test_days_that_cannot_be(city: None, now: datetime, first: int, last: int, says: str) -> None:
    answer = named(signed_in("head"), "head", "window", now, first, last)
    assert answer.status_code == 422 and says in words(answer), words(answer)[:900]


def test_one_stand_in_at_a_time_and_only_a_colleague(city: None, now: datetime) -> None:
    head = signed_in("head")
    elsewhere = named(head, "head", "system", now)
    assert elsewhere.status_code == 422 and "请从列出的选项中选择" in words(elsewhere)
    assert named(head, "head", "window", now).status_code == 302
    second = named(head, "head", "other", now, 5, 9)
    assert second.status_code == 422 and "已经有人代理" in words(second)
    url = f"{HERE}{small.acting('head', now).tenure}/name/"
    sent = {**hidden(head.get(url), "key"), "who": str(person("other")), "why": "leave", **days(now, 20, 21)}
    assert [head.post(url, sent).status_code for _ in range(2)] == [302, 302]  # a double click
    assert len(identity.standing_in.stand_ins(person=person("head"), unit=0, whole=False, on=clock.day(now))) == 2


def test_administrators_exclude_each_other_and_what_acts_in_a_case(city: None, now: datetime) -> None:
    for whose, who in (("system", "security"), ("audit", "system"), ("security", "audit")):
        answer = named(signed_in(whose), whose, who, now)
        assert answer.status_code == 422 and "不能由同一个人担任" in words(answer), words(answer)[:900]
    store.execute("update identity_post set unit_id = %s where id = %s", (identity.unit_by_code("410100-SP").id, small.post_of("window", now)))
    identity.moved()
    answer = named(signed_in("system"), "system", "window", now)
    assert answer.status_code == 422 and "不能同时担任办理业务的岗位" in words(answer)


def test_it_ends_with_the_appointment_it_stands_in_for_and_counts_as_none(city: None, now: datetime) -> None:
    assert named(signed_in("head"), "head", "window", now).status_code == 302
    head, system = small.acting("head", now), signed_in("system")
    window = standing(signed_in("window"), now)
    assert "window" not in [t.username for t in identity.listed_tenures(on=clock.day(now)) if t.post == head.post]
    url = f"/directory/do/end_appointment/{head.person}/"
    today = clock.day(now)
    out = {"tenure": str(head.tenure), "reason": "调离", "on-year": str(today.year), "on-month": str(today.month), "on-day": str(today.day)}
    assert system.post(url, {**hidden(system.get(url), "key"), **out}).status_code == 302
    assert window.get("/desk/").status_code == 409
    assert not identity.standing_in.stand_ins(person=head.person, unit=0, whole=False, on=today)
