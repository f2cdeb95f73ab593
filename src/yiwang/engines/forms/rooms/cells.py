"""One answer as a cell of a sheet, and a cell as the request that means it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yiwang.engines.forms.rooms import points, trees
from yiwang.engines.forms.rooms.clean_values import yuan
from yiwang.engines.forms.rooms.compound import PARTS
from yiwang.engines.forms.rooms.flat import said
from yiwang.engines.forms.rooms.places import named
from yiwang.engines.forms.types import Field, FieldKind
from yiwang.engines.sheets import api as sheets

SEPARATORS = "、；;，,\n"
WIDE = {FieldKind.LONG_TEXT: 48, FieldKind.NUMBER: 10, FieldKind.YES_NO: 8, FieldKind.DATE: 12, FieldKind.MONEY: 12, FieldKind.FIRM: 48,
        FieldKind.PERSON: 30, FieldKind.ADDRESS: 48, FieldKind.TREE: 36,
        FieldKind.MAP_POINT: 48}
NUMBERED = re.compile(r"(.*?)[\s　、，,；;]*([0-9A-Za-z]{18})(?:（未核验）)?", re.DOTALL)
HINTS = {FieldKind.PERSON: "姓名和身份证号，用空格隔开", FieldKind.FIRM: "名称和统一社会信用代码，用空格隔开", FieldKind.ADDRESS: "从区县写起",
         FieldKind.SIGNATURE: "表格里不能签名，在网页上签", FieldKind.TREE: "从大到小写，用“ / ”隔开，只写最后一级也可以",
         FieldKind.MAP_POINT: "经度、纬度，WGS-84（手机、北斗定位的）"}


def typed(field: Field, cell: str, at: datetime) -> dict[str, str | list[str]]:
    """A cell as the request that means it: labels become codes; what is no label stays, to be refused by name."""
    code = field.code
    if field.kind is FieldKind.CHOICES:
        for separator in SEPARATORS[1:]:
            cell = cell.replace(separator, SEPARATORS[0])
        return {code: [_code(field, one.strip()) for one in cell.split(SEPARATORS[0]) if one.strip()]}
    if field.kind is FieldKind.CHOICE:
        return {code: _code(field, cell)}
    if field.kind is FieldKind.YES_NO:
        return {code: {"是": "yes", "否": "no"}.get(cell, cell)}
    if field.kind is FieldKind.ADDRESS:
        return {f"{code}.{part}": value for part, value in named(cell, at).items()}
    if field.kind is FieldKind.SIGNATURE:
        return {}  # nobody signs in a sheet: what stands there is only how it was signed
    if field.kind is FieldKind.TREE:
        return {f"{code}.{trees.FIND}": cell}
    if field.kind is FieldKind.MAP_POINT:
        return points.typed(code, cell)
    if field.kind in PARTS:
        match = NUMBERED.fullmatch(cell)
        name, number = (match[1], match[2]) if match else (cell, "")
        return {f"{code}.name": name, f"{code}.{'code' if field.kind is FieldKind.FIRM else 'number'}": number}
    return {code: cell}


def column(field: Field) -> sheets.Column:
    choices = ("是", "否") if field.kind is FieldKind.YES_NO else tuple(label for _, label in field.choices) if field.kind is FieldKind.CHOICE else ()
    several = f"可填几项，用“、”隔开：{'、'.join(label for _, label in field.choices)}" if field.kind is FieldKind.CHOICES else ""
    return sheets.Column(field.label, WIDE.get(field.kind, 18), choices, "\n".join(t for t in (field.help, several, HINTS.get(field.kind, "")) if t))


def cell(field: Field, value: Any) -> object:
    if value is None:
        return None
    if field.kind is FieldKind.MONEY:
        return yuan(int(value))
    if field.kind is FieldKind.NUMBER:
        return str(value)
    if field.kind is FieldKind.ADDRESS and isinstance(value, Mapping):
        return str(value.get("text", ""))
    return said(field, value)


def _code(field: Field, label: str) -> str:
    return next((code for code, name in field.choices if label in (name, code)), label)
