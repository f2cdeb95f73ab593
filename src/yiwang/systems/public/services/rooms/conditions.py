"""Conditions put together: several ways to the same question or paper."""

from __future__ import annotations

from collections.abc import Iterable

from yiwang.engines.forms.types import When


def either(ways: Iterable[tuple[When, ...]]) -> tuple[When, ...] | None:
    """One condition that holds when any of these does; None when conditions of a form cannot say it."""
    all_ways = list(dict.fromkeys(ways))
    if not all_ways or () in all_ways:
        return ()
    if len(all_ways) == 1:
        return all_ways[0]
    fields = {w[0].field for w in all_ways}
    if len(fields) > 1 or any(len(w) > 1 for w in all_ways):
        return None
    return (When(fields.pop(), tuple(dict.fromkeys(v for w in all_ways for v in w[0].values))),)
