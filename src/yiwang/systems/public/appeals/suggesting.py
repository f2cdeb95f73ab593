"""What the desk is offered for a matter: classes, units, what says the same, what the same person said before. Who decides is the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.engines.reports import api as reports
from yiwang.engines.store import api as store
from yiwang.engines.texts import api as texts
from yiwang.kernel.errors import Invalid
from yiwang.systems.public.appeals import matters, parameters
from yiwang.systems.public.appeals.model import commands, door

ROW = "id, ref, title, channel, place, unit, state, lead, opened_on, told_on, sealed"
DONE = ("select unit, count(*), sum(case when ended = 'answered' then 1 else 0 end), sum(case when ended = 'returned' then 1 else 0 end), "
        "sum(case when how in ('overrule', 'send_on') and ended <> 'returned' then 1 else 0 end) "
        "from appeals_sent where topic = %s or topic like %s group by unit")
KNOWN = dict(parameters.TOPICS)


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


@dataclass(frozen=True, slots=True)
class Able:
    """A unit that handled such matters: how sure that it is the right one, and what that rests on."""

    unit: identity.Unit
    confidence: float
    basis: str


def model() -> Any:
    """The city's model, read again when its files changed. Raises OSError, ValueError or Invalid when there is none."""
    place = commands.place()
    return _model(place, max(f.stat().st_mtime_ns for f in place.iterdir()))


def classes(text: str) -> door.Suggestion | None:
    """The likeliest classes; None while the city has no model."""
    try:
        return next(iter(model().suggest([text])), None)
    except (OSError, ValueError, Invalid):
        return None


@lru_cache(maxsize=1)
def _model(place: Path, stamp: int) -> Any:
    return door.load(place)


def units(topic: str, place: str) -> list[Able]:
    """Who handled such matters, the likeliest first: what was answered speaks for a unit, a ruling twice, what it returned against it. Of the counties'
    units those of the place; a class without a past is looked for one level up."""
    while topic:
        if found := _able(store.rows(DONE, (topic, f"{topic}/%")), place):
            return found[:4]
        topic = topic.rpartition("/")[0]
    return []


def _able(rows: Sequence[tuple[Any, ...]], place: str) -> list[Able]:
    counted = []
    for unit, sent, answered, returned, ruled in rows:
        here = identity.unit(int(unit))
        if here.level >= identity.Level.COUNTY and place and identity.unit(reports.county(here.id)).division[:6] != place[:6]:
            continue
        weight = (answered + 2 * ruled + 0.5 * (sent - answered - returned)) * (answered + 1) / (answered + returned + 1)
        said = f"同类 {sent} 件，答复 {answered} 件" + f"，裁定归它 {ruled} 次" * bool(ruled) + f"，退回 {returned} 次" * bool(returned)
        counted.append((weight, here, said))
    whole = sum(weight for weight, _, _ in counted) + 1  # one that nobody knows of yet
    return [Able(unit, weight / whole, said) for weight, unit, said in sorted(counted, key=lambda c: (-c[0], c[1].code)) if weight > 0]


def alike(case: int, text: str) -> list[tuple[Row, float, tuple[str, ...]]]:
    """Open or lately answered matters that may say the same, best first."""
    found = texts.alike(shelf=matters.SHELF, text=text, read=_whole, without=case)
    known = {row.id: row for row in rows("id", [one.subject for one in found])}
    return [(known[one.subject], one.score, one.shared) for one in found if one.subject in known and not known[one.subject].sealed]


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
