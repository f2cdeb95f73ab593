"""Repeated groups: on a page, as a workbook, as differences."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Field, FieldKind, Form, When
from yiwang.engines.sheets import api as sheets
from yiwang.kernel.errors import Invalid

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
NEED = (("always", "必要"), ("sometimes", "有条件"))
PAPERS = Field("papers", "材料", FieldKind.ROWS, "一行一份。", most="3", personal=False, fields=(
    Field("title", "材料名称", longest=20),
    Field("need", "必要性", FieldKind.CHOICE, choices=NEED),
    Field("why", "何时需要", required=False, when=(When("need", ("sometimes",)),)),
    Field("since", "自何日", FieldKind.DATE, required=False),
))
ITEM = Form("sample.item", "事项", (
    Field("code", "事项代码"), Field("days", "承诺时限", FieldKind.NUMBER, most="20"), Field("serves", "服务对象", FieldKind.CHOICES, required=False,
          choices=(("person", "自然人"), ("firm", "企业法人"))), Field("online", "可网办", FieldKind.YES_NO), PAPERS))
RAW = {"code": "food", "days": "8", "serves": ["person", "firm"], "online": "yes", "papers.rows": "4", "papers.0.title": "平面图", "papers.0.need": "always",
       "papers.2.title": "合同", "papers.2.need": "sometimes", "papers.2.why": "租赁", "papers.2.since-year": "2026", "papers.2.since-month": "3",
       "papers.2.since-day": "1"}
ANSWERS = {"code": "food", "days": "8", "serves": ["person", "firm"], "online": True, "papers": [
    {"title": "平面图", "need": "always"}, {"title": "合同", "need": "sometimes", "why": "租赁", "since": "2026-03-01"}]}


def refused(raw: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(Invalid) as wrong:
        forms.parse(form=ITEM, raw=raw, at=AT)
    return {r.field: r.text for r in wrong.value.reasons}


def test_rows_come_as_a_list_and_empty_ones_fall_away() -> None:
    assert forms.check(ITEM) == []
    assert dict(forms.parse(form=ITEM, raw=RAW, at=AT).answers) == ANSWERS
    assert dict(forms.parse(form=ITEM, raw=forms.flat(form=ITEM, answers=ANSWERS, at=AT), at=AT).answers) == ANSWERS


def test_each_fault_stands_at_its_question_in_its_row() -> None:
    found = refused(RAW | {"papers.0.need": "", "papers.2.since-day": "31", "papers.2.since-month": "2"})
    assert set(found) == {"papers.0.need", "papers.2.since"}
    assert "papers" in refused({k: v for k, v in RAW.items() if not k.startswith("papers")})
    assert "最多填 3 行" in refused(RAW | {f"papers.{n}.{k}": v for n in (5, 6, 7) for k, v in (("title", "x"), ("need", "always"))})["papers"]
    shown = forms.view(form=ITEM, at=AT, values=RAW, errors=forms.judged(form=ITEM, raw=RAW | {"papers.0.need": ""}, at=AT).reasons)
    assert shown.errors[0].anchor == "f-papers.0.need"
    assert len(shown.fields[-1].rows) == 4
    assert shown.fields[-1].rows[2][0].value == "合同"
    assert shown.fields[-1].rows[0][1].error


def test_a_row_is_added_and_taken_away_and_nothing_else_moves() -> None:
    added = forms.rows_changed(ITEM.fields, RAW, "add:papers")
    assert added and added["papers.rows"] == "5"
    dropped = forms.rows_changed(ITEM.fields, RAW, "drop:papers.0")
    assert dropped
    assert dropped["papers.rows"] == "3"
    assert forms.parse(form=ITEM, raw=dropped, at=AT).answers["papers"] == ANSWERS["papers"][1:]  # type: ignore[index]
    assert forms.rows_changed(ITEM.fields, RAW, "next") is None
    assert forms.rows_changed(ITEM.fields, RAW, "drop:code.0") is None


def test_the_schema_says_the_same() -> None:
    found = forms.schema(ITEM)["properties"]["papers"]
    assert found["items"]["required"] == ["title", "need"]
    assert found["maxItems"] == 3


def test_what_does_not_fit_into_a_row_is_refused_at_start() -> None:
    empty, nested, plain = Field("a", "甲", FieldKind.ROWS), Field("b", "乙", FieldKind.ROWS, fields=(PAPERS,)), Field("c", "丙", fields=(Field("x", "x"),))
    assert [f.partition(":")[0] for f in forms.check(Form("sample.wrong", "事项", (empty, nested, plain)))] == ["a", "b", "c"]


def book(tables: tuple[sheets.Table, ...]) -> sheets.Book:
    return sheets.read(sheets.write(tables))


def test_a_workbook_comes_back_the_same() -> None:
    loaded = forms.load(form=ITEM, book=book(forms.tables(form=ITEM, records=[ANSWERS, ANSWERS | {"code": "drug", "papers": ANSWERS["papers"][:1]}])), at=AT)  # type: ignore[index]
    assert loaded.faults == ()
    assert [r.key for r in loaded.records] == ["food", "drug"]
    assert loaded.records[0].answers is not None
    assert dict(loaded.records[0].answers.answers) == ANSWERS


def test_faults_of_a_workbook_name_sheet_line_and_column() -> None:
    main = sheets.Table("事项", tuple(sheets.Column(h) for h in ("事项代码", "承诺时限", "可网办", "备注")),
                        (("food", 30, "是"), ("drug", "十天", "可以"), ("food", 8, "是"), (None, 8, "是"), ("tea", 8, "是")))
    papers = sheets.Table("材料", tuple(sheets.Column(h) for h in ("事项代码", "材料名称", "必要性")),
                          (("food", "平面图", "必要"), ("tea", "合同", "可能"), ("nobody", "合同", "必要"), ("drug", "合同", "必要")))
    loaded = forms.load(form=ITEM, book=book((main, papers)), at=AT)
    by_key = {r.key: {(f.sheet, f.line, f.column) for f in r.faults} for r in loaded.records}
    assert by_key["food"] == {("事项", 2, "承诺时限")}
    assert by_key["drug"] == {("事项", 3, "承诺时限"), ("事项", 3, "可网办")}
    assert by_key["tea"] == {("材料", 3, "必要性")}
    of_whole = {(f.sheet, f.line, f.column) for f in loaded.faults}
    assert of_whole == {("事项", 1, "备注"), ("事项", 4, "事项代码"), ("事项", 5, "事项代码"), ("材料", 4, "事项代码")}
    assert all(r.answers is None for r in loaded.records)


def test_a_formula_spoils_its_record_and_no_other() -> None:
    content = sheets.write(forms.tables(form=ITEM, records=[ANSWERS, ANSWERS | {"code": "drug"}]))
    held = load_workbook(BytesIO(content))
    held["事项"]["B2"] = "=4+4"
    out = BytesIO()
    held.save(out)
    loaded = forms.load(form=ITEM, book=sheets.read(out.getvalue()), at=AT)
    assert [r.answers is None for r in loaded.records] == [True, False]
    assert "公式" in loaded.faults[0].text


def test_differences_read_line_by_line() -> None:
    after = ANSWERS | {"days": "6", "papers": [{"title": "平面图", "need": "sometimes"}, {"title": "照片", "need": "always"}]}
    found = {d.label: (d.before, d.after) for d in forms.differences(form=ITEM, before=ANSWERS, after=after)}
    assert found["承诺时限"] == ("8", "6")
    assert found["材料 · 平面图"] == ("材料名称 平面图；必要性 必要", "材料名称 平面图；必要性 有条件")
    assert found["材料 · 合同"][1] == ""
    assert found["材料 · 照片"][0] == ""
    assert len(forms.differences(form=ITEM, before=None, after=ANSWERS)) == 6
