"""What the doors above hand to the database."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from yiwang.kernel.errors import YiwangError
from yiwang.kernel.reasons import Reason


class Fragment(NamedTuple):
    """One INSERT or UPDATE by key, with `%s` for each parameter; needs no answer and touches no row another fragment of its list touches."""

    sql: str
    params: tuple[Any, ...]


class Room(Protocol):
    """Looks how much room there is on the disk (from `city`)."""

    def level(self) -> int:
        """0 well, 1 warns, 2 takes nothing new in, 3 writes nothing."""

    def warning(self) -> str:
        """What whoever operates the city is told, or nothing."""


class Full(YiwangError):
    """There is no room for what is handed in. No fault of whoever hands it in, so no form shows it beside a field."""

    def __init__(self, reason: Reason):
        self.reasons = (reason,)
        super().__init__(reason.text)
