"""A city out of a backup, into an empty folder and an empty database. Everything is judged before anything is written; what is broken off is begun anew."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from yiwang.city import halves
from yiwang.city.keeping import checking, emptiness, folder, sealed
from yiwang.city.keeping.archive import Broken, Reader
from yiwang.city.keeping.checking import Checked
from yiwang.city.keeping.manifest import Manifest
from yiwang.city.words import Trouble, say, step
from yiwang.kernel import disk

SPARE = 64 << 20  # bytes of the disk that are left alone
PACKED = 3  # what rows take up in a database, indexes and all, over what they are as lines


@dataclass(frozen=True)
class Restored:
    """What was restored, and what the record's verification found wrong: it was so in the city that was backed up."""

    manifest: Manifest
    faults: tuple[str, ...]


def restore(place: Path, passphrase: str, data: Path, *, onward: bool = True) -> Restored:
    """Restores an archive. With `onward` the city is then brought to this code's tables. Raises Trouble and leaves everything as it was."""
    with Reader(place) as archive:
        with step("核对备份"):
            checked = checking.check(archive)
            keys = sealed.opened(checked.box, passphrase, checked.text)
        folder.refuse_unless_empty(data)
        _room(data, checked.manifest)
        with _marked(data, place.name):
            return _restored(archive, checked, keys, data, onward)


@contextmanager
def _marked(data: Path, name: str) -> Iterator[None]:
    """The folder is marked while it is not whole. What fails is cleared away, mark and all; what is killed leaves the mark."""
    was = data.exists()
    try:
        with folder.alone(data, "正在恢复"):
            again = halves.in_folder(data)
            folder.mark(data, name)
            try:
                if again:
                    folder.clear(data)
                yield
            except BaseException:
                emptiness.give_back()
                folder.clear(data)
                raise
            finally:
                folder.unmark(data)
    except BaseException:
        if not was and not halves.in_folder(data):
            shutil.rmtree(data / "run", ignore_errors=True)
            with suppress(OSError):
                data.rmdir()
        raise


def _restored(archive: Reader, checked: Checked, keys: dict[str, bytes], data: Path, onward: bool) -> Restored:
    for name, content in keys.items():
        folder.put(_below(data / folder.CLOSED, name), content)
    for part in checked.others("data/"):
        if part.name.split("/")[1] not in folder.OPEN:
            raise Broken(f"里面有不该有的名称 {part.name!r}")
        folder.put(_below(data, part.name.removeprefix("data/")), archive.whole(part))
    from yiwang.city import prepare

    prepare.house()  # only now: its settings would make keys where there are none
    from yiwang.city.keeping import filling

    told = checked.manifest
    filling.judge(told)
    emptiness.take()
    filling.tables(archive, checked)
    with step(f"写回 {told.blobs.count:,} 个文件"):
        _files(archive, data)
        _published(archive, checked)
    faults = filling.finish(told, onward=onward)
    os.sync()
    folder.mark(data, halves.WHOLE)  # the database's mark goes before the folder's: killed in between, it is known that nothing is missing
    emptiness.done()
    return Restored(told, faults)


def _files(archive: Reader, data: Path) -> None:
    """The contents, each under the hash that was just worked out from it. They reach the disk together, at the end."""
    for sha256, part in checking.blobs(archive):
        place = data / "files" / sha256[:2] / sha256
        place.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            for piece in archive.pieces(part):
                file.write(piece)


def _published(archive: Reader, checked: Checked) -> None:
    from yiwang.engines.ledger import api as ledger

    for part in checked.others("published/"):
        place = _below(ledger.published(), part.name.removeprefix("published/"))
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as file:
            for piece in archive.pieces(part):
                file.write(piece)
        disk.settle(place.parent)


def _below(folder_: Path, name: str) -> Path:
    """A place below a folder. The archive's own names cannot lead out of it (`archive.NAME`); those of the keys are judged here."""
    place = folder_ / name
    if any(part in ("", ".", "..") for part in name.split("/")) or name.startswith("/"):
        raise Broken(f"里面有不该有的名称 {name!r}")
    return place


def _room(data: Path, told: Manifest) -> None:
    needs = SPARE + told.blobs.size + PACKED * sum(piece.plain or piece.size for piece in told.pieces)
    there = next(place for place in (data, *data.parents) if place.is_dir())
    free = shutil.disk_usage(there).free
    if free < needs:
        raise Trouble(f"{there} 只剩 {free / 1e6:,.0f} MB，恢复可能要 {needs / 1e6:,.0f} MB。请换一个磁盘。 Not enough room on the disk.")


def describe(found: Manifest) -> None:
    """What an archive holds, in a few lines."""
    size, root = found.head
    say(f"  写于 {found.instant}，第 {found.version} 版代码，{found.database}，{len(found.migrations)} 步升级")
    say(f"  {len(found.tables)} 张表 {found.rows:,} 行；{found.blobs.count:,} 个文件 {found.blobs.size / 1e6:,.1f} MB；留痕 {size:,} 条，根 {root[:16] or '—'}")
    if found.blobs.missing:
        say(f"  ! 备份时就缺 {len(found.blobs.missing)} 个文件：{'、'.join(one[:12] for one in found.blobs.missing[:5])}")
