"""Whether something is under way already about a subject that is no case."""

from __future__ import annotations

from yiwang.engines.store import api as store

OPEN = (
    "select c.ref from cases_seer s join cases_case c on c.id = s.case_id "
    "where s.seer = %s and s.is_open and c.about = %s and c.procedure = %s limit 1"
)


def open_about(*, party: int, about: str, procedure: str) -> str:
    """The reference of an open case of this procedure about a subject of this party's (a seer number); empty when there is none."""
    found = store.rows(OPEN, (party, about, procedure))
    return str(found[0][0]) if found else ""
