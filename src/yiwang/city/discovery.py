"""Finds what the house holds by walking its folders: there is no list of engines and none of systems."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parents[1]


def engine_apps() -> list[str]:
    """Engines that own tables: a Django app each, named by its folder."""
    return [f"yiwang.engines.{folder.name}" for folder in _folders(PACKAGE / "engines") if _owns_tables(folder)]


def web_apps() -> list[str]:
    """The shell, and the parts of it that own tables."""
    web = PACKAGE / "web"
    return ["yiwang.web", *(f"yiwang.web.{folder.name}" for folder in _folders(web) if _owns_tables(folder))]


def system_apps() -> list[str]:
    """Every folder `systems/<subject>/<system>` with a card, as an import path. Imports nothing."""
    found = sorted(card.parent for card in PACKAGE.glob("systems/*/*/system.py"))
    return [f"yiwang.systems.{folder.parent.name}.{folder.name}" for folder in found]


def cards() -> tuple[Any, ...]:
    """The card of every system, in the order of its code. Raises ImportError when one cannot be read, AttributeError without a SYSTEM."""
    found = [importlib.import_module(f"{app}.system").SYSTEM for app in system_apps()]
    return tuple(sorted(found, key=lambda card: str(card.code)))


def _owns_tables(folder: Path) -> bool:
    return (folder / "models.py").is_file() or (folder / "models").is_dir()


def _folders(above: Path) -> list[Path]:
    return sorted(folder for folder in above.iterdir() if (folder / "__init__.py").is_file())
