"""Against whom a matter is, it does not reach; who wants to stay unknown stays unknown to the unit, at every page and address it has."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.journeys.small import Clock, picture, settle, words
from tests.journeys.test_appeals import Somebody, ref_of, wrote
from tests.journeys.test_appeals_lives import answered, no, ok, sent
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store

ME = ("沈砚秋", "13903710011", "收了两次", "优胜北路丰产路口", "收据.png")
SECRET = {"sort": "complaint", "secret": "yes", "subject": "重复收费", "body": "占道费收了两次，我是沈砚秋。", "against": "市市场监管局"}
PAGES = ("/cases/{ref}/", "/cases/{ref}/papers/", "/cases/{ref}/documents/", "/cases/?procedure=public.appeals.matter", "/cases/?q=沈砚秋", "/desk/",
         "/desk/notices/", "/desk/search/?q=沈砚秋", "/desk/search/?q=重复收费", "/desk/search/?q=收了两次",
         "/cases/{ref}/do/sign/", "/cases/{ref}/do/give_back/")


def api(name: str, unit: str, address: str) -> tuple[int, str]:
    """What the API says to a post of a unit."""
    actor = identity.holder(unit=unit, title=name, on=settings.CLOCK.now().date())
    token = identity.make_token(actor=actor, name="测试", scope="read", until=settings.CLOCK.now().date(), key=f"t-{address}"[:60], at=settings.CLOCK.now())
    answer = Client().get(address, HTTP_AUTHORIZATION=f"Bearer {token}")
    return answer.status_code, answer.content.decode()


@pytest.fixture
def secret(person: Somebody, town: Clock) -> str:
    """A complaint to be kept secret, on its way to a unit."""
    ref = ref_of(wrote(person("citizen"), **SECRET, photos=picture("收据")))
    no(sent(person, ref), "请在这里转述")
    ok(sent(person, ref, wanted="查有没有重复收费"))
    settle()
    return ref


@pytest.mark.slow(reason="every page of the unit")
def test_the_unit_sees_neither_name_nor_words(person: Somebody, town: Clock, secret: str) -> None:
    desk = person("calls").get(f"/cases/{secret}/").content.decode()
    assert "占道费收了两次" in desk and "13903710011" in desk
    assert "重复收费" not in store.rows("select title from cases_case")[0][0]
    sha256 = json.loads(store.rows("select text from ledger_value where name = 'form' and n = 1")[0][0])["answers"]["photos"][0]["sha256"]
    for who in ("lamps", "lamps_head", "mayor", "watch"):
        here = person(who)
        for page in PAGES:
            found = here.get(page.format(ref=secret))
            text = found.content.decode()
            assert not [w for w in ME if w in text and w not in page], (who, page, [w for w in ME if w in text])
            assert "search" not in page or secret not in text, "nor is it found by them"
        assert here.get(f"/cases/{secret}/files/{sha256}/").status_code == 404, who
        assert here.get(f"/cases/{secret}/receipt/").status_code in (404, 409), who
        assert here.get(f"/cases/{secret}/reveal/").status_code in (200, 404)
    papers = words(person("calls").get(f"/cases/{secret}/papers/"))
    assert "收据.png" in papers
    assert "要求保密" in words(person("lamps").get(f"/cases/{secret}/")) and "查有没有重复收费" in words(person("lamps").get(f"/cases/{secret}/"))


@pytest.mark.slow(reason="the unit answers, the citizen is not satisfied, a unit above answers")
def test_nor_later_on(person: Somebody, town: Clock, secret: str) -> None:
    answered(person, secret, "lamps", "收费依据已经公开。")
    ok(person("calls").do(secret, "heard_again", level="bad", fixed="no", words="我是沈砚秋，收了两次，再也不信。"))
    ok(person("calls").do(secret, "send_up", to_unit="410100", wanted="查账"))
    settle()
    for who in ("lamps", "city"):
        text = person(who).get(f"/cases/{secret}/").content.decode()
        assert not [w for w in (*ME, "再也不信") if w in text], who
    assert "再也不信" in words(person("calls").get(f"/cases/{secret}/"))


@pytest.mark.slow(reason="a unit and the desk")
def test_the_unit_cannot_find_out_against_whom_it_is(person: Somebody, town: Clock, secret: str) -> None:
    ok(person("lamps").do(secret, "sign"))
    refused = person("lamps").do(secret, "consult", question="请协查", to_help=["410100-SCJG"])
    no(refused, "不能协办这一件")
    assert "反映的就是" not in words(refused)


@pytest.mark.slow(reason="refused twice, then sent")
@pytest.mark.parametrize("wrote_, unit, said", [
    ({"sort": "complaint", "secret": "no", "against": "郑州市城市管理局"}, "410100-CG", "反映的就是"),
    ({"sort": "report", "secret": "no", "against": "市城管局的人"}, "410100-CG", "反映的就是"),
    ({"sort": "report", "secret": "no", "body": "官lamps_head收了钱不办事。"}, "410100-CG", "在市城管局任职"),
    ({"sort": "complaint", "secret": "no", "against": "金水区人民政府"}, "410105", "反映的就是"),
    ({"sort": "complaint", "secret": "no", "against": "金水区政府"}, "410105", "反映的就是"),
], ids=["by its name", "by its short name", "who works there", "a government", "a government in short"])
def test_it_does_not_reach_whom_it_is_against(person: Somebody, town: Clock, wrote_: dict[str, Any], unit: str, said: str) -> None:
    ref = ref_of(wrote(person("citizen"), **wrote_))
    no(sent(person, ref, unit), said)
    no(sent(person, ref, "410100-SCJG", to_help=[unit]), said)
    assert store.rows("select state from cases_case") == [("received",)]
    ok(sent(person, ref, "410100-SCJG"))


@pytest.mark.parametrize("against, unit", [("金水区城管局", "410105"), ("金水区城管局", "410100-CG"), ("金水区", "410100"), ("城里的人", "410105")])
def test_nobody_else_is_taken_for_it(person: Somebody, town: Clock, against: str, unit: str) -> None:
    ok(sent(person, ref_of(wrote(person("citizen"), sort="complaint", secret="no", against=against)), unit))


def test_of_a_name_within_a_name_the_longer_one_is_meant(town: Clock) -> None:
    store.execute("update identity_unit set short = %s where code = %s", ("新密市城管局", "410105-CG"))
    identity.forget()
    county, city = (identity.unit_by_code(code).id for code in ("410105-CG", "410100-CG"))
    assert identity.named(text="新密市城管局的人") == {county} and identity.named(text="市城管局和新密市城管局") == {county, city}


def test_the_api_tells_the_unit_no_more(person: Somebody, town: Clock, secret: str) -> None:
    status, text = api("lamps", "410100-CG", f"/api/v1/cases/{secret}")
    assert status == 200 and not [w for w in (*ME, "party\":", '"place"') if w in text], text[:2000]
    assert api("lamps", "410100-CG", "/api/v1/cases?q=沈砚秋")[1].count(secret) == 0
    assert "占道费收了两次" in api("calls", "410100-SP", f"/api/v1/cases/{secret}")[1]


def test_nothing_of_it_is_sent_or_found(person: Somebody, town: Clock, secret: str) -> None:
    """What leaves the house or lies in an index."""
    settle()
    tables = [t for (t,) in store.rows("select name from sqlite_master where type = 'table'")] if not store.is_postgresql() else [
        t for (t,) in store.rows("select tablename from pg_tables where schemaname = 'public'")]
    held = {t for t in tables if t.startswith(("search_", "notify_", "reports_", "appeals_", "texts_"))
            and any(w in str(row) for row in store.rows(f'select * from "{t}"') for w in ("收了两次", "重复收费", "优胜北路"))}
    assert held == set() and "notify_notice" in tables
