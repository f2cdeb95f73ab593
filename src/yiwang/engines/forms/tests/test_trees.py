"""A choice out of a list that branches, level by level or by its words; the city's divisions are one such list."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Field, FieldKind, Form
from yiwang.engines.sheets import api as sheets
from yiwang.kernel.errors import Invalid

TRADES = (("food", "餐饮服务"), ("food/hot", "热食"), ("food/cold", "冷食"), ("sales", "食品销售"), ("sales/packed", "预包装"), ("sales/loose", "散装"),
          ("other", "其他"))
TRADE = Field("trade", "行业", FieldKind.TREE, choices=TRADES, levels=("门类", "小类"))
LONG = replace(TRADE, choices=tuple((f"{a}", f"门类{a}") for a in "abcdef") + tuple((f"{a}/{n}", f"小类{n}" + ("·冷" if a == "b" and n == 3 else ""))
                                                                                for a in "abcdef" for n in range(10)))
WHERE = Field("where", "辖区", FieldKind.TREE, tree="divisions", levels=("区县", "街道"))


def form(field: Field) -> Form:
    return Form("t.tree", "试", (Field("ref", "编号"), field))


def parsed(at: datetime, field: Field, **raw: str) -> Any:
    given = {f"{field.code}.{name.removeprefix('_')}": value for name, value in raw.items()}
    return forms.parse(form=form(field), raw={"ref": "一", **given}, at=at).answers.get(field.code)


def refused(at: datetime, field: Field, **raw: str) -> tuple[str, str, str]:
    with pytest.raises(Invalid) as wrong:
        parsed(at, field, **raw)
    (reason,) = wrong.value.reasons
    return reason.field, reason.code, reason.text


def test_level_by_level_to_the_last(at: datetime) -> None:
    assert parsed(at, TRADE, _1="food", _2="food/hot") == {"code": "food/hot", "text": "餐饮服务 / 热食"}
    assert parsed(at, TRADE, _1="other") == {"code": "other", "text": "其他"}
    assert refused(at, TRADE, _1="food") == ("trade.2", "go-on", "请接着选择小类")
    assert refused(at, TRADE, _1="food", _2="sales/loose")[:2] == ("trade.2", "not-offered")
    assert refused(at, TRADE, _1="drugs")[:2] == ("trade.1", "not-offered") and refused(at, TRADE)[:2] == ("trade.1", "required")
    assert parsed(at, replace(TRADE, leaves=False), _1="food") == {"code": "food", "text": "餐饮服务"}
    assert parsed(at, replace(TRADE, required=False)) is None


def test_by_its_words(at: datetime) -> None:
    for words in ("热食", "餐饮服务 / 热食", "餐饮服务/热食", "food/hot"):
        assert parsed(at, TRADE, find=words)["code"] == "food/hot", words
    field, code, text = refused(at, LONG, find="小类1")
    assert (field, code) == ("trade.find", "several-found") and "有 6 项" in text and "门类a / 小类1；" in text
    assert refused(at, TRADE, find="卖药")[:2] == ("trade.1", "nothing-found")  # a short list shows nothing to type into
    assert parsed(at, LONG, find="冷", _1="a", _2="a/1")["code"] == "b/3"  # what one wrote last


def test_the_page_lists_each_level_below_the_one_before(at: datetime) -> None:
    def parts(field: Field, **raw: str) -> list[tuple[str, str, int]]:
        shown = forms.view(form=form(field), at=at, values={f"{field.code}.{name.removeprefix('_')}": value for name, value in raw.items()}).fields[1]
        return [(p.name, p.value, len(p.options)) for p in shown.parts]

    assert parts(TRADE) == [("trade.1", "", 3), ("trade.2", "", 0)]
    assert parts(TRADE, _1="food") == [("trade.1", "food", 3), ("trade.2", "", 2)]
    assert parts(LONG, find="冷") == [("trade.1", "b", 6), ("trade.2", "b/3", 10), ("trade.find", "", 0)]
    assert parts(LONG, find="小类")[2] == ("trade.find", "小类", 0)
    shown = forms.view(form=form(LONG), at=at, values={}).fields[1]
    assert len(shown.found) == 60 and "门类b / 小类3·冷" in shown.found
    assert forms.view(form=form(TRADE), at=at, values={}).fields[1].found == ()


def test_divisions_are_such_a_list(at: datetime) -> None:
    value = parsed(at, WHERE, _1="410105", _2="410105001")
    assert value == {"code": "410105001", "text": "金水区 / 经八路街道"}
    assert forms.flat(form=form(WHERE), answers={"where": value}, at=at) == {"where.1": "410105", "where.2": "410105001"}
    assert refused(at, WHERE, _1="410105")[1] == "go-on" and parsed(at, WHERE, find="金水区/经八路街道") == value


def test_answers_come_back_from_json_and_from_a_sheet(at: datetime) -> None:
    for field, value in ((TRADE, {"code": "sales/loose", "text": "食品销售 / 散装"}), (WHERE, {"code": "410105001", "text": "金水区 / 经八路街道"})):
        raw = forms.flat(form=form(field), answers={"ref": "一", field.code: {"code": value["code"]}}, at=at)
        assert forms.parse(form=form(field), raw=raw, at=at).answers[field.code] == value
        loaded = forms.load(form=form(field), at=at, book=sheets.read(sheets.write(forms.tables(form=form(field), records=[{"ref": "一", field.code: value}]))))
        assert loaded.records[0].answers and loaded.records[0].answers.answers[field.code] == value
    unknown = forms.flat(form=form(TRADE), answers={"trade": {"code": "drugs"}}, at=at)
    assert forms.judged(form=form(TRADE), raw={"ref": "一", **unknown}, at=at).reasons[0].code == "nothing-found"
    schema = forms.schema(form(TRADE))["properties"]["trade"]
    assert schema["properties"]["code"]["enum"] == ["food/hot", "food/cold", "sales/packed", "sales/loose", "other"] and json.dumps(schema)


def test_listing_the_next_level_changes_nothing(at: datetime) -> None:
    raw: dict[str, str | list[str]] = {"trade.1": "food"}
    assert forms.looked_up(fields=(TRADE,), raw=raw, go="look:trade", find=lambda code: "某") == raw


@pytest.mark.parametrize(("changed", "fault"), [
    ({"choices": (*TRADES, ("lost/one", "甲"))}, "nothing lies above lost/one"), ({"levels": ("门类",)}, "every level"), ({"choices": ()}, "own choices"),
    ({"tree": "trades", "choices": ()}, "no list called"), ({"tree": "divisions"}, "own choices"),
    ({"kind": FieldKind.TEXT, "choices": ()}, "belong to a tree")])
def test_what_contradicts_itself_is_refused_at_start(changed: dict[str, Any], fault: str) -> None:
    assert any(fault in found for found in forms.check(form(replace(TRADE, **changed)))), forms.check(form(replace(TRADE, **changed)))
    assert forms.check(form(TRADE)) == forms.check(form(WHERE)) == []
