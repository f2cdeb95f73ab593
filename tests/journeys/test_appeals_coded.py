"""Whoever has no account follows their matter with its number and query code, reads the answer, and rates it or has it done again: once, on record as that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.journeys.small import Clock, hidden, settle, words
from tests.journeys.test_appeals import ref_of, wrote
from tests.journeys.test_appeals_ways import CALL, PAGE
from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import NOTHING
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.engines.trust import api as trust
from yiwang.kernel.actors import CODED
from yiwang.kernel.errors import Refused

Somebody = Callable[[str], Any]
REPLY = {"finding": "true", "outcome": "solved", "reply": "抢修好了水管，今天上午十点来水。"}


def called(person: Somebody) -> str:
    calls = person("calls")
    return ref_of(calls.client.post(PAGE, {**hidden(calls.get(PAGE), "key", "seen"), **CALL}))


def answered(person: Somebody) -> str:
    ref = called(person)
    assert person("calls").do(ref, "reply", **REPLY).status_code == 302
    settle()
    return ref


def at(ref: str, move: str, code: str = "") -> str:
    return f"/progress/{ref}/{code or trust.query_code(ref)}/do/{move}/"


def does(ref: str, move: str, **given: str) -> HttpResponse:
    browser = Client()
    page = browser.get(at(ref, move))
    assert page.status_code == 200, page.status_code
    return browser.post(at(ref, move), {**hidden(page, "key", "seen"), **given})


def state(ref: str) -> str:
    return str(store.rows("select state from cases_case where ref = %s", (ref,))[0][0])


def last(ref: str) -> ledger.Recorded:
    return ledger.history(int(store.rows("select id from cases_case where ref = %s", (ref,))[0][0]))[-1]


def test_the_answer_is_read_and_rated_with_the_code(person: Somebody, town: Clock) -> None:
    ref = answered(person)
    shown = Client().post("/progress/", {"ref": ref, "code": trust.query_code(ref)})
    text = words(shown)
    assert shown.status_code == 200 and REPLY["reply"] in text and at(ref, "rate") in shown.content.decode() and at(ref, "again") in shown.content.decode()
    assert "贺女士" not in text and "13903710011" not in text and "昨天早上开始停水" not in text and at(ref, "withdraw") not in shown.content.decode()
    browser = Client()
    page = browser.get(at(ref, "rate"))
    missing = browser.post(at(ref, "rate"), hidden(page, "key", "seen"))
    assert missing.status_code == 422 and "请选择您满意吗" in words(missing).replace(" ", "")
    once = {**hidden(page, "key", "seen"), "level": "good", "fixed": "yes"}
    assert [browser.post(at(ref, "rate"), once).headers.get("Location") for _ in range(2)] == [f"/verify/case/{ref}/{trust.query_code(ref)}/"] * 2
    entry = last(ref)
    assert state(ref) == "closed" and entry.actor == {"system": "code"} and entry.facts["level"] == "good"
    after = words(browser.get(f"/verify/case/{ref}/{trust.query_code(ref)}/"))
    assert "评价了答复" in after and "已办好" in after
    assert "凭查询码" in words(person("calls").get(f"/cases/{ref}/"))
    assert browser.get(at(ref, "rate")).status_code == 404
    other = {**once, "key": "f" * 32, "level": "bad"}
    assert browser.post(at(ref, "rate"), other).status_code in (404, 409) and last(ref).n == entry.n, "once"
    settle()
    assert store.rows("select t.score from reports_rating t join appeals_matter m on m.id = t.chain where m.ref = %s", (ref,)) == [(4,)]


def test_it_goes_a_level_up_with_the_code(person: Somebody, town: Clock) -> None:
    ref = answered(person)
    assert does(ref, "again", level="worst", fixed="no", words="下午又停了。").status_code == 302
    assert state(ref) == "rebounded" and last(ref).facts["move"] == "again" and "下午又停了" not in str(last(ref).facts)
    settle()
    assert store.rows("select r.reopened from reports_case r join appeals_matter m on m.id = r.id where m.ref = %s", (ref,)) == [(1,)]
    page = words(Client().post("/progress/", {"ref": ref, "code": trust.query_code(ref)}))
    assert "下午又停了" not in page and "重新办理" in page


def test_only_with_the_code(person: Somebody, town: Clock) -> None:
    ref = answered(person)
    wrong = f"{(int(trust.query_code(ref)) + 1) % 10**6:06}"
    for method in ("get", "post"):
        assert getattr(Client(), method)(at(ref, "rate", wrong)).status_code == 404
        assert getattr(person("lamps").client, method)(at(ref, "rate")).status_code == 404, "nobody rates their own answer"
        for move in ("withdraw", "settle", "heard", "missed", "nothing"):
            assert getattr(Client(), method)(at(ref, move)).status_code == 404
    guesser = Client(REMOTE_ADDR="10.8.0.1")
    tried = [guesser.get(at(ref, "rate", f"{n:06}")).status_code for n in range(12)]
    assert tried[:10] == [404] * 10 and tried[-1] == 409
    assert guesser.get(at(ref, "rate")).status_code == 409, "the right one, too, after so many wrong ones"
    assert state(ref) == "told"


def test_what_somebody_can_sign_in_for_is_rated_there(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen")))
    assert person("calls").do(ref, "reply", **REPLY).status_code == 302
    page = Client().post("/progress/", {"ref": ref, "code": trust.query_code(ref)})
    assert REPLY["reply"] in words(page) and "/do/" not in page.content.decode()
    assert Client().get(at(ref, "rate")).status_code == 404
    assert Client().post(at(ref, "rate"), {"key": "a" * 32, "seen": "1.0", "level": "best", "fixed": "yes"}).status_code == 409
    assert state(ref) == "told" and person("citizen").do(ref, "rate", level="good", fixed="yes").status_code == 302


@pytest.mark.parametrize("move", ["settle", "withdraw", "missed", "reply"])
def test_the_code_makes_no_other_move(person: Somebody, town: Clock, move: str) -> None:
    ref = answered(person) if move != "withdraw" else called(person)
    case = int(store.rows("select id from cases_case where ref = %s", (ref,))[0][0])
    before = last(ref).n
    with pytest.raises(Refused):
        cases.perform(actor=CODED, case=case, move=move, data=NOTHING, seen=None, key="c" * 32, at=town.now())
    assert last(ref).n == before
