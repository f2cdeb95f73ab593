"""What the processes wrote: set aside and packed when it has grown long, kept as long as the law asks, then let go."""

from __future__ import annotations

import gzip
import io
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

LONG = 50_000_000  # bytes after which a log is set aside
SIX_MONTHS = 184  # days at the longest: 网络安全法（2025年修正）第二十三条, network logs are kept no less than six months
KEPT, STAMP = "kept", "%Y%m%dT%H%M%SZ"
NAMED = re.compile(r"[\w.-]+-(\d{8}T\d{6}Z)\.log\.gz")
CHUNK = 1 << 20


def days() -> int:
    """How long they are kept: as `YIWANG_LOG_DAYS` says, and never shorter than the law does."""
    said = os.environ.get("YIWANG_LOG_DAYS", "")
    return max(SIX_MONTHS, int(said)) if said.isascii() and said.isdigit() else SIX_MONTHS


def look(logs: Path, at: datetime) -> None:
    """Sets aside every log of the folder that is too long. Its process goes on writing at the end of the same file; killed in between, lines stand in both."""
    for log in logs.glob("*.log"):
        if log.stat().st_size > LONG:
            _set_aside(log, logs / KEPT / f"{log.stem}-{at.astimezone(UTC):{STAMP}}.log.gz")
            let_go(logs, at)


def let_go(logs: Path, at: datetime) -> None:
    """Deletes what was set aside longer ago than logs are kept, and what was never finished."""
    for one in (logs / KEPT).iterdir():
        named = NAMED.fullmatch(one.name)
        old = named is not None and datetime.strptime(named[1], STAMP).replace(tzinfo=UTC) < at - timedelta(days=days())
        if old or one.suffix == ".part":
            one.unlink(missing_ok=True)


def _set_aside(log: Path, place: Path) -> None:
    """Packed and safe before it is emptied; at most what is written in the very instant of emptying is lost."""
    place.parent.mkdir(exist_ok=True)
    part = place.with_suffix(".part")
    with log.open("r+b") as held:
        with part.open("wb") as out:
            _pack(held, out)
            os.fsync(out.fileno())
        part.replace(place)
        with place.open("ab") as out:
            _pack(held, out)  # what came meanwhile: a member of its own, read on from the first by whatever reads gzip
            rest = io.BytesIO(held.read())
            held.truncate(0)
            _pack(rest, out)


def _pack(held: IO[bytes], out: IO[bytes]) -> None:
    with gzip.GzipFile(filename="", mode="wb", compresslevel=1, fileobj=out) as packed:
        while chunk := held.read(CHUNK):
            packed.write(chunk)
