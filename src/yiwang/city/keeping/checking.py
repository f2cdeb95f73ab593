"""Whether an archive is whole: every part is there, none else, each is what the manifest says. Nothing is written, no city is needed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from yiwang.city.keeping import manifest, sealed
from yiwang.city.keeping.archive import MANY, Broken, Part, Reader
from yiwang.city.keeping.manifest import Manifest
from yiwang.city.keeping.rows import unpacked


@dataclass(frozen=True)
class Checked:
    """An archive that was found whole. `text` is the manifest as it was hashed, `box` the keys as they are closed."""

    manifest: Manifest
    text: bytes
    box: bytes
    parts: dict[str, Part]

    def table(self, archive: Reader, name: str) -> Iterator[bytes]:
        """The rows of a table, unpacked, a part at a time."""
        for piece in self.manifest.pieces:
            if piece.table == name:
                yield unpacked(archive.whole(self.parts[piece.name]), piece.plain)

    def others(self, prefix: str) -> list[Part]:
        """The parts below a prefix that are no table's."""
        return [self.parts[piece.name] for piece in self.manifest.pieces if piece.name.startswith(prefix)]


def check(archive: Reader, *, unpack: bool = True) -> Checked:
    """Reads the whole archive. With `unpack` the packed parts are opened too and their lines counted. Raises Broken."""
    parts = {part.name: part for part in archive.parts() if not part.name.startswith(MANY)}
    if list(parts)[-2:] != [manifest.NAME, sealed.NAME]:
        raise Broken("里面没有清单，或者没有密钥")
    text, box = archive.whole(parts[manifest.NAME]), archive.whole(parts[sealed.NAME])
    told = manifest.read(text)
    if sealed.intact(box)["manifest"] != hashlib.sha256(text).hexdigest():
        raise Broken("清单被改动过或者损坏了")
    found = Checked(told, text, box, parts)
    named = {piece.name for piece in told.pieces}
    if named != set(parts) - {manifest.NAME, sealed.NAME} or len(named) != len(told.pieces):
        raise Broken("里面的分卷和清单对不上")
    for piece in told.pieces:
        part = parts[piece.name]
        if part.size != piece.size or archive.sha256(part) != piece.sha256:
            raise Broken(f"{piece.name} 被改动过或者损坏了")
        if piece.table and unpack and unpacked(archive.whole(part), piece.plain).count(b"\n") != piece.rows:
            raise Broken(f"{piece.name} 的行数不对")
    _blobs(archive, told)
    return found


def blobs(archive: Reader) -> Iterator[tuple[str, Part]]:
    """The contents of files: hash and part."""
    for part in archive.parts():
        if part.name.startswith(MANY):
            yield part.name.removeprefix(MANY), part


def _blobs(archive: Reader, told: Manifest) -> None:
    count, size, names = 0, 0, hashlib.sha256()
    for sha256, part in blobs(archive):
        if archive.sha256(part) != sha256:
            raise Broken(f"文件 {sha256[:12]}… 被改动过或者损坏了")
        names.update(sha256.encode())
        count, size = count + 1, size + part.size
    if (count, size) != (told.blobs.count, told.blobs.size) or (count and names.hexdigest() != told.blobs.sha256):
        raise Broken("里面的文件和清单对不上")
