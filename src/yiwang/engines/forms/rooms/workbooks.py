"""A declared form as a workbook: a line a record on the first sheet, a sheet for each repeated group. What comes back is checked like any answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from yiwang.engines.forms.rooms import grids
from yiwang.engines.forms.rooms.cells import cell, column, typed
from yiwang.engines.forms.rooms.parse import judged
from yiwang.engines.forms.types import Clean, Field, FieldKind, Form, Loaded, LoadedBook
from yiwang.engines.sheets import api as sheets
from yiwang.kernel import clock
from yiwang.kernel.reasons import Reason

APART = (FieldKind.ROWS, FieldKind.TABLE)  # have sheets of their own
SERIAL = re.compile(r"[1-9][0-9]{4}(\.[0-9]+)?")  # days since 1900, or since 1904: the cell alone does not say which


def tables(*, form: Form, records: Iterable[Mapping[str, Any]]) -> tuple[sheets.Table, ...]:
    """The sheets of these records (answers as `Clean` holds them). The form's first field names a record in every sheet."""
    held = list(records)
    key = form.fields[0]
    plain = [f for f in form.fields if f.kind not in APART]
    found = [sheets.Table(form.title, tuple(column(f) for f in plain), tuple(tuple(cell(f, r.get(f.code)) for f in plain) for r in held))]
    for group in (f for f in form.fields if f.kind is FieldKind.ROWS):
        lines = tuple((cell(key, r.get(key.code)), *(cell(f, row.get(f.code)) for f in group.fields)) for r in held for row in r.get(group.code) or ())
        found.append(sheets.Table(group.label, (column(key), *(column(f) for f in group.fields)), lines))
    for grid in (f for f in form.fields if f.kind is FieldKind.TABLE):
        found.append(grids.sheet(grid, column(key), ((cell(key, r.get(key.code)), r[grid.code]) for r in held if r.get(grid.code))))
    return tuple(found)


def load(*, form: Form, book: sheets.Book, at: datetime, by: tuple[str, ...] = ()) -> LoadedBook:
    """The records of a workbook, each with clean answers or with its faults by line; faults of the whole beside them. Nothing is guessed:
    a heading nobody knows, a heading missing, a line of a group whose record is not there: each is named. What tells records apart is the first
    question, or all the questions of `by` together."""
    reading = _Reading(form, at, [f for f in book.faults if f.sheet in _titles(form)], by or (form.fields[0].code,))
    main = book.sheets.get(form.title)
    if main is None:
        names = "、".join(f"“{s}”" for s in book.sheets)
        return LoadedBook((), (*reading.faults, sheets.Fault(form.title, 0, "", f"没有找到名为“{form.title}”的工作表，只有{names}")))
    reading.main(main)
    for group in (f for f in form.fields if f.kind is FieldKind.ROWS):
        if group.label in book.sheets:
            reading.group(group, book.sheets[group.label])
    for grid in (f for f in form.fields if f.kind is FieldKind.TABLE and f.label in book.sheets):
        reading.grid(grid, book.sheets[grid.label])
    return LoadedBook(tuple(reading.records()), tuple(reading.faults))


def _titles(form: Form) -> set[str]:
    """The sheets a form reads."""
    return {form.title, *(f.label for f in form.fields if f.kind in APART)}


def at_cell(*, form: Form, record: Loaded, reason: Reason) -> sheets.Fault:
    """A reason against a record that was read well, at the cell it is about."""
    return _at(form, record.line, record.rows, reason)


def _at(form: Form, line: int, rows: Mapping[str, tuple[str, int]], reason: Reason) -> sheets.Fault:
    group, _, rest = reason.field.partition(".")
    place, _, inner = rest.partition(".")
    declared = next((f for f in form.fields if f.code == group), None)
    if declared is None:
        return sheets.Fault(form.title, line, "", str(reason))
    if declared.kind is FieldKind.TABLE and (held := rows.get(f"{group}.{place}")):
        return sheets.Fault(*held, next((f.label for f in declared.fields if f.code == inner), grids.SUM), str(reason))
    if declared.kind is FieldKind.TABLE:
        return sheets.Fault(form.title, line, "", str(reason))
    if declared.kind is FieldKind.ROWS and inner:
        sheet, at = rows[f"{group}.{place}"]
        return sheets.Fault(sheet, at, next(f.label for f in declared.fields if f.code == inner), str(reason))
    return sheets.Fault(form.title, line, declared.label, str(reason))


@dataclass
class _Draft:
    line: int
    raw: dict[str, str | list[str]] = field(default_factory=dict)
    lines: dict[str, tuple[str, int]] = field(default_factory=dict)  # a row of a group → its sheet and line


