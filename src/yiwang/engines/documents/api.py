"""The door to documents: numbers, and letters and certificates as PDF/A."""

from __future__ import annotations

from yiwang.engines.documents.rooms.numbers import take_number
from yiwang.engines.documents.rooms.typesetting import chinese, make
from yiwang.engines.documents.types import Certificate, Letter, Paper

__all__ = ["Certificate", "Letter", "Paper", "chinese", "make", "take_number"]
