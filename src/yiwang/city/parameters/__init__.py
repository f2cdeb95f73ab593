"""Dated parameters of the city as a whole."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

from yiwang.web.dated import Dated

DATED = Dated(Path(__file__).parent, "city.messages")


def quiet(on: date) -> tuple[time, time]:
    """From when to when no short message leaves that can wait."""
    begins, _, ends = str(DATED.value("quiet", on)).partition("-")
    return time.fromisoformat(begins), time.fromisoformat(ends)


def calls(on: date) -> bool:
    """Whether officials are told by short message, at night too, of what is timed in minutes."""
    return bool(DATED.value("calls", on))
