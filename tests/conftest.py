"""What tests here share, whatever part they watch."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.support import browser as browsers


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser a process: two at once cannot be driven."""
    with browsers.chromium() as found:
        yield found
