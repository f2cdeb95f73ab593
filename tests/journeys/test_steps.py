"""A form in steps, over HTTP: back and forth, faults where they are, nothing lost, filed once; what is answered chooses what is begun."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from tests.journeys.small import SHOP, Clock, Person, everything, hidden, picture, words
from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.systems.public.services.rooms import applying, choosing, guides, library
from yiwang.web.components.basics import Crumbs, Link
from yiwang.web.generic import steps
from yiwang.web.generic.filling import Stepped

KEY = "410105.restaurant"
GUIDE, APPLY = f"/services/{KEY}/", f"/services/{KEY}/apply/"
Somebody = Callable[[str], Person]
WHO = {"licensed": "no", "gas": "yes", "sign": "yes", "phone": "13903710011"}
PLACE = {name: value for name, value in SHOP.items() if name not in WHO}
PAPERS = ("layout", "fire_promise", "gas_alarm", "sign_picture", "premises", "drainage_plan")


def handed(person: Person, step: int, go: str = "next", **answers: Any) -> HttpResponse:
    return person.client.post(f"{APPLY}?step={step}", {"go": go, **answers})


def filled(person: Person, **other: Any) -> HttpResponse:
    """Goes through all steps; the page on which all is looked over."""
    who, place = ({**known, **{k: v for k, v in other.items() if k in known}} for known in (WHO, PLACE))
    assert handed(person, 1, **who).headers["Location"] == f"{APPLY}?step=2"
    assert handed(person, 2, **place).headers["Location"] == f"{APPLY}?step=3"
    assert handed(person, 3, **{f"paper_{p}": picture(p) for p in PAPERS}).headers["Location"] == f"{APPLY}?step=4"
    return person.get(f"{APPLY}?step=4")


def tight(page: HttpResponse) -> str:
    return words(page).replace(" ", "")


def count(table: str) -> int:
    return int(store.rows(f"select count(*) from {table}")[0][0])


def test_each_step_is_a_page_and_the_last_shows_all_as_it_was_given(person: Somebody, town: Clock) -> None:
    citizen = person("citizen")
    first = tight(citizen.get(APPLY))
    assert "申请人正在填，还差3处" in first and "场所与经营要填" in first and "核对并提交看一遍，再提交" in first and "店铺名称" not in first
    assert "下一步要用到" not in first
    assert handed(citizen, 1, **WHO).headers["Location"] == f"{APPLY}?step=2"
    second = tight(citizen.get(f"{APPLY}?step=2"))
    assert "申请人已填好" in second and "下一步要用到" in second and "店招设计效果图" in second and "报草稿号" in second
    assert handed(citizen, 2, **PLACE).status_code == 302
    last = filled(citizen)
    text = tight(last)
    assert "4101**********" in text and "410105199003070026" not in last.content.decode()
    units = "同时征询金水区市场监管局、金水区城管局、金水区消防救援大队"
    for said in (units, "86.5平方米", "还没有", "热食类制售", "店铺名称槐荫巷烩面馆", "drainage_plan.png1KB", "个体工商户登记"):
        assert said in text, said
    assert "11月18日" in text and f'href="{APPLY}?step=2">修改' in last.content.decode()
    answer = citizen.client.post(f"{APPLY}?step=4", {"go": "send", **hidden(last, "key")})
    assert answer.headers["Location"].startswith("/my/") and count("cases_case") == 3 and count("forms_draft") == 0


def test_a_fault_is_said_on_its_step_and_nothing_typed_is_lost(person: Somebody, town: Clock) -> None:
    citizen = person("citizen")
    handed(citizen, 1, **WHO)
    wrong = handed(citizen, 2, **{**PLACE, "area": "八十", "sign_width": ""})
    text = tight(wrong)
    assert wrong.status_code == 422 and "这一页有2处要改" in text and "正在填，还差2处" in text and "材料要上传6份" in text
    assert 'value="八十"' in wrong.content.decode() and "请填写招牌宽" in text and "布局" not in text.partition("下一步要用到")[0]
    assert 'value="八十"' in citizen.get(f"{APPLY}?step=2").content.decode()  # a reload, a day later, another device
    assert citizen.get(f"{APPLY}?step=3").headers["Location"] == f"{APPLY}?step=2"  # nothing is jumped over
    assert [citizen.get(f"{APPLY}?step={no}").status_code for no in ("junk", "-1", "0", "99999999999")] == [200] * 4
    assert handed(citizen, 2, **PLACE).status_code == 302


def test_going_back_and_leaving_ask_nothing_and_keep_everything(person: Somebody, town: Clock) -> None:
    citizen = person("citizen")
    handed(citizen, 1, **WHO)
    assert handed(citizen, 2, "back", shop_name="槐荫巷", area="八").headers["Location"] == f"{APPLY}?step=1"
    page = citizen.get(f"{APPLY}?step=2").content.decode()
    assert 'value="槐荫巷"' in page and 'value="八"' in page
    assert handed(citizen, 2, "leave", shop_name="槐荫巷二店").headers["Location"] == GUIDE
    assert "接着填申请" in words(citizen.get(GUIDE)) and "接着填申请" not in words(Person("nobody").get(GUIDE))
    elsewhere = person("citizen")  # another browser of the same person goes on where this one stopped; nobody else does
    assert 'value="槐荫巷二店"' in elsewhere.get(APPLY).content.decode()
    assert "槐荫巷二店" not in person("other").get(APPLY).content.decode()
    filled(citizen)
    assert citizen.get(f"{APPLY}?step=2").status_code == 200 == citizen.get(f"{APPLY}?step=4").status_code  # what is filled in may be gone to at once


def test_what_is_no_longer_ticked_is_gone_and_what_is_not_asked_stays(person: Somebody, town: Clock) -> None:
    citizen = person("citizen")
    handed(citizen, 1, **WHO)
    assert handed(citizen, 2, **PLACE).status_code == 302
    assert handed(citizen, 2, **{k: v for k, v in PLACE.items() if k != "food_kinds"}).status_code == 422
    assert handed(citizen, 2, **PLACE).status_code == 302
    assert handed(citizen, 1, **{**WHO, "sign": "no"}).status_code == 302
    second = citizen.get(f"{APPLY}?step=2").content.decode()
    assert "招牌宽" not in second and "店招设计效果图" not in second
    assert handed(citizen, 2, **{k: v for k, v in PLACE.items() if not k.startswith("sign")}).status_code == 302
    handed(citizen, 1, **WHO)
    assert 'value="420"' in citizen.get(f"{APPLY}?step=2").content.decode()  # changed one's mind twice: nothing to type again


def test_papers_stay_through_errors_and_go_when_they_are_taken_out(person: Somebody, town: Clock) -> None:
    citizen = person("citizen")
    handed(citizen, 1, **WHO)
    handed(citizen, 2, **PLACE)
    wrong = handed(citizen, 3, paper_layout=picture("平面图"), paper_premises=[picture("租约一", 1), picture("租约二", 2)])
    text = wrong.content.decode()
    assert wrong.status_code == 422 and "平面图.png" in text and "租约一.png" in text and "请上传消防安全承诺书" in words(wrong)
    kept = dict(re.findall(r'name="(paper_\w+-id)" value="([0-9a-f]{64})"', text))
    assert set(kept) == {"paper_layout-id", "paper_premises-id"}
    gone = citizen.client.post(f"{APPLY}?step=3", {**kept, "remove": kept["paper_layout-id"]})
    assert gone.headers["Location"] == f"{APPLY}?step=3" and "平面图.png" not in citizen.get(f"{APPLY}?step=3").content.decode()
    handed(citizen, 3, "back", **{"paper_premises-id": kept["paper_premises-id"]})
    assert "租约" in citizen.get(f"{APPLY}?step=3").content.decode()


def test_it_is_filed_once_however_often_it_is_sent(person: Somebody, town: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    citizen = person("citizen")
    last = filled(citizen)
    key, again = hidden(last, "key"), hidden(citizen.get(f"{APPLY}?step=4"), "key")
    assert key == again == hidden(citizen.get(f"{APPLY}?step=1"), "key")  # one key over all steps and windows
    monkeypatch.setattr(forms, "drop_draft", lambda **_: False)  # as if the process ended after it was filed
    places = {citizen.client.post(f"{APPLY}?step=4", {"go": "send", **key}).headers["Location"] for _ in range(3)}
    monkeypatch.undo()
    assert len(places) == 1 and count("cases_case") == 3
    fresh = citizen.get(APPLY)
    assert count("forms_draft") == 0 and "槐荫巷" not in fresh.content.decode() and hidden(fresh, "key") != key  # what was filed is not offered again
    assert citizen.client.post(f"{APPLY}?step=4", {"go": "send", **key}).headers["Location"] in places  # a second click that comes late, its draft gone
    stranger = person("other")
    filled(stranger)
    assert stranger.client.post(f"{APPLY}?step=4", {"go": "send", **key}).status_code == 409 and count("cases_case") == 3


def test_what_is_sent_with_a_fault_leads_to_the_first_step_that_has_one(person: Somebody, town: Clock) -> None:
    citizen = person("citizen")
    last = filled(citizen)
    handed(citizen, 2, "back", **{**PLACE, "area": ""})
    wrong = citizen.client.post(f"{APPLY}?step=4", {"go": "send", **hidden(last, "key")})
    assert wrong.status_code == 422 and "请填写营业面积" in words(wrong) and f'action="{APPLY}?step=2"' in wrong.content.decode()
    assert count("cases_case") == 0


def test_the_guide_follows_the_answers_and_hands_them_on(person: Somebody, town: Clock) -> None:
    nobody = Person("nobody")
    least = nobody.get(f"{GUIDE}?licensed=yes&gas=no&sign=no")
    text, full = tight(least), tight(nobody.get(GUIDE))
    assert "10个工作日" in text and "12个工作日" not in text and "11月16日" in text and "12个工作日" in full and "11月18日" in full
    for gone in ("个体工商户登记", "店招设置", "店招设计效果图", "燃气报警装置照片", "经营场所使用证明"):
        assert gone in full and gone not in text, gone
    assert "消防救援大队·7天" in text and "消防救援大队·10天" in full and "3份" in text and "6份" in full
    link = re.search(r'href="([^"]*apply/[^"]*)"', least.content.decode())
    assert link is not None
    form = person("citizen").get(link.group(1).replace("&amp;", "&"))
    page = form.content.decode()
    for name, value in (("licensed", "yes"), ("gas", "no"), ("sign", "no")):
        assert re.search(rf'name="{name}" value="{value}" checked', page), name
    assert "前面选的已经带过来了" in page and count("forms_draft") == 0  # a link changes nothing


def test_an_answer_nobody_offers_is_as_if_it_were_not_there(person: Somebody, town: Clock) -> None:
    nobody = Person("nobody")
    stale = nobody.get(f"{GUIDE}?sign=perhaps&colour=red&gas=")
    assert stale.status_code == 200 and tight(stale) == tight(nobody.get(GUIDE)) and 'apply/"' in stale.content.decode()
    form = person("citizen").get(f"{APPLY}?sign=perhaps&shop_name=x&phone=1")
    assert form.status_code == 200 and "前面选的" not in form.content.decode() and 'value="13903710011"' in form.content.decode()


EVERY = [dict(zip(("licensed", "sign", "gas"), a, strict=True)) for a in product(("yes", "no"), repeat=3)]


@pytest.mark.parametrize("answers", EVERY, ids=lambda a: "-".join(a.values()))
def test_guide_and_cases_cannot_disagree(person: Somebody, town: Clock, answers: dict[str, str]) -> None:
    """What the guide shows under these answers is what is begun, whom it asks and in how many days; the form asks exactly the papers the guide lists."""
    shown = choosing.chosen(library.parts(KEY), answers)
    assert person("citizen").apply(KEY, **{**everything(), **answers}).status_code == 302
    begun = store.rows("select item, ref from cases_case order by id")
    assert [item for item, _ in begun] == [i.key for i in shown.items]
    office = person("window")
    joint = next(ref for _, ref in begun if ref.startswith("LB"))
    assert office.do(joint, "accept").status_code == 302 == office.do(joint, "consult", question="请答").status_code
    asked = store.rows("select i.title, t.days from cases_inquiry i join cases_term t on t.inquiry = i.id order by i.id")
    fitted = next(i for i in shown.items if i.reviewing)
    assert [tuple(row) for row in asked] == [(r.title, r.days) for r in fitted.reviewing]
    assert store.rows("select days from cases_term where name = 'decide'") == [(fitted.days,)]
    lanes = [lane.title for lane in guides.lanes_of(shown.items)]
    assert all(title in lanes for title, _ in asked)
    form = applying.form_of(KEY)
    papers = {f.code for f in form.fields if f.kind is forms.FieldKind.FILE and forms.met(f.when, answers)}
    assert papers == {f"paper_{m.code}" for m in shown.own}


def test_a_case_from_before_still_asks_its_own(person: Somebody, town: Clock) -> None:
    """A later version of the item, or other answers in a later form, change nothing of a case that has begun."""
    assert person("citizen").apply(KEY, **{**everything(), "sign": "no"}).status_code == 302
    joint = next(ref for (ref,) in store.rows("select ref from cases_case") if ref.startswith("LB"))
    office = person("window")
    office.do(joint, "ask_for_papers", missing="平面图")
    person("citizen").do(joint, "supplement", papers=picture(), note="已补", sign="yes")
    office.do(joint, "accept")
    office.do(joint, "consult", question="请答")
    assert cases.face(ref=joint, at=town.now()).inquiries and count("cases_inquiry") == 2


GOODS = Form("trial.goods", "试填", (
    Field("shop", "店名", step="谁"),
    Field("goods", "货物", FieldKind.ROWS, step="什么", fields=(Field("name", "品名"), Field("count", "数量", FieldKind.NUMBER)))), submit="提交")


def test_any_form_goes_in_steps_and_keeps_its_rows(town: Clock, rf: RequestFactory) -> None:
    """Nothing of this knows which system asks: a form of a trial, with a repeated group."""
    account = identity.account_of("citizen")
    actor, filed = identity.actor(account=account, on=town.now().date()), dict[str, Any]()

    def send(data: Clean, key: str) -> HttpResponse:
        return filed.setdefault(key, HttpResponseRedirect(f"/done/{len(data.answers['goods'])}/"))

    def ask(step: int, **answers: Any) -> HttpResponse:
        request = rf.post(f"/trial/?step={step}", answers) if answers else rf.get(f"/trial/?step={step}")
        request.actor, request.at, request.session = actor, town.now(), {}  # type: ignore[attr-defined]
        return steps.answer(request, Stepped(GOODS, "", "试填", Crumbs((Link("首页", "/"), Link("试填", "/"))), "/", "", send, filed.get))

    assert ask(1, go="next", shop="槐荫巷").headers["Location"] == "/trial/?step=2"
    rows = {"goods.rows": "1", "goods.0.name": "碗", "goods.0.count": "3"}
    assert ask(2, go="add:goods", **rows).headers["Location"] == "/trial/?step=2" and 'name="goods.1.name"' in ask(2).content.decode()
    rows |= {"goods.rows": "2", "goods.1.name": "筷子", "goods.1.count": "x"}
    wrong = ask(2, go="next", **rows)
    assert wrong.status_code == 422 and 'value="筷子"' in wrong.content.decode()
    assert ask(2, go="drop:goods.0", **{**rows, "goods.1.count": "2"}).status_code == 302
    page = ask(2).content.decode()
    assert 'value="筷子"' in page and 'value="碗"' not in page
    assert ask(2, go="next", **{"goods.rows": "1", "goods.0.name": "筷子", "goods.0.count": "2"}).headers["Location"] == "/trial/?step=3"
    last = ask(3)
    assert "筷子" in words(last)
    assert [ask(3, go="send", **hidden(last, "key")).headers["Location"] for _ in range(2)] == ["/done/1/"] * 2 and len(filed) == 1
