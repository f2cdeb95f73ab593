"""Dated parameters of supervision."""

from __future__ import annotations

from pathlib import Path

from yiwang.web.dated import Dated

DATED = Dated(Path(__file__).parent, "oversight.supervision")
value = DATED.value
number = DATED.number
