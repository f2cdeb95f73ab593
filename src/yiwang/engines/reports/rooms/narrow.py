"""What narrows a report's rows, as SQL: whose they are, which procedures, what the reader chose. Nothing of it is text from outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.reports.rooms import periods, scope
from yiwang.engines.reports.types import Basis, Dimension, Report, Wish
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor

COLUMNS = {Dimension.UNIT: "unit", Dimension.COUNTY: "county", Dimension.ITEM: "item", Dimension.PROCEDURE: "procedure", Dimension.CHANNEL: "channel",
           Dimension.TOPIC: "topic", Dimension.TERM: "term"}
NUMBERS = (Dimension.UNIT, Dimension.COUNTY)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A table, a condition on it, and its values. `nothing`: no row can be meant."""

    table: str
    where: str
    params: tuple[Any, ...]
    nothing: bool = False
    topic: str = "topic"  # what topics group by


def narrowed(*, report: Report, wish: Wish, actor: Actor | None) -> Narrowed:
    """The rows a reader may count; `actor` None is the public, for published reports."""
    table = scope.TABLES[report.subject]
    where, params, only = [], list[Any](), {**wish.only, **report.always}
    every = scope.units(report, None)
    units = every if actor is None else scope.units(report, actor)
    if Dimension.UNIT in only:
        units = tuple(u for u in units if str(u) == only[Dimension.UNIT])
    if not units:
        return Narrowed(table, "1 = 0", (), True)
    if len(units) < len(every):
        where.append(f"unit in ({marks(units)})")
        params += units
    codes = procedures(report)
    if codes is not None:
        where.append(f"procedure in ({marks(codes)})" if codes else "1 = 0")
        params += codes
    for dimension, value in only.items():
        if dimension is Dimension.UNIT or dimension not in COLUMNS:
            continue
        if dimension in NUMBERS and not (value.isdecimal() and len(value) < 16):
            return Narrowed(table, "1 = 0", (), True)
        if dimension is Dimension.TOPIC:  # with all below it
            where.append(f"(topic = %s or substr(topic, 1, {len(value) + 1}) = %s)")
            params += [value, f"{value}/"]
            continue
        where.append(f"{COLUMNS[dimension]} = %s")
        params.append(int(value) if dimension in NUMBERS else value)
    widest = "topic" if only.get(Dimension.TOPIC) else widest_topic()
    return Narrowed(table, " and ".join(where) or "1 = 1", tuple(params), topic=widest)


def widest_topic() -> str:
    return "split_part(topic, '/', 1)" if store.is_postgresql() else "substr(topic, 1, instr(topic || '/', '/') - 1)"


def procedures(report: Report) -> list[str] | None:
    """Codes of the procedures a report is about; None: all."""
    if not report.procedures and not report.without:
        return None
    known = sorted({p.code for p in cases.procedures()})
    return [c for c in known if c.startswith(report.procedures or "") and not (report.without and c.startswith(report.without))]


def column(dimension: Dimension, basis: Basis, rows: Narrowed) -> str:
    """What a dimension groups by: of weeks their Mondays."""
    if dimension is Dimension.TOPIC:
        return rows.topic
    if dimension is Dimension.MONTH:
        return f"to_char({basis.value}, 'YYYY-MM')" if store.is_postgresql() else f"substr({basis.value}, 1, 7)"
    if dimension is Dimension.WEEK:
        return f"cast(date_trunc('week', {basis.value}) as date)" if store.is_postgresql() else f"date({basis.value}, 'weekday 0', '-6 days')"
    return COLUMNS[dimension]


def key(dimension: Dimension, value: Any) -> str:
    """What a group is known by, from what the database says."""
    return periods.number(store.day(value)) if dimension is Dimension.WEEK else str(value)


def aside(name: str) -> str:
    """A column that SQLite is not to look up or group by an index of: of two days it cannot tell which leaves fewer rows."""
    return name if store.is_postgresql() else f"+{name}"


def overdue_before(last: date, today: date) -> date:
    """What was due before this day and is open on `last` was late then: a day that still runs is not over."""
    return today if last >= today else last + timedelta(days=1)


def marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))
