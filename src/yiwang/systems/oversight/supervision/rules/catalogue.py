"""The catalogue of rules as data: read once, checked, asked for the version of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from yiwang.kernel.errors import Declined
from yiwang.systems.oversight.supervision.rules.types import GROUPS, Level, Rule

FILE = Path(__file__).parents[1] / "parameters" / "rules.yaml"
WORDS = {"title", "how", "versions"}
SAYS = {"since", "level", "points", "law", "source", "certain", "parameters"}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every rule with its versions, oldest first."""

    rules: Mapping[str, tuple[Rule, ...]]

    def in_force(self, code: str, on: date) -> Rule | None:
        """The version of a day; None before the first."""
        return next((r for r in reversed(self.rules.get(code, ())) if r.since <= on), None)

    def version(self, code: str, version: int) -> Rule | None:
        return next((r for r in self.rules.get(code, ()) if r.version == version), None)

    def now(self, on: date) -> tuple[Rule, ...]:
        """Those in force on a day, in the order of the file."""
        return tuple(rule for code in self.rules if (rule := self.in_force(code, on)) is not None)


@lru_cache(maxsize=1)
def standing() -> Catalogue:
    """The catalogue of this version of the code. Raises Declined, naming every line that is wrong."""
    return read(FILE)


def read(file: Path) -> Catalogue:
    """A catalogue out of a file. Raises Declined."""
    return of(yaml.safe_load(file.read_text(encoding="utf-8")))


def of(data: Mapping[str, Any]) -> Catalogue:
    """The same out of its words. Raises Declined."""
    if faults := wrong(data):
        raise Declined(f"rules of supervision: {'; '.join(faults)}")
    return Catalogue({code: tuple(_rule(code, words, n, said) for n, said in sorted(words["versions"].items())) for code, words in data.items()})


def bound(catalogue: Catalogue, codes: Iterable[str]) -> None:
    """Every rule is looked for by something, and nothing looks for a rule that is not there. Raises Declined."""
    there, here = set(catalogue.rules), set(codes)
    if there != here:
        raise Declined(f"rules of supervision: nobody looks for {sorted(there - here)}; no words for {sorted(here - there)}")


def wrong(data: Mapping[str, Any]) -> list[str]:
    """What contradicts itself."""
    found: list[str] = []
    for code, words in data.items():
        if code.partition(".")[0] not in GROUPS or not code.partition(".")[2]:
            found.append(f"{code}: no such group")
        if set(words) != WORDS or not words.get("versions"):
            found.append(f"{code}: says {sorted(words)}, not {sorted(WORDS)}")
            continue
        found += _wrong_versions(code, words["versions"])
    return found


def _wrong_versions(code: str, versions: Mapping[int, Mapping[str, Any]]) -> list[str]:
    found, days = list[str](), list[date]()
    for n, said in sorted(versions.items()):
        if set(said) | {"law"} != SAYS:
            found.append(f"{code} {n}: says {sorted(said)}")
            continue
        days.append(said["since"])
        if said["certain"] and not said.get("law"):
            found.append(f"{code} {n}: certain, and names no article")
        if said["level"] == Level.YELLOW and said["points"]:
            found.append(f"{code} {n}: what only warns takes off no points")
        if not isinstance(said["points"], int) or said["points"] < 0:
            found.append(f"{code} {n}: points are whole numbers")
    if sorted(versions) != list(range(1, len(versions) + 1)):
        found.append(f"{code}: versions are numbered from 1")
    if days != sorted(set(days)):
        found.append(f"{code}: a later version is in force from a later day")
    return found


def _rule(code: str, words: Mapping[str, Any], version: int, said: Mapping[str, Any]) -> Rule:
    return Rule(code, version, said["since"], words["title"], words["how"], Level(said["level"]), said["points"], said.get("law", ""), said["source"],
                said["certain"], said["parameters"])


def names(rule: Rule, name: str) -> Sequence[str]:
    """A list among a rule's parameters."""
    return tuple(map(str, rule.parameters.get(name, ())))
