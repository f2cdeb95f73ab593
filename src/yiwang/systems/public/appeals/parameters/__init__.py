"""Dated parameters of appeals; the classes of matters, three levels, and the words that insult, as the city has them."""

from __future__ import annotations

import csv
from pathlib import Path

from yiwang.web.dated import Dated

DATED = Dated(Path(__file__).parent, "public.appeals")
value = DATED.number
unit = DATED.value


def _topics() -> tuple[tuple[str, str], ...]:
    """Codes are paths of names: 城乡建设, 城乡建设/安全生产, 城乡建设/安全生产/事故处理."""
    with (Path(__file__).parent / "topics.csv").open(encoding="utf-8", newline="") as file:
        rows = [tuple(row.values()) for row in csv.DictReader(file)]
    return tuple(dict.fromkeys(("/".join(row[:n]), row[n - 1]) for row in rows for n in (1, 2, 3) if row[n - 1]))


TOPICS = _topics()
RUDE = tuple((Path(__file__).parent / "rude.txt").read_text(encoding="utf-8").split())  # words the desk is warned of and the public is spared
