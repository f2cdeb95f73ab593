"""What a pack carries beside the source, so that a city starts where there is no network: wheels, fonts, and for which machine. Only the standard library."""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from yiwang.city.words import Trouble

REPOSITORY = Path(__file__).resolve().parents[4]
NAME = "carried"
PLACE = REPOSITORY / NAME
WHEELS, FONTS, MANIFEST = "wheels", "fonts", "pack.json"


def machine() -> dict[str, str]:
    """What wheels are made for: the kind of Python, its minor version, the system, the processor, and which C library."""
    return {
        "implementation": platform.python_implementation(), "python": "{}.{}".format(*sys.version_info[:2]),
        "system": platform.system(), "processor": platform.machine(), "libc": platform.libc_ver()[0] or "musl",
    }


def manifest(place: Path = PLACE) -> dict[str, Any]:
    """What the pack says of itself, or nothing where the source was not unpacked from one."""
    try:
        found = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError:
        raise Trouble(f"{place / MANIFEST} 读不出来，安装包不完整，请重新解开。 The pack's manifest is damaged; unpack it again.") from None
    return found if isinstance(found, dict) else {}


def wheels(place: Path = PLACE) -> Path | None:
    """The folder of wheels to install from, when a pack carries them."""
    return place / WHEELS if manifest(place) else None


def fonts(names: tuple[str, ...], place: Path = PLACE) -> Path | None:
    """The folder of fonts, when a pack carries all of `names`. Raises Trouble when one of them is not what was packed."""
    known = manifest(place).get("files", {})
    if not all(f"{FONTS}/{name}" in known for name in names):
        return None
    for name in names:
        if digest(place / FONTS / name) != known[f"{FONTS}/{name}"]:
            raise Trouble(f"安装包里的字体 {name} 与清单不符，请重新解开安装包。 A packed font is not the one that was packed.")
    return place / FONTS


def python(own: str, place: Path = PLACE, here: dict[str, str] | None = None) -> str:
    """The Python to make the environment with: `own`, or beside it the version that the pack's wheels are for.

    Raises Trouble when the machine is of another kind, and says which.
    """
    wanted, here = manifest(place).get("for", {}), here or machine()
    if differing := [name for name in wanted if wanted[name] != here.get(name)]:
        told = f"{_told(wanted)}，而这里是 {_told(here)}"
        if differing != ["python"]:
            raise Trouble(f"这个安装包是给另一种机器做的：{told}。请在同样的机器上重新打包。 The pack was made for another kind of machine.")
        other = shutil.which(f"python{wanted['python']}")
        if other is None or subprocess.run([other, "-c", ""], check=False).returncode:
            raise Trouble(f"这个安装包是给另一个 Python 版本做的：{told}。请安装 python{wanted['python']}，或用这个版本重新打包。"
                          " The pack was made for another Python; install that one.")
        return other
    return own


def digest(file: Path) -> str:
    """The SHA-256 of a file in hexadecimal, or nothing where there is none."""
    try:
        with file.open("rb") as read:
            return hashlib.file_digest(read, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def _told(kind: dict[str, str]) -> str:
    said = f"{kind.get('implementation', '?')} {kind.get('python', '?')}，{kind.get('system', '?')} {kind.get('processor', '?')}"
    return f"{said}（{kind['libc']}）" if kind.get("libc") else said
