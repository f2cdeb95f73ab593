"""How full the data folder's disk is: below a first mark it warns, below a second nothing new is taken in, below a third nothing is written.

PostgreSQL's disk is its own machine's: look after that one there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from yiwang.city.words import Trouble

UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}
SAID = (
    "", "存储空间快满了：数据目录所在的磁盘还剩 {free}，低于 {mark}。请清理或扩容。",
    "存储空间不足：数据目录所在的磁盘还剩 {free}，低于 {mark}，已经暂停接收新的申请和材料。请马上清理或扩容。",
    "存储空间将尽：数据目录所在的磁盘还剩 {free}，低于 {mark}，现在只能查看，什么都不写。请马上清理或扩容，空出来以后自动恢复。",
)


class Statvfs(Protocol):
    """What the system says of a disk."""

    @property
    def f_bavail(self) -> int: ...

    @property
    def f_frsize(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Disk:
    """Room on the disks of `places`, the fullest counts. Implements the store's Room; asked each time, for asking costs microseconds."""

    places: tuple[Path, ...]
    marks: tuple[int, int, int]
    look: Callable[[Path], Statvfs] = os.statvfs

    def free(self) -> int:
        """Bytes that somebody without privileges may still write."""
        found = [self.look(place) for place in self.places if place.exists()]
        return min((one.f_bavail * one.f_frsize for one in found), default=2**63)

    def level(self) -> int:
        free = self.free()
        return sum(free < mark for mark in self.marks)

    def warning(self) -> str:
        level = self.level()
        return SAID[level].format(free=shown(self.free()), mark=shown(self.marks[level - 1])) if level else ""


def marks(text: str) -> tuple[int, int, int]:
    """Three marks as a setting has them, `2G 512M 128M`, falling. Raises Trouble."""
    found = [re.fullmatch(r"(\d{1,12})([KMGT]?)", word.upper()) for word in text.split()]
    sizes = [int(one[1]) * UNITS[one[2]] for one in found if one]
    if len(found) != 3 or len(sizes) != 3 or sizes != sorted(sizes, reverse=True):
        raise Trouble(f"YIWANG_DISK_MARKS 看不懂：“{text}”。要三个从大到小的数，例如 2G 512M 128M。 Three falling sizes are wanted.")
    return sizes[0], sizes[1], sizes[2]


def shown(size: int) -> str:
    """A size as people read it."""
    return f"{size / 2**30:.1f} GB" if size >= 2**30 else f"{size / 2**20:.0f} MB"
