"""Papers an item asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Material:
    """A paper an item asks for. `source` says where it comes from: 申请人 uploads it, 共享 means the city has it already."""

    code: str
    title: str
    source: str
    how: str = ""
    why: str = ""
    required: bool = True
    when: tuple[tuple[str, str], ...] = ()


def material(raw: Mapping[str, Any]) -> Material:
    when = tuple(sorted(dict(raw.get("when", {})).items()))
    return Material(raw["code"], raw["title"], raw["source"], raw.get("how", ""), raw.get("why", ""), bool(raw.get("required", True)), when)
