"""Dated parameters of services: read once, asked for by day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


@lru_cache(maxsize=1)
def _all() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for file in sorted(Path(__file__).parent.glob("*.yaml")):
        found |= yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def value(name: str, on: date) -> int:
    """The value of `public.services.<name>` in force on a day. Raises KeyError."""
    return int(_in_force(name, on))


def several(name: str, on: date) -> tuple[int, ...]:
    """The values of `public.services.<name>` in force on a day. Raises KeyError."""
    return tuple(int(one) for one in _in_force(name, on))


def _in_force(name: str, on: date) -> Any:
    values = _all()[f"public.services.{name}"]["values"]
    return values[max(day for day in values if day <= on)]
