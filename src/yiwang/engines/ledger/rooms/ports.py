"""What the city plugs in: who signs heads, where they are published, who else keeps heads of chains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from yiwang.engines.ledger.types import Heads, Named, Stamper


@dataclass
class _Ports:
    stamper: Stamper | None = None
    published: Path | None = None
    heads: Heads | None = None
    named: Named | None = None


_plugged = _Ports()


def plug(*, stamper: Stamper, published: Path | None = None) -> None:
    """Who signs heads, and the folder outside the database where they are published (`<data>/published/<database>` unless given)."""
    _plugged.stamper, _plugged.published = stamper, published


def plug_chains(*, heads: Heads, named: Named) -> None:
    """Who keeps the heads of chains that have no row here: `heads(after, limit)` in order of number, `named(ref)` a chain's number."""
    _plugged.heads, _plugged.named = heads, named


def stamper(given: Stamper | None = None) -> Stamper | None:
    return given or _plugged.stamper


def published(given: Path | None = None) -> Path:
    """The folder of the published record: the one given, the one plugged in, or this database's in the data folder."""
    return given or _plugged.published or Path(settings.DATA) / "published" / Path(str(connection.settings_dict["NAME"])).stem


def heads(after: int, limit: int) -> Sequence[tuple[int, bytes, int]]:
    return _plugged.heads(after, limit) if _plugged.heads else ()


def complete() -> bool:
    """Whether every keeper of heads is known: without them the verifier would call good chains strange."""
    return _plugged.heads is not None


def named(ref: str) -> int | None:
    return _plugged.named(ref) if _plugged.named else None
