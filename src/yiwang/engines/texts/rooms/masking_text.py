"""What the readers of personal data share: a span, and a text made level so that one pattern finds every width and spacing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

DASHES = "‐‑‒–—―−－﹣⁃─━"  # all the strokes people type between the groups of a number
TIGHT = r"[\s\-_.·•/~]{0,3}"  # between the digits of one number
LOOSE = r"[\s\-_.·•/~、,，;|]{0,3}"  # Chinese separators: only where the number proves itself or keeps its usual groups
STOP, GROUP = re.compile(r"[。!?;\n]"), re.compile(r"[0-9A-Z]+")
SPOKEN = dict(zip("〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖①②③④⑤⑥⑦⑧⑨⓪", "00012345678911234567891234567890", strict=True))


@dataclass(frozen=True, slots=True)
class Span:
    """Characters [start, end) of a text that are personal data of this kind, and what stands there instead."""

    start: int
    end: int
    kind: str
    shown: str


class _Level(dict[int, str]):
    """One character for one: places in the levelled text are places in the text."""

    def __missing__(self, code: int) -> str:
        self[code] = level = _level(chr(code))
        return level


def _level(char: str) -> str:
    if (digit := unicodedata.decimal(char, None)) is not None:
        return str(digit)
    if char in DASHES:
        return "-"
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me") or (char.isspace() and char != "\n"):
        return " "  # invisible characters, the box of a keycap
    plain = unicodedata.normalize("NFKC", char)
    if len(plain) == 1 and plain.isascii() and category != "No":  # ① and ² are no digits of a number: 3² is not 32
        char = plain
    return char.upper() if len(char.upper()) == 1 else char


_LEVEL = _Level()
_SPOKEN = str.maketrans(SPOKEN)


def levelled(text: str) -> str:
    """Half width, upper case, every dash a hyphen, every blank and invisible character a space; as long as `text`."""
    return text.translate(_LEVEL)


def spoken(level: str) -> str:
    """The same with 一三八 and ①③⑧ as digits; as long as `level`."""
    return level.translate(_SPOKEN)


def before(level: str, place: int, reach: int) -> str:
    """What stands before a place in the same sentence, at most `reach` characters."""
    return STOP.split(level[max(0, place - reach):place])[-1]


def squeezed(text: str) -> str:
    return "".join(GROUP.findall(text))


def regular(text: str) -> bool:
    """At most five groups, or every character alone: how people write one number, and not how a row of numbers looks."""
    groups = GROUP.findall(text)
    return len(groups) <= 5 or len(groups) == len("".join(groups))
