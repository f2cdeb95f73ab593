"""The door to spreadsheets.

Reading: `read` (a workbook or a CSV file), `read_folder` (a CSV file a sheet). Writing: `write` (a workbook), `write_csv`.
The rooms are imported when they are called: openpyxl brings numpy with it where that is installed, and most processes never see a workbook.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from yiwang.engines.sheets.types import Book, Column, Fault, Row, Sheet, Table

__all__ = ["Book", "Column", "Fault", "Row", "Sheet", "Table", "read", "read_folder", "write", "write_csv"]


def read(content: bytes, *, name: str = "工作表") -> Book:
    """A workbook, or a CSV file as a sheet of that name. Raises Invalid for what is neither."""
    from yiwang.engines.sheets.rooms import reading

    return reading.read(content, name=name)


def read_folder(folder: Path, titles: Mapping[str, str]) -> Book:
    """The CSV files of a folder as the sheets of one book; `titles` gives a sheet's title by its file's name."""
    from yiwang.engines.sheets.rooms import reading

    return reading.read_folder(folder, titles)


def write(tables: tuple[Table, ...]) -> bytes:
    """A workbook, a sheet a table: headers frozen, filters on, choices as lists to pick from."""
    from yiwang.engines.sheets.rooms import writing

    return writing.write(tables)


def write_csv(table: Table) -> bytes:
    """One table as a CSV file for any spreadsheet."""
    from yiwang.engines.sheets.rooms import writing

    return writing.write_csv(table)
