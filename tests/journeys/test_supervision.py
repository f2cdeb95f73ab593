"""A late step over HTTP: the signal, its evidence, who may read and rule, its way to the end; lists, rules and scores as pages."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from tests.journeys import small
from tests.journeys.small import Clock, Person, everything, hidden, settle, words
from yiwang.engines.store import api as store

Somebody = Callable[[str], Person]
SIGNAL = "oversight.supervision.signal"


@pytest.fixture
def late(person: Somebody, town: Clock) -> str:
    """A permit accepted on 2 November and not decided in six weeks; its number."""
    citizen = person("citizen")
    page = citizen.get("/services/410105.food_business/apply/")
    assert citizen.client.post("/services/410105.food_business/apply/", {**hidden(page, "key"), **everything()}).status_code == 302
    ref = str(store.rows("select ref from cases_case")[0][0])
    assert person("market").do(ref, "accept").status_code == 302
    settle(town.to("2026-12-15 09:00"))
    return ref


def signal() -> str:
    return str(store.rows("select ref from cases_case where procedure = %s order by id", (SIGNAL,))[0][0])


def tight(page: Any) -> str:
    """What a page says, without any space: where a line may break is not what is said."""
    return words(page).replace(" ", "")


def state(ref: str) -> str:
    return str(store.rows("select state from cases_case where ref = %s", (ref,))[0][0])


def fields(page: Any) -> list[str]:
    return re.findall(r'<textarea[^>]*name="([a-z_]+)"', page.content.decode())


def does(who: Person, ref: str, move: str) -> Any:
    page = who.opened(ref, move)[1]
    return who.do(ref, move, **dict.fromkeys(fields(page), "见记录。"))


def test_a_signal_shows_its_rule_and_proves_it(person: Somebody, late: str) -> None:
    ref = signal()
    page = person("watch").get(f"/cases/{ref}/")
    said = words(page)
    ((digest, n),) = store.rows("select e.hash, e.n from ledger_entry e join cases_case c on c.id = e.chain where c.ref = %s and e.kind = 'breached' "
                                "order by e.n limit 1", (late,))
    assert bytes(digest).hex()[:8] in said and f"#{n}" in said and f'href="/cases/{late}/"' in page.content.decode()
    assert "超期，第1版" in tight(page) and "行政许可法第四十二条" in tight(page) and "认定成立扣分2分" in tight(page)
    head = person("market_head").get(f"/cases/{ref}/")
    assert head.status_code == 200 and bytes(digest).hex()[:8] in words(head)
    for stranger in ("elsewhere", "streets_head", "citizen"):
        assert person(stranger).get(f"/cases/{ref}/").status_code == 404, stranger
        assert ref not in words(person(stranger).get("/supervision/signals/"))


def test_a_changed_entry_is_not_shown_as_proof(person: Somebody, late: str) -> None:
    """Whoever owns the database may change an entry; the signal keeps the hash it was raised with."""
    ref = signal()
    ((digest,),) = store.rows("select e.hash from ledger_entry e join cases_case c on c.id = e.chain where c.ref = %s and e.kind = 'breached' order by e.n "
                              "limit 1", (late,))
    from yiwang.engines.ledger import api as ledger
    from yiwang.systems.oversight.supervision import beside

    chain, n, _ = beside.evidence(ledger.history(int(store.rows("select id from cases_case where ref = %s", (ref,))[0][0]))[0].facts)[0]
    good, bad = (beside._entry((chain, n, d), "") for d in (bytes(digest).hex(), "00" * 32))
    assert good.what == "超期" and bad.what == "记录对不上"


def test_its_way_to_the_end(person: Somebody, late: str, town: Clock) -> None:
    ref = signal()
    for who, move in (("watch", "explain"), ("market", "explain"), ("signatory", "explain"), ("market_head", "dismiss"), ("watch", "uphold")):
        assert person(who).opened(ref, move)[1].status_code in (404, 409), (who, move)
    settle(town.at)
    assert "监察信号待说明" in words(person("market_head").get("/desk/notices/"))
    assert does(person("market_head"), ref, "explain").status_code == 302
    settle(town.at)
    watch = person("watch")
    assert "监察信号待认定" in words(watch.get("/desk/notices/"))
    address, page = watch.opened(ref, "uphold")
    sent = {**hidden(page, "key", "seen"), "finding": "见记录。"}
    other = person("watch")
    rival = {**hidden(other.opened(ref, "dismiss")[1], "key", "seen"), "finding": "见记录。"}
    assert [watch.client.post(address, sent).status_code for _ in "ab"] == [302, 302], "a double click"
    assert other.client.post(f"/cases/{ref}/do/dismiss/", rival).status_code == 409, "somebody was faster"
    assert state(ref) == "correcting" and store.rows("select count(*) from ledger_entry e join cases_case c on c.id = e.chain where c.ref = %s and "
                                                     "e.kind = 'decided'", (ref,)) == [(1,)]
    assert does(person("market_head"), ref, "object").status_code == 302
    assert watch.opened(ref, "withdraw")[1].status_code in (404, 409) and "另一名监察员" in words(watch.get(f"/cases/{ref}/"))
    assert state(ref) == "objected"


def test_a_warning_ends_with_its_step(person: Somebody, town: Clock) -> None:
    citizen = person("citizen")
    page = citizen.get("/services/410105.food_business/apply/")
    citizen.client.post("/services/410105.food_business/apply/", {**hidden(page, "key"), **everything()})
    ref = str(store.rows("select ref from cases_case")[0][0])
    settle(town.to("2026-11-09 09:00"))
    ((warning, before),) = store.rows("select ref, state from cases_case where procedure = 'oversight.supervision.warning'")
    assert before == "warned" and "预警中" in words(person("watch").get("/supervision/signals/?level=yellow"))
    assert str(warning) not in words(person("market_head").get("/desk/")), "nobody has to do anything about it"
    assert person("market").do(ref, "accept").status_code == 302
    settle(town.to("2026-11-09 10:00"))
    assert state(str(warning)) == "settled"


def test_the_list_is_narrowed_and_taken_along(person: Somebody, late: str) -> None:
    watch, ref = person("watch"), signal()
    for query, there in (("rule=time.late", True), ("rule=time.near", False), ("level=red", True), ("level=yellow", False), ("month=2026-12", True),
                         ("month=2026-10", False), ("state=raised", True), ("state=confirmed", False), (f"q={ref}", True), ("q=%25", False), ("q=决定", True),
                         ("unit=999999", False), ("upheld=1", False), ("unit=x&month=13&before=x", True)):
        assert (ref in words(watch.get(f"/supervision/signals/?{query}"))) is there, query
    book = openpyxl.load_workbook(io.BytesIO(watch.get("/supervision/signals/?level=red&as=xlsx").content))
    assert ref in [row[0].value for row in book.worksheets[0].iter_rows()]
    assert ref in words(person("market_head").get("/supervision/signals/")) and ref in words(person("mayor").get("/supervision/signals/"))


def test_the_rules_are_public_to_officials(person: Somebody, late: str) -> None:
    page = tight(person("window").get("/supervision/rules/"))
    assert "证件送达超期" in page and "行政许可法第四十四条" in page and "第1版，2020-01-01起，扣2分" in page
    assert "本市规定" in page and "没有开票据" in page


def test_figures_of_signals_lead_to_them(person: Somebody, late: str) -> None:
    watch = person("watch")
    page = words(watch.get("/reports/supervision_signals/?by=topic&since=2026-11-01&until=2026-12-31&topic=time"))
    assert "超期" in page and "发出" in page and "认定成立" in page and "复核后撤销的也在内" in page
    cases_ = watch.get("/reports/supervision_signals/cases/?measure=received&since=2026-11-01&until=2026-12-31&topic=time/late")
    assert signal() in words(cases_)


def test_a_score_is_seen_by_its_unit_first(person: Somebody, late: str, town: Clock) -> None:
    watch, head = person("watch"), person("market_head")
    assert person("market").do(late, "propose", proposal="grant", opinion="符合。").status_code == 302
    assert head.do(late, "grant").status_code == 302
    settle(town.to("2027-01-05 09:00"))
    for who in ("watch", "market_head", "elsewhere"):
        assert "还没有得分" in words(person(who).get("/supervision/scores/?month=2026-12"))
    watch, head = person("watch"), person("market_head")
    address = "/supervision/scores/2026-12/show/"
    sent = {**hidden(watch.get(address), "key"), "note": "请核对。"}
    assert [watch.client.post(address, sent).status_code for _ in "ab"] == [302, 302]
    unit = store.rows("select id from identity_unit where code = '410105-SCJG'")[0][0]
    mine = words(head.get("/supervision/scores/?month=2026-12"))
    assert "本单位得分" in mine and "送单位核对中" in mine and "请核对。" in mine
    own = words(head.get(f"/supervision/scores/2026-12/{unit}/"))
    assert "办完 1 步，超期 1 步" in own and "提出异议" in own
    stranger = person("streets_head")
    assert "本单位得分" not in words(stranger.get("/supervision/scores/?month=2026-12")) and "市场监管" not in words(
        stranger.get("/supervision/scores/?month=2026-12")).partition("效能得分：")[2].partition("怎么算的")[0]
    assert stranger.get(f"/supervision/scores/2026-12/{unit}/").status_code == 404
    assert head.get("/supervision/scores/2026-12/publish/").status_code == 404 and stranger.get("/supervision/scores/2026-13/object/").status_code == 404
    page = head.get("/supervision/scores/2026-12/object/")
    assert head.client.post("/supervision/scores/2026-12/object/", {**hidden(page, "key"), "reason": "那天停机"}).status_code == 302
    town.to("2027-01-15 09:00")
    watch = person("watch")
    key = hidden(watch.get("/supervision/scores/2026-12/publish/"), "key")
    assert watch.client.post("/supervision/scores/2026-12/publish/", key).status_code == 409
    answer = f"/supervision/scores/2026-12/{unit}/answer/"
    assert watch.client.post(answer, {**hidden(watch.get(answer), "key"), "reply": "没有停机"}).status_code == 302
    assert watch.client.post("/supervision/scores/2026-12/publish/", hidden(watch.get("/supervision/scores/2026-12/publish/"), "key")).status_code == 302
    everybody = words(person("elsewhere").get("/supervision/scores/?month=2026-12"))
    assert "金水区市场监管" in everybody and "只列出" in everybody and "公布" in everybody
    assert person("elsewhere").get(f"/supervision/scores/2026-12/{unit}/").status_code == 200
    led = {who: f"unit={unit}&amp;upheld=1" in person(who).get(f"/supervision/scores/2026-12/{unit}/").content.decode() for who in ("elsewhere", "market_head")}
    assert led == {"elsewhere": False, "market_head": True}, "nobody is led to a list that shows them nothing"
    book = openpyxl.load_workbook(io.BytesIO(person("elsewhere").get("/supervision/scores/?month=2026-12&as=xlsx").content))
    assert "金水区市场监管局" in str([row[0].value for row in book.worksheets[0].iter_rows()]) or "市场监管" in str(
        [row[0].value for row in book.worksheets[0].iter_rows()])


def test_a_board_of_the_city_a_county_and_a_unit(person: Somebody, late: str, town: Clock) -> None:
    assert person("market").do(late, "propose", proposal="grant", opinion="符合。").status_code == 302
    assert person("market_head").do(late, "grant").status_code == 302
    settle(town.to("2026-12-15 11:00"))
    ids = dict(store.rows("select code, id from identity_unit"))
    market, streets = ids["410105-SCJG"], ids["410105-CG"]
    for who, query, title in (("watch", "", "全市"), ("mayor", "county=410105", "金水区"), ("magistrate", "", "金水区"), ("market", "", "金水区市场监管局"),
                              ("magistrate", f"unit={market}", "金水区市场监管局"), ("watch", f"unit={streets}", "金水区城管局")):
        page = person(who).get(f"/supervision/?period=year&{query}")
        assert page.status_code == 200 and f"效能监察：{title}" in words(page), (who, query, words(page)[:80])
        assert ("已超期" in words(page).partition("实时信号")[2].partition("按期办结率")[0]) is ("城管" not in title), (who, query)
    for who, query in (("magistrate", "county=410102"), ("market", f"unit={streets}"), ("market", "county=410105"), ("watch", "county=999999"),
                       ("watch", "unit=99999999"), ("magistrate", f"unit={ids['410102-SP']}"), ("watch", "county=410100")):
        assert person(who).get(f"/supervision/?{query}").status_code == 404, (who, query)
        assert person(who).get(f"/supervision/export/?{query}").status_code == 404
    sheet = person("magistrate").get("/supervision/export/?period=year").content.decode()
    assert "单位,环节" in sheet and "金水区市场监管局,decide" in sheet.replace("决定", "decide") and "中原区" not in sheet


def test_a_hall_is_shown_live_where_it_has_a_stream(person: Somebody, town: Clock) -> None:
    watch, county = person("watch"), "/supervision/?county=410105"
    assert "<video" not in watch.get(county).content.decode()
    for address, shown in (("http://video.example.org/hall.m3u8", False), ("https://u:p@video.example.org/hall", False), ("javascript:alert(1)", False),
                           ("https://video.example.org/a;script-src *", False), ("https://video.example.org:8443/hall.mp4", True)):
        hall(address)
        page = person("watch").get(county)
        policy = page.headers["Content-Security-Policy"]
        assert ("<video" in page.content.decode()) is shown and policy.endswith("; media-src 'self' https://video.example.org:8443") is shown, address
        assert "script-src 'self';" in policy and policy.count("media-src") == shown
    assert "<video" not in person("watch").get("/supervision/").content.decode(), "a hall is of its county"
    assert "<video" not in person("watch").get("/supervision/?county=410102").content.decode()


def hall(stream: str) -> None:
    from datetime import date

    from yiwang.engines.identity import api as identity
    from yiwang.engines.registers import api as registers
    from yiwang.kernel.actors import READER

    known = registers.get(register="places", key="jinshui_hall")
    registers.publish(register="places", key="jinshui_hall", title=known.title, facts={**known.facts, "stream": stream}, actor=READER,
                      unit=identity.unit_by_code("410105-SP").id, valid_from=date(2020, 1, 1), at=small.at("2026-11-02 10:00"))


COMPLAINT = {"whose": "金水区市场监督管理局", "about": "attitude", "what": "窗口的人不理我，叫我沈砚秋下次再来。", "phone": "13903710011"}


def complained(who: Person, **more: str) -> Any:
    address = "/supervision/complain/"
    return who.client.post(address, {**hidden(who.get(address), "key", "seen"), **COMPLAINT, **more})


def named(code: str) -> str:
    return str(store.rows("select name from identity_unit where code = %s", (code,))[0][0])


def test_a_complaint_never_reaches_the_unit_it_is_about(person: Somebody, town: Clock) -> None:
    citizen, market = person("citizen"), named("410105-SCJG")
    assert complained(citizen, whose="没有这个单位").status_code == 422
    near = complained(citizen, whose="市场监督管理")
    assert near.status_code == 422 and market in words(near)
    itself = complained(citizen, whose=named("410100-EFFICIENCY"))
    assert itself.status_code == 422 and "不由它核查" in words(itself)
    assert complained(citizen, whose=market).status_code == 302
    settle()
    ref = str(store.rows("select ref from cases_case where procedure = 'oversight.supervision.complaint'")[0][0])
    for stranger in ("market", "market_head", "magistrate", "streets_head", "other"):
        assert person(stranger).get(f"/cases/{ref}/").status_code == 404 and ref not in words(person(stranger).get("/search/?q=投诉")), stranger
    mayor = words(person("mayor").get(f"/cases/{ref}/"))
    assert "沈砚秋" not in mayor and "不理我" not in mayor, "from above one reads that there is one"
    watch = person("watch")
    assert "不理我" in words(watch.get(f"/cases/{ref}/"))
    for move, answers in (("accept", {}), ("reply", {"found": "true", "finding": "当天窗口没有接待。", "reply": "已经要求整改。"})):
        assert watch.do(ref, move, **answers).status_code == 302
    settle(town.to("2026-11-02 15:00"))
    assert "已经要求整改" in words(person("citizen").get(f"/my/{ref}/"))
    head = person("market_head")
    told = str(store.rows("select ref from cases_case where procedure = %s", (SIGNAL,))[0][0])
    page = words(head.get(f"/cases/{told}/"))
    assert "当天窗口没有接待" in page and "沈砚秋" not in page and "不理我" not in page and head.get(f"/cases/{ref}/").status_code == 404
    assert person("citizen").do(ref, "rate", level="good").status_code == 302 and state(ref) == "closed"


def test_a_complaint_is_passed_on_as_one(town: Clock, person: Somebody) -> None:
    """What another system accepts it by: whose it is, about the unit that has the matter there, kept by the body that supervises."""
    from yiwang.engines.cases import api as cases
    from yiwang.engines.forms.types import Clean
    from yiwang.engines.identity import api as identity
    from yiwang.systems.oversight.supervision.complaints import taking

    citizen = person("citizen")
    page = citizen.get("/services/410105.food_business/apply/")
    assert citizen.client.post("/services/410105.food_business/apply/", {**hidden(page, "key"), **everything()}).status_code == 302
    told = cases.told(store.rows("select id from cases_case")[0][0])
    begin = taking.accepted(told, Clean("appeals.clue", 1, {"finding": "态度不好"}, frozenset({"finding"})), town.at)
    assert begin.sealed and begin.unit == begin.desk == identity.unit_by_code("410100-EFFICIENCY").id
    assert begin.about == f"case:{told.ref}" and begin.party is not None and begin.party.name == "沈砚秋"
    assert begin.data.recorded() == {"finding": "态度不好", "complained_of": told.unit}


def test_a_month_that_no_rules_are_for_is_no_fault(person: Somebody, town: Clock) -> None:
    watch = person("watch")
    for month in ("0000-01", "2019-12", "9999-12", "2026-13"):
        assert watch.get(f"/supervision/signals/?month={month}").status_code == 200, month
        assert watch.get(f"/supervision/scores/?month={month}").status_code == 200, month
        assert watch.get(f"/supervision/scores/{month}/show/").status_code == 404, month


def test_no_button_leads_to_a_refusal(person: Somebody, late: str, town: Clock) -> None:
    """What may be done about a month is offered on the days on which it may be done."""
    assert person("market").do(late, "propose", proposal="grant", opinion="符合。").status_code == 302
    assert person("market_head").do(late, "grant").status_code == 302
    settle(town.to("2026-12-31 09:00"))
    assert "/2026-12/show/" not in person("watch").get("/supervision/scores/?month=2026-12").content.decode(), "it runs"
    settle(town.to("2027-01-05 09:00"))
    watch, here = person("watch"), "/supervision/scores/2026-12/show/"
    assert here in watch.get("/supervision/scores/?month=2026-12").content.decode()
    assert watch.client.post(here, hidden(watch.get(here), "key")).status_code == 302
    unit = store.rows("select id from identity_unit where code = '410105-SCJG'")[0][0]
    offers = {who: f"/supervision/scores/2026-12/{what}/" for who, what in (("watch", "publish"), ("market_head", "object"))}

    def offered() -> list[bool]:
        pages = {"watch": "?month=2026-12", "market_head": f"2026-12/{unit}/"}
        return [address in person(who).get(f"/supervision/scores/{pages[who]}").content.decode() for who, address in offers.items()]

    assert offered() == [False, True], "the units have their days"
    town.to("2027-01-15 09:00")
    assert offered() == [True, False]


def test_the_mean_of_a_board_is_its_tile(person: Somebody, late: str, town: Clock) -> None:
    """The city's own units have no line among the counties, and count in the mean all the same."""
    assert person("market").do(late, "propose", proposal="grant", opinion="符合。").status_code == 302
    assert person("market_head").do(late, "grant").status_code == 302
    settle(town.to("2026-12-15 11:00"))
    ((city,),) = store.rows("select id from identity_unit where code = '410100'")
    store.execute('insert into supervision_count (unit, county, procedure, term, "on", done, late, days) values (%s, %s, %s, %s, %s, 6, 0, 6)',
                  (city, city, "x", "decide", "2026-12-10"))
    page = tight(person("watch").get("/supervision/"))
    (share,) = set(re.findall(r"本月按期办结([0-9.]+%)", page))
    assert f"虚线为全市平均{share}" in page and "不足30步的只列出" in page and "点格子看办件" not in page, page


def test_the_body_that_supervises_never_looks_into_itself(town: Clock) -> None:
    """Nor where another system passes a complaint on about a matter of its own, and names no unit."""
    from types import SimpleNamespace

    from yiwang.engines.forms.types import Clean
    from yiwang.engines.identity import api as identity
    from yiwang.kernel.errors import Invalid
    from yiwang.systems.oversight.supervision.complaints import taking

    said = Clean("supervision.complaint_passed_on", 1, {"what": "窗口的人不理我。"}, frozenset())

    def passed(code: str) -> Any:
        unit = identity.unit_by_code(code).id
        return taking.accepted(SimpleNamespace(party="", unit=unit, ref="SQ1"), said, town.now())  # type: ignore[arg-type]

    assert passed("410105-SCJG").title.startswith("投诉")
    with pytest.raises(Invalid, match="不由它核查"):
        passed("410100-EFFICIENCY")
