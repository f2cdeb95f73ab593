"""Whoever deceived does not apply for the same permit again for a time (行政许可法 第七十八、七十九条): said in the letter, refused at every way in, lifted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.small import Clock, Person, everything, hidden, settle, words
from tests.journeys.test_counter import last_of, number_of, seated
from tests.journeys.test_counter import sent as handed_in
from tests.journeys.test_procedures import NO, YES, applied, begun, done, held, letter, says, sent, state, tight
from yiwang.engines.forms.types import Clean, FieldKind
from yiwang.engines.identity import api as identity
from yiwang.engines.registers import api as registers
from yiwang.engines.store import api as store
from yiwang.kernel.actors import READER
from yiwang.kernel.errors import Refused
from yiwang.systems.public.services import filing
from yiwang.systems.public.services.rooms import applying

__all__ = ["held"]
Somebody = Callable[[str], Person]
FALSE = {"reasons": "租赁合同是伪造的。", "basis": "行政许可法第七十八条", "because": "false_papers", "safety": "yes"}


def turned_down(person: Somebody, **decision: Any) -> str:
    ref = applied(person, "food_business", "XK", **everything())
    done(person, ref, ("market", "accept", {}), ("market", "propose", {**YES, "proposal": "refuse"}), ("market_head", "refuse", decision))
    settle()
    return ref


def tried(person: Somebody, who: str = "citizen", item: str = "food_business") -> str:
    """What is said when somebody applies; empty when it is taken in."""
    answer = sent(person, who, item, **everything())
    return "" if answer.status_code == 302 else tight(words(answer))


def test_false_papers_bar_for_a_year_and_the_letter_says_until_when(person: Somebody, town: Clock) -> None:
    turned_down(person, **FALSE)
    says("refusal", "提供虚假材料", "第七十八条", "2027年11月2日以前（含当日）不得再次申请“食品经营许可”", "行政复议")
    (number,) = store.rows("select number from cases_document where kind = 'refusal'")[0]
    said = tried(person)
    assert "2027年11月2日以前（含当日）不能再申请" in said and "行政许可法第七十八条" in said and tight(number) in said
    assert tight(number) in tight(words(person("citizen").get("/services/410105.food_business/apply/"))), "said before it is filled in"
    assert tried(person, "other") == "" and tried(person, item="outdoor_sign") == ""
    town.to("2027-11-02 23:00")
    assert "2027年11月2日" in tried(person)
    town.to("2027-11-03 00:10")
    assert tried(person) == ""


def test_every_way_in_is_shut(person: Somebody, town: Clock) -> None:
    turned_down(person, **FALSE)
    clerk = person("market")
    place = seated(clerk, number_of("citizen"), key="410105.food_business")
    last = last_of(clerk, place, **{f"got_{f.code}": "seen" for f in applying.form_of("410105.food_business").fields if f.kind is FieldKind.FILE})
    refused = handed_in(clerk, place, last)
    assert refused.status_code in (409, 422) and "2027年11月2日" in tight(words(refused))
    account = identity.account_of("citizen")
    actor = identity.actor(account=account, on=town.now().date())
    assert actor is not None
    with pytest.raises(Refused) as why:
        filing.send(actor, "410105.food_business", Clean("services.410105.food_business", 1, {}, frozenset()), "key", town.now())
    assert [r.code for r in why.value.reasons] == ["barred"]


def test_the_same_permit_by_another_way_is_shut_too(person: Somebody, town: Clock) -> None:
    turned_down(person, **FALSE)
    assert "申请“食品经营许可”" in tried(person, item="restaurant_joint"), "its certificate is the same"


def test_false_papers_for_a_joint_approval_bar_the_permit_it_issues(person: Somebody, town: Clock) -> None:
    ref = applied(person, "restaurant_joint", "LB", **everything())
    done(person, ref, ("window", "not_accept", FALSE))
    settle()
    says("non_acceptance", "根据", "第七十八条", "不得再次申请“食品经营许可”")
    assert "2027年11月2日" in tried(person) and "2027年11月2日" in tried(person, item="restaurant_joint")


def test_where_nobody_s_safety_is_concerned_nothing_follows(person: Somebody, town: Clock) -> None:
    turned_down(person, **{**FALSE, "safety": "no"})
    assert "第七十八条" in letter("refusal") and "不得再次申请" not in letter("refusal")
    assert tried(person) == ""


def test_an_ordinary_refusal_says_nothing_of_deceit(person: Somebody, town: Clock) -> None:
    turned_down(person, **NO)
    assert "第七十八条" not in letter("refusal") and tried(person) == ""


def test_who_names_deceit_says_whether_safety_is_concerned(person: Somebody, town: Clock) -> None:
    ref = applied(person, "food_business", "XK", **everything())
    answer = person("market").do(ref, "not_accept", **{**FALSE, "safety": ""})
    assert answer.status_code == 422 and 'href="#f-safety-1"' in answer.content.decode()
    done(person, ref, ("market", "not_accept", FALSE))
    settle()
    says("non_acceptance", "第七十八条", "2027年11月2日以前")
    assert "2027年11月2日" in tried(person)


def test_it_is_lifted_by_the_unit_that_decided_and_the_applicant_is_told(person: Somebody, town: Clock) -> None:
    ref = turned_down(person, **FALSE)
    here, head = f"/services/bars/{ref}/", person("market_head")
    assert [person(who).get(here).status_code for who in ("market", "streets_head", "citizen", "market_city_head")] == [404] * 4
    page = words(head.get(f"/cases/{ref}/"))
    assert "限制申请" in page and "2027-11-02" in page and "解除限制" in page and "解除限制" not in words(person("market").get(f"/cases/{ref}/"))
    answer = head.client.post(here, {**hidden(head.get(here), "key"), "document": "郑政复决〔2026〕1号", "reason": "复议决定撤销了原决定。"})
    assert answer.status_code == 302, words(answer)[:900]
    settle()
    assert head.get(here).status_code == 404 and "限制申请已经解除" in words(person("citizen").get("/messages/"))
    assert tried(person) == ""


def revoked(person: Somebody, held: str) -> str:
    ref = begun(person, held, "revocation", "检查发现材料不实")
    done(person, ref, ("market", "notify", {"ground": "deceit", "facts": "租赁合同是伪造的"}), ("citizen", "nothing_stated", {}),
         ("market", "propose", {"proposal": "revoke", "opinion": "撤销"}),
         ("market_head", "revoke", {"reasons": "以欺骗手段取得", "basis": "行政许可法第六十九条第二款", "because": "deceit", "safety": "yes"}))
    settle()
    assert state(ref) == "revoked"
    return ref


def test_a_licence_got_by_deceit_bars_for_three_years(person: Somebody, town: Clock, held: str) -> None:
    revoked(person, held)
    says("revocation", "以欺骗手段取得", "第七十九条", "2029年11月2日以前（含当日）不得再次申请“食品经营许可”")
    said = tried(person)
    assert "2029年11月2日" in said and "行政许可法第七十九条" in said
    town.to("2029-11-03 00:10")
    assert tried(person) == ""


def test_a_licence_that_is_valid_again_lifts_it(person: Somebody, town: Clock, held: str) -> None:
    revoked(person, held)
    with store.atomic():
        registers.set_state(register="certificates", key=held, state=registers.State.VALID, reason="判决撤销了撤销决定", actor=READER, at=town.now())
    settle()
    assert tried(person) == ""
