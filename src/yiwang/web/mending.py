"""Trying again what a reader put aside: the city, which knows the readers, plugs in who handles an entry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from yiwang.engines.ledger import api as ledger

Find = Callable[[str, datetime], ledger.Handle | None]
_found: list[Find] = []


def plug(find: Find) -> None:
    """Takes what gives a reader's handler by its name."""
    _found[:] = [find]


def again(*, id_: int, reader: str, at: datetime) -> bool | None:
    """Whether the entry went through now; None when the reader's entries cannot be tried from here. Raises NotFound."""
    handle = _found[0](reader, at) if _found else None
    return None if handle is None else ledger.retry_parked(id=id_, handle=handle, at=at)
