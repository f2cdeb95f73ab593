"""A unit that was merged has a successor: its cases and files, open tasks, clocks and questions pass to it, case by case, each with an entry.

信访条例 第二十四条: what a merged unit had to do is done by the one that takes over its work. The reader finds what is left by asking the tables, so that
a turn that was killed is simply taken again, and a case that began while the merger was written is found by its own first entry.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yiwang.engines.cases.rooms import acts, seers
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.actors import READER
from yiwang.kernel.acts import Kind

FOLLOWS = frozenset({Kind.CHANGED, Kind.OPENED, Kind.INQUIRED})
BATCH = 200
LEFT = (
    "select id from cases_case where unit_id = %s union select case_id from cases_task where unit_id = %s and closed_at is null "
    "union select id from cases_case where desk = %s order by 1 limit %s"
)
LOCKED = "select ref, procedure, unit_id, desk, state, head, length from cases_case where id = %s"
TASKS = "select unit_id from cases_task where case_id = %s and closed_at is null"
CASE = "update cases_case set unit_id = %s, desk = %s, head = %s, length = %s where id = %s"
OPEN = (
    "update cases_task set unit_id = %s where case_id = %s and unit_id = %s and closed_at is null",
    "update cases_term set unit_id = %s where case_id = %s and unit_id = %s and stopped_at is null",
    "update cases_inquiry set unit_id = %s where case_id = %s and unit_id = %s and answered_at is null and closed_at is null",
)
SEER = ("insert into cases_seer (seer, case_id, opened_at, is_open) select %s, id, opened_at, closed_at is null from cases_case where id = %s "
        "on conflict (seer, case_id) do nothing")
SAYS = "由承接单位继续办理"


def succeed(entry: ledger.Recorded, *, at: datetime) -> int:
    """What follows from an entry: all cases of a unit that was merged, or the one case that still names such a unit. How many were handed over.

    Each case is a transaction of its own; harmless twice, so call it outside the reader's.
    """
    if entry.subject.startswith("case:"):
        return int(_handed(entry.chain, at))
    if not entry.subject.startswith("unit:") or not entry.facts.get("into"):
        return 0
    unit, done = int(entry.subject.partition(":")[2]), 0
    while left := [int(id_) for (id_,) in store.rows(LEFT, (unit, unit, unit, BATCH))]:
        done += sum(_handed(case, at) for case in left)
    return done


def taken_over(unit: int) -> int:
    """How many cases a unit has that it took over: for the directory."""
    found = identity.merged_into(unit=unit)
    if not found:
        return 0
    marks = ", ".join(["%s"] * len(found))
    sql = f"select count(distinct c.id) from cases_seer s join cases_case c on c.id = s.case_id where s.seer in ({marks}) and c.unit_id = %s"
    return int(store.rows(sql, (*(seers.of_unit(u) for u in found), unit))[0][0])


def _handed(case: int, at: datetime) -> bool:
    """Hands a case over from every merged unit it names. Whether it named any."""
    with store.atomic():
        found = store.rows(LOCKED + store.lock(), (case,))
        epoch = identity.epoch()
        if not found:
            return False
        ref, procedure, unit, desk, state, head, length = found[0]
        named = {unit, desk, *(int(u) for (u,) in store.rows(TASKS, (case,)))} - {0}
        heirs = {u: heir for u in sorted(named) if (heir := identity.in_force(u, epoch_now=epoch)) != u}
        if not heirs:
            return False
        facts: dict[str, Any] = {"succeeded": [_said(u, heir) for u, heir in heirs.items()], "to": state, "procedure": procedure}
        act = acts.of_move(procedure, "succeeded", Kind.CHANGED, SAYS)
        entry = ledger.compose(chain=case, n=length + 1, prev=bytes(head), subject=f"case:{ref}", act=act, actor=READER, at=at, facts=facts)
        store.run(ledger.fragments(entry))
        store.execute(CASE, (heirs.get(unit, unit), heirs.get(desk, desk), entry.hash, entry.n, case))
        for old, heir in heirs.items():
            for sql in OPEN:
                store.execute(sql, (heir, case, old))
        for seer in seers.of_units(heirs.values()):
            store.execute(SEER, (seer, case))
    return True


def _said(old: int, heir: int) -> dict[str, Any]:
    return {"unit": old, "unit_name": identity.unit(old).short, "into": heir, "into_name": identity.unit(heir).short}
