"""One way of writing a value as text, so that its hash means something: JSON, keys sorted, no spaces, UTF-8, instants in UTC."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_plain, allow_nan=False).encode


def text(value: Any) -> str:
    """Canonical JSON. Raises TypeError for what has no canonical form, ValueError for NaN."""
    return _encode(value)


def instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
