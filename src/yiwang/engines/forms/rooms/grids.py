"""A table of figures: declared rows and columns, cells that may stay empty where the column says so, totals that the server counts.

In a request `budget.staff.amount` is a cell; a sheet may bring totals (`budget.=.amount` down, `budget.staff.=` across), which have to be right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from yiwang.engines.forms.rooms.clean_values import SINGLE, Found, decimal, plain, wanted, yuan
from yiwang.engines.forms.rooms.raw import Raw, one
from yiwang.engines.forms.types import Field, FieldKind, FieldView
from yiwang.engines.sheets import api as sheets
from yiwang.kernel import money as kernel_money
from yiwang.kernel.reasons import Reason

TOTAL, SUM = "=", "合计"
DOWN, ACROSS, BOTH = "down", "across", "both"
CELLS = (FieldKind.NUMBER, FieldKind.MONEY)


def table(field: Field, raw: Raw, at: datetime) -> Found:
    """`{"cells": {row: {column: value}}, "down": {column: total}, "across": {row: total}}`; cells as NUMBER and MONEY have them. Empty rows are left out."""
    cells: dict[str, dict[str, Any]] = {}
    reasons: list[Reason] = []
    begun = any(one(raw, name).strip() for name in names(field))
    if not begun:
        return wanted(field, name=f"{field.code}.{field.choices[0][0]}.{field.fields[0].code}")
    for row, label in field.choices:
        for column in field.fields:
            name = f"{field.code}.{row}.{column.code}"
            found = SINGLE[column.kind](replace(column, code=name, label=f"{label}的{column.label}"), one(raw, name), at)
            reasons += found.reasons
            if found.value is not None:
                cells.setdefault(row, {})[column.code] = found.value
    if reasons:
        return Found(reasons=tuple(reasons))
    value = {"cells": cells} | totals(field, cells)
    return Found(reasons=tuple(wrong)) if (wrong := list(_wrong_totals(field, raw, value))) else Found(value)


def totals(field: Field, cells: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The sums a table declares, of whatever is filled in."""
    found: dict[str, dict[str, Any]] = {}
    if field.totals in (DOWN, BOTH):
        found[DOWN] = {c.code: _sum(c, [row[c.code] for row in cells.values() if c.code in row]) for c in field.fields}
    if field.totals in (ACROSS, BOTH):
        found[ACROSS] = {row: _sum(field.fields[0], list(held.values())) for row, held in cells.items()}
    return found


def names(field: Field) -> Iterator[str]:
    """The names of all cells in a request."""
    return (f"{field.code}.{row}.{column.code}" for row, _ in field.choices for column in field.fields)


def so_far(field: Field, raw: Raw, at: datetime) -> dict[str, dict[str, Any]]:
    """The totals of the cells that are right so far, for the page."""
    cells: dict[str, dict[str, Any]] = {}
    for row, _ in field.choices:
        for column in field.fields:
            found = SINGLE[column.kind](column, one(raw, f"{field.code}.{row}.{column.code}"), at)
            if found.value is not None:
                cells.setdefault(row, {})[column.code] = found.value
    return totals(field, cells)


def drawn(field: Field, raw: Raw, at: datetime, cell: Any) -> tuple[tuple[FieldView, ...], ...]:
    """Row by row the inputs, and after them the totals as locked fields; `cell` draws one question. A last row has the totals of the columns."""
    sums = so_far(field, raw, at)
    rows = []
    for row, label in field.choices:
        inputs = [cell(replace(c, code=f"{field.code}.{row}.{c.code}", label=f"{label}：{c.label}")) for c in field.fields]
        if ACROSS in sums:
            inputs.append(_total(field, f"{row}.{TOTAL}", label, field.fields[0], sums[ACROSS].get(row)))
        rows.append(tuple(inputs))
    if DOWN in sums:
        last = [_total(field, f"{TOTAL}.{c.code}", SUM, c, sums[DOWN][c.code]) for c in field.fields]
        if ACROSS in sums:
            everything = _sum(field.fields[0], [v for v in sums[DOWN].values() if v is not None])
            last.append(_total(field, f"{TOTAL}.{TOTAL}", SUM, field.fields[0], everything))
        rows.append(tuple(last))
    return tuple(rows)


def flat(field: Field, value: Any) -> dict[str, str | list[str]]:
    """The request that gives these cells again; the totals follow."""
    cells = value.get("cells") if isinstance(value, Mapping) else None
    found: dict[str, str | list[str]] = {}
    for row, held in (cells or {}).items():
        for column in field.fields:
            if isinstance(held, Mapping) and column.code in held:
                found[f"{field.code}.{row}.{column.code}"] = shown(column, held[column.code])
    return found


