"""Named slots that systems fill: what a generic page shows of them without knowing them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from yiwang.engines.forms.types import Form
from yiwang.web.card import System


@dataclass(frozen=True, slots=True)
class MoveForm:
    """Fills the slot `move.form`: what the office is asked at a step whose procedure asks nothing (how it was done, not whether), with what is known."""

    form: Form
    values: Mapping[str, Any] = field(default_factory=dict)


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
