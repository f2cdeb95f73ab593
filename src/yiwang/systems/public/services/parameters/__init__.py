"""Dated parameters of services."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from yiwang.web.dated import Dated

DATED = Dated(Path(__file__).parent, "public.services")
value = DATED.number


def several(name: str, on: date) -> tuple[int, ...]:
    """Several numbers of one name."""
    return tuple(int(one) for one in DATED.value(name, on))
