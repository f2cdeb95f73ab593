"""Letters that are owed and not made yet: which, since when, and making one of them now because a person asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yiwang.engines.cases.rooms import letters
from yiwang.engines.store import api as store

LIST = (
    "select d.id, c.ref, d.title, d.number, d.owed_at from cases_document d join cases_case c on c.id = d.case_id "
    "where d.made_at is null and d.owed_at <= %s order by d.owed_at, d.id limit %s"
)
ONE = letters.OWED.format(beyond="and d.id = %s ")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter on its way. Nothing of whom it is for: who mends it need not know."""

    id: int
    ref: str
    title: str
    number: str
    owed_at: datetime


def owed_letters(*, before: datetime, limit: int = 100) -> list[Waiting]:
    """Those owed since before an instant, the oldest first."""
    return [Waiting(id_, ref, title, number, store.instant(at)) for id_, ref, title, number, at in store.rows(LIST, (before, limit))]


def make_letter(*, id: int, at: datetime) -> str:
    """Makes one owed letter now. Empty when it is made (or was already), otherwise what went wrong. Call it outside transactions: it takes its time."""
    rows = store.rows(ONE, (id, 1))
    try:
        for row in rows:
            letters._make(letters._owed(row), at)
    except Exception as error:  # whatever is wrong with the paper: the administrator reads it
        return f"{type(error).__name__}: {error}"[:400]
    return ""
