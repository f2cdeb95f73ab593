"""The small city, its clock in the test's hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults import whole
from tests.journeys import small
from yiwang.engines.identity import api as identity


@pytest.fixture
def clock(settings: Any) -> small.Clock:
    """Monday, 2 November 2026, ten in the morning: eight weeks without a holiday follow."""
    settings.CLOCK = small.Clock(small.at("2026-11-02 10:00"))
    return settings.CLOCK  # type: ignore[no-any-return]


@pytest.fixture
def town(db: Any, settings: Any, clock: small.Clock, tmp_path: Path) -> Iterator[small.Clock]:
    settings.DATA = tmp_path  # a published record of one's own
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    small.found(small.at("2026-01-05 09:00"))
    yield clock
    identity.forget()
    assert whole.wrongs() == [] == whole.gaps()


@pytest.fixture
def person(town: small.Clock) -> Any:
    """`person("window")` is somebody signed in."""
    return lambda name: small.Person(name).sign_in()
