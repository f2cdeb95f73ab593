"""A table of figures: cells by row and column, sums that the server counts and holds against what was brought along."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Field, FieldKind, Form
from yiwang.engines.sheets import api as sheets
from yiwang.kernel.errors import Invalid

MONEY, NUMBER = FieldKind.MONEY, FieldKind.NUMBER
BUDGET = Field("budget", "预算", FieldKind.TABLE, choices=(("staff", "人员"), ("travel", "差旅")), totals="both", fields=(
    Field("own", "自筹", MONEY, required=False), Field("grant", "拨款", MONEY)))
COUNTS = Field("counts", "设备", FieldKind.TABLE, choices=(("lift", "电梯"), ("boiler", "锅炉")), totals="down", fields=(
    Field("count", "数量", NUMBER, least="0", most="50", unit="台"), Field("cost", "造价", MONEY, required=False)))
FILLED: dict[str, str | list[str]] = {"budget.staff.own": "1,000.50", "budget.staff.grant": "2000", "budget.travel.grant": "０.25"}


def form(field: Field = BUDGET) -> Form:
    return Form("t.grid", "试", (Field("ref", "编号"), field))


def parsed(at: datetime, raw: dict[str, str | list[str]], field: Field = BUDGET) -> Any:
    return forms.parse(form=form(field), raw={"ref": "一", **raw}, at=at).answers.get(field.code)


def refused(at: datetime, raw: dict[str, str | list[str]], field: Field = BUDGET) -> dict[str, str]:
    with pytest.raises(Invalid) as wrong:
        parsed(at, raw, field)
    return {r.field: r.text for r in wrong.value.reasons}


def test_cells_are_kept_and_summed(at: datetime) -> None:
    value = parsed(at, FILLED)
    assert value == {"cells": {"staff": {"own": 100_050, "grant": 200_000}, "travel": {"grant": 25}},
                     "down": {"own": 100_050, "grant": 200_025}, "across": {"staff": 300_050, "travel": 25}}
    assert forms.said(BUDGET, value) == ("人员：自筹 1000.50 元，拨款 2000 元，合计 3000.50 元\n差旅：拨款 0.25 元，合计 0.25 元\n"
                                         "合计：自筹 1000.50 元，拨款 2000.25 元")
    counts = parsed(at, {"counts.lift.count": "2", "counts.boiler.count": "1", "counts.lift.cost": "5"}, COUNTS)
    assert counts["down"] == {"count": "3", "cost": 500} and "across" not in counts


def test_each_fault_stands_at_its_cell(at: datetime) -> None:
    found = refused(at, {"budget.staff.own": "1000", "budget.travel.own": "很多"})
    assert set(found) == {"budget.staff.grant", "budget.travel.own", "budget.travel.grant"} and found["budget.staff.grant"] == "请填写人员的拨款"
    assert set(refused(at, {"counts.lift.count": "51", "counts.boiler.count": "1"}, COUNTS)) == {"counts.lift.count"}
    assert set(refused(at, {})) == {"budget.staff.own"} and parsed(at, {}, replace(BUDGET, required=False)) is None


def test_sums_that_were_brought_along_have_to_be_right(at: datetime) -> None:
    assert parsed(at, {**FILLED, "budget.=.grant": "2,000.25", "budget.staff.=": "3000.5"})["down"]["grant"] == 200_025
    assert refused(at, {**FILLED, "budget.=.grant": "2000"}) == {"budget.=.grant": "合计应为 2000.25 元，这里是 2000，请核对"}
    assert set(refused(at, {**FILLED, "budget.staff.=": "1"})) == {"budget.staff.="}


def test_the_page_shows_the_sums_of_what_is_right_so_far(at: datetime) -> None:
    raw = {**FILLED, "budget.travel.own": "很多"}
    wrong = forms.judged(form=form(), raw={"ref": "一", **raw}, at=at).reasons
    shown = forms.view(form=form(), at=at, values=raw, errors=wrong)
    grid = shown.fields[1]
    assert [[(c.name, c.value, c.locked) for c in row] for row in grid.rows] == [
        [("budget.staff.own", "1,000.50", False), ("budget.staff.grant", "2000", False), ("budget.staff.=", "3000.50", True)],
        [("budget.travel.own", "很多", False), ("budget.travel.grant", "０.25", False), ("budget.travel.=", "0.25", True)],
        [("budget.=.own", "1000.50", True), ("budget.=.grant", "2000.25", True), ("budget.=.=", "3000.75", True)]]
    assert grid.rows[1][0].error and shown.errors[0].anchor == "f-budget.travel.own" and grid.found == ("自筹（元）", "拨款（元）")


def test_it_comes_back_from_json_and_from_sheets_with_its_sums(at: datetime) -> None:
    value = parsed(at, FILLED)
    raw = forms.flat(form=form(), answers={"ref": "一", "budget": {"cells": value["cells"]}}, at=at)
    assert forms.parse(form=form(), raw=raw, at=at).answers["budget"] == value
    tables = forms.tables(form=form(), records=[{"ref": "一", "budget": value}, {"ref": "二", "budget": value}])
    assert [len(t.rows) for t in tables] == [2, 6]
    loaded = forms.load(form=form(), book=sheets.read(sheets.write(tables)), at=at)
    assert [r.answers and r.answers.answers["budget"] for r in loaded.records] == [value, value] and not loaded.faults


def test_faults_of_a_sheet_name_line_and_column(at: datetime) -> None:
    main = sheets.Table("试", (sheets.Column("编号"),), (("一",),))
    grid = sheets.Table("预算", tuple(sheets.Column(h) for h in ("编号", "项目", "自筹", "拨款", "合计")),
                        (("一", "人员", 1, 2, 4), ("一", "差旅", None, "很多", None), ("一", "房租", 1, 1, 2), ("三", "人员", 1, 1, 2),
                         ("一", "合计", 1, 9, None)))
    loaded = forms.load(form=form(), book=sheets.read(sheets.write((main, grid))), at=at)
    assert {(f.sheet, f.line, f.column) for f in loaded.faults} == {("预算", 4, "项目"), ("预算", 5, "编号")}
    assert {(f.sheet, f.line, f.column) for f in loaded.records[0].faults} == {("预算", 3, "拨款")}
    right = replace(grid, rows=(("一", "人员", 1, 2, 4), ("一", "差旅", None, 3, None), ("一", "合计", 1, 9, None)))
    loaded = forms.load(form=form(), book=sheets.read(sheets.write((main, right))), at=at)
    assert {(f.line, f.column) for f in loaded.records[0].faults} == {(2, "合计"), (4, "拨款")}


@pytest.mark.parametrize(("changed", "fault"), [
    ({"fields": ()}, "rows (choices) and columns"), ({"choices": ()}, "rows (choices)"), ({"fields": (Field("a", "甲"),)}, "numbers and money"),
    ({"totals": "all"}, "totals are"), ({"fields": COUNTS.fields}, "one kind and unit"),
    ({"kind": FieldKind.TEXT, "choices": (), "fields": ()}, "totals belong")])
def test_what_contradicts_itself_is_refused_at_start(changed: dict[str, Any], fault: str) -> None:
    found = forms.check(form(replace(BUDGET, **changed)))
    assert any(fault in one for one in found), found
    assert forms.check(form()) == forms.check(form(COUNTS)) == []


def test_the_schema_has_rows_and_columns(at: datetime) -> None:
    found = forms.schema(form())["properties"]["budget"]
    assert found["properties"]["cells"]["properties"]["staff"]["required"] == ["grant"] and found["required"] == ["cells"]
    assert found["properties"]["down"]["readOnly"] and found["properties"]["across"]["readOnly"]
