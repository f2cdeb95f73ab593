"""What the desk is shown beside a matter: what says the same, what the same person said before. Who decides is the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Q

from yiwang.engines.cases import api as cases
from yiwang.engines.texts import api as texts
from yiwang.systems.public.appeals import matters
from yiwang.systems.public.appeals.models import Matter

GIVEN_UP = ("not_taken", "referred", "withdrawn")  # ended without an answer: nothing is joined to them


def alike(case: int, text: str) -> list[tuple[Matter, float, tuple[str, ...]]]:
    """Open or lately answered matters that may say the same, best first."""
    found = texts.alike(shelf=matters.SHELF, text=text, read=_whole, without=case)
    known = Matter.objects.in_bulk([one.subject for one in found])
    return [(row, one.score, one.shared) for one in found if (row := known.get(one.subject)) and not row.sealed and row.state not in GIVEN_UP]


def _whole(ids: Sequence[int]) -> Mapping[int, str]:
    return {id_: matters.text(wrote) for id_ in ids if (wrote := cases.wrote(id_))}


def before(caller: str, case: int = 0) -> list[Matter]:
    """What the same telephone said before, newest first; beside a matter that is kept already, what its writer said."""
    own = Matter.objects.filter(id=case).first()
    by = Q(caller=own.caller if own else caller) & ~Q(caller="")
    if own and own.party:
        by |= Q(party=own.party)
    return list(Matter.objects.filter(by).exclude(id=case).order_by("-id")[:8])


def known(refs: Sequence[str]) -> list[Matter]:
    return list(Matter.objects.filter(ref__in=refs)) if refs else []
