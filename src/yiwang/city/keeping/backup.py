"""Writing a backup while the city runs: one moment of the database, the contents its rows name, the published record as far as that moment, the keys."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection

from yiwang.city.keeping import checking, folder, manifest, numbers, rows, sealed, shape
from yiwang.city.keeping.archive import PIECE, Reader, Writer
from yiwang.city.keeping.manifest import Blobs, Manifest, Piece, Table
from yiwang.city.words import Trouble, going, step
from yiwang.engines.files import api as files
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import canonical, disk
from yiwang.kernel.errors import NotFound

LEAF = 32  # bytes a position in the published record
SPARE = 64 << 20  # bytes of the disk that are left alone


@dataclass
class _Making:
    """What was written so far."""

    writer: Writer
    pieces: list[Piece] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def add(self, name: str, content: bytes, **told: int | str) -> None:
        self.stream(name, (content,), len(content), **told)

    def stream(self, name: str, pieces: Iterable[bytes], size: int, **told: int | str) -> None:
        self.pieces.append(Piece(name, size, self.writer.add(name, pieces, size), **told))  # type: ignore[arg-type]


def write(target: Path, passphrase: str, *, blobs: bool = True) -> tuple[Manifest, list[str]]:
    """Writes the backup, reads it back, and puts it in place. Returns what it holds, and the hashes of contents that are named but not there.

    Without `blobs` it holds no contents of files: enough to try an upgrade on. Raises Trouble; then nothing new lies at `target`.
    """
    if target.exists():
        raise Trouble(f"{target} 已经有了，备份不覆盖任何文件。请换一个名字。 It is there already; nothing is overwritten.")
    if not target.parent.is_dir():
        raise Trouble(f"没有 {target.parent} 这个目录，请先建好。 No such folder.")
    if "ledger_entry" not in connection.introspection.table_names():
        raise Trouble("这里还没有城市，没有什么可以备份。请核对 --data 和 --database。 There is no city here.")
    _room(target.parent, blobs)
    keys = folder.closed_files(settings.DATA)
    with _aside(target) as part:
        try:
            with part.open("wb") as file:
                file_writer = Writer(file)
                told = _written(file_writer, blobs)
                text = told.text()
                file_writer.add(manifest.NAME, (text,), len(text))
                box = sealed.close(keys, passphrase, text)
                file_writer.add(sealed.NAME, (box,), len(box))
                file_writer.end()
        except OSError as error:
            raise Trouble(f"备份没有写成：{error.strerror}（{target.parent}）。 The archive could not be written.") from None
        with step("读回来核对"), Reader(part) as archive:
            archive.forget()
            checking.check(archive, unpack=False)
        try:
            os.link(part, target)  # never over a file that came meanwhile
        except FileExistsError:
            raise Trouble(f"{target} 刚刚出现了，备份不覆盖任何文件。请换一个名字。 It has just appeared; nothing is overwritten.") from None
    disk.settle(target.parent)
    return told, _lost(told.blobs.missing)


def _written(writer: Writer, blobs: bool) -> Manifest:
    making = _Making(writer)
    with rows.one_instant():
        migrations = shape.applied()
        shapes = shape.tables(migrations)
        at, size = settings.CLOCK.now(), ledger.position()
        head, free = (size, ledger.root(size).hex() if size else ""), numbers.of_store()
        with step(f"写出 {len(shapes)} 张表"):
            for i, one in enumerate(shapes, 1):
                _table(making, one, f"写出第 {i} 张表，共 {len(shapes)} 张")
        columns = {name for one in shapes if one.name == "files_file" for name, _ in one.columns}
        with step("写出文件"):
            kept = _blobs(writer, columns) if blobs else Blobs(0, 0, "")
            published = ledger.latest()
            _published(making, published.size if published else 0)
    for name, place in folder.open_files(settings.DATA):
        making.add(name, place.read_bytes())
    vendor = "postgresql" if rows.postgresql() else "sqlite"
    return Manifest(version(), canonical.instant(at), vendor, settings.HASH, migrations, tuple(making.tables), tuple(making.pieces), kept, head, free)


def _table(making: _Making, one: shape.Shape, what: str) -> None:
    count = 0
    for i, (part, lines, plain) in enumerate(rows.packed(one)):
        making.add(f"tables/{one.name}/{i:06}.jsonl.gz", part, table=one.name, rows=lines, plain=plain)
        count += lines
        going(f"{what}，{count:,} 行")
    making.tables.append(Table(one.name, one.columns, count, numbers.of_table(one)))


def _blobs(writer: Writer, columns: set[str]) -> Blobs:
    """Every content that a row names and that is not about to be erased, named by its hash. One that is not what its name says counts as missing."""
    which = " where discarded_at is null" if "discarded_at" in columns else ""
    count, size, names, missing = 0, 0, hashlib.sha256(), list[str]()
    bytewise = ' collate "C"' if rows.postgresql() else ""
    for batch in store.batches("blobs", f"select sha256 from files_file{which} order by sha256{bytewise}"):
        for (given,) in batch:
            sha256 = given if isinstance(given, str) else given.decode()
            with suppress(NotFound), files.open(sha256=sha256) as file:
                if hashlib.file_digest(file, "sha256").hexdigest() == sha256:
                    length = os.fstat(file.fileno()).st_size
                    file.seek(0)
                    writer.add(f"files/{sha256}", _first(file, length), length)
                    names.update(sha256.encode())
                    count, size = count + 1, size + length
                    continue
            missing.append(sha256)
    return Blobs(count, size, names.hexdigest(), tuple(missing))


def _published(making: _Making, size: int) -> None:
    """The published record up to the last head that the database had at the moment: what came later is not in the rows that were read."""
    place = ledger.published()
    lines = (place / "heads.jsonl").read_bytes().splitlines(keepends=True) if (place / "heads.jsonl").is_file() else []
    whole = [line for line in lines if line.endswith(b"\n")]
    heads = [line for line in whole if _size(line) <= size]
    if not heads:
        return
    making.add("published/heads.jsonl", b"".join(heads))
    for pem in sorted(place.glob("*.pem")):
        making.add(f"published/{pem.name}", pem.read_bytes())
    with (place / "leaves.bin").open("rb") as file:
        length = min(_size(heads[-1]) * LEAF, os.fstat(file.fileno()).st_size)
        making.stream("published/leaves.bin", _first(file, length), length)


def _size(line: bytes) -> int:
    """Over how many positions a published head is."""
    return int(json.loads(line)["size"])


def _first(file: BinaryIO, length: int) -> Iterator[bytes]:
    while length > 0 and (piece := file.read(min(PIECE, length))):
        length -= len(piece)
        yield piece


def _lost(missing: Iterable[str]) -> list[str]:
    """Of the contents that were not there, those that rows still name now: the others were erased while the backup was written."""
    columns = {name for one in shape.tables(shape.applied()) if one.name == "files_file" for name, _ in one.columns}
    which = " and discarded_at is null" if "discarded_at" in columns else ""
    return [one for one in missing if store.rows(f"select 1 from files_file where sha256 = %s{which}", (one,))]


def _room(where: Path, blobs: bool) -> None:
    """Raises Trouble when the disk could be too small: rows are packed, so what the database takes up is more than enough."""
    needs = SPARE + _database_size()
    if blobs and any(one.name == "files_file" for one in shape.tables(shape.applied())):
        needs += int(store.rows("select coalesce(sum(size), 0) from files_file")[0][0])
    free = shutil.disk_usage(where).free
    if free < needs:
        raise Trouble(f"{where} 只剩 {megabytes(free)}，备份可能要 {megabytes(needs)}。请换一个磁盘。 Not enough room on the disk.")


def _database_size() -> int:
    if rows.postgresql():
        return int(store.rows("select pg_database_size(current_database())")[0][0])
    return Path(str(connection.settings_dict["NAME"])).stat().st_size


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """A name beside the target to write under, gone at the end. What killed backups of this name left is taken away first."""
    for old in target.parent.glob(f".{target.name}.*.part"):
        with suppress(OSError), old.open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            old.unlink()
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)  # as long as we live
        yield part
    finally:
        os.close(handle)
        part.unlink(missing_ok=True)


def version() -> str:
    """The version of this code."""
    return str(tomllib.loads((settings.REPOSITORY / "pyproject.toml").read_text())["project"]["version"])


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
