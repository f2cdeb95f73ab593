"""What lies in a data folder: what is kept, what is made again by itself, and the marks of a restore that did not come to its end."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from yiwang.city import halves, site
from yiwang.city.words import Trouble
from yiwang.kernel import disk

OPEN = ("kind", "clock", site.FILE, "calendar", "appeals")  # files and folders that are kept as they are
CLOSED = "keys"  # kept under the passphrase
DATABASE = "city.sqlite3"
# made again by itself, or kept in a way of its own: the database and files by their rows, the published heads up to the moment of the backup
PASSING = frozenset({"files", "published", "run", "logs", "static", halves.FILE, *(DATABASE + ending for ending in ("", "-wal", "-shm", "-gate", "-journal"))})


def strangers(data: Path) -> list[str]:
    """What lies in the folder and is neither kept nor known to be passing."""
    return sorted(one.name for one in data.iterdir() if one.name not in {*OPEN, CLOSED, *PASSING} and not one.name.startswith("."))


def open_files(data: Path) -> Iterator[tuple[str, Path]]:
    """Name in the archive and place of whatever is kept as it is."""
    for name in OPEN:
        yield from ((f"data/{one.relative_to(data).as_posix()}", one) for one in _below(data / name))


def closed_files(data: Path) -> dict[str, bytes]:
    """The keys, by their place below `keys/`."""
    return {one.relative_to(data / CLOSED).as_posix(): one.read_bytes() for one in _below(data / CLOSED)}


def _below(place: Path) -> list[Path]:
    found = [place] if place.is_file() else sorted(one for one in place.rglob("*") if one.is_file())
    return [one for one in found if not any(part.startswith(".") for part in one.relative_to(place.parent).parts)]


@contextmanager
def alone(data: Path, what: str) -> Iterator[None]:
    """Nobody starts the city in this folder meanwhile: the lock that `up` holds while it runs. Raises Trouble when it does."""
    place = data / "run" / "up.lock"
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("a+") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.seek(0)
            raise Trouble(f"这个数据目录正在使用：{held.read().strip()}。请先停下它。 The data folder is in use.") from None
        held.truncate(0)
        held.write(f"{what}（进程 {os.getpid()}）")
        held.flush()
        yield


def refuse_unless_empty(data: Path) -> None:
    """Raises Trouble for a folder with anything in it, unless a restore that was broken off put it there."""
    there = sorted(one.name for one in data.iterdir() if one.name != "run") if data.is_dir() else []
    if halves.whole(data):
        raise Trouble(f"{data} 里上次的恢复其实做完了，可以直接启动。 The last restore came to its end; the city can be started.")
    if there and not halves.in_folder(data):
        raise Trouble(f"{data} 不是空目录（里面有 {'、'.join(there[:5])}），恢复只写进空目录。请另指定一个空的 --data。 Restoring needs an empty folder.")
    if left := [name for name in there if name not in {*OPEN, CLOSED, *PASSING} and not name.startswith(".")]:
        raise Trouble(f"{data} 里有上次没做完的恢复，还有别的东西（{'、'.join(left[:5])}）。请把它们移走再来。 Other things lie in the folder; move them.")


def mark(data: Path, what: str) -> None:
    """From now on the folder is one that a restore has not finished."""
    data.mkdir(parents=True, exist_ok=True)
    put(data / halves.FILE, what.encode())


def unmark(data: Path) -> None:
    (data / halves.FILE).unlink(missing_ok=True)
    disk.settle(data)


def clear(data: Path) -> None:
    """Takes away what a broken-off restore put there; its mark last."""
    for one in sorted(data.iterdir()):
        if one.name in {*OPEN, CLOSED, *PASSING} - {halves.FILE, "run"} or one.name.startswith("."):
            shutil.rmtree(one) if one.is_dir() and not one.is_symlink() else one.unlink()


def put(place: Path, content: bytes) -> None:
    """A whole file, on the disk, readable by the owner alone."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = place.with_name(f".{place.name}.{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, place)
    disk.settle(place.parent)
