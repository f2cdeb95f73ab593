"""The reader that keeps the index: cases by their first entry and by what erases; public things by what their systems say of an entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from yiwang.engines.cases import api as cases
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.search.rooms.index import put, settle
from yiwang.engines.search.types import Findable
from yiwang.kernel.acts import Kind

Finder = Callable[[Recorded], Sequence[Findable]]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """A system's function from an entry to what can then be found."""
    if finder not in _finders:
        _finders.append(finder)


def keep(entry: Recorded) -> None:
    """Indexes what follows from an entry. Inside the reader's transaction."""
    for finder in _finders:
        for what in finder(entry):
            put(what=what, at=entry.at)
    if entry.kind in (Kind.OPENED, Kind.ERASED) and entry.subject.startswith("case:"):
        for chain in (entry.chain, *entry.facts.get("renamed", ())):
            told = cases.told(int(chain))
            words = " ".join((told.ref, told.unit_name, told.party_name))
            put(what=Findable(f"case:{told.ref}", "case", told.title, words, f"/cases/{told.ref}/", told.unit_name, told.id), at=entry.at)
        if entry.kind is Kind.ERASED:
            settle()
