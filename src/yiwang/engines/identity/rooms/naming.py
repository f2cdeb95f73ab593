"""Whom a text names: units, by their names and short names."""

from __future__ import annotations

import re

from yiwang.engines.identity.rooms.rights import below
from yiwang.engines.identity.types import Kind, Level


def named(*, text: str) -> set[int]:
    """The units named: of a name within a longer one (新密市城管局, 市城管局) the longer one is meant; a place alone is not its government, unless the
    whole text is its name."""
    spans = []
    for level in Level:
        for unit in below(level=level):
            names = {unit.name, unit.short}
            if unit.kind is Kind.GOVERNMENT and not unit.short.endswith("政府") and text.strip() != unit.short:
                names = {unit.name, f"{unit.short}政府"}
            spans += [(m.start(), m.end(), unit.id) for name in names if name and name in text for m in re.finditer(re.escape(name), text)]
    return {unit for a, b, unit in spans if not any(c <= a and b <= d and d - c > b - a for c, d, _ in spans)}
