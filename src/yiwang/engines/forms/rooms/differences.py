"""What two answers to a form differ in, line by line, as a person reads it before saying yes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yiwang.engines.forms.rooms.flat import said
from yiwang.engines.forms.types import Difference, Field, FieldKind, Form


def differences(*, form: Form, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Field by field; rows of a group are told apart by their first question."""
    held = before or {}
    found: list[Difference] = []
    for field in form.fields:
        if field.kind is FieldKind.ROWS:
            found += _rows(field, held.get(field.code) or (), after.get(field.code) or ())
        elif (old := _said(field, held.get(field.code))) != (new := _said(field, after.get(field.code))):
            found.append(Difference(field.label, old, new))
    return tuple(found)


def _rows(field: Field, before: Any, after: Any) -> list[Difference]:
    old, new = _named(field, before), _named(field, after)
    found = [Difference(f"{field.label} · {name}", row, "") for name, row in old.items() if name not in new]
    return found + [Difference(f"{field.label} · {name}", old.get(name, ""), row) for name, row in new.items() if old.get(name, "") != row]


def _named(field: Field, rows: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        name = _said(field.fields[0], row.get(field.fields[0].code))
        while name in found:
            name += "′"
        found[name] = "；".join(f"{f.label} {text}" for f in field.fields if (text := _said(f, row.get(f.code)))) or name
    return found


def _said(field: Field, value: Any) -> str:
    return "" if value is None or value in ([], ()) else said(field, value)
