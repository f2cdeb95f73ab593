"""Papers an item asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yiwang.engines.forms.types import When
from yiwang.systems.public.services.rooms.conditions import conditions


@dataclass(frozen=True, slots=True)
class Material:
    """A paper an item asks for. `source` says where it comes from: 申请人 uploads it, 共享 means the city has it already."""

    code: str
    title: str
    source: str
    how: str = ""
    why: str = ""
    required: bool = True
    when: tuple[When, ...] = ()


def material(raw: Mapping[str, Any]) -> Material:
    return Material(
        raw["code"], raw["title"], raw["source"], raw.get("how", ""), raw.get("why", ""), bool(raw.get("required", True)), conditions(raw.get("when")))
