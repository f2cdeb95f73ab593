"""Entries over many chains of one kind of subject, the newest first: what an auditor reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from yiwang.engines.ledger.rooms.reading import COLUMNS, recorded
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.store import api as store


def journal(*, subjects: Sequence[str], act: str = "", since: datetime | None = None, until: datetime | None = None, before: int = 0,
            limit: int = 50) -> list[Recorded]:
    """Entries of the subjects that begin so (`account:`, or one whole subject), narrowed by act and time, beyond the entry `before`."""
    named = " or ".join(["c.subject like %s escape '!'"] * len(subjects))
    where, params = [f"e.chain in (select c.id from ledger_chain c where {named})"], list[Any](_begins(s) for s in subjects)
    for sql, value in (("e.act = %s", act), ("e.at >= %s", since), ("e.at < %s", until), ("e.id < %s", before)):
        if value:
            where.append(sql)
            params.append(value)
    rows = store.rows(f"select {COLUMNS} from ledger_entry e where {' and '.join(where)} order by e.id desc limit %s", (*params, limit))
    return [recorded(row) for row in rows]


def _begins(subject: str) -> str:
    plain = subject.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"{plain}%" if subject.endswith(":") else plain
