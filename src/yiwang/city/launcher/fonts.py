"""The fonts of official documents (仿宋, 黑体, 楷体, 宋体): Fandol, from Debian's package, unpacked beside the code without root."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from yiwang.city.launcher.environment import REPOSITORY
from yiwang.city.words import Trouble, say, step

FONTS = REPOSITORY / "var" / "fonts"
FILES = ("FandolFang-Regular.otf", "FandolHei-Bold.otf", "FandolHei-Regular.otf", "FandolKai-Regular.otf", "FandolSong-Bold.otf",
         "FandolSong-Regular.otf")
PACKAGE = "texlive-lang-chinese"
INSIDE = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
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


def _fetch() -> None:
    """Whole or not at all: unpacked aside and put in place in one step."""
    with tempfile.TemporaryDirectory(prefix=".fonts-", dir=FONTS.parent) as place:
        folder = Path("/") / INSIDE
        if not folder.is_dir():
            folder = _unpacked(Path(place))
        ready = Path(place) / "ready"
        ready.mkdir(mode=0o755)
        for name in FILES:
            shutil.copyfile(folder / name, ready / name)
        shutil.rmtree(FONTS, ignore_errors=True)
        os.replace(ready, FONTS)


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
        subprocess.run(["tar", "-x", "-C", str(place), f"./{INSIDE}"], stdin=opened.stdout, check=True, stderr=subprocess.DEVNULL)
    return place / INSIDE


def _apt(place: Path, *words: str) -> bool:
    line = ["apt-get", "-q", "-o", "APT::Sandbox::User=", *words]
    done = subprocess.run(line, cwd=place, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False)
    return done.returncode == 0
