"""What tests here share, whatever part they watch."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support import browser as browsers


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser a process: two at once cannot be driven."""
    with browsers.chromium() as found:
        yield found


@pytest.fixture(scope="session")
def shared_appeals() -> Path:
    """The folder of real messages; it is not part of the repository."""
    place = os.environ.get("YIWANG_SHARED")
    folder = Path(place or "") / "data" / "appeals"
    if not place or not folder.is_dir():
        pytest.skip("real messages: YIWANG_SHARED does not name their folder")
    return folder
