"""What the desk is shown beside a matter: what says the same, what the same person said before. Who decides is the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.store import api as store
from yiwang.engines.texts import api as texts
from yiwang.systems.public.appeals import matters

ROW = "id, ref, title, channel, place, unit, state, lead, opened_on, told_on, sealed"
GIVEN_UP = ("not_taken", "referred", "withdrawn")  # ended without an answer: nothing is joined to them


@dataclass(frozen=True, slots=True)
class Row:
    """A matter of the table, as the desk looks it up."""

    id: int
    ref: str
    title: str
    channel: str
    place: str
    unit: int
    state: str
    lead: str
    opened_on: date
    told_on: date | None
    sealed: bool


def alike(case: int, text: str) -> list[tuple[Row, float, tuple[str, ...]]]:
    """Open or lately answered matters that may say the same, best first."""
    found = texts.alike(shelf=matters.SHELF, text=text, read=_whole, without=case)
    known = {row.id: row for row in rows("id", [one.subject for one in found])}
    return [(row, one.score, one.shared) for one in found if (row := known.get(one.subject)) and not row.sealed and row.state not in GIVEN_UP]


def _whole(ids: Sequence[int]) -> Mapping[int, str]:
    return {id_: matters.text(wrote) for id_ in ids if (wrote := cases.wrote(id_))}


def before(case: int, caller: str) -> list[Row]:
    """What the same person or telephone said before, newest first; of what came in this minute the telephone alone is known."""
    mine = store.rows("select party, caller from appeals_matter where id = %s", (case,)) or [(0, caller)]
    sql = f"select {ROW} from appeals_matter where id <> %s and ((party <> 0 and party = %s) or (caller <> '' and caller = %s)) order by id desc limit 8"
    return [_row(r) for r in store.rows(sql, (case, *mine[0]))]


def called(caller: str) -> list[Row]:
    """What the same telephone said before, newest first."""
    return [_row(r) for r in store.rows(f"select {ROW} from appeals_matter where caller = %s and caller <> '' order by id desc limit 8", (caller,))]


def rows(column: str, values: Sequence[Any]) -> list[Row]:
    marks = ", ".join(["%s"] * len(values))
    return [_row(r) for r in store.rows(f"select {ROW} from appeals_matter where {column} in ({marks})", tuple(values))] if values else []


def _row(found: tuple[Any, ...]) -> Row:
    opened, told = store.day(found[8]), store.day(found[9])
    assert opened is not None
    return Row(int(found[0]), *found[1:5], int(found[5]), *found[6:8], opened, told, bool(found[10]))
