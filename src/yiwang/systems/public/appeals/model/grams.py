"""From a text to counted n-grams: one, two and three letters in a row, and the same once more for the opening, where the matter is named.

Only letters and digits count; blanks and punctuation are stepped over, so that a segmented text and a whole one look alike. An n-gram is one
number: up to three code points of 21 bits each, and the highest bit when it stands in the opening.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LONGEST = 3
OPENING = 24  # letters: about the length of a title. 16, 30, 45 and 80 were tried and were no better
OPENS = np.uint64(1 << 63)
BITS = 21  # of a code point

Keys = NDArray[np.uint64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Letters:
    """What counts of a text: its letters as code points, folded, and the place of each in the text."""

    codes: Keys
    places: Places


def letters(text: str) -> Letters:
    """Full-width letters and capitals are folded, one for one, so that places hold."""
    counts = np.fromiter(map(str.isalnum, text), dtype=bool, count=len(text))
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)[counts]
    codes = np.where((codes >= 0xFF01) & (codes <= 0xFF5E), codes - np.uint64(0xFEE0), codes)
    codes = np.where((codes >= 0x41) & (codes <= 0x5A), codes + np.uint64(0x20), codes)
    return Letters(codes, np.flatnonzero(counts))


def runs(codes: Keys, length: int) -> Keys:
    """The n-grams of one length, in order: the one at i covers the letters i to i + length."""
    count = max(len(codes) - length + 1, 0)
    found = np.zeros(count, dtype=np.uint64)
    for step in range(length):
        found = (found << np.uint64(BITS)) | codes[step : step + count]
    return found


def counted(text: str) -> tuple[Keys, NDArray[np.int64]]:
    """The n-grams of a text, each once, ascending, with how often it occurs; those of the opening among them."""
    codes = letters(text).codes
    every = [runs(codes, length) for length in range(1, LONGEST + 1)]
    opening = [runs(codes[:OPENING], length) | OPENS for length in range(1, LONGEST + 1)]
    return np.unique(np.concatenate([*every, *opening]), return_counts=True)
