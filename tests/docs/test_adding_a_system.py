"""The tutorial is true: its blocks, in an empty folder, give a supervised and searchable system that passes conformance."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"```python\n# ([\w.]+)\n(.*?)```", re.DOTALL)
LIFE = re.compile(r"```yaml\n# (([\w.]+@\d+)\.yaml)\n(.*?)```", re.DOTALL)
LIVED = '''
import django
django.setup()
from datetime import UTC, date, datetime, timedelta
from django.core.management import call_command
from yiwang.city import composition, loops
from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.foundation import NewOfficial, NewPerson, NewUnit
from yiwang.engines.identity.types import Kind, Level
from yiwang.engines.ledger import api as ledger
from yiwang.engines.search import api as search

composition.compose()
call_command("migrate", verbosity=0)
at = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
city = NewUnit("410100", "测试市人民政府", "测试市", Level.CITY, Kind.GOVERNMENT)
office = NewUnit("410100-X", "测试市便民中心", "便民中心", Level.CITY, Kind.DEPARTMENT, government="410100")
watch = NewUnit("410100-EFFICIENCY", "测试市监察办", "监察办", Level.CITY, Kind.WATCH, government="410100")
identity.found_units(units=[city, office, watch], since=date(2020, 1, 1), at=at)
identity.found_people(officials=[NewOfficial("410100-X", "保管岗", ("public.lostfound.keeper",), NewPerson("何清和", "keeper"))], applicants=[], firms=[],
                      password="yiwang-demo", since=date(2020, 1, 1), at=at, demo=True)
keeper = identity.holder(unit="410100-X", title="保管岗", on=date(2026, 11, 2))
form = forms.get("lostfound.found")
data = forms.parse(form=form, raw={"what": "黑色双肩包", "where": "紫荆山站"}, at=at)
done = cases.begin(actor=keeper, begin=cases.Begin("public.lostfound.finding", keeper.unit, "捡到黑色双肩包", data=data), key="one", at=at)
loops.settle(at)
later = at + timedelta(days=10)
loops.settle(later)
signals = cases.opened_since(procedure="oversight.supervision.signal", since=at, until=later + timedelta(days=1))
assert signals, "nobody was told that it is late"
assert [h.subject for h in search.find(actor=keeper, query="双肩包", public=False)][:1] == [f"case:{done.ref}"]
view = cases.view(actor=keeper, ref=done.ref, at=later)
assert [m.code for m in view.can] == ["announce"] and view.main_clock.late
cases.perform(actor=keeper, case=done.case, move="announce", seen=view.seen, key="two", at=later)
assert not ledger.verify().faults
print("LIVED")
'''


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The package with the tutorial's system added in an empty folder."""
    shutil.copytree(REPOSITORY / "src" / "yiwang", tmp_path / "src" / "yiwang", ignore=shutil.ignore_patterns("__pycache__"))
    place = tmp_path / "src" / "yiwang" / "systems" / "public" / "lostfound"
    place.mkdir()
    for name, text in BLOCK.findall((REPOSITORY / "docs" / "adding-a-system.md").read_text(encoding="utf-8")):
        (place / name).write_text(text, encoding="utf-8")
    assert sorted(p.name for p in place.iterdir()) == ["__init__.py", "procedures.py", "system.py"]
    return tmp_path


def environment(house: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(house / "src"), "YIWANG_DATA": str(house / "data"), "DJANGO_SETTINGS_MODULE": "yiwang.city.settings",
            "YIWANG_DATABASE": ""}


@pytest.mark.slow(reason="a whole house is started in a process of its own")
def test_the_system_of_the_tutorial_is_supervised_and_searchable(house: Path) -> None:
    done = subprocess.run([sys.executable, "-c", LIVED], env=environment(house), capture_output=True, text=True, timeout=120, check=False, cwd=house)
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.strip().endswith("LIVED")


@pytest.mark.slow(reason="the conformance tests run over the house with the new card, in a process of their own")
def test_the_system_of_the_tutorial_passes_conformance(house: Path) -> None:
    for name in ("tests", "conftest.py", "pyproject.toml"):
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, house / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, house / name)
    ((file, version, steps),) = LIFE.findall((REPOSITORY / "docs" / "adding-a-system.md").read_text(encoding="utf-8"))
    (house / "tests" / "conformance" / "lives" / file).write_text(steps, encoding="utf-8")
    assert "recorded in" in conformance(house, "test_lives.py", "--record", version)
    assert " passed" in conformance(house, "", "-k", "lostfound")


def conformance(house: Path, what: str, *words: str) -> str:
    line = [sys.executable, "-m", "pytest", f"tests/conformance/{what}", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", *words]
    done = subprocess.run(line, env=environment(house), capture_output=True, text=True, timeout=200, check=False, cwd=house)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    return done.stdout + done.stderr
