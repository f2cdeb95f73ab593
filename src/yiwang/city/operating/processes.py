"""The processes of the tree, from the system's own list (Linux): which member each belongs to, its memory and its processor time."""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

PAGE, TICK = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")
NAMES = re.compile(r"yiwang\.city\.(?:worker (\w+)|(serve))")


@dataclass(frozen=True, slots=True)
class Process:
    """`resident` bytes, `seconds` of processor time so far."""

    pid: int
    parent: int
    resident: int
    seconds: float


def members(parent: int) -> dict[str, list[Process]]:
    """`up` and what it started, by the name it started them under; a process below one of them counts with it. Nothing where `up` is gone."""
    everybody = {one.pid: one for one in map(_process, Path("/proc").glob("[0-9]*")) if one is not None}
    if parent not in everybody:
        return {}
    below: dict[int, list[Process]] = {}
    for one in everybody.values():
        below.setdefault(one.parent, []).append(one)
    found: dict[str, list[Process]] = {}
    waiting = [(everybody[parent], "up")]
    while waiting:
        one, name = waiting.pop()
        found.setdefault(name, []).append(one)
        waiting += [(child, _name(child.pid) or name) for child in below.get(one.pid, ())]
    return found


def _process(place: Path) -> Process | None:
    with contextlib.suppress(OSError, IndexError, ValueError):
        words = (place / "stat").read_text().rpartition(")")[2].split()
        return Process(int(place.name), int(words[1]), int(words[21]) * PAGE, (int(words[11]) + int(words[12])) / TICK)
    return None


def _name(pid: int) -> str:
    with contextlib.suppress(OSError):
        if found := NAMES.search(Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")):
            return found[1] or "web"
    return ""
