"""The fonts of official documents (仿宋, 黑体, 楷体, 宋体): Fandol, from Debian's package or our own, unpacked beside the code without root."""

from __future__ import annotations

import contextlib
import fcntl
import gzip
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from yiwang.city.launcher.environment import REPOSITORY
from yiwang.city.operating import carried
from yiwang.city.words import Trouble, say, step

FONTS = REPOSITORY / "var" / "fonts"
FILES = ("FandolFang-Regular.otf", "FandolHei-Bold.otf", "FandolHei-Regular.otf", "FandolKai-Regular.otf", "FandolSong-Bold.otf",
         "FandolSong-Regular.otf")
PACKAGE = "texlive-lang-chinese"
INSIDE = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
LICENCE = ("COPYING", "README")  # who passes the fonts on passes these on with them
BESIDE = "usr/share/doc/texlive-doc/fonts/fandol"
PATIENCE = 100  # seconds for one step of apt


def fonts() -> None:
    """Makes sure that they are there. Without them the city runs all the same and letters wait: said in a line, tried again at the next start."""
    if stand():
        return
    FONTS.parent.mkdir(exist_ok=True)
    with (FONTS.parent / ".fonts.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if stand():
            return
        try:
            with step("准备公文字体"):
                _fetch()
        except (Trouble, OSError, subprocess.SubprocessError) as error:
            say(f"! 公文字体没有取到（{error}），下次启动再试；这之前不能制作公文。 Letters wait for their fonts.")


def stand() -> bool:
    return all((FONTS / name).is_file() for name in FILES)


def licensed() -> Path:
    """The folder of the fonts with their licence, fetched again where it is not there yet. Raises Trouble."""
    fonts()
    if stand() and not all((FONTS / name).is_file() for name in LICENCE):
        with step("准备公文字体的许可证"):
            _fetch()
    if missing := [name for name in (*FILES, *LICENCE) if not (FONTS / name).is_file()]:
        raise Trouble(f"没有取到 {'、'.join(missing)}，不能打包。 The fonts or their licence could not be fetched.")
    return FONTS


def _fetch() -> None:
    """Whole or not at all: unpacked aside and put in place in one step. Where the fonts stand already, their licence is put beside them."""
    with tempfile.TemporaryDirectory(prefix=".fonts-", dir=FONTS.parent) as place:
        folder, beside = _found(Path(place))
        ready = Path(place) / "ready"
        ready.mkdir(mode=0o755)
        for name in FILES:
            shutil.copyfile(folder / name, ready / name)
        for name in LICENCE:
            _copied(beside, name, ready)
        if stand():
            for name in LICENCE:
                with contextlib.suppress(FileNotFoundError):
                    os.replace(ready / name, FONTS / name)
            return
        shutil.rmtree(FONTS, ignore_errors=True)
        os.replace(ready, FONTS)


def _found(place: Path) -> tuple[Path, Path]:
    """Where the fonts lie and where their licence: in the pack, on this machine, or unpacked from the package."""
    if packed := carried.fonts((*FILES, *LICENCE)):
        return packed, packed
    root = Path("/")
    if not ((root / INSIDE).is_dir() and (root / BESIDE).is_dir()):
        root = _unpacked(place)
    return root / INSIDE, root / BESIDE


def _copied(beside: Path, name: str, into: Path) -> None:
    """Debian packs longer texts of licences."""
    if (beside / name).is_file():
        shutil.copyfile(beside / name, into / name)
    elif (beside / f"{name}.gz").is_file():
        (into / name).write_bytes(gzip.decompress((beside / f"{name}.gz").read_bytes()))


def _unpacked(place: Path) -> Path:
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        raise Trouble("这不是 Debian 系的系统")
    own = ["-o", f"Dir::State::Lists={place / 'lists'}", "-o", f"Dir::Cache={place / 'cache'}"]
    if not _apt(place, "download", PACKAGE):  # no list of packages on this machine, or an old one: our own, beside
        (place / "lists" / "partial").mkdir(parents=True)
        (place / "cache" / "archives" / "partial").mkdir(parents=True)
        if not (_apt(place, *own, "update") and _apt(place, *own, "download", PACKAGE)):
            raise Trouble(f"apt-get download {PACKAGE} 没有成功")
    package = next(place.glob(f"{PACKAGE}_*.deb"))
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(package)], stdout=subprocess.PIPE) as opened:
        subprocess.run(["tar", "-x", "-C", str(place), f"./{INSIDE}", f"./{BESIDE}"], stdin=opened.stdout, check=True,
                       stderr=subprocess.DEVNULL)
    return place


def _apt(place: Path, *words: str) -> bool:
    line = ["apt-get", "-q", "-o", "APT::Sandbox::User=", *words]
    done = subprocess.run(line, cwd=place, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False)
    return done.returncode == 0
