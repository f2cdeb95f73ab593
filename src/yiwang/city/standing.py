"""What a data folder is: a demo city (its clock may be moved, its log-ins are known) or a real one. Written once, at the first start."""

from __future__ import annotations

import os
from pathlib import Path

DEMO, REAL = "demo", "city"


def is_demo(data: Path) -> bool:
    """A folder in which no city was founded yet counts as a demo: there is nothing in it to protect."""
    return kind(data) in ("", DEMO)


def kind(data: Path) -> str:
    try:
        return (data / "kind").read_text().strip()
    except FileNotFoundError:
        return ""


def found(data: Path, what: str) -> str:
    """Founds a city in the folder and returns what stands there: the first founding holds."""
    data.mkdir(parents=True, exist_ok=True)
    if not kind(data):
        part = data / f".kind.{os.getpid()}"
        part.write_text(what)
        part.replace(data / "kind")
    return kind(data)
