"""Making what people type comparable without changing what they mean: digits and letters half-width, invisible marks out, line ends one."""

from __future__ import annotations

import re
import unicodedata

from yiwang.kernel.reasons import Reason

# Full-width digits and letters and the ideographic space; Chinese punctuation stays as it is.
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_NARROW = {0x3000: " ", 0x00A0: " ", 0x2007: " ", 0x202F: " "} | {wide: plain for wide, plain in _WIDE.items() if chr(plain).isalnum()}
_ASCII = _WIDE | {0x2212: "-", 0x2013: "-", 0x2014: "-", 0x3002: "."}  # for codes and numbers only; ² stays ²
# Zero width space, word joiner, byte order mark, soft hyphen, direction marks; joiners stay, some scripts need them.
_UNSEEN = dict.fromkeys((0x200B, 0x2060, 0xFEFF, 0x00AD, 0x200E, 0x200F))
_LINES = re.compile("\r\n|\r|\u2028|\u2029|\x85")
_SPACES = re.compile(" {2,}")
_DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・･᛫", "·"))  # the dot in 阿卜杜拉·买买提, as input methods write it
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
PASTED = "里面有看不见的控制字符，请删掉这一栏，用键盘重新输入"


def one_line(raw: str) -> str:
    """A single line without outer or doubled spaces; a tab or line end counts as a space."""
    return _SPACES.sub(" ", _narrow(raw).replace("\n", " ").replace("\t", " ")).strip(" ")


def lines(raw: str) -> str:
    """Several lines: line ends become one kind, outer blank lines and spaces before a line end go."""
    return "\n".join(line.rstrip(" \t") for line in _narrow(raw).split("\n")).strip("\n ")


def name(raw: str) -> str:
    """A person's name: any character a name may have (GB 18030, private areas of older fonts too), the dot always `·`."""
    return one_line(raw).translate(_DOTS)


def compact(raw: str) -> str:
    """A code or number: full-width forms narrowed, every kind of space taken out, letters large."""
    return re.sub(r"\s+", "", raw.translate(_ASCII).translate(_UNSEEN)).upper()


def faults(value: str, field: str) -> list[Reason]:
    """Characters no record can carry: controls, halves of characters, marks that turn the reading direction around."""
    for character in value:
        if character in _OVERRIDES or (unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t"):
            return [Reason("control-characters", PASTED, field=field)]
    return []


def _narrow(raw: str) -> str:
    return _LINES.sub("\n", raw).translate(_NARROW).translate(_UNSEEN)
