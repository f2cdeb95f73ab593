"""What is looked for once a day, because nothing happens when it happens: bad ratings that nobody answers, steps entered in batches.

A tally keeps what the look needs; what it finds begins a signal under a key of its own, so that a second look finds nothing new.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from yiwang.engines.cases import api as cases
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import READER
from yiwang.kernel.acts import Kind
from yiwang.systems.oversight.supervision import signals
from yiwang.systems.oversight.supervision.rules import ratings, records
from yiwang.systems.oversight.supervision.rules.catalogue import Catalogue, standing
from yiwang.systems.oversight.supervision.rules.past import entered_on, number, who
from yiwang.systems.oversight.supervision.rules.types import Finding

TALLY = "oversight.supervision.looks"
ANSWERS = frozenset({Kind.MOVED, Kind.ANSWERED, Kind.DECIDED, Kind.RETURNED, Kind.REOPENED, Kind.CORRECTED})
KINDS = frozenset(Kind)
BACK = 7  # days a look goes back: a city that stood still for so long misses none
ABOUT = "rated:"  # what a case that a rating began is about: chain and place of the rating
PUT_BACKDATED = ('insert into supervision_backdated (chain, n, hash, unit, "on", days) values (%s, %s, %s, %s, %s, %s) on conflict (chain, n) do nothing')
PUT_RATED = ('insert into supervision_rated (chain, n, hash, unit, post, subject, "on", followed, answered) values (%s, %s, %s, %s, %s, %s, %s, 0, 0) '
             "on conflict (chain, n) do nothing")
FOLLOWED = "update supervision_rated set followed = %s where chain = %s and n = %s"
BY_CASE = "update supervision_rated set answered = 1 where followed = %s and answered = 0"
BY_CHAIN = "update supervision_rated set answered = 1 where chain = %s and n < %s and answered = 0"
BATCHES = 'select unit, "on", days, chain, n, hash from supervision_backdated where "on" >= %s and "on" < %s order by "on", unit, chain, n'
OPEN = 'select unit, post, "on", subject, chain, n, hash from supervision_rated where answered = 0 order by "on", chain, n'


def keep(entry: Recorded) -> None:
    """Keeps what a look needs of an entry. Called once for every entry, inside the reader's transaction."""
    facts, on = entry.facts, entered_on(entry)
    if "acted_at" in facts and (days := records.days_late(entry)):
        store.execute(PUT_BACKDATED, (entry.chain, entry.n, entry.hash.hex(), who(entry).unit, on, days))
    if entry.kind is Kind.RATED and not entry.subject.startswith(signals.CASE) and ratings.bad(facts):
        unit, post = number(facts.get("unit")), number(facts.get("post"))
        store.execute(PUT_RATED, (entry.chain, entry.n, entry.hash.hex(), unit, post, _subject(entry), clock.day(entry.at)))
    elif entry.kind is Kind.OPENED and (place := str(facts.get("about", "")).removeprefix(ABOUT).split(".")) and len(place) == 2:
        if all(p.isdecimal() for p in place):
            store.execute(FOLLOWED, (entry.chain, int(place[0]), int(place[1])))
    elif entry.kind in ANSWERS and not records.at_odds(entry):  # a step that does not fit does nothing about a rating
        store.execute(BY_CASE, (entry.chain,))
        if not entry.subject.startswith(signals.CASE):  # ratings lie in chains of their own
            store.execute(BY_CHAIN, (entry.chain, entry.n))


def empty() -> None:
    """Before a rebuild."""
    store.execute("delete from supervision_backdated")
    store.execute("delete from supervision_rated")


def look(at: datetime, catalogue: Catalogue | None = None) -> int:
    """Looks at what is there on a day; begins the signals that are not there yet, and gives how many things it found."""
    today, count = clock.day(at), 0
    for finding in found(today, catalogue or standing()):
        begun = cases.begin(actor=READER, begin=signals.begin(finding, today), key=_key(finding), at=at)
        count += not begun.replayed
    return count


def found(today: date, catalogue: Catalogue) -> Iterator[Finding]:
    """What a look finds: bad ratings whose time is over, and the batches of the days before."""
    if rule := catalogue.in_force(ratings.UNANSWERED, today):
        for unit, post, on, subject, chain, n, digest in store.rows(OPEN):
            yield from ratings.unanswered(rule, ratings.Rated(unit, post, store.day(on), subject, (chain, n, digest)), today)
    rows = [records.Backdated(unit, store.day(on), days, (chain, n, digest))
            for unit, on, days, chain, n, digest in store.rows(BATCHES, (today - timedelta(days=BACK), today))]
    for day in sorted({r.on for r in rows}):
        if rule := catalogue.in_force(records.BATCH, day):
            yield from records.batches(rule, [r for r in rows if r.on == day])


def _key(finding: Finding) -> str:
    return f"sv:{finding.rule.code}:{finding.subject.partition(':')[2][-18:]}:{finding.step}"[:60]


def _subject(entry: Recorded) -> str:
    """What a rating is of, where the record says so."""
    about, case = str(entry.facts.get("about", "")), str(entry.facts.get("case", ""))
    return about if about.startswith(signals.CASE) else f"{signals.CASE}{case}" if case else entry.subject
