"""Who had cases of what topic, and what became of them there: learned from what units were given, answered, gave back and were ruled to have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from yiwang.engines.identity import api as identity
from yiwang.engines.reports.rooms.keeping import county
from yiwang.engines.store import api as store

COUNTS = ("count(*), sum(case when ended = 'answered' then 1 else 0 end), sum(case when ended = 'returned' then 1 else 0 end), "
          "sum(case when ruled = 1 and ended <> 'returned' then 1 else 0 end), max(\"on\")")
OF_TOPIC = f"select topic, unit, {COUNTS} from reports_handed where procedure = %s and (topic = %s or topic like %s escape '!') group by topic, unit"
LISTED = (f"select topic, unit, {COUNTS} from reports_handed where procedure = %s and lower(topic) like %s escape '!' "
          "group by topic, unit order by topic, 4 desc, unit limit %s offset %s")
DIVISION = 6  # digits that name a county


class Duty(NamedTuple):
    """How often a unit was given cases of a topic, answered and gave them back, how often a ruling said that they are its own; and the last day."""

    topic: str
    unit: int
    given: int
    answered: int
    returned: int
    ruled: int
    last_on: date


class Able(NamedTuple):
    """A unit that had such cases: how sure that it is the right one, and what that rests on."""

    unit: identity.Unit
    confidence: float
    basis: str


def duties(*, procedure: str, words: str = "", limit: int, offset: int = 0) -> list[Duty]:
    """Every topic, or those with the words in them, with the units that had it; a ruling counts the day it is made."""
    return _read(store.rows(LISTED, (procedure, f"%{_literal(words.lower())}%", limit, offset)))


def able(*, procedure: str, topic: str, place: str = "", limit: int = 4) -> list[Able]:
    """Who had such cases, the likeliest first: what was answered speaks for a unit, a ruling twice, what it gave back against it. Of the counties' units
    those of `place` (a division's code); a topic without a past is looked for one level up."""
    while topic:
        if found := _weighed(_read(store.rows(OF_TOPIC, (procedure, topic, f"{_literal(topic)}/%"))), place):
            return found[:limit]
        topic = topic.rpartition("/")[0]
    return []


def _weighed(found: Sequence[Duty], place: str) -> list[Able]:
    counted = []
    for id_ in dict.fromkeys(one.unit for one in found):
        unit, own = identity.unit(id_), [one for one in found if one.unit == id_]
        if unit.level >= identity.Level.COUNTY and place and identity.unit(county(id_)).division[:DIVISION] != place[:DIVISION]:
            continue
        given, answered, returned, ruled = (sum(numbers) for numbers in zip(*(one[2:6] for one in own), strict=True))
        weight = (answered + 2 * ruled + 0.5 * (given - answered - returned)) * (answered + 1) / (answered + returned + 1)
        said = f"同类 {given} 件，答复 {answered} 件" + f"，裁定归它 {ruled} 次" * bool(ruled) + f"，退回 {returned} 次" * bool(returned)
        counted.append((weight, unit, said))
    whole = sum(weight for weight, _, _ in counted) + 1  # one that nobody knows of yet
    return [Able(unit, weight / whole, said) for weight, unit, said in sorted(counted, key=lambda c: (-c[0], c[1].code)) if weight > 0]


def _read(rows: Sequence[tuple[object, ...]]) -> list[Duty]:
    found = []
    for topic, unit, *counts, last in rows:
        on = store.day(last)
        assert on is not None
        found.append(Duty(str(topic), int(str(unit)), *(int(str(n)) for n in counts), on))
    return found


def _literal(words: str) -> str:
    return words.replace("!", "!!").replace("%", "!%").replace("_", "!_")
