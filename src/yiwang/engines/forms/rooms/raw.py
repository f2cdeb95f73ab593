"""A request's names and values, as browsers send them."""

from __future__ import annotations

from collections.abc import Mapping

from yiwang.engines.forms.types import Field, FieldKind

Raw = Mapping[str, str | list[str]]
DATE_PARTS = ("year", "month", "day")  # a day may come as `x-year`, `x-month`, `x-day`


def single(field: Field, raw: Raw) -> str:
    """The text of a field with one value; a date may come as year, month and day."""
    if field.kind is FieldKind.DATE and field.code not in raw:
        parts = [one(raw, f"{field.code}-{part}").strip() for part in DATE_PARTS]
        return "-".join(parts) if any(parts) else ""
    return one(raw, field.code)


def one(raw: Raw, name: str) -> str:
    """The value of a name; the last when it came several times, as browsers' forms mean it."""
    value = raw.get(name, "")
    if isinstance(value, str):
        return value
    return value[-1] if value and isinstance(value[-1], str) else ""


def many(raw: Raw, name: str) -> list[str]:
    value = raw.get(name, ())
    return [value] if isinstance(value, str) else [v for v in value if isinstance(v, str)]
