"""The repository's own text, as the architecture's tests read it: parsed Python files, and every file that is kept."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / "src" / "yiwang"


@dataclass(frozen=True)
class Source:
    path: Path
    tree: ast.Module
    lines: int

    @property
    def name(self) -> str:
        return str(self.path.relative_to(REPOSITORY))

    def inside(self, *folders: str) -> bool:
        """Whether the file lies under one of these folders of the package: `inside("city", "engines/ledger")`."""
        return any(self.path.is_relative_to(PACKAGE / folder) for folder in folders)


@cache
def kept() -> tuple[Path, ...]:
    """Every file of the repository that is not ignored, also those not yet committed."""
    asked = ["git", "-C", str(REPOSITORY), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(asked, capture_output=True, check=True).stdout.decode().split("\0")
    return tuple(file for name in sorted(set(names)) if name and (file := REPOSITORY / name).is_file())


@cache
def python() -> tuple[Source, ...]:
    """Every Python file but migrations, which Django writes."""
    files = [file for file in kept() if (file.suffix == ".py" and "migrations" not in file.parts) or file == REPOSITORY / "yiwang"]
    return tuple(Source(file, ast.parse(text := file.read_text(), str(file)), text.count("\n")) for file in files)


def package() -> Iterator[Source]:
    """The product's own code: what lies in `src/yiwang`, without its tests."""
    return (source for source in python() if source.path.is_relative_to(PACKAGE) and "tests" not in source.path.parts)


def called(node: ast.Call) -> str:
    """The dotted name of what is called, as it is written: `models.ForeignKey`, `apps.get_model`."""
    return ast.unparse(node.func) if isinstance(node.func, ast.Name | ast.Attribute) else ""


def calls(source: Source) -> Iterator[ast.Call]:
    return (node for node in ast.walk(source.tree) if isinstance(node, ast.Call))
