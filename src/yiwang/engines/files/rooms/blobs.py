"""Contents on disk: written aside, made durable, then put in place in one step under their hash. What is interrupted leaves nothing."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from yiwang.engines.files.rooms.refusals import megabytes, no
from yiwang.engines.store import api as store
from yiwang.kernel import disk
from yiwang.kernel.clock import EPOCH
from yiwang.kernel.errors import NotFound

HASH = re.compile(r"[0-9a-f]{64}")
ABANDONED = timedelta(days=1)


class Part:
    """A content on its way in."""

    def __init__(self, file: BinaryIO, path: Path, limit: int):
        self.file, self.path, self.size = file, path, 0
        self._limit, self._hash = limit, hashlib.sha256()

    def write(self, chunk: bytes) -> None:
        """Raises Invalid as soon as there is more than the limit."""
        self.size += len(chunk)
        if self.size > self._limit:
            raise no("too-large", f"文件请控制在 {megabytes(self._limit)} 以内。照片可以缩小尺寸，文档可以拆成几个")
        self._hash.update(chunk)
        self.file.write(chunk)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def keep(self, at: datetime) -> None:
        """Puts the content in place, durably. The same content put there before is simply replaced by itself."""
        self.file.flush()
        os.fsync(self.file.fileno())
        place = path_of(self.sha256)
        if not place.parent.is_dir():
            place.parent.mkdir(parents=True, exist_ok=True)
            disk.settle(place.parent.parent)
        os.utime(self.path, (at.timestamp(), at.timestamp()))  # the city's clock, which the sweep goes by
        with _locked(fcntl.LOCK_SH):
            os.replace(self.path, place)
        disk.settle(place.parent)


@contextmanager
def part(*, at: datetime, limit: int) -> Iterator[Part]:
    """A place to write to, gone at the end unless it was kept."""
    folder = root() / ".parts"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{int((at - EPOCH).total_seconds())}-{secrets.token_hex(8)}"
    try:
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            yield Part(file, path, limit)
    finally:
        path.unlink(missing_ok=True)


def root() -> Path:
    place: Path = settings.DATA / "files"
    return place


def path_of(sha256: str) -> Path:
    """Where a content lies. Raises NotFound for what is no hash, so that no name can lead elsewhere."""
    if not HASH.fullmatch(sha256):
        raise NotFound("file")
    return root() / sha256[:2] / sha256


def opened(*, sha256: str) -> BufferedReader:
    """The bytes of a stored content, to be closed by the caller. Raises NotFound."""
    try:
        return path_of(sha256).open("rb")
    except FileNotFoundError:
        raise NotFound("file") from None


def intact(*, sha256: str) -> bool:
    """Whether the bytes on disk still are what their name says."""
    with opened(sha256=sha256) as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def sweep(*, at: datetime) -> int:
    """Removes what uploads left behind a day ago: parts of killed processes, contents whose request was never finished. How many."""
    before, gone = at - ABANDONED, 0
    for path in (root() / ".parts").glob("*-*"):
        if EPOCH + timedelta(seconds=int(path.name.partition("-")[0])) < before:
            path.unlink(missing_ok=True)
            gone += 1
    for folder in root().glob("??"):
        old = [path for path in folder.iterdir() if path.stat().st_mtime < before.timestamp()]
        known = {row[0] for row in store.rows("select sha256 from files_file where sha256 like %s", (folder.name + "%",))} if old else set()
        for path in old:
            gone += path.name not in known and _removed(path, before.timestamp())
    return gone


def remove(sha256: str, owed: datetime) -> None:
    """Removes a content for good unless it was put there anew after it was owed. No fault when it is gone already."""
    path = path_of(sha256)
    if path.exists():
        _removed(path, (owed + timedelta(milliseconds=1)).timestamp())


def _removed(path: Path, before: float) -> bool:
    """Removes a content unless somebody put it there anew in the meantime."""
    with _locked(fcntl.LOCK_EX):
        if path.stat().st_mtime >= before:
            return False
        path.unlink()
        return True


@contextmanager
def _locked(how: int) -> Iterator[None]:
    """Putting in place (shared) and sweeping away (alone) keep out of each other's way, over all processes."""
    with (root() / ".lock").open("w") as lock:
        fcntl.flock(lock, how)
        yield
