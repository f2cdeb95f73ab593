"""Questions whose answer takes more than one input, over HTTP and without a script: looked up, signed, chosen down a tree; nothing typed is lost."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from struct import pack
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from tests.journeys.small import SHOP, Clock, Person, hidden, picture, words
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.kernel import codes
from yiwang.systems.public.services.rooms import applying, at_counter
from yiwang.web.components.basics import Crumbs, Link
from yiwang.web.generic import steps
from yiwang.web.generic.filling import Stepped

Somebody = Callable[[str], Person]
NAME, CODE, OTHER = "郑州槐荫巷餐饮有限公司", *(codes.make_credit_code("9", "1", "410105", f"MA4{n:05d}") for n in (1, 2))


@pytest.fixture
def firm(town: Clock) -> None:
    with store.atomic():
        identity.register_applicant(kind="firm", name=NAME, number=CODE)


def handed(person: Person, item: str, step: int, go: str = "next", **answers: Any) -> HttpResponse:
    return person.client.post(f"/services/{item}/apply/?step={step}", {"go": go, **answers})


def looked_up() -> list[str]:
    return [str(body) for (body,) in store.rows("select body from ledger_entry where act = %s order by id", ("identity.applicant_looked_up",))]


LABOUR = "410105.labour_dispatch"


def test_a_firm_is_looked_up_by_its_code_and_what_was_typed_stays(person: Somebody, firm: None) -> None:
    citizen, here = person("citizen"), f"/services/{LABOUR}/apply/?step=1"
    page = citizen.get(here).content.decode()
    assert 'name="go" value="look:firm"' in page and page.index('name="firm.code"') < page.index('name="firm.name"')
    answer = handed(citizen, LABOUR, 1, "look:firm", phone="13903710011", **{"firm.code": CODE.lower(), "firm.name": ""})
    assert answer.headers["Location"] == here
    page = citizen.get(here).content.decode()
    assert f'value="{NAME}"' in page and "已核对，和登记的一致" in page and 'value="13903710011"' in page
    assert looked_up() == []  # what anybody may know: nobody is written down for asking
    wrong = handed(citizen, LABOUR, 1, phone="13903710011", **{"firm.code": CODE, "firm.name": "郑州桐柏餐饮有限公司"})
    assert wrong.status_code == 422 and f"登记的名称是“{NAME}”" in words(wrong).replace(" ", "") and 'href="#f-firm.name"' in wrong.content.decode()
    assert handed(citizen, LABOUR, 1, phone="13903710011", **{"firm.code": CODE, "firm.name": ""}).status_code == 302


def test_an_unknown_code_goes_on_and_is_marked_until_somebody_has_checked(person: Somebody, firm: None) -> None:
    citizen = person("citizen")
    handed(citizen, LABOUR, 1, "look:firm", **{"firm.code": OTHER, "firm.name": ""})
    assert "未核验" in words(citizen.get(f"/services/{LABOUR}/apply/?step=1"))
    assert handed(citizen, LABOUR, 1, phone="13903710011", **{"firm.code": OTHER, "firm.name": "郑州某某公司"}).status_code == 302
    draft = store.rows("select answers from forms_draft")[0][0]
    assert json.loads(draft)["firm.name"] == "郑州某某公司"


def test_what_a_script_asks_is_the_same_and_an_official_is_on_record(person: Somebody, firm: None) -> None:
    citizen, window = person("citizen"), person("window")
    found = [one.client.post("/firms/", {"code": f" {CODE} ", "purpose": "劳务派遣经营许可申请"}).json() for one in (citizen, window)]
    assert found[0] == found[1] == {"name": NAME, "said": "已核对，和登记的一致。"}
    (entry,) = looked_up()
    assert "劳务派遣经营许可申请" in entry and CODE not in entry
    unknown = citizen.client.post("/firms/", {"code": OTHER})
    assert unknown.status_code == 200 and "未核验" in unknown.json()["said"] and "name" not in unknown.json()
    assert citizen.client.post("/firms/", {"code": CODE[:-1]}).status_code == 422 == citizen.client.post("/firms/").status_code
    assert citizen.get("/firms/").status_code == 404 and Person("nobody").client.post("/firms/", {"code": CODE}).status_code == 302


def test_the_clerk_at_the_counter_looks_it_up_for_a_purpose(person: Somebody, firm: None) -> None:
    window, item = person("market"), "410105.special_equipment"
    page = window.get(f"/services/window/{item}/")
    answer = window.client.post(f"/services/window/{item}/", {**hidden(page, "csrfmiddlewaretoken"), "who": "person", "number": citizen_number(),
                                                             "purpose": "窗口收件"})
    here = answer.headers["Location"]
    before = len(looked_up())
    assert window.client.post(f"{here}?step=1", {"go": "look:firm", "firm.code": CODE, "firm.name": ""}).status_code == 302
    assert NAME in window.get(f"{here}?step=1").content.decode()
    assert len(looked_up()) == before + 1 and "填写：" in looked_up()[-1]


def citizen_number() -> str:
    return str(store.rows("select number from identity_person where name = '沈砚秋'")[0][0])



PROMISE = "410105.fire_check_promise"


def ink(name: str = "签名") -> SimpleUploadedFile:
    """A line across a frame, as a canvas gives it."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\x00" + b"".join(b"\x11\x11\x11\xff" if abs(y - x // 3) < 2 else bytes(4) for x in range(120)) for y in range(40))
    whole = chunk(b"IHDR", pack(">IIBBBBB", 120, 40, 8, 6, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return SimpleUploadedFile(f"{name}.png", b"\x89PNG\r\n\x1a\n" + whole, "image/png")


def promised(citizen: Person) -> None:
    """Everything up to the page of the promise."""
    handed(citizen, PROMISE, 1, phone="13903710011", gas="yes")
    handed(citizen, PROMISE, 2, **SHOP, floors="一楼")
    papers = {f"paper_{p}": picture(p) for p in ("fire_promise", "fire_plan", "fire_rules")}
    answer = handed(citizen, PROMISE, 3, **papers)
    assert answer.status_code == 302, words(answer)[:900]


def test_a_promise_is_signed_by_finger_and_the_strokes_go_with_the_case(person: Somebody, town: Clock) -> None:
    citizen, here = person("citizen"), f"/services/{PROMISE}/apply/?step=4"
    promised(citizen)
    page = citizen.get(here).content.decode()
    assert page.index("办理条件") < page.index('data-sign="/files/"') and 'name="promise_signature.signed"' in page
    assert citizen.client.post("/files/", {"file": picture(), "purpose": "signature"}).status_code == 422  # a red square is no signature
    sha = citizen.client.post("/files/", {"file": ink(), "purpose": "signature"}).json()["id"]
    other = person("other")
    assert handed(citizen, PROMISE, 4, commitment="yes").status_code == 422
    assert handed(citizen, PROMISE, 4, commitment="yes", **{"promise_signature-id": sha}).status_code == 302
    page = citizen.get(here).content.decode()
    assert f'<img src="/files/{sha}/"' in page and f'name="remove" value="{sha}"' in page
    last = citizen.get(f"/services/{PROMISE}/apply/?step=5")
    assert f'<img src="/files/{sha}/"' in last.content.decode() and "手写签名，2026-11-02 10:00" in last.content.decode()
    ref = citizen.client.post(f"/services/{PROMISE}/apply/?step=5", {"go": "send", **hidden(last, "key")}).headers["Location"].split("/")[2]
    assert f'<img src="/my/{ref}/files/{sha}/"' in citizen.get(f"/my/{ref}/form/").content.decode()
    assert b"PNG" in citizen.get(f"/my/{ref}/files/{sha}/").getvalue()
    assert f'href="/cases/{ref}/files/{sha}/">看签名' in person("fire").get(f"/cases/{ref}/").content.decode()
    assert other.get(f"/files/{sha}/").status_code == 404 == other.get(f"/my/{ref}/files/{sha}/").status_code


def test_a_promise_is_signed_by_name_without_a_script_and_may_be_signed_again(person: Somebody, town: Clock) -> None:
    citizen, here = person("citizen"), f"/services/{PROMISE}/apply/?step=4"
    promised(citizen)
    name, tick = "promise_signature.signed", "promise_signature.agreed"
    wrong = handed(citizen, PROMISE, 4, commitment="yes", **{name: "沈砚秋"})
    assert wrong.status_code == 422 and f'href="#f-{tick}"' in wrong.content.decode() and 'value="沈砚秋"' in wrong.content.decode()
    assert handed(citizen, PROMISE, 4, commitment="yes", **{name: "沈砚秋", tick: "yes"}).status_code == 302
    assert handed(citizen, PROMISE, 4, commitment="yes", **{name: "沈砚秋"}).status_code == 422  # the tick was taken back
    sha = citizen.client.post("/files/", {"file": ink(), "purpose": "signature"}).json()["id"]
    assert handed(citizen, PROMISE, 4, commitment="yes", **{name: "沈砚秋", "promise_signature-id": sha}).status_code == 302
    gone = citizen.client.post(here, {"commitment": "yes", "promise_signature-id": sha, "remove": sha, name: "沈砚秋"})
    assert gone.headers["Location"] == here and "data-sign" in citizen.get(here).content.decode()
    handed(citizen, PROMISE, 4, commitment="yes", **{name: "沈砚秋", tick: "yes"})
    assert "沈砚秋，输入姓名确认" in citizen.get(f"/services/{PROMISE}/apply/?step=5").content.decode()


def test_at_a_counter_it_is_signed_on_paper(person: Somebody, town: Clock) -> None:
    form = at_counter.form_at(applying.form_of(PROMISE))
    assert not [f for f in form.fields if f.kind is FieldKind.SIGNATURE]
    asked = form.field("got_promise_signature")
    assert asked.required and [label for _, label in asked.choices] == ["本人已经当面签名"]


STALL = Form("trial.stall", "临时摊点", (
    Field("trade", "经营类别", FieldKind.TREE, choices=(("food", "餐饮服务"), ("food/hot", "热食"), ("food/cold", "冷食"), ("other", "其他")),
          levels=("门类", "小类"), step="摊点"),
    Field("quarter", "哪个街道", FieldKind.TREE, tree="divisions", levels=("区县", "街道"), step="摊点"),
    Field("spot", "摊位", FieldKind.MAP_POINT, step="位置"),
    Field("budget", "投入", FieldKind.TABLE, choices=(("cart", "餐车"), ("rent", "场租")), totals="both", step="投入", fields=(
        Field("own", "自有", FieldKind.MONEY, required=False), Field("loan", "借款", FieldKind.MONEY, required=False)))), submit="提交")
POINT = {"spot.longitude": "113.665412", "spot.latitude": "34.757977", "spot.datum": "wgs84", "spot.address": "东风路口"}


def test_a_tree_a_place_and_a_table_are_filled_in_step_by_step_without_a_script(town: Clock, rf: RequestFactory) -> None:
    actor, filed = identity.actor(account=identity.account_of("citizen"), on=town.now().date()), dict[str, Any]()

    def ask(step: int, **answers: Any) -> HttpResponse:
        request = rf.post(f"/trial/?step={step}", answers) if answers else rf.get(f"/trial/?step={step}")
        request.actor, request.at, request.session = actor, town.now(), {}  # type: ignore[attr-defined]
        return steps.answer(request, Stepped(STALL, "", "试填", Crumbs((Link("首页", "/"), Link("试填", "/"))), "/", "", send, filed.get))

    def send(data: Clean, key: str) -> HttpResponse:
        filed[key] = data.answers
        return HttpResponseRedirect("/done/")

    assert ask(1, go="look:trade", **{"trade.1": "food"}).status_code == 302
    page = ask(1).content.decode()
    assert '<option value="food/cold">冷食' in page and 'data-tree="[[&quot;food&quot;' in page and 'data-lookup="/divisions/"' in page
    wrong = ask(1, go="next", **{"trade.1": "food", "trade.2": "", "quarter.1": "410105", "quarter.2": "410105008"})
    assert wrong.status_code == 422 and 'href="#f-trade.2"' in wrong.content.decode() and "请接着选择小类" in words(wrong)
    assert ask(1, go="next", **{"trade.1": "food", "trade.2": "food/cold", "quarter.1": "410105", "quarter.2": "410105008"}).status_code == 302
    wrong = ask(2, go="next", **{**POINT, "spot.longitude": "116.40"})
    assert wrong.status_code == 422 and "不在本市范围里" in words(wrong) and "<ellipse" in wrong.content.decode()
    assert ask(2, go="next", **POINT).status_code == 302 and 'cx="' in ask(2).content.decode()
    assert ask(3, go="look:budget", **{"budget.cart.own": "1,200.5", "budget.rent.loan": "300"}).status_code == 302
    assert "<output>1500.50</output>" in ask(3).content.decode()
    wrong = ask(3, go="next", **{"budget.cart.own": "很多", "budget.rent.loan": "300"})
    assert wrong.status_code == 422 and 'id="f-budget.cart.own-error"' in wrong.content.decode() and 'value="很多"' in wrong.content.decode()
    assert ask(3, go="next", **{"budget.cart.own": "1,200.5", "budget.rent.loan": "300"}).status_code == 302
    last = ask(4)
    text = words(last)
    for said in ("餐饮服务 / 冷食", "金水区 / 文化路街道", "东风路口（东经 113.665412°，北纬 34.757977°）", "合计 1200.50 元"):
        assert said in text, said
    assert ask(4, go="send", **hidden(last, "key")).headers["Location"] == "/done/"
    (answers,) = filed.values()
    assert answers["budget"]["down"] == {"own": 120_050, "loan": 30_000} and answers["spot"]["datum"] == "WGS-84"
