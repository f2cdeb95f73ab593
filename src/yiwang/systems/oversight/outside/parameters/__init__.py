"""Dated parameters of outside."""

from __future__ import annotations

from pathlib import Path

from yiwang.web.dated import Dated

DATED = Dated(Path(__file__).parent, "oversight.outside")
value = DATED.number
