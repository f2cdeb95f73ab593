"""Who may import whom: the contracts hold, they name everything that is there, and each catches what it is there to catch."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure

from tests.support.sources import PACKAGE, REPOSITORY

CONTRACTS = REPOSITORY / ".importlinter"
OPEN = {"__init__", "api", "types", "tests", "migrations", "targets"}  # of an engine; `targets` names the models a foreign key may point at


def contracts() -> dict[str, configparser.SectionProxy]:
    reader = configparser.ConfigParser()
    reader.read(CONTRACTS)
    return {name.rpartition(":")[2]: reader[name] for name in reader.sections() if ":contract:" in name}


def words(text: str) -> set[str]:
    return set(text.split())


def engines() -> list[Path]:
    return [folder for folder in sorted((PACKAGE / "engines").iterdir()) if (folder / "__init__.py").is_file()]


def behind_the_door(engine: Path) -> set[str]:
    """All but the door and plain types: a module beside `types.py` is open as long as it knows no table, no room and no Django."""
    modules = {file.stem for file in engine.glob("*.py") if not plain(file)} | {folder.parent.name for folder in engine.glob("*/__init__.py")}
    return {f"yiwang.engines.{engine.name}.{name}" for name in modules - OPEN}


def plain(file: Path) -> bool:
    named = re.findall(r"^\s*(?:from|import) ([\w.]+)(?: import (.+))?", file.read_text(), re.MULTILINE)
    words = {word for module, what in named for word in re.split(r"[.,\s]+", f"{module} {what}")}
    return file.name != "models.py" and not words & {"django", "models", "rooms", "psycopg"}


@pytest.mark.slow(reason="reads every import of the house")
def test_every_contract_holds() -> None:
    configure()
    assert lint_imports(config_filename=str(CONTRACTS), cache_dir=None, no_logo=True)


def test_no_contract_excuses_anything() -> None:
    assert not [name for name, contract in contracts().items() if any("ignore" in key for key in contract)]


@pytest.mark.parametrize("engine", engines(), ids=lambda folder: folder.name)
def test_all_that_is_behind_an_engines_door_is_protected(engine: Path) -> None:
    contract = contracts().get(engine.name)
    hidden = behind_the_door(engine)
    assert hidden == (words(contract["protected_modules"]) if contract else set())
    assert contract is None or contract["allowed_importers"] == f"yiwang.engines.{engine.name}"


def test_every_engine_has_its_floor() -> None:
    floors = contracts()["floors"]["layers"].replace("|", " ").replace("(", " ").replace(")", " ").split()
    assert sorted(floors) == sorted(set(floors))
    assert {folder.name for folder in (PACKAGE / "engines").iterdir() if folder.is_dir() and folder.name[0] != "_"} == set(floors)


def test_every_storey_is_in_the_contract() -> None:
    assert words(contracts()["storeys"]["layers"]) == {folder.parent.name for folder in PACKAGE.glob("*/__init__.py")}


# What is planted in a copy of the house, and the contract that must then be broken.
PLANTED = {
    "a system importing a system": (
        {"systems/oversight/alpha/system.py": "", "systems/public/beta/system.py": "from yiwang.systems.oversight.alpha import system\n"},
        "A system never imports another"),
    "a system importing an engine's models": (
        {"systems/public/beta/system.py": "from yiwang.engines.ledger import models\n"}, "Behind the door of ledger"),
    "a system importing an engine's rooms, inside a function": (
        {"systems/public/beta/rules.py": "def grant():\n    from yiwang.engines.ledger.rooms import chains\n"},
        "Behind the door of ledger"),
    "an engine importing a higher one": (
        {"engines/ledger/rooms/planted.py": "from yiwang.engines.cases import api\n"}, "Floors of the engines"),
    "an engine importing the shell": ({"engines/ledger/rooms/planted.py": "import yiwang.web\n"}, "Storeys"),
    "the kernel importing Django": ({"kernel/planted.py": "import django\n"}, "The kernel is pure Python"),
    "two rooms in a circle": (
        {"city/one.py": "from yiwang.city import two\n", "city/two.py": "from yiwang.city import one\n"}, "No package goes in a circle"),
}


@pytest.mark.slow(reason="reads every import of a copy of the house")
@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_violation_is_caught(what: str, tmp_path: Path) -> None:
    files, contract = PLANTED[what]
    shutil.copytree(PACKAGE, tmp_path / "src" / "yiwang", ignore=shutil.ignore_patterns("__pycache__", "static", "templates"))
    assert verdict(tmp_path, contract), "the contract was broken before anything was planted"
    for name, text in files.items():
        file = tmp_path / "src" / "yiwang" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        (file.parent / "__init__.py").touch()
        file.write_text(text)
    assert not verdict(tmp_path, contract)


def verdict(place: Path, contract: str) -> bool:
    """Whether the contract is kept in the house that was copied to `place`."""
    code = "from importlinter.cli import lint_imports_command as run; run()"
    line = [sys.executable, "-c", code, "--config", str(CONTRACTS), "--no-cache"]
    inner = {**os.environ, "PYTHONPATH": str(place / "src"), "COLUMNS": "300"}
    done = subprocess.run(line, cwd=place, env=inner, capture_output=True, text=True, check=False)
    said = [line for line in done.stdout.splitlines() if line.startswith(contract) and line.endswith(("KEPT", "BROKEN"))]
    assert len(said) == 1, done.stdout + done.stderr
    return said[0].endswith("KEPT")
