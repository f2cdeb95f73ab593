"""What a unit's counter took in, for itself or for another unit: found again with its receipt, and nothing of the work on it."""

from __future__ import annotations

from typing import Any

from yiwang.engines.cases.rooms import registry, seers
from yiwang.engines.cases.views import DocumentView, TakenIn
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import NotFound

MATTER = (
    "select c.id, c.ref, c.title, c.procedure, c.version, c.unit_id, c.state, c.opened_at, "
    "(select count(*) from cases_seer v where v.case_id = c.id and v.seer in ({seen})) from cases_case c "
    "where c.matter = (select matter from cases_case where ref = %s) "
    "and exists (select 1 from cases_seer s where s.case_id = c.id and s.seer in ({mine})) order by c.id"
)
PAPERS = "select kind, title, number, owed_at, made_at, sha256 from cases_document where case_id = %s and n = 1 order by id"


def taken_in(*, actor: Actor, ref: str) -> tuple[TakenIn, ...]:
    """The case of a reference, then the others of its matter: those the actor's unit took in, and those it sees anyway. Raises NotFound."""
    seen = seers.of_actor(actor) if actor.unit else ()
    if not seen:
        raise NotFound(ref)
    mine = (*seen, *seers.of_counters(actor.unit))
    found = store.rows(MATTER.format(seen=_marks(seen), mine=_marks(mine)), (*seen, ref, *mine))
    cases = sorted((_of(row) for row in found), key=lambda c: c.ref != ref)
    if not cases or cases[0].ref != ref:
        raise NotFound(ref)
    return tuple(cases)


def _of(row: tuple[Any, ...]) -> TakenIn:
    id_, ref, title, procedure, version, unit, state, opened_at, seen = row
    here = registry.procedure(procedure, version).states[state]
    papers = tuple(DocumentView(k, t, n, store.instant(o), store.instant(m), s) for k, t, n, o, m, s in store.rows(PAPERS, (id_,)))
    return TakenIn(ref, title, procedure, unit, identity.unit(unit).name, here.public or here.title, store.instant(opened_at), papers, bool(seen))


def _marks(values: tuple[int, ...]) -> str:
    return ", ".join(["%s"] * len(values))
