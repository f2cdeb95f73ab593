"""What a page shows: where fields begin, what is shown, where errors lead."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.tests.sample import GOOD, HASH, OTHER, RESTAURANT, Stored, uploads
from yiwang.engines.forms.types import Field, FieldKind, Form, When
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import Invalid

CITIZEN = Actor(account=11, person=11)
OWNER = {"name": "张三", "number": "11010519491231002X"}


def lookup(*, actor: Actor, path: str) -> tuple[Any, str, str] | None:
    return (OWNER, "人口库", "2026-11-01") if path == "person" and actor == CITIZEN else None


def field(view: forms.FormView, name: str) -> forms.FieldView:
    return next(f for f in view.fields if f.name == name)


def test_a_blank_form_has_its_steps_and_what_the_registers_know(at: datetime) -> None:
    initial = forms.blank(form=RESTAURANT, actor=CITIZEN, lookup=lookup)
    assert initial == {"owner": forms.Initial(OWNER, "人口库", "2026-11-01", locked=True)}
    view = forms.view(form=RESTAURANT, at=at, initial=initial)
    assert [step.title for step in view.steps] == ["店铺", "地点", "人员", "材料"]
    owner = field(view, "owner")
    assert (owner.locked, owner.source, owner.dated, owner.display) == (True, "人口库", "2026-11-01", "张三　11010519491231002X")
    assert [part.value for part in owner.parts] == ["张三", "11010519491231002X"]
    assert (field(view, "capital").unit, field(view, "area").unit) == ("元", "平方米")
    assert not view.errors and not any(f.error for f in view.fields)


def test_a_locked_field_nobody_can_fill_is_open(at: datetime) -> None:
    initial = forms.blank(form=RESTAURANT, actor=Actor(account=12), lookup=lookup)
    assert initial == {}
    assert not field(forms.view(form=RESTAURANT, at=at, initial=initial), "owner").locked


def test_a_locked_field_shows_the_register_whatever_a_draft_says(at: datetime) -> None:
    initial = forms.blank(form=RESTAURANT, actor=CITIZEN, lookup=lookup)
    view = forms.view(form=RESTAURANT, at=at, initial=initial, values={"owner.name": "李四"})
    assert field(view, "owner").parts[0].value == "张三"


def test_a_refused_request_is_shown_as_it_was_with_each_error_at_its_input(at: datetime) -> None:
    raw = {**GOOD, "area": "很大", "opens": "2026-13-1", "meals": ["am", "noon", "pm"], "place.township": "410184100", "owner.number": "1", "trade": "x"}
    with pytest.raises(Invalid) as caught:
        forms.parse(form=RESTAURANT, raw=raw, at=at, uploads=uploads, initial={})
    view = forms.view(form=RESTAURANT, at=at, values=raw, errors=caught.value.reasons, uploads=uploads)
    assert (field(view, "area").value, field(view, "opens").value) == ("很大", "2026-13-1")
    assert "例如 86.5" in field(view, "area").error and field(view, "shop").error == ""
    assert [o.value for o in field(view, "meals").options if o.chosen] == ["am", "noon", "pm"]
    assert [p.error != "" for p in field(view, "owner").parts] == [False, True] and field(view, "owner").error == ""
    assert field(view, "place").parts[1].error == field(view, "place").error != ""
    assert [line.anchor for line in view.errors] == [
        "f-area", "f-opens-year", "f-trade-1", "f-meals-1", "f-place.township", "f-owner.number"]
    assert [step.faults for step in view.steps] == [4, 1, 1, 0]


def test_what_concerns_the_whole_stands_in_the_summary_without_a_link(at: datetime) -> None:
    from yiwang.kernel.reasons import Reason

    view = forms.view(form=RESTAURANT, at=at, errors=(Reason("closed", "今天的名额已满，请改日", "许可法 57"), Reason("x", "请看", field="place")))
    assert view.errors == (forms.FaultView("今天的名额已满，请改日（许可法 57）"), forms.FaultView("请看", "f-place.county"))


def test_each_list_of_an_address_offers_what_lies_in_the_one_before(at: datetime) -> None:
    def offered(**raw: str) -> list[list[str]]:
        view = forms.view(form=RESTAURANT, at=at, values={f"place.{part}": code for part, code in raw.items()})
        return [[o.value for o in part.options] for part in field(view, "place").parts]

    assert offered() == [["410105", "410184"], [], [], []]
    assert offered(county="410105") == [["410105", "410184"], ["410105001", "410105002"], [], []]
    assert offered(county="410184", township="410105001") == [["410105", "410184"], ["410184100"], [], []]
    assert offered(county="410105", township="410105001")[2] == ["410105001001"]


def test_conditions_are_followed_while_the_rest_is_still_wrong(at: datetime) -> None:
    def shown(**raw: str) -> list[str]:
        return [f.name for f in forms.view(form=RESTAURANT, at=at, values=raw).fields if f.shown and f.when]

    assert shown() == []
    assert shown(trade="cold", area="?") == ["raw_fish"]
    assert shown(trade="cold", raw_fish="yes") == ["raw_fish", "supplier"]
    assert shown(trade="hot", raw_fish="yes") == []


def test_files_sent_before_are_shown_again_and_others_are_not(at: datetime) -> None:
    view = forms.view(form=RESTAURANT, at=at, values={"plan": [HASH, OTHER, "x"]}, uploads=uploads, files={"plan": [Stored("c" * 64, "新.pdf")]})
    assert [f.name for f in field(view, "plan").files] == ["平面图.pdf", "新.pdf"]


def test_answers_go_back_into_the_form_they_came_from(at: datetime) -> None:
    clean = forms.parse(form=RESTAURANT, raw=GOOD, at=at, uploads=uploads, initial={})
    raw = forms.flat(form=RESTAURANT, answers=clean.answers, at=at)
    assert raw["capital"] == "120000.50" and raw["place.township"] == "410105001" and raw["plan"] == [HASH]
    assert forms.parse(form=RESTAURANT, raw=raw, at=at, uploads=uploads, initial={}) == clean


def test_answers_are_said_in_words() -> None:
    said = {code: forms.said(RESTAURANT.field(code), value) for code, value in (
        ("capital", 12_000_050), ("trade", "cold"), ("meals", ["am", "pm"]), ("raw_fish", False), ("area", "86.5"), ("owner", OWNER),
        ("place", {"division": "410105", "text": "金水区经八路", "detail": "经八路"}), ("plan", [{"name": "图.pdf"}]))}
    assert said == {"capital": "120000.50 元", "trade": "冷食", "meals": "早餐、晚餐", "raw_fish": "否", "area": "86.5 平方米",
                    "owner": "张三　11010519491231002X", "place": "金水区经八路", "plan": "图.pdf"}


def test_yes_and_no_may_have_other_words(at: datetime) -> None:
    form = Form("t.sign", "招牌", (Field("sign", "招牌", FieldKind.YES_NO, choices=(("yes", "要"), ("no", "不要"))),))
    assert [o.label for o in forms.view(form=form, at=at).fields[0].options] == ["要", "不要"]
    with pytest.raises(Invalid, match="“要”和“不要”"):
        forms.parse(form=form, raw={"sign": "maybe"}, at=at)
    assert forms.said(form.fields[0], True) == "要"


def test_a_form_in_steps_says_how_far_each_is(at: datetime) -> None:
    form = Form("t.steps", "分步", (
        Field("sign", "招牌", FieldKind.YES_NO, personal=False, step="一"),
        Field("width", "招牌宽", FieldKind.NUMBER, when=(When("sign", ("yes",)),), step="二/招牌"),
        Field("height", "招牌高", FieldKind.NUMBER, when=(When("sign", ("yes",)),), step="二/招牌"),
        Field("name", "店名", step="三")))
    assert forms.check(form) == []
    first, second, third = forms.stages(form=form, judged=forms.judged(form=form, raw={"sign": "yes", "width": "很宽"}, at=at))
    assert (first.number, first.done, second.asked, second.lacking, third.lacking) == (1, True, ("width", "height"), ("width", "height"), ("name",))
    assert {r.field for r in second.reasons} == {"width", "height"}
    without = forms.stages(form=form, judged=forms.judged(form=form, raw={"sign": "no", "name": "面馆"}, at=at))
    assert [(s.number, s.title, s.done) for s in without] == [(1, "一", True), (2, "三", True)]  # a step that asks nothing is none
    shown = forms.view(form=form, at=at, values={"sign": "yes"})
    assert [s.title for s in shown.steps] == ["一", "二", "三"] and [f.heading for f in shown.steps[1].fields] == ["招牌", "招牌"]
    torn = Form("t.torn", "分步", (*form.fields, Field("light", "发光", step="二/招牌")))
    assert any("stand together" in fault for fault in forms.check(torn))


def test_a_condition_on_what_is_not_answered_yet() -> None:
    signs = (When("sign", ("yes",)),)
    for answers, strict, generous in (({}, False, True), ({"sign": True}, True, True), ({"sign": "no"}, False, False), ({"sign": ""}, False, True)):
        assert forms.met(signs, answers) is strict and forms.met(signs, answers, unanswered=True) is generous
    assert forms.met((), {})
