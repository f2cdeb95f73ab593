"""What a reader of the record may know of a case beyond the entry: reference, title, party, who is awaited."""

from __future__ import annotations

import json
from datetime import datetime

from yiwang.engines.cases.rooms import scopes, seers
from yiwang.engines.cases.rooms.decide import unit_of
from yiwang.engines.cases.rooms.read import Locked, read
from yiwang.engines.cases.types import Procedure
from yiwang.engines.cases.views import Told
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.actors import IMPORT, Actor


def told(case: int) -> Told:
    """A case as the platform's own readers see it. Raises NotFound."""
    return told_of(read(case))


def told_of(row: Locked) -> Told:
    awaited = tuple(dict.fromkeys((t.unit, t.role) for t in row.tasks))
    head, here = row.procedure.roles.get("head"), row.procedure.states[row.state]
    running = row.clocks.get(here.term)
    return Told(
        row.id,
        row.ref,
        row.title,
        row.procedure.code,
        row.item.code,
        row.unit,
        identity.unit(row.unit).short,
        row.party,
        row.party_name,
        row.state,
        here.title,
        awaited,
        tuple(i.unit for i in row.inquiries),
        ((unit_of(head.where, row.unit, row.desk), head.code),) if head else (),
        running.end_at if running else None,
        here.asks,
    )


def phone_left(case: int) -> str:
    """The telephone left with a case that was begun for nobody who can sign in (the answer `phone`). Empty where there is none, it was erased, the case is
    kept secret, or it was taken over from another system, which told whom it concerned itself. Raises NotFound."""
    row, entry = read(case), ledger.history(case)[0]
    kept = ledger.values(case).get(1, {}).get("form", "")
    if row.party or row.sealed or not kept or entry.actor.get("system") == IMPORT.system:
        return ""
    return str(json.loads(kept)["answers"].get("phone") or "")


def procedure_of(case: int) -> Procedure:
    """The pinned procedure of a case. Raises NotFound."""
    return read(case).procedure


def opened_since(*, procedure: str, since: datetime, until: datetime) -> list[int]:
    """Cases of a procedure begun in a span of time, in order: for the platform's own readers."""
    sql = "select id from cases_case where procedure = %s and opened_at >= %s and opened_at < %s order by id"
    return [int(r[0]) for r in store.rows(sql, (procedure, since, until))]


def seer_of_unit(unit: int) -> int:
    return seers.of_unit(unit)


def seers_of(actor: Actor) -> tuple[int, ...]:
    """The numbers an actor reads messages as; with a mandate for part of somebody's matters none."""
    return seers.of_actor(actor) if actor.scope == scopes.ALL else ()


def seer_of(kind: str, id_: int) -> int:
    """The number of a unit, a person or a firm."""
    return {"unit": seers.of_unit, "person": seers.of_person, "firm": seers.of_firm}[kind](id_)


def party_of(seer: int) -> tuple[str, int]:
    """What a seer number means: unit, person or firm, and its number."""
    return ("unit", "person", "firm")[seer % 4], seer // 4
