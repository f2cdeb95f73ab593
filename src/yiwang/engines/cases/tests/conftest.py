"""The trial city, founded anew for each test, and its procedures, known for the length of a test."""

from __future__ import annotations

from typing import Any

import pytest

from yiwang.engines.cases.rooms import registry
from yiwang.engines.cases.tests import matter, trial
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.kernel.actors import Zone


@pytest.fixture(autouse=True)
def procedures(monkeypatch: pytest.MonkeyPatch) -> None:
    for one in (trial.ONE, trial.JOINT, matter.MATTER):
        monkeypatch.setitem(registry._procedures, (one.code, one.version), one)
        monkeypatch.setitem(registry._items, one.code, lambda code, version: trial.ITEMS[code])
        monkeypatch.setitem(registry._zones, one.code, Zone.EXTRANET)


@pytest.fixture
def city(db: Any, settings: Any) -> trial.City:
    """A city in a transaction that is rolled back."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    yield trial.found()  # type: ignore[misc]
    report = ledger.verify()
    identity.forget()
    assert report.ok, report.faults  # whatever a test does to cases, the record stays whole