@dataclass
class _Reading:
    form: Form
    at: datetime
    faults: list[sheets.Fault]
    by: tuple[str, ...]
    drafts: dict[str, _Draft] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)  # titles of groups that came

    def main(self, sheet: sheets.Sheet) -> None:
        fields = {f.label: f for f in self.form.fields if f.kind not in APART}
        key = self.form.fields[0]
        self._headers(sheet, fields)
        telling = [self.form.field(code).label for code in self.by]
        for row in sheet.rows:
            name = " ".join(row.cells[label] for label in telling if row.cells.get(label))
            if not row.cells.get(key.label):
                self.faults.append(sheets.Fault(sheet.title, row.line, key.label, f"请填写{key.label}"))
            elif name in self.drafts:
                says = f"{'、'.join(telling)}“{name}”在第 {self.drafts[name].line} 行已经有了，请合成一行"
                self.faults.append(sheets.Fault(sheet.title, row.line, key.label, says))
            else:
                self.drafts[name] = _Draft(row.line, self.read(sheet, row, fields))

    def read(self, sheet: sheets.Sheet, row: sheets.Row, fields: Mapping[str, Field]) -> dict[str, str | list[str]]:
        """A line as the request that means it."""
        found: dict[str, str | list[str]] = {}
        for heading, text in row.cells.items():
            field = fields.get(heading)
            if field is not None and field.kind is FieldKind.DATE and SERIAL.fullmatch(text):
                says = f"{text} 是日期的序号，看不出是哪天。请把这一列的格式改成日期，或者写成 {clock.day(self.at)}"
                self.faults.append(sheets.Fault(sheet.title, row.line, field.label, says))
            found |= typed(field, text, self.at) if field is not None else {}
        return found

    def group(self, group: Field, sheet: sheets.Sheet) -> None:
        fields = {f.label: f for f in group.fields}
        key = self.form.fields[0]
        self._headers(sheet, {key.label: key} | fields)
        self.seen.add(group.code)
        counts: dict[str, int] = {}
        for row in sheet.rows:
            name = row.cells.get(key.label, "")
            draft = self.drafts.get(name)
            if draft is None:
                says = f"“{self.form.title}”里没有“{name}”" if name else f"请填写{key.label}，这一行才知道属于谁"
                self.faults.append(sheets.Fault(sheet.title, row.line, key.label, says))
                continue
            place = counts[name] = counts.get(name, -1) + 1
            start = f"{group.code}.{place}"
            draft.lines[start] = (sheet.title, row.line)
            draft.raw |= {f"{start}.{name}": value for name, value in self.read(sheet, row, fields).items()}

    def grid(self, grid: Field, sheet: sheets.Sheet) -> None:
        """The sheet of a table: each line is a row of one record's, or its totals."""
        key = self.form.fields[0]
        across = {grids.SUM: replace(key, required=False)} if grid.totals in (grids.ACROSS, grids.BOTH) else {}
        self._headers(sheet, {key.label: key, grids.ITEM: key} | {f.label: f for f in grid.fields} | across)
        for row in sheet.rows:
            draft, found = self.drafts.get(row.cells.get(key.label, "")), grids.typed(grid, row.cells)
            if draft is None:
                says = f"“{self.form.title}”里没有“{row.cells.get(key.label, '')}”"
                self.faults.append(sheets.Fault(sheet.title, row.line, key.label, says))
            elif found is None:
                says = f"“{row.cells.get(grids.ITEM, '')}”不在{grid.label}的项目里"
                self.faults.append(sheets.Fault(sheet.title, row.line, grids.ITEM, says))
            else:
                draft.raw |= found
                draft.lines |= {name.rpartition(".")[0]: (sheet.title, row.line) for name in found}

    def records(self) -> Iterable[Loaded]:
        here = {f.sheet: 0 for f in self.faults}
        for name, draft in self.drafts.items():
            found = judged(form=self.form, raw=draft.raw, at=self.at, initial={})
            found_at = (_at(self.form, draft.line, draft.lines, reason) for reason in found.reasons)
            faults = tuple(f for f in found_at if not any((f.sheet, f.line, f.column) == (one.sheet, one.line, one.column) for one in self.faults))
            broken = tuple(f for f in self.faults if f.sheet in here and (f.sheet, f.line) in {(self.form.title, draft.line), *draft.lines.values()})
            open_fields = frozenset(f.code for f in self.form.fields if not f.personal)
            clean = None if faults or broken else Clean(self.form.code, self.form.version, found.answers, open_fields)
            yield Loaded(name, draft.line, clean, faults, draft.lines)

    def _headers(self, sheet: sheets.Sheet, fields: Mapping[str, Field]) -> None:
        for header in sheet.headers:
            if header not in fields:
                self.faults.append(sheets.Fault(sheet.title, 1, header, "不认识这个表头，这一列没有读；请用导出的表头"))
        for label, declared in fields.items():
            if label not in sheet.headers and declared.required:
                self.faults.append(sheets.Fault(sheet.title, 1, label, "缺少这一列"))
