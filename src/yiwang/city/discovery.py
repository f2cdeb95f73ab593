"""Finds what the house holds by walking its folders: there is no list of engines and none of systems."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parents[1]


def engine_apps() -> list[str]:
    """Engines that own tables: a Django app each, named by its folder."""
    return [f"yiwang.engines.{folder.name}" for folder in _folders(PACKAGE / "engines") if (folder / "models.py").is_file() or (folder / "models").is_dir()]


def web_apps() -> list[str]:
    """The shell, and the parts of it that own tables."""
    web = PACKAGE / "web"
    return ["yiwang.web", *(f"yiwang.web.{folder.name}" for folder in _folders(web) if (folder / "models.py").is_file())]


def system_apps() -> list[str]:
    """Every folder `systems/<subject>/<system>` with a card, as an import path. Imports nothing."""
    return [".".join(("yiwang.systems", card.parent.parent.name, card.parent.name)) for card in sorted(PACKAGE.glob("systems/*/*/system.py"))]


def cards() -> tuple[Any, ...]:
    """The card of every system, in the order of its code. Raises ImportError when a card cannot be read, AttributeError when it holds no SYSTEM."""
    found = [importlib.import_module(f"{app}.system").SYSTEM for app in system_apps()]
    return tuple(sorted(found, key=lambda card: str(card.code)))


def _folders(above: Path) -> list[Path]:
    return sorted(folder for folder in above.iterdir() if (folder / "__init__.py").is_file())
