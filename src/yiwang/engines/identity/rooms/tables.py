"""The tables, asked for when they are needed: the door must be importable before Django is ready, they are not."""

from __future__ import annotations

from typing import Any


def tables() -> Any:
    """The module of identity's models."""
    from yiwang.engines.identity import models

    return models
