"""Whose figures somebody may ask for: those of the units whose cases a list would show. Deny is the default."""

from __future__ import annotations

from datetime import date

from yiwang.engines.identity import api as identity
from yiwang.engines.reports.rooms.declared import every
from yiwang.engines.reports.types import Report, Subject
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor

TABLES = {Subject.CASES: "reports_case", Subject.STEPS: "reports_step", Subject.RATINGS: "reports_rating"}
UNITS = (  # each once, by the index: as many steps as there are units, not as there are rows
    "with recursive u(unit) as (select min(unit) from {table} union all select (select min(t.unit) from {table} t where t.unit > u.unit) from u "
    "where u.unit is not null) select unit from u where unit is not null"
)


def may_open(*, report: Report, actor: Actor, on: date) -> bool:
    """Whether an official may open a report: in a post that is held that day, and with the role it names."""
    if not actor.official or actor.scope != "*":
        return False
    rights = identity.rights(actor, epoch_now=identity.epoch())
    if rights.unit != actor.unit or not rights.roles or not rights.since <= on <= rights.until:
        return False
    return report.to == "office" or rights.hold(report.to, on)


def offered(*, actor: Actor, on: date) -> tuple[Report, ...]:
    """The reports an official may open."""
    return tuple(r for r in every() if may_open(report=r, actor=actor, on=on))


def units(report: Report, actor: Actor | None) -> tuple[int, ...]:
    """The units with figures that an official reads, who may open the report; None: all of them, for what is published."""
    known = [int(r[0]) for r in store.rows(UNITS.format(table=TABLES[report.subject]))]
    if actor is None or (report.whole and report.whole in identity.rights(actor, epoch_now=identity.epoch()).roles):
        return tuple(known)
    mine = set(identity.reads_as(actor.unit)) if actor.unit else set()
    return tuple(u for u in known if mine & set(identity.above(u)))
