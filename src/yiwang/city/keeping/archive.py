"""The file a backup is: parts one after the other in the oldest form of tar, so that `tar tf` shows it, read by a reader that knows nothing else.

No links, no folders, no long names, no second part of a name, nothing after the end: whatever an archive of ours never has is refused. Every part is
at most `PART` bytes or is read in pieces: neither writing nor reading needs more memory than that, whatever the city's size.
"""

from __future__ import annotations

import hashlib
import os
import re
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from yiwang.city.words import Trouble

BLOCK, PIECE = 512, 1 << 20  # bytes
PART = 64 << 20  # bytes of a part that is read at once
NAME = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/){0,4}[A-Za-z0-9_-][A-Za-z0-9_.-]*")
LONGEST = 99  # characters of a name
MANY = "files/"  # what may be a million parts lies in order of their names, so that nobody has to remember them


class Broken(Trouble):
    """The file is no whole archive of ours."""

    def __init__(self, why: str):
        super().__init__(f"这份备份不能用：{why}。请换一份备份。 The archive cannot be used.")


@dataclass(frozen=True, slots=True)
class Part:
    """A part as it lies in the file."""

    name: str
    offset: int
    size: int


class Writer:
    """Appends parts to a file that is open for writing."""

    def __init__(self, file: BinaryIO):
        self._file = file

    def add(self, name: str, pieces: Iterable[bytes], size: int) -> str:
        """One part; returns its SHA-256. Raises Broken when the pieces are not `size` bytes."""
        if not NAME.fullmatch(name) or len(name) > LONGEST:
            raise Broken(f"名称 {name!r} 不能放进备份")
        self._file.write(_header(name, size))
        seen, written = hashlib.sha256(), 0
        for piece in pieces:
            seen.update(piece)
            written += len(piece)
            self._file.write(piece)
        if written != size:
            raise Broken(f"{name} 在备份时变了")
        self._file.write(bytes(-size % BLOCK))
        return seen.hexdigest()

    def end(self) -> None:
        """Two empty blocks, and everything is on the disk."""
        self._file.write(bytes(2 * BLOCK))
        self._file.flush()
        os.fsync(self._file.fileno())


class Reader:
    """Reads parts of an archive. Nothing of it is ever written under a name that it gives."""

    def __init__(self, place: Path):
        try:
            self._file = place.open("rb")
        except OSError as error:
            raise Trouble(f"打不开备份文件 {place}：{error.strerror}。 The archive cannot be opened.") from None
        self.size = os.fstat(self._file.fileno()).st_size

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def parts(self) -> Iterator[Part]:
        """All parts in their order. Raises Broken for whatever does not belong into an archive of ours, at the latest at its end."""
        at, seen, last = 0, set[str](), ""
        while (head := self._at(at, BLOCK)) != bytes(BLOCK):
            part = _described(head, at + BLOCK)
            if part.name in seen or (part.name.startswith(MANY) and part.name <= last):
                raise Broken(f"{part.name} 出现了两次，或者次序不对")
            if part.name.startswith(MANY):
                last = part.name
            else:
                seen.add(part.name)
            at = part.offset + part.size
            if any(self._at(at, -part.size % BLOCK)):
                raise Broken(f"{part.name} 后面有不该有的东西")
            at += -part.size % BLOCK
            yield part
        if self.size != at + 2 * BLOCK or self._at(at + BLOCK, BLOCK) != bytes(BLOCK):
            raise Broken("文件末尾不对")

    def pieces(self, part: Part) -> Iterator[bytes]:
        """The bytes of a part, a piece at a time."""
        for at in range(part.offset, part.offset + part.size, PIECE):
            yield self._at(at, min(PIECE, part.offset + part.size - at))

    def whole(self, part: Part) -> bytes:
        """The bytes of a part that is read at once. Raises Broken when it is larger than such a part ever is."""
        if part.size > PART:
            raise Broken(f"{part.name} 大得不合理")
        return self._at(part.offset, part.size)

    def sha256(self, part: Part) -> str:
        seen = hashlib.sha256()
        for piece in self.pieces(part):
            seen.update(piece)
        return seen.hexdigest()

    def forget(self) -> None:
        """What the system remembers of the file is let go, so that it is read from the disk."""
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(self._file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

    def _at(self, offset: int, size: int) -> bytes:
        if offset + size > self.size:
            raise Broken("文件不完整，末尾被截断了")
        self._file.seek(offset)
        found = self._file.read(size)
        if len(found) != size:
            raise Broken("文件不完整，末尾被截断了")
        return found


def _header(name: str, size: int) -> bytes:
    head = tarfile.TarInfo(name)
    head.size, head.mode = size, 0o600
    return head.tobuf(tarfile.USTAR_FORMAT)


def _described(head: bytes, offset: int) -> Part:
    """One header. It must be, byte by byte, the one we would write: what tar's other fields and later additions mean is never asked."""
    try:
        told = tarfile.TarInfo.frombuf(head, "ascii", "strict")
    except (tarfile.HeaderError, UnicodeDecodeError):
        raise Broken("里面有一处不是我们写的格式") from None
    if not NAME.fullmatch(told.name) or len(told.name) > LONGEST or told.size < 0 or _header(told.name, told.size) != head:
        raise Broken(f"里面有不该有的东西（{told.name[:60]!r}）")
    return Part(told.name, offset, told.size)
