"""What a backup says of itself: the last thing that is written but the keys, and the first that is judged."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from typing import Any

from yiwang.city.keeping.archive import PART, Broken

FORMAT = 1
NAME = "manifest.json"
HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns with what they hold, how many rows, and the next number it would give by itself (0: it gives none)."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: int
    next: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A part with what must be in it. `table` and `rows` for rows of a table, `plain` its size once it is unpacked."""

    name: str
    size: int
    sha256: str
    table: str = ""
    rows: int = 0
    plain: int = 0


@dataclass(frozen=True, slots=True)
class Blobs:
    """The contents of files, each named by its own hash: how many, how large, and the hash over their names in order; `missing` were not there to be kept."""

    count: int
    size: int
    sha256: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """`instant` is the city's time, `head` the length and root of the record, `numbers` the next free ones of the store."""

    version: str
    instant: str
    database: str
    hash: str
    migrations: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    pieces: tuple[Piece, ...]
    blobs: Blobs
    head: tuple[int, str]
    numbers: dict[str, int] = field(default_factory=dict)
    format: int = FORMAT

    def text(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


def read(text: bytes) -> Manifest:
    """A manifest that is sound in itself. Raises Broken."""
    try:
        told = json.loads(text)
        if told["format"] != FORMAT:
            raise Broken(f"它是第 {told['format']} 种格式，这份代码认得第 {FORMAT} 种，可能是更新的代码写的")
        found = _built(told)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError):
        raise Broken("清单读不懂") from None
    _judge(found)
    return found


def _built(told: dict[str, Any]) -> Manifest:
    tables = tuple(Table(str(t["name"]), tuple((str(c), str(k)) for c, k in t["columns"]), int(t["rows"]), int(t["next"])) for t in told["tables"])
    pieces = tuple(Piece(str(p["name"]), int(p["size"]), str(p["sha256"]), str(p["table"]), int(p["rows"]), int(p["plain"])) for p in told["pieces"])
    blobs = told["blobs"]
    return Manifest(
        str(told["version"]), str(told["instant"]), str(told["database"]), str(told["hash"]),
        tuple((str(app), str(name)) for app, name in told["migrations"]), tables, pieces,
        Blobs(int(blobs["count"]), int(blobs["size"]), str(blobs["sha256"]), tuple(str(one) for one in blobs["missing"])),
        (int(told["head"][0]), str(told["head"][1])), {str(name): int(n) for name, n in told["numbers"].items()})


def _judge(found: Manifest) -> None:
    """Whether it agrees with itself. Its names of tables and columns are only ever compared with those of a database, never put into SQL."""
    names = [table.name for table in found.tables]
    rows = dict.fromkeys(names, 0)
    for piece in found.pieces:
        if not HASH.fullmatch(piece.sha256) or piece.size < 0 or piece.rows < 0 or not 0 <= piece.plain <= PART or (piece.table and piece.table not in rows):
            raise Broken("清单里的分卷不对")
        if piece.table:
            rows[piece.table] += piece.rows
    if len(set(names)) != len(names) or any(rows[table.name] != table.rows for table in found.tables):
        raise Broken("清单里的行数对不上")
