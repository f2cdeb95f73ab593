"""Days that nobody counts, as merged stretches: two that overlap are subtracted once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from yiwang.engines.calendar import api as calendar

Stretch = tuple[date, date | None]  # first and last day; open at the end
DAY = timedelta(days=1)


def merged(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The same days, none twice, in order. A stretch that ends before it begins is none."""
    found: list[Stretch] = []
    for first, last in sorted(stretches, key=lambda s: s[0]):
        if last is not None and last < first:
            continue
        if found and ((before := found[-1][1]) is None or first <= before + DAY):
            found[-1] = (found[-1][0], None if before is None or last is None else max(before, last))
        else:
            found.append((first, last))
    return tuple(found)


def worked(began: date, until: date, idle: Iterable[Stretch]) -> int:
    """Working days after `began` through `until` that are not idle. `idle` is merged."""
    city = calendar.standard()
    gone = 0
    for first, last in idle:
        a, b = max(first, began + DAY), until if last is None else min(last, until)
        gone += max(0, city.count_working(a - DAY, b)) if a <= b else 0
    return max(0, city.count_working(began, until) - gone)


def write(stretches: Iterable[Stretch]) -> str:
    return " ".join(f"{a.isoformat()}:{b.isoformat() if b else ''}" for a, b in stretches)


@lru_cache(maxsize=4096)
def read(text: str) -> tuple[Stretch, ...]:
    parts = (part.partition(":") for part in text.split())
    return tuple((date.fromisoformat(a), date.fromisoformat(b) if b else None) for a, _, b in parts)
