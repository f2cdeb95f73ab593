"""A firm is its code: the register's name goes with it, what the register has not is taken and marked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.tests.sample import REGISTERED, UNCHECKED
from yiwang.engines.forms.types import Field, FieldKind, Form
from yiwang.engines.sheets import api as sheets
from yiwang.kernel.errors import Invalid

FORM = Form("t.firm", "试", (Field("ref", "编号"), Field("firm", "申请单位", FieldKind.FIRM)))
NAME = "郑州槐荫（餐饮）有限公司"


def parsed(at: datetime, code: str, name: str) -> Any:
    return forms.parse(form=FORM, raw={"ref": "一", "firm.code": code, "firm.name": name}, at=at).answers["firm"]


def refused(at: datetime, code: str, name: str) -> dict[str, str]:
    with pytest.raises(Invalid) as wrong:
        parsed(at, code, name)
    return {r.field: r.text for r in wrong.value.reasons}


@pytest.mark.parametrize("name", ["", NAME, "郑州槐荫(餐饮)有限公司", " 郑州槐荫（餐饮）有限 公司"])
def test_the_name_of_a_registered_code_is_the_registers(at: datetime, name: str) -> None:
    assert parsed(at, f" {REGISTERED.lower()} ", name) == {"name": NAME, "code": REGISTERED, "standing": "registered"}


def test_another_name_is_refused_at_the_name_with_the_registered_one(at: datetime) -> None:
    found = refused(at, REGISTERED, "郑州槐荫巷餐饮有限公司")
    assert list(found) == ["firm.name"] and NAME in found["firm.name"]


def test_what_the_register_has_not_is_taken_and_marked(at: datetime) -> None:
    firm = parsed(at, UNCHECKED, "某某公司")
    assert firm["standing"] == "unchecked" and forms.said(FORM.field("firm"), firm) == f"某某公司　{UNCHECKED}（未核验）"
    assert "未核验" not in forms.said(FORM.field("firm"), {"name": NAME, "code": REGISTERED})
    assert refused(at, UNCHECKED, "") == {"firm.name": "请填写申请单位的名称"}
    assert refused(at, UNCHECKED[:-1], "某某公司").keys() == {"firm.code"}


def test_looking_up_fills_in_the_name_and_nothing_else(at: datetime) -> None:
    asked: list[str] = []

    def find(code: str) -> str | None:
        asked.append(code)
        return NAME if code == REGISTERED else None

    raw: dict[str, str | list[str]] = {"ref": "一", "firm.code": REGISTERED.lower(), "firm.name": "某"}
    assert forms.looked_up(fields=FORM.fields, raw=raw, go="look:firm", find=find) == {**raw, "firm.name": NAME}
    assert forms.looked_up(fields=FORM.fields, raw={**raw, "firm.code": UNCHECKED}, go="look:firm", find=find) == {**raw, "firm.code": UNCHECKED}
    assert forms.looked_up(fields=FORM.fields, raw={**raw, "firm.code": "9141"}, go="look:firm", find=find) is not None
    assert asked == [REGISTERED, UNCHECKED]  # what is no code is asked of nobody
    assert [forms.looked_up(fields=FORM.fields, raw=raw, go=go, find=find) for go in ("next", "look:ref", "look:other")] == [None] * 3


def test_the_page_says_what_is_known_but_tells_the_name_to_nobody_who_did_not_ask(at: datetime) -> None:
    def note(code: str, name: str) -> tuple[str, bool]:
        shown = forms.view(form=FORM, at=at, values={"firm.code": code, "firm.name": name}).fields[1]
        return shown.note, shown.note_good

    assert note(REGISTERED, NAME) == ("已核对，和登记的一致。", True)
    assert "查询" in note(REGISTERED, "")[0] and NAME not in note(REGISTERED, "某")[0]
    assert "未核验" in note(UNCHECKED, "")[0] and "18 位" in note("9141", "")[0] and note("", "某") == ("", False)


def test_a_sheet_gives_it_back(at: datetime) -> None:
    answers = [{"ref": str(n), "firm": parsed(at, code, "某某公司" if code == UNCHECKED else NAME)} for n, code in enumerate((REGISTERED, UNCHECKED))]
    book = sheets.read(sheets.write(forms.tables(form=FORM, records=answers)))
    loaded = forms.load(form=FORM, book=book, at=at)
    assert [dict(r.answers.answers) for r in loaded.records if r.answers] == answers
    wrong = sheets.read(sheets.write((sheets.Table("试", (sheets.Column("编号"), sheets.Column("申请单位")), (("一", "某某公司"),)),)))
    (fault,) = forms.load(form=FORM, book=wrong, at=at).records[0].faults
    assert (fault.line, fault.column) == (2, "申请单位") and "统一社会信用代码" in fault.text


def test_persons_and_addresses_come_back_from_a_sheet_too(at: datetime) -> None:
    form = Form("t.both", "试", (Field("ref", "编号"), Field("who", "申请人", FieldKind.PERSON), Field("place", "地址", FieldKind.ADDRESS)))
    raw = {"ref": "一", "who.name": "司马·㐂", "who.number": "11010519491231002x", "place.county": "410105", "place.township": "410105001",
           "place.village": "410105001001", "place.detail": "经八路 12 号"}
    answers = dict(forms.parse(form=form, raw=raw, at=at).answers)
    loaded = forms.load(form=form, book=sheets.read(sheets.write(forms.tables(form=form, records=[answers]))), at=at).records[0]
    assert loaded.answers and dict(loaded.answers.answers) == answers
