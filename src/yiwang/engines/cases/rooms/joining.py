"""A case joins the matter of another (并件) and may leave it: cases of one matter know of each other, and each is answered by itself."""

from __future__ import annotations

from datetime import datetime

from yiwang.engines.cases.rooms.read import STALE, Locked
from yiwang.engines.cases.types import JOINS, LEAVES, Move
from yiwang.engines.cases.views import Joined
from yiwang.engines.forms.types import Clean
from yiwang.engines.store import api as store
from yiwang.kernel.errors import Refused, Stale
from yiwang.kernel.reasons import Reason

INTO = "into"  # the question which case
LEAD = "select id, matter, closed_at, sealed, coalesce(nullif(desk, 0), unit_id) from cases_case where ref = %s and procedure = %s"
SAME = "select id, ref, title, state, opened_at from cases_case where matter = %s and procedure = %s and id <> %s order by id"


def matter(row: Locked, move: Move, data: Clean) -> int:
    """The matter a case is of after a move, 0 when that does not change. Raises Refused for a case that is not at this desk, is over, is
    sealed, or is itself, Stale."""
    if move.matter == LEAVES:
        return row.id
    if move.matter != JOINS:
        return 0
    named = (str(data.answers.get(INTO, "")).strip(), row.procedure.code)
    found = store.rows(LEAD + store.free(), named)
    if not found and store.rows(LEAD, named):
        raise Stale(STALE)  # somebody is at it this moment: of two that join each other neither would be answered
    if not found or found[0][0] == row.id or found[0][2] is not None or found[0][4] != (row.desk or row.unit):
        raise Refused(Reason("no-such-lead", "没有这样一件在办的。请从列表里选，或者核对单号。", field=INTO))
    if row.sealed or found[0][3]:
        raise Refused(Reason("sealed", "要求保密的不和别的件一起答复，请单独办理。", field=INTO))
    if same_matter(row.id, row.matter, row.procedure.code):
        raise Refused(Reason("leads-itself", "已经有别的件并到这一件里，请把那一件并进来。", field=INTO))
    return int(found[0][1])


def joined(case: int) -> tuple[Joined, ...]:
    """The other cases of the same procedure in the matter of a case, oldest first. Raises NotFound."""
    ((of, procedure),) = store.rows("select matter, procedure from cases_case where id = %s", (case,))
    return same_matter(case, int(of), str(procedure))


def same_matter(case: int, of: int, procedure: str) -> tuple[Joined, ...]:
    return tuple(Joined(int(id_), ref, title, state, _instant(opened)) for id_, ref, title, state, opened in store.rows(SAME, (of, procedure, case)))


def _instant(value: object) -> datetime:
    at = store.instant(value)
    assert at is not None
    return at
