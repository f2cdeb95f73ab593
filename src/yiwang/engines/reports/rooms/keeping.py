"""The reader that keeps the rows: a case's are made anew from its whole chain whenever the chain has grown, so that twice is harmless."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.reports.rooms import cells, idle
from yiwang.engines.reports.rooms.folding import Folded, folded
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.acts import Kind

CASE = (
    "id", "n", "procedure", "item", "unit", "county", "channel", "began_on", "accepted_on", "decided_on", "ended_on", "closed_on", "outcome", "promised",
    "legal", "extended", "used", "idle", "papers", "silent", "due_on", "late", "topic", "said", "returned", "reopened", "reopened_on", "again", "excluded",
)
STEP = (
    '"case"', "term", "procedure", "item", "unit", "county", "channel", "began_on", "ended_on", "promised", "legal", "extended", "used", "idle", "due_on",
    "late", "topic",
)
PUT = (
    f"insert into reports_case ({', '.join(CASE)}) values ({', '.join(['%s'] * len(CASE))}) on conflict (id) do update set "
    f"{', '.join(f'{name} = excluded.{name}' for name in CASE[1:])}"
)
HANDED = 'insert into reports_handed ("case", n, "on", procedure, topic, unit, ruled, ended) values '
STEPS = f"insert into reports_step ({', '.join(STEP)}) values "
RATED = ("insert into reports_rating (chain, n, term, procedure, item, unit, county, began_on, score, channel, topic, excluded) "
         "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict (chain, n) do update set topic = excluded.topic, excluded = excluded.excluded")
LEVELS = {"best": 5, "good": 4, "fair": 3, "bad": 2, "worst": 1}
VERSION = 2  # of what is kept: one more where it is counted otherwise, and all is made anew from the record
MANY = 50  # rows a statement: SQLite takes so many places


def keep(entry: Recorded) -> None:
    """Keeps what follows from an entry of a case, or from a rating. Inside the reader's transaction."""
    if not entry.subject.startswith("case:"):
        if entry.kind is Kind.RATED:
            _rated(entry)
        return
    known = store.rows("select n from reports_case where id = %s", (entry.chain,))
    if known and known[0][0] >= entry.n:
        return  # made from more than this already
    if (found := folded(ledger.history(entry.chain))) is None:
        return
    before = cells.parts(entry.chain) if known else Counter()
    store.execute(PUT, _case(entry.chain, found))
    if known:
        store.execute('delete from reports_step where "case" = %s', (entry.chain,))
    _add(STEPS, _steps(entry.chain, found))
    if found.topic:  # others are looked up by none
        store.execute('delete from reports_handed where "case" = %s', (entry.chain,))
        _add(HANDED, [(entry.chain, h.n, h.on, found.procedure, found.topic, h.unit, int(h.ruled), h.ended) for h in found.handed])
    for r in found.ratings:
        _rating(entry.chain, r.n, r.level, ("", found.procedure, found.item, r.unit, r.on), (found.channel, found.topic, int(found.excluded)))
    cells.turn(before, cells.parts(entry.chain))


def clear() -> None:
    """Before a rebuild: `ledger.rebuild(reader="reports")` in the same transaction."""
    store.execute("delete from reports_handed")
    store.execute("delete from reports_step")
    store.execute("delete from reports_case")
    store.execute("delete from reports_rating")
    store.execute("delete from reports_cell")


def county(unit: int) -> int:
    """The county a unit works for; the city itself for its own departments."""
    here = identity.unit(unit)
    while here.level > identity.Level.COUNTY or (here.kind is not identity.Kind.GOVERNMENT and here.government):
        here = identity.unit(here.government)
    return here.id


def _rated(entry: Recorded) -> None:
    """A rating says which unit and step it is of, and how good it was: `score`, or a `level` in words."""
    facts = entry.facts
    if facts.get("unit"):
        told = str(facts.get("step", "")), str(facts.get("procedure", "")), str(facts.get("item", "")), int(facts["unit"]), clock.day(entry.at)
        _rating(entry.chain, entry.n, facts.get("score") or facts.get("level", ""), told, ("", "", 0))


def _rating(chain: int, n: int, level: object, told: tuple[str, str, str, int, date], more: tuple[str, str, int]) -> None:
    """`told`: step, procedure, item, unit, day; `more`: channel, topic, whether the case is excluded."""
    if score := LEVELS.get(str(level)) or (int(str(level)) if str(level).isdecimal() else 0):
        store.execute(RATED, (chain, n, *told[:4], county(told[3]), told[4], score, *more))


def _add(head: str, rows: Sequence[tuple[object, ...]]) -> None:
    for part in (rows[i : i + MANY] for i in range(0, len(rows), MANY)):
        place = f"({', '.join(['%s'] * len(part[0]))})"
        store.execute(head + ", ".join([place] * len(part)), tuple(value for row in part for value in row))


def _case(chain: int, c: Folded) -> tuple[object, ...]:
    step = c.measured
    return (
        chain, c.n, c.procedure, c.item, c.whose, county(c.whose), c.channel, c.began_on, c.accepted_on, c.decided_on, c.ended_on, c.closed_on, c.outcome,
        step.promised if step else 0, step.legal if step else 0, max((s.extended for s in c.main), default=0), c.used, idle.write(c.idle), c.papers,
        int(c.silent), c.due_on, int(c.late), c.topic, c.said, c.returned, c.reopened, c.reopened_on, int(c.again), int(c.excluded),
    )


def _steps(chain: int, c: Folded) -> list[tuple[object, ...]]:
    return [
        (chain, s.term, c.procedure, c.item, s.unit, county(s.unit), c.channel, s.began_on, s.ended_on, s.promised, s.legal, s.extended, s.used,
         idle.write(s.idle), s.due_on, int(s.late), c.topic)
        for s in c.steps
    ]
