"""A citizen's matter over HTTP, whichever way it goes: raised again, joined, helped with, returned, left out of the assessment. What the desk looks up
agrees with the record after each, and made anew says the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse

from tests.journeys.small import Clock, picture, settle, words
from tests.journeys.test_appeals import Somebody, ref_of, wrote
from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.reports import api as reports
from yiwang.engines.store import api as store
from yiwang.systems.public.appeals import matters

GIVEN = 'select ruled, ended from reports_handed order by "case", n'
LEVEL = "(select score from reports_rating t where t.chain = m.id order by t.n desc limit 1)"
LATER = timedelta(minutes=1)


def kept() -> list[list[Any]]:
    """What the desk looks up."""
    return [store.rows("select * from appeals_matter order by id"), store.rows(GIVEN), store.rows("select * from reports_case order by id")]


@pytest.fixture(autouse=True)
def agrees(town: Clock) -> Iterator[None]:
    yield
    settle(town.at + LATER)
    assert store.rows("select reader, error from ledger_parked") == [], "nothing was put aside"
    same = store.rows("select id, ref, state, unit_id, title from cases_case where procedure = 'public.appeals.matter' order by id")
    assert store.rows("select id, ref, state, unit, title from appeals_matter order by id") == same
    before = kept()
    with store.atomic():
        matters.empty()
        reports.clear()
        for reader in ("public.appeals.kept", "reports"):
            ledger.rebuild(reader=reader)
    assert kept() == [[], [], []]
    settle(town.at + LATER)
    assert kept() == before


def ok(answer: HttpResponse) -> HttpResponse:
    assert answer.status_code == 302, (answer.status_code, words(answer)[:700])
    return answer


def no(answer: HttpResponse, said: str, status: int = 409) -> None:
    assert answer.status_code == status and said in words(answer), (answer.status_code, words(answer)[:900])


def sent(person: Somebody, ref: str, unit: str = "410100-CG", **more: Any) -> HttpResponse:
    return person("calls").do(ref, "dispatch", to_unit=unit, urgency="normal", **{"topic.find": "城乡建设", **more})


def answered(person: Somebody, ref: str, who: str, reply: str = "换好了。") -> None:
    """Signed for, answered, passed on to the citizen."""
    ok(person(who).do(ref, "sign"))
    ok(person(who).do(ref, "respond", finding="true", outcome="solved", reply=reply))
    ok(person("calls").do(ref, "close", reply=reply))


def state(ref: str) -> str:
    return str(store.rows("select state from cases_case where ref = %s", (ref,))[0][0])


def looked_up(ref: str, *columns: str) -> tuple[Any, ...]:
    settle()
    found = store.rows(f"select {', '.join(columns)} from appeals_matter m join reports_case r on r.id = m.id where m.ref = %s", (ref,))
    return found[0]


def mine(person: Somebody, ref: str, who: str = "citizen") -> str:
    return words(person(who).get(f"/my/{ref}/"))


@pytest.mark.slow(reason="two units after each other, every one signing in anew")
def test_not_satisfied_it_goes_up_until_it_is_solved(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen")))
    ok(sent(person, ref, "410105"))
    answered(person, ref, "county", "没有这回事。")
    no(person("citizen").do(ref, "again", level="bad", fixed="no"), "请填写哪里不满意", 422)
    ok(person("citizen").do(ref, "again", level="bad", fixed="no", words="还是不亮，没有人来看过。"))
    assert looked_up(ref, "state", LEVEL, "reopened") == ("rebounded", 2, 1) and "诉求反弹" in words(person("calls").get("/desk/notices/"))
    page = person("calls").opened(ref, "send_up")[1].content.decode()
    assert 'value="410100"' in page and 'value="410105"' not in page and 'value="410100-CG"' not in page
    no(person("calls").do(ref, "send_up", to_unit="410100", wanted=""), "请填写交办要求", 422)
    no(person("calls").do(ref, "send_up", to_unit="410100-CG", wanted="到现场看"), "交给哪个单位", 422)
    ok(person("calls").do(ref, "send_up", to_unit="410100", wanted="到现场看"))
    assert person("city").get(f"/cases/{ref}/do/give_back/").status_code == 409, "what came up is not returned"
    answered(person, ref, "city", "灯换好了，已经试亮。")
    ok(person("citizen").do(ref, "rate", level="best", fixed="yes"))
    assert looked_up(ref, "state", LEVEL, "reopened", "said") == ("closed", 5, 1, "solved")
    assert store.rows(GIVEN) == [(0, "answered"), (0, "answered")]


@pytest.mark.slow(reason="two units after each other, every one signing in anew")
def test_a_department_of_the_city_to_its_government(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen")))
    ok(sent(person, ref))
    answered(person, ref, "lamps")
    ok(person("calls").do(ref, "missed", tried="上午十点一次"))
    ok(person("calls").do(ref, "heard_again", level="worst", fixed="no", words="一盏也没有亮"))
    ok(person("calls").do(ref, "send_up", to_unit="410100", wanted="到现场看"))
    answered(person, ref, "city")
    ok(person("citizen").do(ref, "again", level="bad", fixed="partly", words="还有一盏"))
    ok(person("calls").do(ref, "reply", finding="true", outcome="planned", planned="2026-11-20", reply="二十日前换好。"))
    assert person("citizen").get(f"/my/{ref}/do/again/").status_code == 404, "twice and no more"
    assert looked_up(ref, "reopened", "state") == (2, "told")
    town.at += timedelta(days=11)
    settle(town.at)
    assert state(ref) == "closed" and looked_up(ref, LEVEL) == (2,), "silence rates nothing"


@pytest.mark.slow(reason="two citizens, a unit and the desk")
def test_two_citizens_one_answer_each_rates(person: Somebody, town: Clock) -> None:
    one, two = ref_of(wrote(person("citizen"))), ref_of(wrote(person("other"), subject="路灯坏了", phone="13800138001"))
    no(person("calls").do(two, "merge", into="SQ20261102-999999"), "没有这个单号")
    no(person("calls").do(two, "merge", into=two), "没有这样一件在办的")
    ok(person("calls").do(two, "merge", into=one))
    assert person("calls").get(f"/cases/{two}/do/merge/").status_code == 409 and looked_up(two, "state", "lead") == ("merged", one)
    ok(sent(person, one))
    ok(person("lamps").do(one, "sign"))
    ok(person("lamps_head").do(one, "extend", days="3", reason="等灯具到货"))
    settle()
    assert "等灯具到货" in words(person("other").get("/messages/")) and "11 月 12 日" in words(person("other").get("/messages/"))
    ok(person("lamps").do(one, "respond", finding="true", outcome="solved", reply="三盏都换好了。"))
    ok(person("calls").do(one, "rework", redo="写明哪天换的"))
    ok(person("lamps_head").do(one, "extend", days="2", reason="核对日期"))
    settle()
    assert store.rows("select error from ledger_parked") == [], "a second extension of the lead finds the other extended, and stops nothing"
    ok(person("lamps").do(one, "respond", finding="true", outcome="solved", reply="五日换好。"))
    ok(person("calls").do(one, "close", reply="三盏灯五日换好。"))
    settle()
    assert [state(r) for r in (one, two)] == ["told", "told"] and looked_up(two, "said") == ("solved",)
    for ref, who, other in ((one, "citizen", two), (two, "other", one)):
        page = mine(person, ref, who)
        assert "三盏灯五日换好。" in page and other not in page and person(who).get(f"/my/{other}/").status_code == 404
    ok(person("citizen").do(one, "rate", level="best", fixed="yes"))
    assert state(two) == "told"
    ok(person("other").do(two, "again", level="worst", fixed="no", words="我门口那盏没有换"))
    assert (looked_up(one, LEVEL, "state"), looked_up(two, LEVEL, "state")) == ((5, "closed"), (1, "rebounded"))


def test_what_is_joined_leads_nothing(person: Somebody, town: Clock) -> None:
    one, two, three = (ref_of(wrote(person(who))) for who in ("citizen", "other", "other"))
    ok(person("calls").do(two, "merge", into=one))
    no(person("calls").do(three, "merge", into=two), "那一件自己也并到别的件里了")
    no(person("calls").do(one, "merge", into=three), "已经有别的件并到这一件里")


@pytest.mark.slow(reason="two citizens, a unit and the desk")
@pytest.mark.parametrize("read", [True, False], ids=["after the readers", "before the readers"])
def test_the_lead_withdrawn_the_other_goes_on_alone(person: Somebody, town: Clock, read: bool) -> None:
    one, two = ref_of(wrote(person("citizen"))), ref_of(wrote(person("other")))
    ok(person("calls").do(two, "merge", into=one))
    ok(sent(person, one))
    if read:
        settle()
    ok(person("citizen").do(one, "withdraw"))
    settle()
    assert (state(one), state(two)) == ("withdrawn", "received") and looked_up(two, "lead") == ("",)
    ok(sent(person, two))
    answered(person, two, "lamps")
    assert "换好了。" in mine(person, two, "other")


@pytest.mark.slow(reason="two citizens, a unit and the desk")
@pytest.mark.parametrize("read", [True, False], ids=["after the readers", "before the readers"])
def test_who_joins_as_the_answer_goes_out_is_answered_too(person: Somebody, town: Clock, read: bool) -> None:
    one, two = ref_of(wrote(person("citizen"))), ref_of(wrote(person("other")))
    ok(sent(person, one))
    ok(person("lamps").do(one, "sign"))
    ok(person("lamps").do(one, "respond", finding="true", outcome="solved", reply="好了。"))
    ok(person("calls").do(two, "merge", into=one))
    if read:
        settle()
    ok(person("calls").do(one, "close", reply="好了。"))
    settle()
    assert state(two) == "told"
    no(person("calls").do(ref_of(wrote(person("other"))), "merge", into=one), "已经答复过")


@pytest.mark.slow(reason="two citizens, a unit and the desk")
@pytest.mark.parametrize("over, becomes", [("told", "told"), ("withdrawn", "received")])
def test_who_joins_in_the_very_moment_is_not_left_behind(person: Somebody, town: Clock, over: str, becomes: str) -> None:
    """The lead's entry was read before the other was there."""
    one, two = ref_of(wrote(person("citizen"))), ref_of(wrote(person("other")))
    ok(sent(person, one))
    if over == "told":
        answered(person, one, "lamps")
    else:
        ok(person("citizen").do(one, "withdraw"))
    settle()
    as_it_was = store.rows("select state, closed_at from cases_case where ref = %s", (one,))[0]
    store.execute("update cases_case set state = 'sent', closed_at = null where ref = %s", (one,))
    ok(person("calls").do(two, "merge", into=one))
    store.execute("update cases_case set state = %s, closed_at = %s where ref = %s", (*as_it_was, one))
    settle()
    assert state(two) == becomes


