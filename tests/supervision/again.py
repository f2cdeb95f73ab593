"""The rules asked anew about a whole record, without the readers: what was found once has to be found again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from yiwang.engines.cases import api as cases
from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.types import Recorded
from yiwang.systems.oversight.supervision import signals
from yiwang.systems.oversight.supervision.rules.catalogue import Catalogue
from yiwang.systems.oversight.supervision.rules.finding import found
from yiwang.systems.oversight.supervision.rules.past import Past
from yiwang.systems.oversight.supervision.rules.types import Finding


def feed() -> Iterator[Recorded]:
    """Every sealed entry."""
    after = 0
    while part := ledger.feed(after=after):
        yield from part
        after = part[-1].pos


def found_again(catalogue: Catalogue | None = None) -> list[Finding]:
    """What the entries show, each chain read once."""
    chains: dict[int, list[Recorded]] = {}
    every: list[Finding] = []
    for entry in feed():
        before = chains.setdefault(entry.chain, [])
        every += found(entry, _past(entry, list(before)), catalogue)
        before.append(entry)
    return every


def _past(entry: Recorded, before: list[Recorded]) -> Past:
    live = signals.past(entry)
    known = entry.subject.startswith(signals.CASE)
    return Past(lambda: before, lambda: cases.procedure_of(entry.chain) if known else None, lambda: live.reviewing)


def counted(findings: list[Finding]) -> Counter[tuple[str, str]]:
    """Subject and rule of each."""
    return Counter((f.subject, f.rule.code) for f in findings)
