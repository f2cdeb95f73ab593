"""Named slots that systems fill: what a generic page shows of them without knowing them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yiwang.engines.forms.types import Form
from yiwang.web.card import System


@dataclass(frozen=True, slots=True)
class MoveForm:
    """Fills the slot `move.form(procedure, move, case)`: what the office is asked at a step whose procedure asks nothing (how it was done, not whether).

    `values` is what is known of it already; where no case is given (None), what would be asked of any. `usual` answers it for a case that is moved
    together with others, on a given day; `said` is how that is shown. None: each is moved by itself.
    """

    form: Form
    values: Mapping[str, Any] = field(default_factory=dict)
    usual: Callable[[date], Mapping[str, Any]] | None = None
    said: str = ""


_filled: dict[str, list[Callable[..., Any]]] = {}
_talks: list[System] = []
_signing: list[System] = []


def register(cards: Iterable[System]) -> None:
    """Takes over the cards' panels, and which of them say what is talked of or are asked by programs."""
    _filled.clear()
    _talks.clear()
    _signing.clear()
    for card in cards:
        if card.partners or card.signed:
            _signing.append(card)
        if card.talk:
            _talks.append(card)
        for name, fill in (card.panels or {}).items():
            _filled.setdefault(name, []).append(fill)


def move_form(procedure: Any, move: Any, case: Any = None) -> MoveForm | None:
    """What a step asks beside its procedure; None where that is nothing, or the procedure asks itself."""
    return next(iter(filled("move.form", procedure, move.code, case)), None) if move.form is None else None


def known(procedure: Any, move: str, case: Any) -> dict[str, Any]:
    """Fills from the slot `move.known(procedure, move, case)`: what is filled in already where a step's own form is opened."""
    return {name: value for found in filled("move.known", procedure, move, case) for name, value in found.items()}


def talks() -> tuple[System, ...]:
    """The cards that say what people write to them about."""
    return tuple(_talks)


def signing() -> tuple[System, ...]:
    """The cards that programs ask by signed requests."""
    return tuple(_signing)


def filled(name: str, *args: Any, **given: Any) -> list[Any]:
    """What every system has for a slot; a fill may give one thing or a sequence of things."""
    found: list[Any] = []
    for fill in _filled.get(name, ()):
        here = fill(*args, **given)
        found += list(here) if isinstance(here, list | tuple) else [here]
    return found
