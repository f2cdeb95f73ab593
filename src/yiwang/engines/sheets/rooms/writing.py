"""From rows to bytes. Nothing that is written can run: text that begins like a formula stays text."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from yiwang.engines.sheets.types import Column, Table

HEAD = PatternFill("solid", fgColor="E5EEF8")
BOLD, TOP = Font(bold=True), Alignment(vertical="top", wrap_text=True)
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # some programs read the wide ones as the narrow
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
LONGEST_LIST = 250  # characters of choices a cell's list can hold
LAST_LINE = 5000  # lists to pick from reach so far down


def write(tables: tuple[Table, ...]) -> bytes:
    """A workbook, a sheet a table: headers frozen, filters on, choices as lists to pick from."""
    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(table.title[:31])
        first = len(table.above) + 1
        for place, column in enumerate(table.columns, 1):
            sheet.column_dimensions[get_column_letter(place)].width = column.width
            _choices(sheet, place, column, first)
        sheet.freeze_panes = f"A{first + 1}"
        for line in table.above:
            sheet.append([_cell(sheet, line)])
        sheet.append([_head(sheet, column) for column in table.columns])
        for row in table.rows:
            sheet.append([_cell(sheet, value) for value in row])
        if table.columns and table.rows:
            sheet.auto_filter.ref = f"A{first}:{get_column_letter(len(table.columns))}{first + len(table.rows)}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_csv(table: Table) -> bytes:
    """One table as CSV (RFC 4180), with the mark that makes spreadsheets read it as UTF-8. Text like a formula gets an apostrophe before it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([guarded(column.header) for column in table.columns])
    writer.writerows([guarded(value) for value in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def guarded(value: object) -> object:
    """A cell no spreadsheet computes. What looks so only behind blanks is guarded too: a program that trims them would compute it."""
    if isinstance(value, str) and (value.startswith(STARTS_FORMULA) or value.lstrip().startswith(STARTS_FORMULA)):
        return f"'{value}"
    return "" if value is None else value


def _cell(sheet: Any, value: object) -> Any:
    if isinstance(value, int | float | Decimal | date | datetime) and not isinstance(value, bool):
        return WriteOnlyCell(sheet, value)
    text = {True: "是", False: "否", None: ""}[value] if isinstance(value, bool) or value is None else UNPRINTABLE.sub("", str(value))
    cell = WriteOnlyCell(sheet, text)
    cell.data_type, cell.alignment = "s", TOP
    return cell


def _head(sheet: Any, column: Column) -> Any:
    cell = WriteOnlyCell(sheet, column.header)
    cell.font, cell.fill, cell.data_type = BOLD, HEAD, "s"
    if column.note:
        cell.comment = Comment(column.note, "一网")
    return cell


def _choices(sheet: Any, place: int, column: Column, first: int) -> None:
    listed = ",".join(column.choices)
    if not column.choices or len(listed) > LONGEST_LIST or any("," in c or '"' in c for c in column.choices):
        return
    rule = DataValidation("list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
    letter = get_column_letter(place)
    rule.add(f"{letter}{first + 1}:{letter}{LAST_LINE}")
    sheet.data_validations.append(rule)
