"""The door to documents."""

from __future__ import annotations

from yiwang.engines.documents.rooms.numbers import take_number

__all__ = ["take_number"]
