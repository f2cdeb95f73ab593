"""From bytes to rows. A formula is never computed and its remembered value never trusted: what it showed is not what it says."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from yiwang.engines.sheets.types import Book, Fault, Row, Sheet
from yiwang.kernel.errors import Invalid
from yiwang.kernel.reasons import Reason

MOST_ROWS, MOST_COLUMNS, LONGEST = 100_000, 120, 32_767
FORMULA = "这一格是公式，请改成算好的值（复制后选“粘贴为数值”）"
UNTYPED = re.compile(r"[\x00-\x08\x0e-\x1f]")  # nobody types these: the file is no text
EMPTY_LINES = 200  # a sheet whose used area was dragged down ends after so many empty lines


def read(content: bytes, *, name: str = "工作表") -> Book:
    """A workbook (.xlsx) or a CSV file (UTF-8 or GB 18030; `name` is then its sheet's title). Raises Invalid when it is neither, or too long."""
    if content[:2] == b"PK":
        return _workbook(content)
    return _book({name: csv.reader(io.StringIO(_text(content), newline=""))})


def read_folder(folder: Path, titles: Mapping[str, str]) -> Book:
    """CSV files as the sheets of one book. `titles` gives a sheet's title by its file's name; a file that is not there is a sheet that is not there."""
    found = {title: folder / file for file, title in titles.items() if (folder / file).is_file()}
    return _book({title: csv.reader(io.StringIO(_text(path.read_bytes()), newline="")) for title, path in found.items()})


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not UNTYPED.search(text):
            return text
    raise _unreadable()


def _workbook(content: bytes) -> Book:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # the size a file claims is not believed
        return _book({sheet.title: _cells(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"})
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError, SyntaxError, TypeError, AttributeError, IndexError) as broken:
        raise _unreadable() from broken


def _cells(sheet: Any) -> Iterator[list[Any]]:
    for row in sheet.iter_rows(max_col=MOST_COLUMNS):
        yield [Formula if cell.data_type == "f" else cell.value for cell in row]


class Formula:
    """Stands where a cell computes."""


def _book(sheets: Mapping[str, Iterable[list[Any]]]) -> Book:
    faults: list[Fault] = []
    return Book({title: _sheet(title, lines, faults) for title, lines in sheets.items()}, tuple(faults))


def _sheet(title: str, lines: Iterable[list[Any]], faults: list[Fault]) -> Sheet:
    headers: list[str] = []
    rows: list[Row] = []
    empty = 0
    for number, line in enumerate(lines, 1):
        if number > MOST_ROWS:
            raise Invalid(Reason("sheet-too-long", f"“{title}”超过 {MOST_ROWS:,} 行，请分成几个文件"))
        if number == 1:
            headers = [_plain(value) or "" for value in line]
            _twice(title, headers, faults)
            continue
        cells = _row(title, number, headers, line, faults)
        empty = 0 if cells else empty + 1
        if empty > EMPTY_LINES:
            break
        if cells:
            rows.append(Row(number, cells))
    return Sheet(title, tuple(h for h in headers if h), tuple(rows))


def _twice(title: str, headers: list[str], faults: list[Fault]) -> None:
    for header in dict.fromkeys(h for h in headers if h and headers.count(h) > 1):
        faults.append(Fault(title, 1, header, "这个表头出现了两次，请删去一列"))


def _row(title: str, number: int, headers: list[str], line: list[Any], faults: list[Fault]) -> dict[str, str]:
    found: dict[str, str] = {}
    for place, value in enumerate(line):
        header = headers[place] if place < len(headers) else ""
        text = _plain(value)
        if text is None:
            faults.append(Fault(title, number, header or f"第 {place + 1} 列", FORMULA if value is Formula else "这一格是出错的值，请重新填写"))
        elif text and not header:
            faults.append(Fault(title, number, f"第 {place + 1} 列", "这一列没有表头，内容不知道放在哪里；请看看是不是错了列"))
        elif len(text) > LONGEST:
            faults.append(Fault(title, number, header, f"这一格超过 {LONGEST:,} 个字"))
        elif text:
            found[header] = text
    return found


def _plain(value: Any) -> str | None:
    """A cell's text; None when it holds no plain value."""
    if value is None:
        return ""
    if value is Formula or (isinstance(value, str) and value.startswith("#") and value in ERRORS):
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value).strip()


ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!"})


def _unreadable() -> Invalid:
    return Invalid(Reason("not-a-spreadsheet", "这不是能读的表格。请用 .xlsx 或 .csv 文件，没有密码，在 WPS 或 Excel 里能打开"))
