"""The door to spreadsheets.

Reading: `read` (a workbook or a CSV file), `read_folder` (a CSV file a sheet). Writing: `write` (a workbook), `write_csv`.
"""

from __future__ import annotations

from yiwang.engines.sheets.rooms.reading import read, read_folder
from yiwang.engines.sheets.rooms.writing import write, write_csv
from yiwang.engines.sheets.types import Book, Column, Fault, Row, Sheet, Table

__all__ = ["Book", "Column", "Fault", "Row", "Sheet", "Table", "read", "read_folder", "write", "write_csv"]
