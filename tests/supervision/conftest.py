"""The small city, with a procedure whose steps come from outside: nothing in it is refused for being wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys import small
from tests.journeys.conftest import clock, person, town
from tests.supervision import trial
from yiwang.city.demo import people
from yiwang.engines.cases.rooms import registry
from yiwang.kernel.actors import Zone

__all__ = ["clock", "person", "town", "trials"]


@pytest.fixture
def trials(monkeypatch: pytest.MonkeyPatch) -> None:
    """The trial procedure is known for the length of a test. Ask for it before the town."""
    monkeypatch.setitem(registry._procedures, (trial.STEPS.code, 1), trial.STEPS)
    monkeypatch.setitem(registry._items, trial.STEPS.code, lambda code, version: trial.ITEMS[code])
    monkeypatch.setitem(registry._zones, trial.STEPS.code, Zone.EXTRANET)


@pytest.fixture
def watched(trials: Any, second: None, town: Any) -> trial.Town:
    """The town with whoever acts in it."""
    return trial.Town(town)


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second supervisor has a post there. Ask for it before the town."""
    monkeypatch.setitem(small.LOGINS, "watch_too", ("410100-EFFICIENCY", (people.SUPERVISOR,)))
