"""What several web machines of one city have in common besides the database: a folder that each of them mounts. A data folder holds links into it.

Locks, logs, figures and static files stay each machine's own.
"""

from __future__ import annotations

from pathlib import Path

from yiwang.city.words import Trouble

COMMON = ("files", "keys", "published", "calendar", "appeals")
MARK = "yiwang-shared"  # made by hand, once: a folder into which nothing was mounted has none


def join(data: Path, there: Path, database: str) -> None:
    """Makes the machine's data folder one of a city with several. Raises Trouble."""
    if not database.startswith(("postgresql://", "postgres://")):
        raise Trouble("几台机器共用一座城市要用 PostgreSQL：请写 --database。 Several machines need one PostgreSQL database.")
    if not (there / MARK).is_file():
        raise Trouble(f"{there} 里没有 {MARK}：请先挂载共享目录；第一次使用，在里面建这个空文件。 Mount the shared folder; make that file in it once.")
    for name in COMMON:
        ours, theirs = data / name, there.resolve() / name
        theirs.mkdir(mode=0o700, exist_ok=True)
        if ours.is_symlink():
            if ours.resolve() != theirs:
                raise Trouble(f"{ours} 指向 {ours.resolve()}，不是 {theirs}。请查清再改。 It leads elsewhere; find out why first.")
            continue
        if ours.is_dir():
            if any(ours.iterdir()):
                raise Trouble(f"{ours} 里有内容：请停下一网，把里面的内容移到 {theirs}，再启动。 Move what lies in it to the shared folder first.")
            ours.rmdir()
        ours.symlink_to(theirs, target_is_directory=True)


def refuse_unmounted(data: Path) -> None:
    """A machine that joined does not start on its own. Raises Trouble."""
    for name in COMMON:
        place = data / name
        if place.is_symlink() and not (place.resolve().parent / MARK).is_file():
            raise Trouble(f"{place} 指向的共享目录没有挂载：{place.resolve().parent}。请挂载后再启动。 The shared folder is not mounted.")
