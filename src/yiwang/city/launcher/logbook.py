"""What the processes wrote: set aside and packed when it has grown long, kept as long as the law asks, then let go."""

from __future__ import annotations

import gzip
import os
import re
from datetime import UTC, datetime, timedelta
from itertools import count
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
    """Sets aside every log of the folder that is too long, and lets go of what is too old. Its process goes on writing at the end of the same file; killed
    in between, lines stand in both. Raises OSError where the disk refuses: then the log is as long as it was, and nothing half done takes room."""
    for log in logs.glob("*.log"):
        if log.stat().st_size > LONG:
            _set_aside(log, _place(logs / KEPT, log.stem, at))
    let_go(logs, at)


def let_go(logs: Path, at: datetime) -> None:
    """Deletes what was set aside longer ago than logs are kept, and what was never finished."""
    kept = logs / KEPT
    for one in kept.iterdir() if kept.is_dir() else ():
        named = NAMED.fullmatch(one.name)
        if one.suffix == ".part" or (named is not None and _old(named[1], at)):
            one.unlink(missing_ok=True)


def _old(stamp: str, at: datetime) -> bool:
    try:
        return at - datetime.strptime(stamp, STAMP).replace(tzinfo=UTC) > timedelta(days=days())
    except ValueError:  # digits that are no time: somebody's own file
        return False


def _place(kept: Path, name: str, at: datetime) -> Path:
    """A name that nothing has yet: a clock that was set back must not write over what is kept."""
    instants = (at.astimezone(UTC) + timedelta(seconds=n) for n in count())
    return next(place for moment in instants if not (place := kept / f"{name}-{moment:{STAMP}}.log.gz").exists())


def _set_aside(log: Path, place: Path) -> None:
    """Packed and safe before it is emptied. What comes in the instant before that goes back into it; at most what is written in the very instant is lost."""
    place.parent.mkdir(exist_ok=True)
    part = place.with_suffix(".part")
    try:
        with log.open("r+b") as held:
            with part.open("wb") as out:
                _pack(held, out)
                _pack(held, out)  # what came meanwhile: a member of its own, read on from the first by whatever reads gzip
                out.flush()
                os.fsync(out.fileno())
            part.replace(place)
            rest = held.read()
            held.truncate(0)
        if rest:
            with log.open("ab") as again:
                again.write(rest)
    finally:
        part.unlink(missing_ok=True)


def _pack(held: IO[bytes], out: IO[bytes]) -> None:
    with gzip.GzipFile(filename="", mode="wb", compresslevel=1, fileobj=out) as packed:
        while chunk := held.read(CHUNK):
            packed.write(chunk)
