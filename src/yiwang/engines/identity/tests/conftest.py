"""The small city, founded anew for each test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from yiwang.engines.identity import api as identity
from yiwang.engines.identity.tests import small


@pytest.fixture
def city(db: Any, settings: Any, at: datetime) -> Iterator[None]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    small.found(at)
    yield
    identity.forget()
