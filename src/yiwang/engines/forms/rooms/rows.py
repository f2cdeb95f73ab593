"""A repeated group: rows of the same few questions. In a request `materials.0.title`; `materials.rows` says how many were drawn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from yiwang.engines.forms.rooms.clean_values import SINGLE, Found, choices, no, wanted
from yiwang.engines.forms.rooms.conditions import shown
from yiwang.engines.forms.rooms.raw import DATE_PARTS, Raw, many, one, single
from yiwang.engines.forms.types import Field, FieldKind
from yiwang.kernel.reasons import Reason

MOST = 500  # rows of a group, unless it says fewer
CHANGE = re.compile(r"(add|drop):([a-z][a-z0-9_]*)(?:\.(\d{1,4}))?")


def rows(field: Field, raw: Raw, at: datetime) -> Found:
    """A list of rows, each a mapping of clean values; rows with nothing in them are left out. Reasons name `group.row.question`."""
    found: list[dict[str, Any]] = []
    reasons: list[Reason] = []
    for place in places(field, raw):
        row, faults = _row(field, raw, place, at)
        reasons += faults
        if row:
            found.append(row)
    most = int(field.most or MOST)
    if not reasons and not found:
        return wanted(field)
    if not reasons and len(found) < int(field.least or 0):
        return no("too-few-rows", f"{field.label}至少填 {field.least} 行", field.code)
    if len(found) > most:
        return no("too-many-rows", f"{field.label}最多填 {most} 行，现在有 {len(found)} 行", field.code)
    return Found(reasons=tuple(reasons)) if reasons else Found(found)


def places(field: Field, raw: Raw) -> list[int]:
    """The numbers of the rows in which something was typed."""
    start, names = f"{field.code}.", {inner.code for inner in field.fields}
    found: set[int] = set()
    for name, value in raw.items():
        if not name.startswith(start):
            continue
        place, _, inner = name[len(start):].partition(".")
        inner = inner.partition("-")[0]
        if place.isdecimal() and len(place) < 5 and inner in names and _typed(value):
            found.add(int(place))
    return sorted(found)


def drawn(field: Field, raw: Raw) -> list[int]:
    """The numbers of the rows a page shows: what was typed, and as many empty ones as it had."""
    typed = places(field, raw)
    held = one(raw, f"{field.code}.rows")
    count = min(int(held), MOST) if held.isdecimal() and len(held) < 5 else 1
    return list(range(max(count, typed[-1] + 1 if typed else 0)))


def changed(fields: tuple[Field, ...], raw: Raw, go: str) -> dict[str, str | list[str]] | None:
    """The request after “add a row” (`add:materials`) or “take this one away” (`drop:materials.2`); None when `go` says neither."""
    match = CHANGE.fullmatch(go)
    field = next((f for f in fields if f.kind is FieldKind.ROWS and match and f.code == match[2]), None)
    if match is None or field is None:
        return None
    shown_rows = drawn(field, raw)
    start = f"{field.code}."
    kept = shown_rows if match[1] == "add" else [place for place in shown_rows if str(place) != match[3]]
    found: dict[str, str | list[str]] = {name: value for name, value in raw.items() if not name.startswith(start)}
    for place, old in enumerate(kept):
        for inner in field.fields:
            endings = ("", *(f"-{part}" for part in DATE_PARTS)) if inner.kind is FieldKind.DATE else ("",)
            found |= {f"{start}{place}.{inner.code}{end}": raw[name] for end in endings if (name := f"{start}{old}.{inner.code}{end}") in raw}
    return found | {f"{start}rows": str(len(kept) + (match[1] == "add"))}


def flat_rows(field: Field, value: Any, flatten: Any) -> dict[str, str | list[str]]:
    """Rows as the request that would give them; `flatten` does a single value."""
    held = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []
    found: dict[str, str | list[str]] = {f"{field.code}.rows": str(len(held))}
    for place, row in enumerate(held):
        for inner in field.fields:
            if inner.code in row:
                found[f"{field.code}.{place}.{inner.code}"] = flatten(inner, row[inner.code])[inner.code]
    return found


def _row(field: Field, raw: Raw, place: int, at: datetime) -> tuple[dict[str, Any], list[Reason]]:
    answers: dict[str, Any] = {}
    reasons: list[Reason] = []
    for inner in field.fields:
        if not shown(inner, answers):
            continue
        name = f"{field.code}.{place}.{inner.code}"
        named = replace(inner, code=name)
        found = choices(named, many(raw, name), at) if inner.kind is FieldKind.CHOICES else SINGLE[inner.kind](named, single(named, raw), at)
        reasons += found.reasons
        if found.value is not None:
            answers[inner.code] = found.value
    return answers, reasons


def _typed(value: str | list[str]) -> bool:
    return any(one.strip() for one in ([value] if isinstance(value, str) else value) if isinstance(one, str))
