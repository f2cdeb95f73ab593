"""What the doors above hand to the database."""

from __future__ import annotations

from typing import Any, NamedTuple


class Fragment(NamedTuple):
    """One INSERT or UPDATE by key, with `%s` for each parameter; needs no answer and touches no row another fragment of its list touches."""

    sql: str
    params: tuple[Any, ...]
