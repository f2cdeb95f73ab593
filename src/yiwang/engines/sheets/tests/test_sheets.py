"""What goes out comes back; what is no plain value is named by its place."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from yiwang.engines.sheets import api as sheets
from yiwang.engines.sheets.api import Column, Table
from yiwang.kernel.errors import Invalid

TITLES = Table("事项", (Column("代码"), Column("名称", choices=("甲", "乙")), Column("天数")), (("food", "食品经营许可", 8), ("=1+1", "-甲", None)))


def made(rows: list[list[object]], title: str = "事项") -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_comes_back_as_it_was_written() -> None:
    book = sheets.read(sheets.write((TITLES,)))
    assert book.faults == ()
    assert book.sheets["事项"].headers == ("代码", "名称", "天数")
    assert [dict(r.cells) for r in book.sheets["事项"].rows] == [{"代码": "food", "名称": "食品经营许可", "天数": "8"}, {"代码": "=1+1", "名称": "-甲"}]
    assert [r.line for r in book.sheets["事项"].rows] == [2, 3]


def test_csv_guards_what_would_run_and_reads_both_encodings() -> None:
    assert "'=1+1" in sheets.write_csv(TITLES).decode("utf-8-sig")
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        book = sheets.read("代码,名称\nfood,食品".encode(encoding), name="事项")
        assert dict(book.sheets["事项"].rows[0].cells) == {"代码": "food", "名称": "食品"}


def test_formulas_broken_cells_lost_columns_and_double_headers_are_named_by_place() -> None:
    book = sheets.read(made([["代码", "天数", "天数"], ["food", "=20-5", None, "走失"], ["drug", "#REF!"]]))
    assert [(f.line, f.column) for f in book.faults] == [(1, "天数"), (2, "天数"), (2, "第 4 列"), (3, "天数")]
    assert "公式" in book.faults[1].text
    assert str(book.faults[1]).startswith("“事项”第 2 行“天数”：")


def test_days_decimals_and_yes_come_as_plain_text() -> None:
    book = sheets.read(made([["日", "时", "数", "整", "是否", "空"], [date(2026, 2, 6), datetime.fromisoformat("2026-02-06T09:30"), 86.5, 8.0, True, "  "]]))
    assert dict(book.sheets["事项"].rows[0].cells) == {"日": "2026-02-06", "时": "2026-02-06 09:30", "数": "86.5", "整": "8", "是否": "是"}


def test_empty_lines_are_passed_over_and_an_area_dragged_down_ends() -> None:
    empty: list[object] = [None]
    rows: list[list[object]] = [["代码"], ["a"], [None], ["b"], *(empty for _ in range(300)), ["lost"]]
    assert [r.line for r in sheets.read(made(rows)).sheets["事项"].rows] == [2, 4]


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00old", b"\xff\xfe\x00\xff\x81"], ids=["broken", "xls", "binary"])
def test_what_is_no_spreadsheet_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Invalid) as wrong:
        sheets.read(content)
    assert "表格" in str(wrong.value)


def test_a_folder_of_csv_files_is_one_book(tmp_path: Path) -> None:
    (tmp_path / "items.csv").write_text("代码\nfood\n", encoding="utf-8")
    book = sheets.read_folder(tmp_path, {"items.csv": "事项", "fees.csv": "收费"})
    assert list(book.sheets) == ["事项"]


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "  =1", "\u3000=1", '=cmd|"/c calc"!A1', "=HYPERLINK(1)"])
def test_no_cell_of_any_file_computes(evil: str) -> None:
    """Of a CSV file each such cell begins with an apostrophe, its head too; of a workbook each is text."""
    table = sheets.Table("表", (sheets.Column(evil),), ((evil,),))
    given = list(csv.reader(io.StringIO(sheets.write_csv(table).decode("utf-8-sig"), newline="")))
    assert given == [[f"'{evil}"], [f"'{evil}"]]
    cells = [cell for row in load_workbook(io.BytesIO(sheets.write((table,)))).active.iter_rows() for cell in row]
    assert len(cells) == 2 and all(cell.data_type == "s" for cell in cells)
