"""A row a signal, so that lists can be narrowed by rule, level, unit, month and words: derived from the record, in the reader's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yiwang.engines.identity import api as identity
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.reports import api as reports
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Kind
from yiwang.systems.oversight.supervision.procedures import OWN

TALLY = "oversight.supervision.rows"
COLUMNS = 'id, ref, about, rule, version, level, unit, county, post, "on", points, said, state, upheld_on'
PUT = f"insert into supervision_signal ({COLUMNS}) values ({', '.join(['%s'] * 14)}) on conflict (id) do nothing"
MOVED = "update supervision_signal set state = %s where id = %s"
RULED = "update supervision_signal set state = %s, upheld_on = %s where id = %s"
UNITS = "select distinct unit from supervision_signal"
OFTEN = 'select rule, count(*), sum(case when upheld_on is null then 0 else 1 end) from supervision_signal where "on" >= %s and "on" <= %s group by rule'
FIRST_RULES = {"time-1": "time.near", "time-2": "time.late"}  # what the first version of a signal called its two rules


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list of signals."""

    id: int
    ref: str
    about: str
    rule: str
    version: int
    level: str
    unit: int
    county: int
    post: int
    on: date
    points: int
    said: str
    state: str
    upheld_on: date | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; empty and 0 mean all. `words` are looked for in what is said and in the numbers."""

    rule: str = ""
    level: str = ""
    unit: int = 0
    county: int = 0
    state: str = ""
    first: date | None = None
    last: date | None = None
    words: str = ""
    upheld: bool = False


def keep(entry: Recorded) -> None:
    """Keeps a signal's row. Called once for every entry."""
    facts = entry.facts
    if facts.get("procedure") not in OWN or "to" not in facts:
        return
    if entry.kind is Kind.OPENED:
        store.execute(PUT, _opened(entry))
        return
    state, move = str(facts["to"]), facts.get("move")
    if move in ("uphold", "withdraw"):
        store.execute(RULED, (state, clock.day(entry.at) if move == "uphold" else None, entry.chain))
    elif move:
        store.execute(MOVED, (state, entry.chain))


def empty() -> None:
    """Before a rebuild."""
    store.execute("delete from supervision_signal")


def _opened(entry: Recorded) -> tuple[object, ...]:
    facts, unit = entry.facts, int(entry.facts["unit"])
    rule, points = str(facts.get("rule", "")), facts.get("points")
    title = str(facts.get("said") or f"“{facts.get('title', '')}”{'已超期' if facts.get('level') == 'red' else '时限将到'}")
    return (entry.chain, entry.subject.partition(":")[2], str(facts.get("about", ""))[:120], FIRST_RULES.get(rule, rule), int(facts.get("rule_version") or 1),
            str(facts.get("level", "red")), unit, reports.county(unit), int(facts.get("post") or 0), clock.day(entry.at),
            points if isinstance(points, int) else 0, title[:200], str(facts["to"]), None)


def found(*, actor: Actor, wanted: Wanted, before: int = 0, limit: int = 50) -> list[Row]:
    """Signals that an official may see, newest first; `before` is the last of the page before."""
    units = seen(actor)
    if not units or (wanted.unit and wanted.unit not in units):
        return []
    where, params = _narrowed(wanted, units)
    if before:
        where, params = [*where, "id < %s"], [*params, before]
    sql = f"select {COLUMNS} from supervision_signal where {' and '.join(where)} order by id desc limit %s"
    return [_row(r) for r in store.rows(sql, (*params, limit))]


def count(*, actor: Actor, wanted: Wanted) -> dict[str, int]:
    """How many signals there are of each level, in all of `wanted`."""
    units = seen(actor)
    if not units:
        return {}
    where, params = _narrowed(wanted, units)
    return {str(level): int(n) for level, n in store.rows(f"select level, count(*) from supervision_signal where {' and '.join(where)} group by level", params)}


def often(first: date, last: date) -> dict[str, tuple[int, int]]:
    """How often each rule found something in a span of days, and how often that was upheld."""
    return {str(rule): (int(n), int(upheld)) for rule, n, upheld in store.rows(OFTEN, (first, last))}


def seen(actor: Actor) -> tuple[int, ...]:
    """The units with signals that an official reads: the own, and those below along both lines."""
    mine = set(identity.reads_as(actor.unit)) if actor.unit else set()
    return tuple(sorted(int(u) for (u,) in store.rows(UNITS) if mine & set(identity.above(int(u)))))


def _narrowed(wanted: Wanted, units: Sequence[int]) -> tuple[list[str], list[object]]:
    chosen = [wanted.unit] if wanted.unit else list(units)
    where, params = [f"unit in ({', '.join(['%s'] * len(chosen))})"], list[object](chosen)
    for sql, value in (("rule = %s", wanted.rule), ("level = %s", wanted.level), ("county = %s", wanted.county), ("state = %s", wanted.state),
                       ('"on" >= %s', wanted.first), ('"on" <= %s', wanted.last)):
        if value:
            where.append(sql)
            params.append(value)
    if wanted.upheld:
        where.append("upheld_on is not null")
    if wanted.words:
        held = "%" + wanted.words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        where.append("(said like %s escape '\\' or ref like %s escape '\\' or about like %s escape '\\')")
        params += [held, held, held]
    return where, params


def _row(r: tuple[Any, ...]) -> Row:
    id_, ref, about, rule, version, level, unit, county, post, on, points, said, state, upheld_on = r
    return Row(id_, ref, about, rule, version, level, unit, county, post, store.day(on), points, said, state, store.day(upheld_on))
