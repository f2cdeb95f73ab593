"""The door to documents: numbers, and letters, certificates and figures as PDF/A."""

from __future__ import annotations

from yiwang.engines.documents.rooms.numbers import take_number
from yiwang.engines.documents.rooms.typesetting import chinese, make
from yiwang.engines.documents.types import Bar, Certificate, Letter, Paper, Printout, Section

__all__ = ["Bar", "Certificate", "Letter", "Paper", "Printout", "Section", "chinese", "make", "take_number"]
