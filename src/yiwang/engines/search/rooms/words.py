"""Cutting text into what is indexed: pairs of neighbouring Chinese characters, and whole words of other scripts."""

from __future__ import annotations

import re
import unicodedata

RUN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]+|[0-9a-z]+")
NOISE = frozenset("的了在是我要想个一这那和与或吗呢吧请您有")
MOST = 40  # terms of a query that are looked at


def terms(text: str) -> list[str]:
    """The terms of a text in order, each once."""
    found: dict[str, None] = {}
    for run in RUN.findall(unicodedata.normalize("NFKC", text).casefold()):
        if run.isascii() or len(run) == 1:
            found[run] = None
        else:
            for i in range(len(run) - 1):
                found[run[i : i + 2]] = None
    return list(found)


def asked(query: str) -> list[str]:
    """The terms of a query; pairs that hold only small words are left out where others remain."""
    found = terms(query)[:MOST]
    telling = [t for t in found if not all(c in NOISE for c in t)]
    return telling or found


def marked(text: str, query: list[str]) -> str:
    """The text with the terms found in `[[…]]`; neighbouring marks are joined."""
    low, hit = unicodedata.normalize("NFKC", text).casefold(), [False] * len(text)
    if len(low) != len(text):
        return text
    for term in query:
        at = low.find(term)
        while at >= 0:
            hit[at : at + len(term)] = [True] * len(term)
            at = low.find(term, at + 1)
    out = []
    for i, char in enumerate(text):
        if hit[i] and (i == 0 or not hit[i - 1]):
            out.append("[[")
        out.append(char)
        if hit[i] and (i + 1 == len(text) or not hit[i + 1]):
            out.append("]]")
    return "".join(out)


def around(text: str, query: list[str], wide: int = 90) -> str:
    """The part of a text where most terms stand."""
    low = text.casefold()
    places = [low.find(t) for t in query if t in low]
    start = max(0, min(places, default=0) - 15)
    return ("……" if start else "") + text[start : start + wide] + ("……" if start + wide < len(text) else "")