@pytest.mark.slow(reason="three units")
def test_two_units_help_the_lead_answers(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen")))
    no(sent(person, ref, to_help=["410100-CG"]), "主办单位不用再选为协办单位")
    ok(sent(person, ref, to_help=["410100-SCJG"], wanted="查证照"))
    ok(person("lamps").do(ref, "sign"))
    assert person("market_city").get(f"/cases/{ref}/do/consult/").status_code == 409
    ok(person("lamps").do(ref, "consult", question="查占道", to_help=["410105"]))
    page = words(person("market_city").opened(ref, "answer")[1])
    assert "办理情况" in page and "不同意" not in page
    no(person("market_city").do(ref, "answer", verdict="agree", opinion="查过。"), "办理情况", 422)
    ok(person("market_city").do(ref, "answer", verdict="done", opinion="有证。"))
    ok(person("county").do(ref, "answer", verdict="not_ours", opinion="不归区里。"))
    page = words(person("lamps").get(f"/cases/{ref}/"))
    assert "有证。" in page and "不归区里。" in page and person("elsewhere").get(f"/cases/{ref}/").status_code == 404
    ok(person("lamps").do(ref, "respond", finding="true", outcome="solved", reply="有证，已经整改。"))
    ok(person("calls").do(ref, "close", reply="有证，已经整改。"))
    assert looked_up(ref, "state") == ("told",)


@pytest.mark.slow(reason="a unit, the desk and a second person there")
def test_a_second_person_leaves_it_out_of_the_assessment(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen")))
    ok(person("both_desks").do(ref, "dispatch", to_unit="410100-CG", urgency="normal", **{"topic.find": "城乡建设"}))
    answered(person, ref, "lamps")
    ok(person("citizen").do(ref, "again", level="worst", fixed="no", words="必须装十盏"))
    no(person("lamps").do(ref, "ask_exclusion", grounds="规划只有三盏。"), "证据", 422)
    ok(person("lamps").do(ref, "ask_exclusion", grounds="规划只有三盏。", evidence=picture("规划")))
    for who in ("both_desks", "calls", "lamps"):
        assert person(who).get(f"/cases/{ref}/do/exclude/").status_code == 409, who
    assert "由另一个人认定" in words(person("both_desks").get(f"/cases/{ref}/")) and ref in words(person("judges").get("/desk/"))
    ok(person("judges").do(ref, "keep", ruling="解释没有送到本人。"))
    assert state(ref) == "rebounded"
    ok(person("lamps").do(ref, "ask_exclusion", grounds="当面解释过了。", evidence=picture("记录", 9)))
    ok(person("judges").do(ref, "exclude", excluded="impossible", ruling="规划已定，解释清楚。"))
    assert looked_up(ref, "state", "r.excluded", LEVEL) == ("closed", 1, 1)
    assert store.rows("select sum(amount) from supervision_part where what = 'rated'") == [(0,)], "nor in anybody's score"


@pytest.mark.slow(reason="a unit and the desk")
def test_returned_overruled_and_not_returned_again(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen")))
    ok(sent(person, ref))
    ok(person("lamps").do(ref, "give_back", not_ours="归审批局。"))
    no(person("calls").do(ref, "overrule", to_unit="410100-SCJG", ruling="归市场监管局。"), "请选退回它的那个单位")
    ok(person("calls").do(ref, "overrule", to_unit="410100-CG", ruling="职责清单第三条。"))
    assert person("lamps").get(f"/cases/{ref}/do/give_back/").status_code == 409
    answered(person, ref, "lamps")
    assert looked_up(ref, "returned") == (1,) and store.rows(GIVEN) == [(0, "returned"), (1, "answered")]


@pytest.mark.slow(reason="three units are merged")
def test_its_unit_is_merged_into_another(person: Somebody, town: Clock) -> None:
    ref = ref_of(wrote(person("citizen")))
    ok(sent(person, ref))
    settle()
    system = identity.holder(unit="410100-SP", title="system", on=town.at.date())
    for old, heir in (("410105-CG", "410105-SP"), ("410102-CG", "410102-SP"), ("410100-CG", "410100-SCJG")):
        answers = {"successor": heir, "reason": "机构改革"}
        data, unit = Clean("directory.merge_unit", 1, answers, frozenset(answers)), identity.unit_by_code(old).id
        cases.run(actor=system, command="directory.merge_unit", subject=f"unit:{unit}", data=data, key=old, at=town.at)
    assert looked_up(ref, "m.unit") == (identity.unit_by_code("410100-SCJG").id,)
    ok(person("market_city").do(ref, "sign"))
