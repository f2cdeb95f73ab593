"""Named slots that systems fill: what a generic page shows of them without knowing them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from yiwang.web.card import System

_filled: dict[str, list[Callable[..., Any]]] = {}


def register(cards: Iterable[System]) -> None:
    """Takes over the cards' panels."""
    _filled.clear()
    for card in cards:
        for name, fill in (card.panels or {}).items():
            _filled.setdefault(name, []).append(fill)


def filled(name: str, *args: Any, **given: Any) -> list[Any]:
    """What every system has for a slot; a fill may give one thing or a sequence of things."""
    found: list[Any] = []
    for fill in _filled.get(name, ()):
        here = fill(*args, **given)
        found += list(here) if isinstance(here, list | tuple) else [here]
    return found
