"""A system's dated parameters: numbers of a law or of the city, with their source, in force from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Dated:
    """The parameters of one system, in the `.yaml` files of a folder: `<system>.<name>: {unit, values: {day: value}, source, certain}`.

    `certain: false`: no screen and no letter cites it as law.
    """

    folder: Path
    system: str

    def value(self, name: str, on: date) -> Any:
        """What is in force on a day. Raises KeyError for a name that is not there, ValueError before the first day."""
        values = _read(self.folder)[f"{self.system}.{name}"]["values"]
        return values[max(day for day in values if day <= on)]

    def number(self, name: str, on: date) -> int:
        """The same as a whole number."""
        return int(self.value(name, on))


@lru_cache(maxsize=64)
def _read(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for file in sorted(folder.glob("*.yaml")):
        found |= yaml.safe_load(file.read_text(encoding="utf-8"))
    return found
