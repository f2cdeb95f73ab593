"""What a case's record says up to an entry: read when a rule asks for it, and pure from then on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from yiwang.engines.cases.types import Procedure
from yiwang.engines.ledger.types import Recorded
from yiwang.kernel import clock
from yiwang.kernel.acts import Kind
from yiwang.systems.oversight.supervision.rules.types import Evidence, Who

BAD_OUTCOMES = ("refused", "not_accepted")


def nothing() -> frozenset[int]:
    return frozenset()


class Past:
    """The entries of a chain before one of them, in order; the pinned procedure; and the units that the item has reviewed by.

    Each is given by a function that is asked once, and only when a rule wants to know.
    """

    def __init__(self, load: Callable[[], Sequence[Recorded]], procedure: Callable[[], Procedure | None] = lambda: None,
                 reviewing: Callable[[], frozenset[int]] = nothing) -> None:
        self._load, self._procedure, self._reviewing = load, procedure, reviewing

    @cached_property
    def entries(self) -> tuple[Recorded, ...]:
        return tuple(self._load())

    @cached_property
    def procedure(self) -> Procedure | None:
        return self._procedure()

    @cached_property
    def reviewing(self) -> frozenset[int]:
        return self._reviewing()

    def before(self, n: int) -> Past:
        """The same as it was before an earlier entry."""
        return Past(lambda: [e for e in self.entries if e.n < n], lambda: self.procedure, lambda: self.reviewing)

    def of_kind(self, *kinds: Kind) -> tuple[Recorded, ...]:
        return tuple(e for e in self.entries if e.kind in kinds)

    def runs(self, term: str, inquiry: int) -> tuple[Recorded, ...]:
        """The entries that started a clock of this name, in order."""
        return tuple(e for e in self.entries if any(_is(p, term, inquiry) for p in parts(e, "started")))

    def clock(self, term: str) -> Mapping[str, Any] | None:
        """What the record last said of the case's own clock of this name, while it runs."""
        found: Mapping[str, Any] | None = None
        for entry in self.entries:
            for name in ("started", "changed", "terms", "stopped"):
                for part in (p for p in parts(entry, name) if _is(p, term, 0)):
                    found = None if name == "stopped" else {**(found or {}), **part}
        return found

    def refuses(self, entry: Recorded) -> bool:
        """Whether a decision goes against who asked for it: to an end that is no good one."""
        state, it = str(entry.facts.get("to", "")), self.procedure
        if it is not None and state in it.ends:
            return state not in it.good_ends
        return entry.facts.get("outcome") in BAD_OUTCOMES


def parts(entry: Recorded, name: str) -> Iterator[Mapping[str, Any]]:
    """What an entry says of clocks: started, stopped, changed, or counted again (`terms`)."""
    found = entry.facts.get(name)
    if isinstance(found, list | tuple):
        yield from (p for p in found if isinstance(p, Mapping) and "term" in p)


def _is(part: Mapping[str, Any], term: str, inquiry: int) -> bool:
    return part["term"] == term and number(part.get("inquiry")) == inquiry


def number(said: object) -> int:
    """A number out of the facts; 0 for anything else. Facts of entries that are not of cases use the same names for other things: a unit's code."""
    return said if isinstance(said, int) and not isinstance(said, bool) else 0


def acted_at(entry: Recorded) -> datetime:
    """The instant of the act: the entry's, unless it says that it was another."""
    try:
        return clock.parse(str(entry.facts["acted_at"]))
    except (KeyError, ValueError):
        return entry.at


def acted_on(entry: Recorded) -> date:
    return clock.day(acted_at(entry))


def entered_on(entry: Recorded) -> date:
    """The day an entry was written down: of what another system told us, when it came."""
    return clock.day(entry.recorded_at or entry.at)


def day(said: object) -> date | None:
    """A day out of the facts; None where there is none."""
    try:
        return date.fromisoformat(str(said)[:10])
    except ValueError:
        return None


def who(entry: Recorded) -> Who:
    """Who did what an entry says: the official on record, or, of another system's step, whom that system named."""
    facts, actor = entry.facts, entry.actor
    unit = number(facts.get("unit")) or number(actor.get("unit"))
    if handler := str(facts.get("handler") or ""):
        return Who(unit, 0, 0, handler)
    return Who(unit, number(actor.get("account")), number(actor.get("post")), str(actor.get("name") or ""))


def same_person(one: Who, other: Who) -> bool:
    """Whether two acts were one person's: by account, or by the number another system gives them."""
    if one.account or other.account:
        return one.account == other.account
    return bool(one.name) and one.name == other.name


def proof(*entries: Recorded) -> tuple[Evidence, ...]:
    """Entries as evidence, each once."""
    return tuple(dict.fromkeys((e.chain, e.n, e.hash.hex()) for e in entries))
