"""Cases by the words of their title, reference or party: within what a reader may see, a bounded stretch at a time."""

from __future__ import annotations

import unicodedata
from typing import Any

from yiwang.kernel.actors import Actor

STRETCH = 20_000  # cases of a reader looked through in one request; the page after goes on where this one stopped
MOST = 5  # words of a query that narrow
ANY = "(lower(c.title) like %s escape '!' or lower(c.ref) like %s escape '!' or (lower(c.party_name) like %s escape '!' and {known}))"
KNOWN = "(%s in (c.unit_id, c.desk) or exists (select 1 from cases_inquiry i where i.case_id = c.id and i.unit_id = %s))"


def holding(words: str, actor: Actor) -> tuple[list[str], list[Any]]:
    """The conditions that every word of a query is held by, and their parameters. Whose matter it is, is found by the units that work on it alone."""
    where, params = list[str](), list[Any]()
    for word in unicodedata.normalize("NFKC", words).casefold().split()[:MOST]:
        like = f"%{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        where.append(ANY.format(known=KNOWN if actor.unit else "1 = 1"))
        params += [like, like, like, *((actor.unit, actor.unit) if actor.unit else ())]
    return where, params


def far_end(where: list[str]) -> str:
    """The statement that gives the last case of a stretch, when there are more: read out of the index alone."""
    ordered = f"where {' and '.join(where)} order by s.opened_at desc, s.case_id desc"
    return f"select s.case_id, s.opened_at from cases_seer s {ordered} limit 1 offset {STRETCH - 1}"


WITHIN = "(s.opened_at, s.case_id) >= (%s, %s)"  # not beyond the end of the stretch: the range is read until the page is full
