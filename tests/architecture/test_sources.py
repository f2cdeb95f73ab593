"""What an import contract cannot see, read from the source."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator

import pytest

from tests.support import sources
from tests.support.sources import REPOSITORY, Source

FILE, FUNCTION = 400, 40  # lines
RELATIONS = ("ForeignKey", "OneToOneField", "ManyToManyField")
CLOCKS = {
    "datetime.now", "datetime.datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.date.today", "time.time",
    "timezone.now", "timezone.localdate", "timezone.localtime", "Now",
}
MACHINE = tuple(part.replace("·", "") for part in (  # written so that this file does not name them itself
    "/wo·rk/", "/ro·ot/", "/t·mp/", "/ho·me/", "/opt/wh·eels", "py·pi.org", "registry.n·pmjs.org", "../sh·ared"))
MAY_NAME_SHARED = ".ci/run"
HOMES = {  # a third-party package and the one part of the house that may import it
    "granian": ("city",), "typst": ("engines/documents",), "segno": ("engines/documents", "web"),
    "openpyxl": ("engines/sheets",), "psycopg": ("engines/store", "city"),
    "sklearn": ("systems/public/appeals/model",), "scipy": ("systems/public/appeals/model",), "numpy": ("systems/public/appeals/model",),
}


@pytest.fixture(scope="module", autouse=True)
def house() -> None:
    """Every file is read once, before the first test looks at it."""
    sources.python()


def test_no_file_is_too_long() -> None:
    assert not [f"{source.name}: {source.lines}" for source in sources.python() if source.lines > FILE]


def test_no_function_is_too_long() -> None:
    assert not [f"{source.name}: {name} {length}" for source in sources.python() for name, length in functions(source) if length > FUNCTION]


def functions(source: Source) -> Iterator[tuple[str, int]]:
    """Every function with its lines, from `def` to its end, without the docstring."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            text = node.body[0] if ast.get_docstring(node) is not None else None
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - ((text.end_lineno or 0) - text.lineno + 1 if text else 0)


def test_a_relation_names_its_target_by_import() -> None:
    """A model named in a string is seen by no contract."""
    found = [f"{source.name}:{node.lineno} {target}" for source in sources.package() for node, target in relations(source)
             if isinstance(target, str) and "." in target]
    assert not found


def test_a_relation_into_another_package_leaves_no_way_back() -> None:
    """`related_name="+"` and PROTECT: the other side must not learn of us, nor take our rows along."""
    found = []
    for source in sources.package():
        for node, target in relations(source):
            if isinstance(target, ast.Attribute):
                words = {word.arg: ast.unparse(word.value) for word in node.keywords}
                deleting = words.get("on_delete") or (ast.unparse(node.args[1]) if len(node.args) > 1 else "")
                if words.get("related_name") != "'+'" or not deleting.endswith("PROTECT"):
                    found.append(f"{source.name}:{node.lineno}")
    assert not found


def relations(source: Source) -> Iterator[tuple[ast.Call, str | ast.expr]]:
    for node in sources.calls(source):
        if sources.called(node).rpartition(".")[2] in RELATIONS:
            target = node.args[0] if node.args else next((word.value for word in node.keywords if word.arg == "to"), None)
            if target is not None:
                yield node, target.value if isinstance(target, ast.Constant) else target


def test_no_reverse_accessor_is_used() -> None:
    found = [f"{source.name}:{node.lineno}" for source in sources.package() for node in ast.walk(source.tree)
             if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and re.fullmatch(r"[a-z]+_set", node.value.attr)]
    assert not found


def test_nothing_is_imported_by_name_outside_the_city() -> None:
    names = {"apps.get_model", "get_model", "importlib.import_module", "import_module", "__import__", "import_string"}
    found = [f"{source.name}:{node.lineno}" for source in sources.package() for node in sources.calls(source)
             if sources.called(node) in names and not (source.inside("city") and "get_model" not in sources.called(node))]
    assert not found


def test_only_the_kernels_clock_reads_the_time() -> None:
    found = [f"{source.name}:{node.lineno} {sources.called(node)}" for source in sources.python() for node in sources.calls(source)
             if sources.called(node) in CLOCKS and not source.name.endswith("kernel/clock.py")]
    assert not found


def test_no_model_lets_django_read_the_time() -> None:
    found = [f"{source.name}:{node.lineno}" for source in sources.package() for node in sources.calls(source)
             if any(word.arg in ("auto_now", "auto_now_add") for word in node.keywords)]
    assert not found


def test_what_is_started_as_a_script_hides_no_module_of_pythons_own() -> None:
    """A script's own folder comes first for what it imports."""
    assert not [file.name for file in (REPOSITORY / "bench").rglob("*.py") if file.stem in sys.stdlib_module_names]


def test_a_third_party_package_has_one_home() -> None:
    found = [f"{source.name}: {name}" for source in sources.package() for name in imported(source)
             if name in HOMES and not source.inside(*HOMES[name])]
    assert not found


def imported(source: Source) -> set[str]:
    names = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def test_the_repository_names_no_machine() -> None:
    found = []
    for file in sources.kept():
        name = str(file.relative_to(REPOSITORY))
        with_shared = MACHINE[:-1] if name == MAY_NAME_SHARED else MACHINE
        try:
            text = file.read_text()
        except UnicodeDecodeError:
            continue  # a picture or a font
        found += [f"{name}: {place}" for place in with_shared if place in text]
    assert not found


@pytest.mark.slow(reason="reads every file of the house")
def test_ruff_has_nothing_to_say() -> None:
    done = subprocess.run([sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "concise", str(REPOSITORY)],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_locks_hold_what_the_project_asks_for() -> None:
    """Each dependency pinned and hashed, in both locks alike, and no address of a registry."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    run, test = pinned("requirements.lock"), pinned("requirements-test.lock")
    assert {name(line) for line in project["dependencies"]} <= run.keys()
    assert {name(line) for line in project["optional-dependencies"]["test"]} <= test.keys()
    assert run.items() <= test.items()


def pinned(lock: str) -> dict[str, str]:
    text = (REPOSITORY / lock).read_text()
    assert "://" not in text and "--index-url" not in text
    blocks = re.split(r"\n(?=[a-z0-9])", text)
    assert all(re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+", block) and "--hash=sha256:" in block for block in blocks)
    return {name(block): block.split()[0].partition("==")[2] for block in blocks}


def name(requirement: str) -> str:
    return re.match(r"[A-Za-z0-9._-]+", requirement)[0].lower().replace("_", "-")  # type: ignore[index]  # every line begins with one
