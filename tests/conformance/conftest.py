"""A clock of a test's own: a walk through time leaves the others where they were."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from yiwang.kernel.clock import Clock


@pytest.fixture
def own_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    clock = Clock(tmp_path / "clock")
    monkeypatch.setattr(settings, "CLOCK", clock)
    yield clock
