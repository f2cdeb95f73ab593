"""The command lines of keeping: `./yiwang backup`, `./yiwang restore`, `./yiwang upgrade`."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from yiwang.city import halves
from yiwang.city.keeping import folder, sealed
from yiwang.city.words import Trouble, Words, say


def backup(argv: list[str], data: Path) -> int:
    """Writes a backup of the city that stands in the data folder, while it runs."""
    words = _words("backup", "备份整座城市：数据库、文件、密钥、签封，写成一个文件；城市照常运行。 The whole city in one file, while it runs.")
    words.add_argument("file", type=Path, metavar="文件", help="写到哪里；已有的文件不覆盖 · where to write; never over a file")
    asked = words.parse_args(argv)
    passphrase = sealed.passphrase(asked.passphrase_file, new=True)
    if not data.is_dir():
        raise Trouble(f"{data} 里没有城市，没有什么可以备份。请核对 --data 和 --database。 There is no city here.")
    from yiwang.city import prepare

    prepare.house()
    return written(asked.file.absolute(), passphrase, data)


def written(target: Path, passphrase: str, data: Path) -> int:
    """Writes the backup and says what is in it. 1 when something the city names was not there to be kept."""
    from yiwang.city.keeping import backup as writing
    from yiwang.city.keeping import restore

    halves.refuse()
    began = time.monotonic()
    told, lost = writing.write(target, passphrase)
    restore.describe(told)
    for name in folder.strangers(data):
        say(f"  ! 数据目录里的 {name} 不是城市的，没有备份。 Not kept.")
    for one in lost:
        say(f"  ✗ 文件 {one} 在数据目录里找不到，或者已经损坏。 Missing or damaged.")
    say(f"{'OK' if not lost else '✗ 备份已写成，但缺文件'}　{target}　{target.stat().st_size / 1e6:,.1f} MB　{time.monotonic() - began:.1f} s")
    return 1 if lost else 0


def restore(argv: list[str], data: Path) -> int:
    """Restores a backup into an empty folder and database, or only says whether it is whole."""
    words = _words("restore", "从备份恢复到空的数据目录（和空的数据库）。 A city out of a backup, into an empty folder and database.")
    words.add_argument("file", type=Path, metavar="文件", help="备份文件 · the archive")
    words.add_argument("--check", action="store_true", help="只核对备份，什么都不改 · only verify the archive")
    asked = words.parse_args(argv)
    from yiwang.city.keeping import restore as restoring

    began = time.monotonic()
    if asked.check:
        return _checked(asked)
    passphrase = sealed.passphrase(asked.passphrase_file, new=False)
    found = restoring.restore(asked.file, passphrase, data)
    restoring.describe(found.manifest)
    for fault in found.faults:
        say(f"  ✗ {fault}")
    if found.faults:
        say(f"✗ 已恢复成和备份一样，但留痕核验发现 {len(found.faults)} 处问题，备份时就有。 Restored as it was; the record had faults already.")
        return 1
    say(f"OK　{time.monotonic() - began:.1f} s　用 ./yiwang up 启动")
    return 0


def upgrade(argv: list[str], data: Path) -> int:
    """Brings the data to this code, after a backup; or tries it on a copy and says what it would change."""
    words = _words("upgrade", "把数据升级到这份代码；先用 --rehearse 在副本上演练。 The data to this code; --rehearse tries it on a copy first.")
    words.add_argument("--rehearse", action="store_true", help="在副本上演练，说清会改什么、要多久；城市照常运行 · try it on a copy; the city keeps running")
    words.add_argument("--scratch", default="", metavar="地址", help="演练用的空 PostgreSQL 库；不写就临时建一个 · an empty database for the rehearsal")
    words.add_argument("--backup", type=Path, metavar="文件", help="升级前的备份写到哪里 · where the backup before it goes")
    words.add_argument("--without-backup", action="store_true", help="不做备份就升级 · upgrade without a backup")
    asked = words.parse_args(argv)
    if not data.is_dir():
        raise Trouble(f"{data} 里没有城市，没有什么可以升级。请核对 --data 和 --database。 There is no city here.")
    if not asked.rehearse and bool(asked.backup) == asked.without_backup:
        raise Trouble("升级前要备份：写 --backup 文件；已经另外备份过就写 --without-backup。 Say --backup FILE, or --without-backup.")
    from yiwang.city import prepare

    prepare.house()
    from yiwang.city.keeping import upgrade as upgrading

    if asked.rehearse:
        return upgrading.rehearsed(asked.scratch)
    with folder.alone(data, "正在升级"):
        if not upgrading.due():
            say("OK　数据已经是这份代码的，没有要升级的。 Nothing to upgrade.")
            return 0
        if asked.backup and written(asked.backup.absolute(), sealed.passphrase(asked.passphrase_file, new=True), data):
            raise Trouble("备份缺文件，没有升级。请先找回文件，或者想好后用 --without-backup。 The backup lacks files; not upgraded.")
        return upgrading.upgraded()


def _checked(asked: argparse.Namespace) -> int:
    import os

    from yiwang.city.keeping import checking
    from yiwang.city.keeping import restore as restoring
    from yiwang.city.keeping.archive import Reader

    began = time.monotonic()
    with Reader(asked.file) as archive:
        found = checking.check(archive)
    if asked.passphrase_file or sealed.VARIABLE in os.environ:
        sealed.opened(found.box, sealed.passphrase(asked.passphrase_file, new=False), found.text)
    else:
        say("  没有给口令，密钥部分只核对了完整。 Without a passphrase the keys were not opened.")
    restoring.describe(found.manifest)
    say(f"OK　{time.monotonic() - began:.1f} s")
    return 0


def _words(name: str, about: str) -> Words:
    words = Words(prog=f"./yiwang {name}", description=about, allow_abbrev=False, add_help=False)
    words.add_argument("-h", "--help", action="help", help="显示这段说明 · this text")
    words.add_argument("--passphrase-file", type=Path, metavar="文件",
                       help=f"口令在这个文件里；也可以用环境变量 {sealed.VARIABLE}，或在终端里输入 · the passphrase; or the variable, or the terminal")
    return words
