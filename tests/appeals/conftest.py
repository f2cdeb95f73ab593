"""What tests of appeals share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_appeals() -> Path:
    """The folder of real messages; it is not part of the repository."""
    place = os.environ.get("YIWANG_SHARED")
    folder = Path(place or "") / "data" / "appeals"
    if not place or not folder.is_dir():
        pytest.skip("real messages: YIWANG_SHARED does not name their folder")
    return folder
