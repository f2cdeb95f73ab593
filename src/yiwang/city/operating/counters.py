"""Counters that several processes keep together: each adds in a file of its own that is mapped into memory, whoever asks adds the files up.

A file outlives its process, so that nothing counted is lost when a worker is started again; `up` begins with an empty folder.
"""

from __future__ import annotations

import mmap
import os
import struct
import threading
from collections import Counter
from pathlib import Path

HEAD = struct.Struct("<q")  # how many bytes are used
LENGTH, VALUE = struct.Struct("<i"), struct.Struct("<d")
SIZE = 64 * 1024
BETWEEN = "\x1f"  # stands between a counter's name, its labels and its bucket


class Counters:
    """This process's counters in one folder. Safe for threads; after a fork the child begins a file of its own."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._lock = threading.Lock()
        self._pid = 0
        self._map: mmap.mmap | None = None
        self._places: dict[str, int] = {}
        self._used = 0

    def add(self, name: str, labels: str = "", by: float = 1.0, bucket: str = "") -> None:
        """Adds to the counter of that name and those labels (as they are shown: `kind="desk/",status="200"`)."""
        self.add_all(((BETWEEN.join((name, labels, bucket)), by),))

    def add_all(self, counts: tuple[tuple[str, float], ...]) -> None:
        """Several at once, each by its whole key (`name`, `labels` and `bucket`, joined by BETWEEN)."""
        with self._lock:
            if self._pid != os.getpid():
                self._open()
            for key, by in counts:
                place = self._places.get(key)
                if place is None:
                    place = self._new(key)
                assert self._map is not None
                VALUE.pack_into(self._map, place, VALUE.unpack_from(self._map, place)[0] + by)

    def _open(self) -> None:
        self._pid, self._places = os.getpid(), {}
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / f"{self._pid}.counts").open("a+b") as file:
            if file.seek(0, os.SEEK_END) < SIZE:
                file.truncate(SIZE)
            self._map = mmap.mmap(file.fileno(), 0)
        self._used = HEAD.unpack_from(self._map)[0] or HEAD.size
        for key, place, _ in entries(self._map, self._used):  # a process that had our number before us
            self._places[key] = place

    def _new(self, key: str) -> int:
        raw = key.encode()
        raw += b"\0" * (-(len(raw) + LENGTH.size) % VALUE.size)
        end = self._used + LENGTH.size + len(raw) + VALUE.size
        assert self._map is not None
        while end > len(self._map):
            self._map.resize(len(self._map) * 2)
        LENGTH.pack_into(self._map, self._used, len(raw))
        self._map[self._used + LENGTH.size:end - VALUE.size] = raw
        VALUE.pack_into(self._map, end - VALUE.size, 0.0)
        self._used, self._places[key] = end, end - VALUE.size
        HEAD.pack_into(self._map, 0, end)  # last: who reads meanwhile sees whole entries only
        return end - VALUE.size


def entries(data: bytes | mmap.mmap, used: int) -> list[tuple[str, int, float]]:
    """Key, place and value of every counter in a file."""
    found, at = [], HEAD.size
    while at + LENGTH.size <= used:
        length = LENGTH.unpack_from(data, at)[0]
        place = at + LENGTH.size + length
        found.append((data[at + LENGTH.size:place].rstrip(b"\0").decode(), place, VALUE.unpack_from(data, place)[0]))
        at = place + VALUE.size
    return found


def summed(folder: Path) -> Counter[tuple[str, str, str]]:
    """All processes' counters added up: (name, labels, bucket) → value. A file that is not one of ours is left out."""
    found: Counter[tuple[str, str, str]] = Counter()
    for file in sorted(folder.glob("*.counts")):
        try:
            data = file.read_bytes()
            rows = entries(data, min(HEAD.unpack_from(data)[0], len(data)))
        except (OSError, ValueError, struct.error, UnicodeDecodeError):
            continue
        for key, _, value in rows:
            name, labels, bucket = key.split(BETWEEN)
            found[name, labels, bucket] += value  # type: ignore[assignment]  # a Counter of lengths of time too
    return found
