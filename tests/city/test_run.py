"""The rules of a test run are rules: each is broken in a run of its own, which must then fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sources import REPOSITORY
from yiwang.city.launcher import testing
from yiwang.city.words import Trouble

INNER = pytest.mark.slow(reason="is a test run of its own")
COMMITS = """
import pytest
from django.db import connection

@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("n", range(2))
def test_commits(n):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE left_behind (a int)")

def test_is_pure(): pass
"""


@pytest.fixture
def beside() -> Iterator[Path]:
    """A folder under the repository's root, whose conftest then holds for what lies in it; git does not see it."""
    above = REPOSITORY / "var" / "test"
    above.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="inner-", dir=above) as place:
        yield Path(place)


def outcome(place: Path, text: str, *words: str) -> dict[str, int]:
    """The figures of a run over one file, under the rules of this repository."""
    file, tally = place / "test_inner.py", place / "tally.json"
    file.write_text(text)
    inner = {**os.environ, "YIWANG_TALLY": str(tally), "PYTHONPATH": str(REPOSITORY)}
    inner.pop("PYTEST_XDIST_WORKER", None)
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist"]
    subprocess.run([*line, *words, str(file)], cwd=REPOSITORY, env=inner, capture_output=True, check=False)
    return {name: number for name, number in json.loads(tally.read_text()).items() if number}


@INNER
@pytest.mark.parametrize(("mark", "figures"), [("", {"failed": 1}), ("@pytest.mark.slow(reason='waits')\n", {"passed": 1})])
def test_a_long_test_says_why(beside: Path, mark: str, figures: dict[str, int]) -> None:
    assert outcome(beside, f"import time, pytest\n{mark}def test_waits(): time.sleep(2.2)\n") == figures


@INNER
def test_a_warning_is_an_error(beside: Path) -> None:
    assert outcome(beside, "import warnings\ndef test_warns(): warnings.warn('old')\n") == {"failed": 1}


@INNER
def test_an_unknown_marker_is_an_error(beside: Path) -> None:
    assert outcome(beside, "import pytest\n@pytest.mark.slwo\ndef test_it(): pass\n") == {"error": 1}


@INNER
@pytest.mark.database
def test_what_a_test_commits_is_gone_before_the_next(beside: Path) -> None:
    assert outcome(beside, COMMITS, "-p", "no:randomly") == {"passed": 3}


@INNER
def test_only_what_touches_the_database_runs_twice(beside: Path) -> None:
    assert outcome(beside, COMMITS, "--only-database") == {"passed": 2}


@pytest.mark.parametrize(("words", "quick", "long", "rest", "marks"), [
    (["-k", "x"], False, False, ["-k", "x"], "(not long)"),
    ([], True, False, [], "(not (browser or slow or long))"),
    ([], False, True, [], ""),
    (["-m", "browser", "tests"], False, False, ["tests"], "(browser) and (not long)"),
])
def test_a_callers_marks_are_kept(words: list[str], quick: bool, long: bool, rest: list[str], marks: str) -> None:
    assert testing._marks(words, quick, long) == (rest, marks)


@INNER
@pytest.mark.parametrize(("text", "bad", "figures"), [
    ("def test_it(): pass\n", False, {"passed": 1}),
    ("def test_it(): assert False\n", True, {"failed": 1}),
    ("import nowhere\n", True, {"error": 1}),
    ("", False, {}),
])
def test_a_run_that_breaks_off_is_bad(beside: Path, text: str, bad: bool, figures: dict[str, int]) -> None:
    (beside / "test_inner.py").write_text(text)
    count: Counter[str] = Counter()
    assert testing._pytest("SQLite", ["-n", "0", str(beside / "test_inner.py")], "", count) is bad
    assert {name: number for name, number in count.items() if number} == figures


def test_quick_and_long_exclude_each_other() -> None:
    with pytest.raises(Trouble):
        testing.run(["--quick", "--long"])
