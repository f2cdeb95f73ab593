"""What others build on is typed strictly: the kernel, each engine's door and plain types, each system's rules."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.sources import PACKAGE, REPOSITORY

WRONG = """

def planted(days: int) -> str:
    return days
"""


def checked(*words: str) -> str:
    found = subprocess.run([sys.executable, "-m", "mypy", *words], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    return found.stdout + found.stderr


@pytest.mark.slow(reason="the type checker reads the kernel and all doors, and what they import: 30 s without its cache")
def test_the_types_hold() -> None:
    said = checked()
    assert said.startswith("Success"), said


@pytest.mark.slow(reason="the type checker starts once more")
@pytest.mark.parametrize("name", ["kernel/acts.py", "engines/ledger/types.py", "engines/ledger/api.py", "systems/public/services/rules.py"])
def test_a_wrong_type_is_found(name: str, tmp_path: Path) -> None:
    """The configuration reaches each kind of file."""
    planted = tmp_path / "planted.py"
    planted.write_text((PACKAGE / name).read_text() + WRONG)
    said = checked("--shadow-file", str(PACKAGE / name), str(planted))
    assert 'expected "str"' in said, said
