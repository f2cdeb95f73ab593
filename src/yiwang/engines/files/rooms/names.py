"""Names of files as they may be shown, stored and offered for download."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from yiwang.engines.files.types import ENDINGS

LONGEST = 120
DROPPED = ("Cc", "Cf", "Cs", "Zl", "Zp")  # controls, direction marks and other invisibles, halves of characters, line ends
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def cleaned(name: str, kind: str) -> str:
    """The last part of a path without what deceives or breaks; its ending is one that the content has."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c) not in DROPPED)
    shown = re.sub(r"\s+", " ", re.sub(r'[<>:"|?*]', "_", shown)).strip(" .")
    if RESERVED.match(shown):
        shown = f"_{shown}"
    stem, ending = (PurePosixPath(shown).stem, PurePosixPath(shown).suffix) if shown else ("", "")
    if ending.lower() not in ENDINGS[kind]:
        stem, ending = shown, ENDINGS[kind][0]
    return (stem.strip(" .")[: LONGEST - len(ending)] or "文件") + ending.lower()
