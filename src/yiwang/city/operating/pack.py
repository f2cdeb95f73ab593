"""`./yiwang pack FILE`: one archive from which a city starts without any network, on a machine of the same kind.

The source as committed, the wheels that the lock names (downloaded by pip under the lock's hashes), the documents' fonts with their licence.
Packed twice from one commit, the archive is the same, byte by byte.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from yiwang.city.operating import carried, sbom
from yiwang.city.words import Trouble, Words, say, step

TOP = "yiwang"  # the folder that unpacking makes
LOCK = "requirements.lock"
TOPS = (".ci", ".gitignore", ".importlinter", "README.md", "README.zh-CN.md", "bench", "conftest.py", "deploy", "docs", "pyproject.toml",
        "requirements-test.lock", "requirements.lock", "src", "tests", "yiwang")  # what the source is where no git says so: never a data folder
INSTALL = """一网安装包 · a pack of Yiwang

{made}
    tar xf {name}
    cd {top}
    ./yiwang up            # --no-demo: 真实的城市 · a real city

不需要网络；需要 {needs} 和它的 venv 模块（Debian 包 python3-venv）。安装时逐个核对文件的 SHA-256。
No network is needed; the machine must be of the same kind and have Python's venv. Every file is checked as it is installed.
字体 Fandol 的许可证见 {carried}/fonts/COPYING（GPL-3.0，附字体例外）。 The fonts' licence lies beside them.
测试（./yiwang test）的依赖不在包里。 What the tests need is not in the pack.
"""


def run(argv: list[str], fonts: Path, licence: tuple[str, ...], files: tuple[str, ...], repository: Path = carried.REPOSITORY) -> int:
    """Packs into the file the line names. `fonts` is the folder that holds the fonts `files` and their `licence`. Raises Trouble."""
    reader = Words(
        prog="./yiwang pack", allow_abbrev=False, add_help=False,
        description="打成一个安装包：源码、依赖、字体，在同样的机器上不用网络就能启动。 One archive from which `up` runs without a network.")
    reader.add_argument("-h", "--help", action="help", help="显示这段说明 · this text")
    reader.add_argument("file", metavar="文件 FILE", type=Path, help="写到哪里，例如 yiwang.tar · where to write it")
    place = reader.parse_args(argv).file.expanduser().absolute()
    if place.exists():
        raise Trouble(f"{place} 已经在那里，不覆盖；请换一个名字。 The file exists already.")
    if not place.parent.is_dir():
        raise Trouble(f"没有 {place.parent} 这个目录。 There is no such folder.")
    with tempfile.TemporaryDirectory(prefix=".pack-", dir=place.parent) as aside:
        ready = Path(aside) / carried.NAME
        (ready / carried.WHEELS).mkdir(parents=True)
        (ready / carried.FONTS).mkdir()
        with step("下载依赖"):
            download(repository / LOCK, ready / carried.WHEELS)
        for name in (*files, *licence):
            (ready / carried.FONTS / name).write_bytes((fonts / name).read_bytes())
        told = sbom.bill(repository, {name: carried.digest(fonts / name) for name in files})
        (ready / "sbom.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        part = Path(aside) / "pack.tar"
        with step("打包"):
            write(part, ready, repository, place.name)
        size = part.stat().st_size
        part.replace(place)  # whole or not at all
    say(f"{place}  {size / 1e6:.0f} MB  SHA-256 {carried.digest(place)}")
    say(f"在同样的机器上（{described()}）：tar xf {place.name}; cd {TOP}; ./yiwang up")
    return 0


def described() -> str:
    here = carried.machine()
    return f"{here['implementation']} {here['python']}，{here['system']} {here['processor']}"


def download(lock: Path, into: Path) -> None:
    """The wheels that this machine's pip would install from the lock, under its hashes; from pip's cache where they lie there. Raises Trouble."""
    line = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-input", "--no-deps", "--require-hashes",
            "--only-binary", ":all:", "-d", str(into), "-r", str(lock)]
    done = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        say("\n".join([line for line in (done.stderr + done.stdout).splitlines() if line.strip()][-6:]))
        raise Trouble("依赖没有下载全，原因见上。 The dependencies were not downloaded.")


def write(place: Path, ready: Path, repository: Path, name: str) -> None:
    """The archive: the source below `yiwang/`, what lies in `ready` as `carried/`, its manifest, and how to install."""
    commit, moment = _commit(repository)
    held = {str(file.relative_to(ready)): file for file in sorted(ready.rglob("*")) if file.is_file()}
    manifest = {"for": carried.machine(), "commit": commit, "lock": carried.digest(repository / LOCK), "files": {n: carried.digest(f) for n, f in held.items()}}
    made = f"提交 commit {commit}\n" if commit else ""
    install = INSTALL.format(made=made, name=name, top=TOP, needs=described(), carried=carried.NAME)
    with place.open("wb") as file, tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for path, mode, content in source(repository, bool(commit)):
            _put(archive, path, content, mode, moment)
        _put(archive, "INSTALL.txt", install.encode(), 0o644, moment)
        _put(archive, f"{carried.NAME}/{carried.MANIFEST}", json.dumps(manifest, ensure_ascii=False, indent=1).encode(), 0o644, moment)
        for path, one in held.items():
            _put(archive, f"{carried.NAME}/{path}", one.read_bytes(), 0o644, moment)
        archive.close()
        file.flush()
        os.fsync(file.fileno())


def source(repository: Path, committed: bool) -> Iterator[tuple[str, int, bytes]]:
    """Path, mode and content of every file of the source: as committed, or, where there is no git, as it lies there."""
    if committed:
        done = subprocess.run(["git", "-C", str(repository), "archive", "--format=tar", "HEAD"], capture_output=True, check=True)
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            for one in archive:
                if one.isfile() and (read := archive.extractfile(one)):
                    yield one.name, 0o755 if one.mode & 0o100 else 0o644, read.read()
        return
    for top in TOPS:
        for path in sorted(one for one in [repository / top, *(repository / top).rglob("*")] if one.is_file() and not one.is_symlink()):
            if path.suffix != ".pyc":
                yield str(path.relative_to(repository)), 0o755 if path.stat().st_mode & 0o100 else 0o644, path.read_bytes()


def _commit(repository: Path) -> tuple[str, int]:
    """The commit and its moment; nothing and 0 without git, or where the folder lies in somebody else's repository."""
    with contextlib.suppress(OSError, ValueError):
        asked = ["git", "-C", str(repository), "log", "-1", "--format=%H %ct", "HEAD"]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        if done.returncode == 0 and (repository / ".git").exists():
            found = done.stdout.split()
            if _dirty(repository):
                say("! 有没提交的改动，它们不在包里。 What is not committed is not in the pack.")
            return found[0], int(found[1])
    return "", 0


def _dirty(repository: Path) -> bool:
    return bool(subprocess.run(["git", "-C", str(repository), "status", "--porcelain"], capture_output=True, check=False).stdout.strip())


def _put(archive: tarfile.TarFile, path: str, content: bytes, mode: int, moment: int) -> None:
    one = tarfile.TarInfo(f"{TOP}/{path}")
    one.size, one.mode, one.mtime = len(content), mode, moment
    archive.addfile(one, io.BytesIO(content))
