"""The inputs of an address: three lists, each offering what lies in the one before, and the line for road and house."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from yiwang.engines.forms.rooms import ports
from yiwang.engines.forms.rooms.compound import PARTS
from yiwang.engines.forms.types import Field, FieldKind, Option, PartView
from yiwang.kernel import clock


def address_parts(field: Field, raw: Mapping[str, str | list[str]], errors: Mapping[str, str], at: datetime) -> tuple[PartView, ...]:
    found: list[PartView] = []
    above: str | None = ""
    for part, label in PARTS[FieldKind.ADDRESS]:
        name = f"{field.code}.{part}"
        given = raw.get(name, "")
        value = given if isinstance(given, str) else (given or [""])[-1]
        offered = () if part == "detail" or above is None else ports.divisions().below(code=above, on=clock.day(at))
        options = tuple(Option(code, title, code == value) for code, title in offered)
        found.append(PartView(name, label, value, errors.get(name, ""), options, required=field.required and part != "village"))
        above = value if any(option.chosen for option in options) else None
    return tuple(found)


def named(address: str, at: datetime) -> dict[str, str]:
    """An address in one line as its parts: the divisions it begins with, and the rest. What no division is called stays in the rest."""
    found: dict[str, str] = {}
    above, rest, on = "", "".join(address.split("　")).strip(), clock.day(at)
    for part, _ in PARTS[FieldKind.ADDRESS][:3]:
        code, name = next(((c, n) for c, n in ports.divisions().below(code=above, on=on) if rest.startswith(n)), ("", ""))
        if not code:
            break
        found[part], above, rest = code, code, rest.removeprefix(name).strip()
    return {**found, "detail": rest}
