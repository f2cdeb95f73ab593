"""The sums of months, kept by a tally of the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.store import api as store
from yiwang.systems.oversight.supervision.scores.formula import Formula, Score, score
from yiwang.systems.oversight.supervision.scores.parts import Part, parts

TALLY = "oversight.supervision.scores"
ADD = ("insert into supervision_part (unit, post, month, what, amount) values (%s, %s, %s, %s, %s) "
       "on conflict (month, unit, post, what) do update set amount = supervision_part.amount + excluded.amount")
OF = "select unit, post, month, what, amount from supervision_part where month = %s order by unit, post, what"
MONTHS = "select distinct month from supervision_part order by month desc"
Whose = tuple[int, int]  # unit and post; of a unit's own score the post is 0


def keep(entry: Recorded) -> None:
    """Adds what an entry gives. Called once for every entry, inside the reader's transaction."""
    for part in parts(entry, partial(_history, entry)):
        store.execute(ADD, part)


def empty() -> None:
    """Before a rebuild."""
    store.execute("delete from supervision_part")


def months() -> list[str]:
    """Months that anything was counted in, newest first."""
    return [str(month) for (month,) in store.rows(MONTHS)]


def of_month(month: str) -> list[Part]:
    return [Part(*row) for row in store.rows(OF, (month,))]


def units(found: Iterable[Part], formula: Formula) -> dict[int, Score]:
    """The scores of units out of the parts of one month."""
    return {unit: made for (unit, _), sums in _summed(found, whole=True).items() if (made := score(sums, formula)) is not None}


def posts(found: Iterable[Part], formula: Formula) -> dict[Whose, Score]:
    """The scores of posts; what is nobody's counts for the unit alone."""
    return {whose: made for whose, sums in _summed(found, whole=False).items() if whose[1] and (made := score(sums, formula)) is not None}


def _summed(found: Iterable[Part], *, whole: bool) -> Mapping[Whose, dict[str, int]]:
    sums: dict[Whose, dict[str, int]] = {}
    for part in found:
        mine = sums.setdefault((part.unit, 0 if whole else part.post), {})
        mine[part.what] = mine.get(part.what, 0) + part.amount
    return sums


def _history(entry: Recorded) -> list[Recorded]:
    return [e for e in ledger.history(entry.chain) if e.n <= entry.n]