def shown(column: Field, value: Any) -> str:
    """A figure as it is typed: money in yuan."""
    if value is None:
        return ""
    return yuan(value) if column.kind is FieldKind.MONEY and isinstance(value, int) else str(value)


def said(field: Field, value: Mapping[str, Any]) -> str:
    """A table as lines: each row with its figures, the totals last."""
    labels, lines = dict(field.choices), []
    for row, held in value.get("cells", {}).items():
        figures = [f"{c.label} {_measured(c, held[c.code])}" for c in field.fields if c.code in held]
        if row in value.get(ACROSS, {}):
            figures.append(f"{SUM} {_measured(field.fields[0], value[ACROSS][row])}")
        lines.append(f"{labels.get(row, row)}：{'，'.join(figures)}")
    if held := value.get(DOWN):
        lines.append(f"{SUM}：{'，'.join(f'{c.label} {_measured(c, held[c.code])}' for c in field.fields if held.get(c.code) is not None)}")
    return "\n".join(lines)


def faults(field: Field) -> Iterator[str]:
    """What contradicts itself in the declaration of a table."""
    if not field.fields or not field.choices:
        yield "a table has rows (choices) and columns (fields)"
    if any(c.kind not in CELLS or c.when or c.prefill for c in field.fields):
        yield "the columns of a table are plain numbers and money"
    if field.totals not in ("", DOWN, ACROSS, BOTH):
        yield f"totals are {DOWN}, {ACROSS} or {BOTH}"
    if field.totals in (ACROSS, BOTH) and len({(c.kind, c.unit) for c in field.fields}) > 1:
        yield "what is summed across is of one kind and unit"


def _sum(column: Field, values: list[Any]) -> Any:
    if column.kind is FieldKind.MONEY:
        return sum(values)
    return plain(sum((Decimal(value) for value in values), Decimal(0)))


def _measured(column: Field, value: Any) -> str:
    return f"{shown(column, value)} {'元' if column.kind is FieldKind.MONEY else column.unit}".strip()


def _total(field: Field, name: str, label: str, column: Field, value: Any) -> FieldView:
    return FieldView(f"{field.code}.{name}", f"{label}：{SUM}", column.kind.value, value=shown(column, value), display=shown(column, value), locked=True)


def _wrong_totals(field: Field, raw: Raw, value: Mapping[str, Mapping[str, Any]]) -> Iterator[Reason]:
    """Totals that were brought along and are not what the cells come to."""
    told = [(f"{TOTAL}.{c.code}", c, value.get(DOWN, {}).get(c.code)) for c in field.fields]
    told += [(f"{row}.{TOTAL}", field.fields[0], value.get(ACROSS, {}).get(row)) for row, _ in field.choices]
    for name, column, right in told:
        brought = one(raw, f"{field.code}.{name}").strip()
        if brought and right is not None and _figure(column, brought) != _figure(column, shown(column, right)):
            yield Reason("wrong-total", f"{SUM}应为 {_measured(column, right)}，这里是 {brought}，请核对", field=f"{field.code}.{name}")


def _figure(column: Field, typed: str) -> Decimal | None:
    return decimal((kernel_money.normalised(typed) if column.kind is FieldKind.MONEY else typed).replace(",", ""))


ITEM = "项目"  # heads the column in which a sheet has the names of the rows


def sheet(field: Field, key: sheets.Column, records: Iterable[tuple[object, Any]]) -> sheets.Table:
    """The table as a sheet: a line a row of each record, the totals last; `records` are what names a record and its value."""
    across = field.totals in (ACROSS, BOTH)
    heads = (key, sheets.Column(ITEM, 18), *(sheets.Column(c.label, 12) for c in field.fields), *((sheets.Column(SUM, 12),) if across else ()))
    lines: list[tuple[object, ...]] = []
    for named, value in records:
        for row, label in field.choices:
            held = value["cells"].get(row, {})
            sums = (shown(field.fields[0], value[ACROSS].get(row)),) if across else ()
            lines.append((named, label, *(shown(c, held.get(c.code)) or None for c in field.fields), *sums))
        if DOWN in value:
            lines.append((named, SUM, *(shown(c, value[DOWN].get(c.code)) for c in field.fields), *((None,) if across else ())))
    return sheets.Table(field.label, heads, tuple(lines))


def typed(field: Field, cells: Mapping[str, str]) -> dict[str, str | list[str]] | None:
    """A line of that sheet as the request that means it; None when it names no row of the table."""
    label = cells.get(ITEM, "").strip()
    row = TOTAL if label == SUM and field.totals in (DOWN, BOTH) else next((code for code, said in field.choices if label in (said, code)), "")
    if not row:
        return None
    columns = {c.label: c.code for c in field.fields} | {SUM: TOTAL}
    return {f"{field.code}.{row}.{columns[head]}": text for head, text in cells.items() if head in columns}
