"""Bad input from people who mean well: each is told at the field what to do, nothing typed is lost, nothing is half done.

Spreadsheets with formulas, shifted columns and lines that may not be are judged in `test_library` and in the tests of `sheets`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpResponse

from tests.journeys.small import Clock, Person, everything, hidden, picture, settle, words
from tests.journeys.test_library import PAPERS as MATERIALS
from tests.journeys.test_library import TIMES, typed
from tests.journeys.test_mandates import acting, given
from tests.journeys.test_steps import PAPERS, PLACE, WHO
from tests.journeys.test_wallet import HERE as WALLET
from tests.journeys.test_wallet import ITEM, code_of, number  # noqa: F401 (a fixture)
from yiwang.engines.registers import api as registers
from yiwang.engines.store import api as store
from yiwang.kernel.actors import READER
from yiwang.systems.public.services.rooms import applying

Somebody = Callable[[str], Person]
CORRECTIONS = "/corrections/"
RESTAURANT = "/services/410105.restaurant/"


def count(table: str) -> int:
    return int(store.rows(f"select count(*) from {table}")[0][0])


def tight(page: HttpResponse) -> str:
    return words(page).replace(" ", "")


def renewal(number: str) -> dict[str, Any]:  # noqa: F811
    """All answers and papers of a renewal."""
    papers = {f.code: picture(f.code) for f in applying.form_of(f"{ITEM}.renewal").fields if f.code.startswith("paper_")}
    return {**everything(), **papers, "licence_no": number, "condition_changed": "no"}


def reported(citizen: Person, about: str = "person", **answers: Any) -> HttpResponse:
    address = f"{CORRECTIONS}?{urlencode({'about': about})}"
    page = citizen.get(address)
    assert page.status_code == 200, words(page)[:300]
    return citizen.client.post(address, {**hidden(page, "key", "seen"), "what": "name", "right": "沈砚秋（砚台的砚）", **answers})


def test_a_prefilled_answer_that_is_wrong_reaches_the_owner_of_the_register(person: Somebody, town: Clock) -> None:
    citizen, form = person("citizen"), "/services/410105.food_business/apply/"
    page = citizen.get(form)
    link = re.search(r'href="(/corrections/\?about=person)" target="_blank"', page.content.decode())
    assert link is not None and "这条不对？" in words(page)
    empty = reported(citizen, what="", right="")
    assert empty.status_code == 422 and "请选择哪一项不对" in tight(empty) and "请填写应该是什么" in tight(empty) and count("cases_case") == 0
    sent = reported(citizen, why="身份证上就是这样。", proof=picture("身份证"))
    ref = sent.headers["Location"].split("/")[-2]
    assert sent.status_code == 302 and ref.startswith("GZ")
    again = reported(citizen, right="别的")
    assert again.status_code == 409 and ref in words(again) and 'value="别的"' in again.content.decode() and count("cases_case") == 1
    settle()
    assert "最晚 11 月 9 日 答复您" in words(citizen.get("/messages/")).replace("（星期一）", "")
    owner = person("records")
    assert ref in words(owner.get("/desk/")) and person("window").get(f"/cases/{ref}/").status_code == 404
    page = owner.get(f"/cases/{ref}/")
    assert "沈砚秋（砚台的砚）" in tight(page) and "沈砚秋（砚台的砚）" not in tight(person("watch").get(f"/cases/{ref}/"))
    empty = owner.do(ref, "correct", done="")
    assert empty.status_code == 422 and "请填写改成了什么" in tight(empty)
    assert owner.do(ref, "correct", done="姓名已经按身份证更正。").status_code == 302
    settle(town.at + timedelta(minutes=1))
    told = words(person("citizen").get("/messages/"))
    assert "登记已经更正" in told and "姓名已经按身份证更正。" in told and "更正了登记" in words(person("citizen").get(f"/my/{ref}/"))
    assert "提出信息更正" in tight(person("citizen").get(f"/my/{ref}/")) and "姓名已经按身份证更正。" in words(person("citizen").get(f"/my/{ref}/"))
    assert reported(person("citizen"), right="还是不对").status_code == 302  # answered is over: it can be said again


def test_a_certificate_is_corrected_by_who_issued_it_and_only_its_holder_asks(person: Somebody, number: str, town: Clock) -> None:  # noqa: F811
    citizen, about = person("citizen"), f"certificates:{number}"
    assert f"{CORRECTIONS}?{urlencode({'about': about})}" in citizen.get(f"{WALLET}certificates/{number}/").content.decode().replace("&amp;", "&")
    for stranger, whose in (("other", about), ("citizen", "firm"), ("citizen", "certificates:1"), ("citizen", "items:410105.food_business")):
        assert person(stranger).get(f"{CORRECTIONS}?{urlencode({'about': whose})}").status_code == 404
    ref = reported(citizen, about, what="holder").headers["Location"].split("/")[-2]
    assert ref in words(person("market").get("/desk/")) and "所涉登记" in words(person("market").get(f"/cases/{ref}/"))
    assert person("market").do(ref, "keep", reason="和营业执照一致。要改名请先变更营业执照。").status_code == 302
    settle(town.at + timedelta(minutes=2))
    assert "要改名请先变更营业执照" in words(person("citizen").get("/messages/"))


def test_another_persons_file_and_certificate_are_not_taken(person: Somebody, number: str, town: Clock) -> None:  # noqa: F811
    assert person("citizen").apply(ITEM, **{**everything(), "paper_layout": picture("自家平面图", 7)}).status_code == 302
    theirs = store.rows("select file_id from files_holding where name like %s", ("自家平面图%",))[0][0]
    before, other = count("cases_case"), person("other")
    assert other.get(f"/files/{theirs}/").status_code == 404
    answers = {**everything(), "shop_name": "温家面馆"}
    answers.pop("paper_layout")
    wrong = other.apply(ITEM, **answers, **{"paper_layout-id": theirs})
    assert wrong.status_code == 422 and "有一个文件没有收到，请重新上传" in tight(wrong)
    assert "温家面馆" in other.get(f"/services/{ITEM}/apply/?step=2").content.decode() and count("cases_case") == 2
    wrong = other.apply(f"{ITEM}.renewal", **renewal(number))
    assert wrong.status_code == 422 and "没有找到您名下的这个证件" in words(wrong) and 'href="#f-licence_no"' in wrong.content.decode()
    assert count("cases_case") == before and number in wrong.content.decode()


def steps(citizen: Person, at: str) -> None:
    """Fills all steps of the form at an address."""
    for n, answers in ((1, WHO), (2, PLACE), (3, {f"paper_{p}": picture(p) for p in PAPERS})):
        answer = citizen.client.post(f"{at}?step={n}", {"go": "next", **answers})
        assert answer.status_code == 302, (n, words(answer)[:900])


def changed(person: Somebody) -> None:
    """Another number of days is promised for an item of the bundle, from today."""
    editor, address = person("market_head"), f"/services/library/410105.individual_registration/edit/{TIMES}/"
    held = typed(editor.get(address))
    assert editor.client.post(address, {**held, "promised_days": str(int(held["promised_days"]) % int(held["legal_days"]) + 1)}).status_code == 302


def test_a_guide_of_yesterday_leads_to_the_form_of_today(person: Somebody, town: Clock) -> None:
    """The link carries answers, not a version: what no longer fits is left out, what is asked is what is in force."""
    guide = person("citizen").get(f"{RESTAURANT}?licensed=yes&gas=no&sign=no")
    link = re.search(r'href="([^"]*apply/[^"]*)"', guide.content.decode())
    assert link is not None
    changed(person)
    town.to("2026-11-03 09:00")
    page = person("citizen").get(link.group(1).replace("&amp;", "&"))
    assert page.status_code == 200 and "前面选的已经带过来了" in words(page)
    assert hidden(page, "form-version") == {"form-version": "2"} and "改过" not in words(page)


def test_an_item_changed_while_its_form_is_half_filled(person: Somebody, town: Clock) -> None:
    """A draft of version 1, handed in under version 2: what is asked otherwise is said first, no answer is lost, and the case is of version 2."""
    citizen, form = person("citizen"), f"/services/{ITEM}/apply/"
    whole = {k: v for k, v in everything().items() if not k.startswith("paper_")}
    assert citizen.client.post(f"{form}?step=1", {"go": "leave", **whole}).status_code == 302
    papers = {f"paper_{p}": picture(p) for p in ("layout", "rules")}
    assert citizen.client.post(f"{form}?step=3", {"go": "next", **papers}).status_code == 302
    old = citizen.get(f"{form}?step=4")
    before = hidden(old, "key", "form-version")
    editor = person("market_head")
    address = f"/services/library/{ITEM}/edit/{MATERIALS}/"
    grown = typed(editor.client.post(address, {**typed(editor.get(address)), "go": "add:materials"}))
    row, paper = int(grown["materials.rows"]) - 1, {"code": "water_test", "title": "水质检测报告", "form": "electronic", "copies": "1", "source": "applicant",
                                                    "need": "always", "how": "手机拍照即可", "shared": "no"}
    assert editor.client.post(address, {**grown, **{f"materials.{row}.{k}": v for k, v in paper.items()}}).status_code == 302
    town.to("2026-11-03 09:00")
    citizen = person("citizen")
    kept = citizen.client.post(form.replace("apply", "draft"), {"changed": "area", "area": "90"})  # the open page's script goes on saving
    assert kept.status_code == 200
    late = citizen.client.post(f"{form}?step=4", {"go": "send", **before})
    assert late.status_code == 409 and "要填的在您填写以后改过" in words(late) and "新增：水质检测报告" in words(late) and count("cases_case") == 0
    assert 'action="' + form + '?step=3"' in late.content.decode() and "rules.png" in words(late)  # the page that asks for what is new
    assert "改过" not in words(old) and "改过" not in words(citizen.get(f"{form}?step=3"))  # said once
    assert "槐荫巷烩面馆" in citizen.get(f"{form}?step=2").content.decode() and 'value="90"' in citizen.get(f"{form}?step=2").content.decode()
    sent = dict(re.findall(r'name="(paper_\w+-id)" value="([0-9a-f]{64})"', late.content.decode()))
    assert citizen.client.post(f"{form}?step=3", {"go": "next", **sent, "paper_water_test": picture("水质")}).status_code == 302
    answer = citizen.client.post(f"{form}?step=4", {"go": "send", **hidden(citizen.get(f"{form}?step=4"), "key", "form-version")})
    assert answer.status_code == 302, words(answer)[:900]
    assert store.rows("select item_version from cases_case") == [(2,)]


def test_an_item_of_a_bundle_changed_while_it_is_half_filled(person: Somebody, town: Clock) -> None:
    citizen, form = person("citizen"), f"{RESTAURANT}apply/"
    steps(citizen, form)
    changed(person)
    town.to("2026-11-03 09:00")
    page = person("citizen").get(f"{form}?step=4")
    assert "要填的在您填写以后改过" in words(page) and "槐荫巷烩面馆" in words(page)


def test_a_mandate_that_ended_yesterday_files_nothing_and_the_draft_stays(person: Somebody, town: Clock) -> None:
    helper = acting(person("other"), given(town, days=1))
    form = f"/services/{ITEM}/apply/"
    whole = everything()
    assert helper.client.post(f"{form}?step=1", {"go": "leave", **{k: v for k, v in whole.items() if not k.startswith("paper_")}}).status_code == 302
    key = hidden(helper.get(f"{form}?step=1"), "key")
    town.to("2026-11-04 09:00")
    late = helper.client.post(f"{form}?step=4", {"go": "send", **key, **whole})
    assert count("cases_case") == 0
    if late.status_code == 302:
        late = helper.client.get(late.headers["Location"], follow=True)
    assert "授权" in words(late) or "登录" in words(late), words(late)[:600]
    assert store.rows("select count(*) from forms_draft")[0][0] == 1
    other = person("other")  # signs in anew: as oneself, with nothing of the other's
    assert "槐荫巷" not in other.client.get(f"{form}?step=1", follow=True).content.decode()
    mandate = given(town, days=5)
    assert "槐荫巷烩面馆" in acting(person("other"), mandate).client.get(f"{form}?step=2", follow=True).content.decode()  # given anew: goes on where it stopped


def test_a_one_time_code_replayed_stolen_and_late(person: Somebody, number: str, town: Clock) -> None:  # noqa: F811
    look = "/registers/present/"

    def shown(who: str, code: str) -> HttpResponse:
        return person(who).client.post(look, {"code": code, "purpose": "办理延续"})

    code = code_of(person("citizen"), number)
    assert shown("other", code).status_code == 404  # no citizen looks things up
    unknown = shown("window", "1234 5670")
    assert unknown.status_code == 409 and "出示码" in words(unknown) and 'value="1234 5670"' in unknown.content.decode()
    assert shown("window", code).status_code == 200
    for again in ("window", "fire"):
        page = shown(again, code)
        assert page.status_code == 409 and "已经用过" in words(page) and "请持证人重新出示" in words(page) and "沈砚秋" not in words(page)
    fresh = code_of(person("citizen"), number)
    town.at += timedelta(minutes=6)
    late = shown("window", fresh)
    assert late.status_code == 409 and "五分钟" in words(late) and "沈砚秋" not in words(late)
    short = shown("window", "12")
    assert short.status_code in (409, 422) and "12" in short.content.decode()


def test_the_code_on_a_revoked_certificate_says_so(person: Somebody, number: str, town: Clock) -> None:  # noqa: F811
    nobody, address = Person("nobody"), f"/verify/{quote(number)}/"
    assert "有效" in words(nobody.get(address))
    registers.set_state(register="certificates", key=number, state=registers.State.REVOKED, reason="以欺骗取得", actor=READER, at=town.at)
    page = nobody.get(address)
    assert page.status_code == 200 and "已撤销" in words(page) and "alert--good" not in page.content.decode()
    citizen = person("citizen")
    assert "已撤销" in words(citizen.get(f"{WALLET}certificates/{number}/")) and "出示给对方看" not in words(citizen.get(f"{WALLET}certificates/{number}/"))
    shown = citizen.client.post(f"{WALLET}certificates/{number}/")
    assert shown.status_code == 409 and "出示码" not in re.sub("不能再出示", "", words(shown)), words(shown)[:400]
    renewed = citizen.apply(f"{ITEM}.renewal", **renewal(number))
    assert renewed.status_code == 422 and "已撤销，不能再办" in words(renewed) and "请重新申请" in words(renewed)
    assert f'value="{number}"' in renewed.content.decode() and 'href="#f-licence_no"' in renewed.content.decode()
