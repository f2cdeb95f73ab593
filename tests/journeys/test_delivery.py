"""Delivery: the applicant says how, the window sends and hands over, what is recorded lies with the step; the proof is printed; erased with the case."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.test import Client

from tests.journeys.small import Clock, Person, everything, hidden, picture, ref_of, settle, words
from tests.journeys.test_walks import actor
from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.store import api as store
from yiwang.kernel.acts import Kind
from yiwang.kernel.clock import day
from yiwang.systems.public.services import delivery

ITEM = "410105.food_business"
MAIL = {"way": "mail", "name": "沈砚秋", "phone": "13903710011", "address": "河南省郑州市金水区优胜北路 29 号附 1 号"}
SENT = {"carrier": "中国邮政 EMS", "tracking": "1098765432109", "sent_on": "2026-11-02"}
Somebody = Callable[[str], Person]


@pytest.fixture
def granted(person: Somebody, town: Clock) -> str:
    assert person("citizen").apply(ITEM, **everything()).status_code == 302
    ref = ref_of("食品经营许可")
    for who, move, answers in (("market", "accept", {}), ("market", "propose", {"proposal": "grant", "opinion": "符合"}), ("market_head", "grant", {})):
        assert person(who).do(ref, move, **answers).status_code == 302
    settle(town.at + timedelta(minutes=1))
    return ref


def wish(who: Person, ref: str, **answers: str) -> int:
    page = who.get(f"/services/delivery/{ref}/")
    assert page.status_code == 200, words(page)[:300]
    return who.client.post(f"/services/delivery/{ref}/", {**hidden(page, "key"), **answers}).status_code


def post(who: Person, ref: str, **answers: str) -> int:
    page = who.get(f"/services/delivery/at/{ref}/")
    return who.client.post(f"/services/delivery/at/{ref}/", {**hidden(page, "key"), **answers}).status_code


def handed(ref: str) -> Recorded:
    (case,) = store.rows("select id from cases_case where ref = %s", (ref,))[0]
    return next(e for e in ledger.history(case) if e.kind is Kind.HANDED_OVER)


def test_by_mail_from_the_wish_to_the_signature(person: Somebody, granted: str, town: Clock) -> None:
    citizen, market = person("citizen"), person("market")
    assert f"/services/delivery/{granted}/" in citizen.get(f"/my/{granted}/").content.decode()
    assert wish(citizen, granted, way="mail") == 422, "a parcel needs an address"
    assert wish(citizen, granted, **MAIL) == 302
    case = market.get(f"/cases/{granted}/")
    assert "优胜北路29号附1号" in words(case).replace(" ", "") and f"/services/delivery/at/{granted}/" in case.content.decode()
    assert post(market, granted, **SENT) == 302
    assert "1098765432109" in words(citizen.get(f"/my/{granted}/"))
    settle()
    settle()
    assert words(citizen.get("/messages/")).count("已寄出：中国邮政 EMS 1098765432109") == 1 and "已寄出" not in words(person("other").get("/messages/"))
    assert store.rows("select count(*) from cases_term where name = 'hand_over' and stopped_at is null") == [(1,)], "sent is not delivered: the clock runs"
    town.to("2026-11-04 15:00")
    page = person("market").opened(granted, "hand_over")[1].content.decode()
    assert 'value="1098765432109"' in page and 'value="沈砚秋"' in page
    given = {"way": "mail", "served_on": "2026-11-04", "receiver": "沈砚秋", "relation": "self", "carrier": SENT["carrier"], "tracking": SENT["tracking"]}
    assert person("market").do(granted, "hand_over", **given, proof=picture("回证")).status_code == 302
    entry = handed(granted)
    assert (entry.facts["way"], entry.facts["served_on"], entry.facts["tracking"]) == ("mail", "2026-11-04", "1098765432109")
    assert "沈砚秋" not in json.dumps(dict(entry.facts), ensure_ascii=False) and "沈砚秋" in ledger.values(entry.chain)[entry.n]["form"]
    assert store.rows("select count(*) from cases_term where name = 'hand_over' and stopped_at is null") == [(0,)]
    assert "2026-11-04 邮寄" in words(person("market").get(f"/cases/{granted}/"))
    assert wish(person("citizen"), granted, way="window") == 409


def test_what_is_not_so_is_refused_in_words(person: Somebody, granted: str, town: Clock) -> None:
    for answers, said in (({"served_on": "2026-11-01"}, "2026"), ({"served_on": "2026-11-03"}, "今天或以前"), ({"way": "mail"}, "快递单号"),
                          ({"way": "window"}, "签收人")):
        answer = person("market").do(granted, "hand_over", **answers)
        assert answer.status_code == 422 and said in words(answer), (answers, words(answer)[:300])
    assert store.rows("select state from cases_case where ref = %s", (granted,)) == [("granted",)]
    assert post(person("market"), granted, **{**SENT, "tracking": ""}) == 422


def test_nobody_elses_and_not_before_it_is_granted(person: Somebody, granted: str, town: Clock) -> None:
    for who in ("other", "market"):
        assert person(who).get(f"/services/delivery/{granted}/").status_code == 404
    for who in ("citizen", "streets", "market_head", "elsewhere"):
        for address in (f"/services/delivery/at/{granted}/", f"/services/delivery/at/{granted}/proof/"):
            assert person(who).get(address).status_code == 404, (who, address)
    assert f"/services/delivery/at/{granted}/" not in person("market_head").get(f"/cases/{granted}/").content.decode(), "no link to a page that is not theirs"
    assert person("citizen").apply(ITEM, **everything()).status_code == 302
    early = ref_of("食品经营许可")
    assert early != granted and person("market").get(f"/services/delivery/at/{early}/proof/").status_code == 404
    assert wish(person("citizen"), early, way="window") == 302, "one may say so from the first day on"


def test_the_proof_of_service_is_printed(person: Somebody, granted: str) -> None:
    assert wish(person("citizen"), granted, **MAIL) == 302
    answer = person("market").get(f"/services/delivery/at/{granted}/proof/")
    assert answer.headers["Content-Type"] == "application/pdf"
    text = "".join("".join(p.get_textpage().get_text_bounded() for p in pypdfium2.PdfDocument(BytesIO(answer.content))).split())
    for said in ("送达回证", "金水区市场监督管理局", "准予行政许可决定书", "许可证", "沈砚秋", "签收人", "送达人", "优胜北路29号附1号", granted):
        assert said in text, said


def test_several_at_once_are_delivered_electronically(person: Somebody, granted: str, town: Clock) -> None:
    """The certificate lies in its holder's wallet, and the record says so."""
    assert cases.desk(actor=actor("market"), at=town.at).rows[0].plain[0] == "hand_over"
    page = person("market").get(f"/desk/together/?case={granted}")
    assert "按电子送达登记" in words(page)
    sent = {**hidden(page, "key", "move"), "case": hidden(page, "case")["case"]}
    for _ in range(2):  # a double click
        assert "办好 1 件" in words(person("market").client.post("/desk/together/", sent))
    view = cases.view(actor=actor("citizen"), ref=granted, at=town.at)
    assert view.closed_at and delivery.served(view)["way"] == "electronic" and delivery.served(view)["served_on"] == day(town.at).isoformat()


