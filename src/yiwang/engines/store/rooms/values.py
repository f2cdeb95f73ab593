"""Values as either database gives them: SQLite keeps days and instants as text."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import overload


@overload
def instant(value: None) -> None: ...
@overload
def instant(value: str | datetime) -> datetime: ...
def instant(value: str | datetime | None) -> datetime | None:
    """A stored instant as an aware datetime."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


@overload
def day(value: None) -> None: ...
@overload
def day(value: str | date) -> date: ...
def day(value: str | date | None) -> date | None:
    """A stored day."""
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value
