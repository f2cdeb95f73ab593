"""A key folder for each test."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def data(settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path
