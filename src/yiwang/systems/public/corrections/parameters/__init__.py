"""Dated parameters of corrections: read once, asked for by day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


@lru_cache(maxsize=1)
def _all() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "time.yaml").read_text(encoding="utf-8"))
    return found


def value(name: str, on: date) -> int:
    """The value of `public.corrections.<name>` in force on a day. Raises KeyError."""
    values = _all()[f"public.corrections.{name}"]["values"]
    return int(values[max(day for day in values if day <= on)])