def test_who_waits_for_paper_is_served_one_by_one(person: Somebody, granted: str, town: Clock) -> None:
    assert wish(person("citizen"), granted, **MAIL) == 302
    page = person("market").get(f"/desk/together/?case={granted}")
    assert "逐件登记" in words(page)
    seen = cases.view(actor=actor("market"), ref=granted, at=town.at).seen
    forced = {"key": "k" * 20, "move": "hand_over", "case": f"{granted}~{seen}"}
    assert "没有办" in words(person("market").client.post("/desk/together/", forced))
    assert cases.view(actor=actor("market"), ref=granted, at=town.at).closed_at is None


def test_a_program_says_how_it_was_delivered_too(granted: str, town: Clock) -> None:
    token = identity.make_token(actor=actor("market"), name="程序", scope="write", until=day(town.at) + timedelta(days=9), key="market-token", at=town.at)
    client, headers = Client(), {"Authorization": f"Bearer {token}"}
    told = client.get(f"/api/v1/cases/{granted}", headers=headers).json()
    (step,) = [s for s in told["steps"] if s["code"] == "hand_over"]
    assert "way" in step["schema"]["required"]

    def moved(given: dict[str, str]) -> int:
        return client.post(f"/api/v1/cases/{granted}/moves/hand_over", json.dumps(given), content_type="application/json",
                           headers=headers | {"Idempotency-Key": "handed-over-once", "Seen": told["seen"]}).status_code

    assert moved({}) == 422
    assert moved({"way": "electronic", "served_on": day(town.at).isoformat()}) == 200
    assert delivery.served(cases.view(actor=actor("citizen"), ref=granted, at=town.at))["way"] == "electronic"


def test_erased_with_the_case(person: Somebody, granted: str, town: Clock) -> None:
    assert wish(person("citizen"), granted, **MAIL) == 302
    assert delivery.wish(granted)["address"]
    (case,) = store.rows("select id from cases_case where ref = %s", (granted,))[0]
    erased = next(iter(ledger.history(case)))
    for _ in range(2):  # a reader may come twice
        with store.atomic():
            delivery.forget(erased)
    chain = ledger.chain_of(delivery.subject(granted))
    assert chain is not None and ledger.values(chain) == {} and delivery.wish(granted) == {"way": "mail"}
