"""Dated parameters of appeals."""

from __future__ import annotations

from pathlib import Path

from yiwang.web.dated import Dated

DATED = Dated(Path(__file__).parent, "public.appeals")
value = DATED.number
unit = DATED.value
