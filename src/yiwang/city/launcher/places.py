"""Where things lie: the data folder, made when it is missing."""

from __future__ import annotations

import os
from pathlib import Path

from yiwang.city.launcher.environment import REPOSITORY
from yiwang.city.words import Trouble


def place() -> Path:
    """The data folder, whether it is there or not; the same for every process started from here."""
    found = Path(os.environ.get("YIWANG_DATA") or REPOSITORY / "var" / "data")
    os.environ["YIWANG_DATA"] = str(found)
    return found


def data() -> Path:
    """The data folder, made when it is missing; the same for every process started from here. Raises Trouble."""
    place = Path(os.environ.get("YIWANG_DATA") or REPOSITORY / "var" / "data")
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(f"不能使用数据目录 {place}：{error.strerror}。 The data folder cannot be used.") from None
    if not os.access(place, os.W_OK):
        raise Trouble(f"数据目录 {place} 不可写。 The data folder is not writable.")
    os.environ["YIWANG_DATA"] = str(place)
    return place
