"""Clean answers as the request that would give them: for editing again, for prefill, for answers that come as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from yiwang.engines.forms.rooms import firms, grids, points, signatures, trees
from yiwang.engines.forms.rooms.clean_values import YES_NO, yuan
from yiwang.engines.forms.rooms.compound import PARTS, whereabouts
from yiwang.engines.forms.rooms.rows import flat_rows
from yiwang.engines.forms.types import Field, FieldKind, Form
from yiwang.kernel import clock


def flat(*, form: Form, answers: Mapping[str, Any], at: datetime) -> dict[str, str | list[str]]:
    """`parse(raw=flat(answers))` gives the same answers (files need `uploads`)."""
    found: dict[str, str | list[str]] = {}
    for field in form.fields:
        if field.code in answers:
            found |= flat_value(field, answers[field.code])
            if field.kind is FieldKind.ADDRESS and isinstance(answers[field.code], Mapping):
                places = whereabouts(str(answers[field.code].get("division", "")), at)
                found |= {f"{field.code}.{part}": code for part, code in places.items()}
            if field.kind is FieldKind.TREE:
                found |= trees.flat(field, answers[field.code], clock.day(at))
    return found


def flat_value(field: Field, value: Any) -> dict[str, str | list[str]]:
    """One clean value as request names. Of an address only the detail, unless the value names its county, township and village."""
    code = field.code
    if field.kind is FieldKind.ROWS:
        return flat_rows(field, value, flat_value)
    if field.kind is FieldKind.FILE:
        files = [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
        return {code: [_text(one.get("sha256")) for one in files]}
    if field.kind is FieldKind.SIGNATURE:
        return signatures.flat(code, value)
    if field.kind is FieldKind.TREE:
        return {}  # its levels need the day: `flat` adds them
    if field.kind is FieldKind.MAP_POINT:
        return points.flat(code, value)
    if field.kind is FieldKind.TABLE:
        return grids.flat(field, value)
    if field.kind is FieldKind.CHOICES:
        return {code: [str(one) for one in value] if isinstance(value, list | tuple) else []}
    if field.kind in PARTS:
        parts = value if isinstance(value, Mapping) else {}
        return {f"{code}.{part}": _text(parts[part]) for part, _ in PARTS[field.kind] if part in parts}
    if isinstance(value, bool):
        return {code: "yes" if value else "no"}
    if field.kind is FieldKind.MONEY and isinstance(value, int):
        return {code: yuan(value)}
    return {code: _text(value)}


def said(field: Field, value: Any) -> str:
    """A value as a line of a summary or a locked field: labels for codes, yuan for fen."""
    if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES):
        labels = dict(field.choices)
        return "、".join(labels.get(str(one), str(one)) for one in (value if isinstance(value, list | tuple) else [value]))
    if field.kind is FieldKind.ROWS:
        return "；".join("，".join(said(f, row[f.code]) for f in field.fields if f.code in row) for row in value)
    if field.kind is FieldKind.YES_NO:
        return dict(field.choices or YES_NO)["yes" if value in (True, "yes") else "no"]
    if field.kind is FieldKind.MONEY and isinstance(value, int):
        return f"{yuan(value)} 元"
    if field.kind is FieldKind.ADDRESS and isinstance(value, Mapping):
        return str(value.get("text") or value.get("detail", ""))
    if field.kind in COMPOSED and isinstance(value, Mapping):
        return COMPOSED[field.kind](field, value)
    if field.kind in PARTS and isinstance(value, Mapping):
        return "　".join(str(value[part]) for part, _ in PARTS[field.kind] if value.get(part))
    if field.kind is FieldKind.FILE and isinstance(value, list):
        return "、".join(str(one.get("name", "")) for one in value if isinstance(one, Mapping))
    return f"{value} {field.unit}".strip() if field.kind is FieldKind.NUMBER else str(value)


COMPOSED: dict[FieldKind, Callable[[Field, Mapping[str, Any]], str]] = {
    FieldKind.FIRM: lambda _, value: firms.said(value), FieldKind.SIGNATURE: lambda _, value: signatures.said(value),
    FieldKind.TREE: lambda _, value: str(value.get("text") or value.get("code", "")), FieldKind.MAP_POINT: lambda _, value: points.said(value),
    FieldKind.TABLE: grids.said,
}


def _text(value: Any) -> str:
    return "" if value is None else str(value)
