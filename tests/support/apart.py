"""A clock and published heads of a test's own: a walk through time leaves the others where they were."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from yiwang.kernel.clock import Clock


@pytest.fixture
def own_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    published = settings.DATA / "published"
    shutil.rmtree(published, ignore_errors=True)
    clock = Clock(tmp_path / "clock")
    monkeypatch.setattr(settings, "CLOCK", clock)
    yield clock
    shutil.rmtree(published, ignore_errors=True)
