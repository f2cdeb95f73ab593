"""A request against a form: what is taken, what is asked again, and at which input."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.tests.sample import GOOD, HASH, OTHER, RESTAURANT, Stored, uploads
from yiwang.engines.forms.types import Field, FieldKind, Form
from yiwang.kernel.errors import Invalid
from yiwang.kernel.reasons import Reason

BLAMING = ("非法", "无效", "错误", "异常", "不合法", "有误")


def parsed(at: datetime, **changed: str | list[str] | None) -> forms.Clean:
    raw = {**GOOD, **{name.replace("__", "."): value for name, value in changed.items()}}
    given = {name: value for name, value in raw.items() if value is not None}
    return forms.parse(form=RESTAURANT, raw=given, at=at, uploads=uploads, initial={})


def refused(at: datetime, **changed: str | list[str] | None) -> dict[str, str]:
    """Input → code of its first reason."""
    with pytest.raises(Invalid) as caught:
        parsed(at, **changed)
    assert not [r.text for r in caught.value.reasons if any(word in r.text for word in BLAMING)]
    return {field: reasons[0].code for field, reasons in caught.value.by_field().items()}


def test_a_good_request_becomes_plain_values(at: datetime) -> None:
    clean = parsed(at)
    assert clean.answers == {
        "shop": "老河口面馆", "area": "86.5", "seats": "40", "capital": 12_000_050, "opens": "2026-12-01", "trade": "hot",
        "meals": ["am", "noon"], "phone": "13812345678",
        "place": {"division": "410105001001", "text": "金水区经八路街道纬五路社区经八路 12 号", "detail": "经八路 12 号"},
        "owner": {"name": "阿依古丽·买买提", "number": "11010519491231002X"},
        "plan": [{"sha256": HASH, "name": "平面图.pdf", "size": 12_000, "type": "application/pdf"}],
    }
    assert clean.recorded() == {"shop": "老河口面馆", "area": "86.5"}
    assert "11010519491231002X" in clean.personal()["form"]


def test_all_reasons_come_at_once_each_at_its_input(at: datetime) -> None:
    found = refused(at, shop="", area="很大", capital="-3", opens="2026-02-30", trade="drugs", meals=["am", "noon", "pm"], phone="1381234567",
                    owner__number="110105194912310021", place__township="410184100", plan=None)
    assert found == {
        "shop": "required", "area": "not-a-number", "capital": "money-negative", "opens": "no-such-day", "trade": "not-offered",
        "meals": "too-many-chosen", "phone": "not-a-phone", "owner.number": "citizen-number-check", "place.township": "not-offered",
        "plan": "required",
    }


def test_nothing_at_all_asks_for_every_required_field(at: datetime) -> None:
    with pytest.raises(Invalid) as caught:
        forms.parse(form=RESTAURANT, raw={}, at=at, initial={})
    assert {r.field for r in caught.value.reasons} == {
        "shop", "area", "capital", "opens", "trade", "meals", "place.county", "place.detail", "owner.name", "owner.number", "phone", "plan"}


@pytest.mark.parametrize(("typed", "kept"), [
    ("８６．５", "86.5"), ("1,024", "1024"), ("1，024", "1024"),
    (" 86.50 平方米", "86.5"), ("0086", "86"), ("1.0000000001", "1.0000000001"), ("+5", "5")])
def test_numbers_as_people_type_them(at: datetime, typed: str, kept: str) -> None:
    assert parsed(at, area=typed, seats="").answers["area"] == kept


@pytest.mark.parametrize("typed", ["1e3", "NaN", "Infinity", "0x10", "10²", "½", "1.", ".5", "--1", "1.2.3", "٣٤", "1" * 400])
def test_what_is_not_a_number(at: datetime, typed: str) -> None:
    assert refused(at, area=typed) == {"area": "not-a-number"}


@pytest.mark.parametrize(("typed", "says"), [("2.5", "请填整数"), ("5.0", ""), ("16.0", "1—15"), ("15.5", "请填整数")])
def test_what_is_counted_is_whole(at: datetime, typed: str, says: str) -> None:
    form = Form("t.days", "试", (Field("days", "天数", FieldKind.NUMBER, least="1", most="15", whole=True),))
    judged = forms.judged(form=form, raw={"days": typed}, at=at)
    assert [says in r.text for r in judged.reasons] == ([True] if says else []) and judged.answers.get("days") == (None if says else "5")
    pattern = forms.schema(form)["properties"]["days"]["pattern"]
    assert re.match(pattern, "5") and not re.match(pattern, "2.5")


@pytest.mark.parametrize("typed", ["0", "-1", "5000.01", "99999"])
def test_numbers_out_of_bounds_say_the_bounds(at: datetime, typed: str) -> None:
    with pytest.raises(Invalid, match=r"1—5000 平方米.*例如 86\.5"):
        parsed(at, area=typed, seats="")


@pytest.mark.parametrize(("typed", "fen"), [("￥1,200.50", 120_050), ("1200元", 120_000), ("０．０１", 1), ("0", 0)])
def test_money_is_kept_in_fen(at: datetime, typed: str, fen: int) -> None:
    assert parsed(at, capital=typed).answers["capital"] == fen


@pytest.mark.parametrize(("typed", "code"), [
    ("1.234", "money-fen"), ("1.2万", "money-in-yuan"), ("10000000.01", "out-of-bounds"), ("一百", "money-characters")])
def test_money_that_needs_another_look(at: datetime, typed: str, code: str) -> None:
    assert refused(at, capital=typed) == {"capital": code}


@pytest.mark.parametrize("typed", ["2026-12-1", "2026/12/01", "2026年12月1日", "20261201", "２０２６．１２．１"])
def test_days_as_people_type_them(at: datetime, typed: str) -> None:
    assert parsed(at, opens=typed).answers["opens"] == "2026-12-01"


def test_a_day_may_come_in_three_parts(at: datetime) -> None:
    clean = parsed(at, opens=None, **{"opens-year": "2026", "opens-month": "12", "opens-day": "1"})
    assert clean.answers["opens"] == "2026-12-01"
    assert refused(at, opens=None, **{"opens-year": "2026", "opens-month": "", "opens-day": "1"}) == {"opens": "not-a-date"}


@pytest.mark.parametrize(("typed", "code"), [
    ("2026-11-19", "too-early"), ("2031-01-01", "too-late"), ("2026-13-01", "no-such-day"), ("2027-02-29", "no-such-day"),
    ("0000-01-01", "no-such-day"), ("明天", "not-a-date"), ("26-12-01", "not-a-date")])
def test_days_that_need_another_look(at: datetime, typed: str, code: str) -> None:
    assert refused(at, opens=typed) == {"opens": code}


def test_today_is_the_citys_day_not_the_worlds() -> None:
    from yiwang.kernel.clock import parse as instant

    late = instant("2026-11-30T16:30:00+00:00")  # half past midnight on the 1st in the city
    assert parsed(late, opens="2026-12-01").answers["opens"] == "2026-12-01"
    assert refused(late, opens="2026-11-30") == {"opens": "too-early"}


def test_fields_not_asked_are_dropped_down_the_line(at: datetime) -> None:
    """raw_fish hangs on trade, supplier on raw_fish: without cold food neither is kept, whatever the request says."""
    assert not {"raw_fish", "supplier", "late"} & set(parsed(at, raw_fish="yes", supplier="某某", late="到 2 点").answers)
    assert refused(at, trade="cold") == {"raw_fish": "required"}
    assert refused(at, trade="cold", raw_fish="yes") == {"supplier": "required"}
    clean = parsed(at, trade="cold", raw_fish="no", supplier="某某")
    assert clean.answers["raw_fish"] is False and "supplier" not in clean.answers
    assert parsed(at, meals=["pm"], late="到 2 点").answers["late"] == "到 2 点"


def test_rules_see_all_answers_and_wait_for_refused_ones(at: datetime) -> None:
    assert refused(at, seats="90") == {"seats": "too-many-seats"}
    assert refused(at, seats="90", area="很大") == {"area": "not-a-number"}
    assert refused(at, seats="很多") == {"seats": "not-a-number"}


def test_a_rule_that_asks_whether_something_is_there_waits_too(at: datetime) -> None:
    def needs_seats(answers: Mapping[str, Any]) -> list[Reason]:
        return [] if answers.get("seats") or "seats" in answers else [Reason("seats-needed", "请填写座位数", field="seats")]

    form = Form("t.rule", "试", (Field("seats", "座位数", FieldKind.NUMBER, required=False),), rules=(needs_seats,))
    for raw, code in (({"seats": "很多"}, "not-a-number"), ({}, "seats-needed")):
        with pytest.raises(Invalid) as caught:
            forms.parse(form=form, raw=raw, at=at)
        assert [r.code for r in caught.value.reasons] == [code]


@pytest.mark.parametrize("name", ["㐂㐃", "𠮷野", "司马·𬸚", "陈\ue863", "王﨑", "李〇", "Ñandú O'Neil", "阿不都‍热西提"])
def test_no_name_is_refused_for_its_characters(at: datetime, name: str) -> None:
    owner = parsed(at, owner__name=name).answers["owner"]
    assert owner["name"] == name


@pytest.mark.parametrize("bad", ["\x00", "\x1b[31m", "\x08", "\u202e", "\u2066", "\ud800"])
@pytest.mark.parametrize("at_field", ["shop", "owner.name", "place.detail", "note"])
def test_characters_no_record_can_carry_are_asked_again(at: datetime, bad: str, at_field: str) -> None:
    assert refused(at, **{at_field.replace(".", "__"): f"张{bad}三"}) == {at_field: "control-characters"}


def test_invisible_marks_go_and_lines_become_one_kind(at: datetime) -> None:
    clean = parsed(at, shop="\ufeff　老河口\u200b面馆　２号 ", note="第一行  \r\n第二行\r\n")
    assert clean.answers["shop"] == "老河口面馆 2号"
    assert clean.answers["note"] == "第一行\n第二行"


def test_text_is_as_long_as_declared(at: datetime) -> None:
    assert parsed(at, shop="面" * 20, note="字\r\n" * 15).answers["note"].count("\n") == 14
    with pytest.raises(Invalid, match="20 字以内，现在多了 3 字"):
        parsed(at, shop="𠮷" * 23)


def test_the_locked_answer_is_the_registers_whatever_the_request_says(at: datetime) -> None:
    held = {"owner": forms.Initial({"name": "张三", "number": "11010519491231002X"}, "人口库", "2026-11-01", locked=True)}
    clean = forms.parse(form=RESTAURANT, raw={**GOOD, "owner.name": "李四"}, at=at, uploads=uploads, initial=held)
    assert clean.answers["owner"]["name"] == "张三"
    with pytest.raises(ValueError, match="initial"):
        forms.parse(form=RESTAURANT, raw=GOOD, at=at, uploads=uploads)


def test_several_values_for_one_field_count_as_the_last(at: datetime) -> None:
    assert parsed(at, trade=["drugs", "hot"]).answers["trade"] == "hot"
    assert refused(at, trade=["hot", "drugs"]) == {"trade": "not-offered"}
    assert refused(at, area=[]) == {"area": "required"}


def test_only_ones_own_files_of_the_kinds_asked_for(at: datetime) -> None:
    assert refused(at, plan=[OTHER]) == {"plan": "file-not-there"}
    assert refused(at, plan=["../../etc/passwd"]) == {"plan": "file-not-there"}

    def came(*files: Stored) -> str:
        with pytest.raises(Invalid) as caught:
            forms.parse(form=RESTAURANT, raw=GOOD, at=at, files={"plan": files}, uploads=uploads, initial={})
        return caught.value.reasons[0].code

    assert came(Stored(OTHER, type="text/html")) == "file-kind"
    assert came(Stored(OTHER, size=1_000_001)) == "file-too-large"
    assert came(Stored(OTHER), Stored("c" * 64)) == "too-many-files"
    twice = forms.parse(form=RESTAURANT, raw=GOOD, at=at, files={"plan": [Stored(HASH), Stored(OTHER)]}, uploads=uploads, initial={})
    assert [file["sha256"] for file in twice.answers["plan"]] == [HASH, OTHER]


def test_an_address_goes_down_one_place_at_a_time(at: datetime) -> None:
    to_township = parsed(at, place__village="").answers["place"]
    assert to_township["division"] == "410105001" and to_township["text"] == "金水区经八路街道经八路 12 号"
    assert refused(at, place__county="", place__township="410105001") == {"place.county": "required"}
    assert refused(at, place__township="") == {"place.township": "required"}
    assert refused(at, place__county="110000") == {"place.county": "not-offered"}


def test_an_optional_field_of_parts_is_all_or_nothing(at: datetime) -> None:
    assert "firm" not in parsed(at).answers
    assert refused(at, firm__name="某某公司") == {"firm.code": "required"}
    assert refused(at, firm__code="91410100MA0000000") == {"firm.name": "required", "firm.code": "credit-code-length"}


def test_optional_garbage_is_not_silently_lost(at: datetime) -> None:
    form = Form("t.t", "试", (Field("on", "日期", FieldKind.DATE, required=False),))
    with pytest.raises(Invalid):
        forms.parse(form=form, raw={"on": "abc"}, at=at)
    assert forms.parse(form=form, raw={"on": " "}, at=at).answers == {}


def test_a_form_of_public_fields_keeps_nothing_beside_the_record(at: datetime) -> None:
    form = Form("t.t", "试", (replace(RESTAURANT.fields[0]),))
    assert forms.parse(form=form, raw={"shop": "面馆"}, at=at).personal() == {}
