"""What narrows a report's rows, as SQL: whose they are, which procedures, what the reader chose. Nothing of it is text from outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.reports.rooms import scope
from yiwang.engines.reports.types import Basis, Dimension, Report, Wish
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor

COLUMNS = {Dimension.UNIT: "unit", Dimension.COUNTY: "county", Dimension.ITEM: "item", Dimension.PROCEDURE: "procedure", Dimension.CHANNEL: "channel",
           Dimension.TERM: "term"}
NUMBERS = (Dimension.UNIT, Dimension.COUNTY)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A table, a condition on it, and its values. `nothing`: no row can be meant."""

    table: str
    where: str
    params: tuple[Any, ...]
    nothing: bool = False


def narrowed(*, report: Report, wish: Wish, actor: Actor | None) -> Narrowed:
    """The rows a reader may count; `actor` None is the public, for published reports."""
    table = scope.TABLES[report.subject]
    where, params = [], list[Any]()
    every = scope.units(report.subject, None)
    units = every if actor is None else scope.units(report.subject, actor)
    if Dimension.UNIT in wish.only:
        units = tuple(u for u in units if str(u) == wish.only[Dimension.UNIT])
    if not units:
        return Narrowed(table, "1 = 0", (), True)
    if len(units) < len(every):
        where.append(f"unit in ({marks(units)})")
        params += units
    codes = procedures(report)
    if codes is not None:
        where.append(f"procedure in ({marks(codes)})" if codes else "1 = 0")
        params += codes
    for dimension, value in wish.only.items():
        if dimension is Dimension.UNIT or dimension not in COLUMNS:
            continue
        if dimension in NUMBERS and not (value.isdecimal() and len(value) < 16):
            return Narrowed(table, "1 = 0", (), True)
        where.append(f"{COLUMNS[dimension]} = %s")
        params.append(int(value) if dimension in NUMBERS else value)
    return Narrowed(table, " and ".join(where) or "1 = 1", tuple(params))


def procedures(report: Report) -> list[str] | None:
    """Codes of the procedures a report is about; None: all."""
    if not report.procedures and not report.without:
        return None
    known = sorted({p.code for p in cases.procedures()})
    return [c for c in known if c.startswith(report.procedures or "") and not (report.without and c.startswith(report.without))]


def column(dimension: Dimension, basis: Basis) -> str:
    """What a dimension groups by."""
    if dimension is not Dimension.MONTH:
        return COLUMNS[dimension]
    return f"to_char({basis.value}, 'YYYY-MM')" if store.is_postgresql() else f"substr({basis.value}, 1, 7)"


def overdue_before(last: date, today: date) -> date:
    """What was due before this day and is open on `last` was late then: a day that still runs is not over."""
    return today if last >= today else last + timedelta(days=1)


def marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))
