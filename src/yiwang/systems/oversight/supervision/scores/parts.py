"""What an entry adds to a month: pure, from kinds and figures, so that anybody who has the record gets the same sums."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from yiwang.engines.ledger.types import Recorded
from yiwang.kernel import clock
from yiwang.kernel.acts import Kind
from yiwang.systems.oversight.supervision.procedures import SIGNAL
from yiwang.systems.oversight.supervision.rules import ratings
from yiwang.systems.oversight.supervision.rules.finding import OWN
from yiwang.systems.oversight.supervision.rules.past import number
from yiwang.systems.oversight.supervision.rules.past import parts as clocks

DONE, LATE, RATED, GOOD, POINTS = "done", "late", "rated", "good", "points"
GRADES = ("best", "good", "fair", "bad", "worst")


class Part(NamedTuple):
    """So much of something, for a unit and post (0: nobody's) in a month (`2026-11`)."""

    unit: int
    post: int
    month: str
    what: str
    amount: int


History = Callable[[], Sequence[Recorded]]


def parts(entry: Recorded, history: History) -> Iterator[Part]:
    """What an entry adds; `history` is its chain up to itself, asked for where a figure rests on an earlier entry."""
    procedure = str(entry.facts.get("procedure", ""))
    if procedure == SIGNAL.code and entry.kind is Kind.DECIDED:
        yield from _ruled(entry, history())
    elif not procedure.startswith(OWN):
        yield from _steps(entry)
        yield from _rated(entry)
        if entry.facts.get("excluded"):  # in the record it says why
            yield from _left_out([e for e in history() if e.n < entry.n])


def _steps(entry: Recorded) -> Iterator[Part]:
    """Clocks it stopped: of the unit that owed each, and the post that stopped it."""
    unit, actor = number(entry.facts.get("unit")), entry.actor
    month = _month(clock.day(entry.at))
    for part in clocks(entry, "stopped"):
        if part.get("due"):
            owes = number(part.get("unit")) or unit
            post = number(actor.get("post")) if actor.get("unit") == owes else 0
            yield Part(owes, post, month, DONE, 1)
            if part.get("late"):
                yield Part(owes, post, month, LATE, 1)


def _rated(entry: Recorded) -> Iterator[Part]:
    """A rating, by its level or its figure."""
    facts = entry.facts
    graded = str(facts.get("level")) in GRADES or number(facts.get("score")) > 0
    if entry.kind in (Kind.RATED, Kind.REOPENED) and graded and number(facts.get("unit")):
        unit, post, month = number(facts["unit"]), number(facts.get("post")), _month(clock.day(entry.at))
        yield Part(unit, post, month, RATED, 1)
        if not ratings.bad(facts):
            yield Part(unit, post, month, GOOD, 1)


def _left_out(before: Sequence[Recorded]) -> Iterator[Part]:
    """What the ratings so far had added is taken back, once."""
    if not any(e.facts.get("excluded") for e in before):
        yield from (p._replace(amount=-p.amount) for e in before for p in _rated(e))


def _ruled(entry: Recorded, history: Sequence[Recorded]) -> Iterator[Part]:
    """Upheld: the points of the signal, in the month of the ruling. Withdrawn: the same taken back, from that month."""
    move, opened = entry.facts.get("move"), history[0].facts
    upheld = entry if move == "uphold" else next((e for e in history if e.facts.get("move") == "uphold"), None)
    amount = number(opened.get("points"))
    if move in ("uphold", "withdraw") and upheld is not None and amount:
        unit = number(upheld.facts.get("unit")) or number(opened.get("unit"))
        yield Part(unit, number(opened.get("post")), _month(clock.day(upheld.at)), POINTS, amount if move == "uphold" else -amount)


def _month(on: date) -> str:
    return f"{on:%Y-%m}"
