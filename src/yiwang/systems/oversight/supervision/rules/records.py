"""The record itself: entered late, entered in batches, closed for the clock's sake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yiwang.engines.calendar import api as calendar
from yiwang.engines.ledger.types import Recorded
from yiwang.kernel.acts import Kind
from yiwang.systems.oversight.supervision.rules.catalogue import names
from yiwang.systems.oversight.supervision.rules.detector import ANY, Detector
from yiwang.systems.oversight.supervision.rules.past import Past, acted_on, day, entered_on, parts, proof, who
from yiwang.systems.oversight.supervision.rules.types import Evidence, Finding, Rule, Who

BATCH = "records.batch"
SHOWN = 20  # entries a finding of many names


@dataclass(frozen=True, slots=True)
class Backdated:
    """A step that a unit entered on a day, so many working days after it was done."""

    unit: int
    on: date
    days: int
    evidence: Evidence


def late(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    most, used = int(rule.parameters["working_days"]), days_late(entry)
    if used > most:
        yield Finding(rule, entry.subject, "entry", who(entry), "没有及时录入", f"办了以后 {most} 个工作日内录入",
                      f"{acted_on(entry)} 办，晚 {used} 个工作日录入", proof(entry))


def days_late(entry: Recorded) -> int:
    """Working days between what was done and its entry."""
    done, entered = acted_on(entry), entered_on(entry)
    return calendar.standard().count_working(done, entered) if done < entered else 0


def at_odds(entry: Recorded) -> bool:
    """Whether it only notes that what another system told does not fit."""
    reported = entry.facts.get("reported")
    return isinstance(reported, Mapping) and bool(reported.get("contradicts"))


def batches(rule: Rule, rows: Sequence[Backdated]) -> Iterator[Finding]:
    """Units that entered many earlier steps on one day. Of the rows of that day, in the order of the record."""
    most = int(rule.parameters["entries"])
    for unit, on in dict.fromkeys((r.unit, r.on) for r in rows):
        mine = [r for r in rows if (r.unit, r.on) == (unit, on) and r.days > int(rule.parameters["working_days"])]
        if len(mine) >= most:
            yield Finding(rule, f"unit:{unit}", f"{on}", Who(unit), f"{on.month} 月 {on.day} 日成批补录", f"一天补录少于 {most} 条", f"补录 {len(mine)} 条",
                          tuple(r.evidence for r in mine[:SHOWN]))


def reopened(rule: Rule, entry: Recorded, past: Past) -> Iterator[Finding]:
    """Done on the last days, and again soon after: whether the clock or the matter was to be served."""
    city = calendar.standard()
    for before in reversed(past.entries):
        for part in (p for p in parts(before, "stopped") if p["term"] in names(rule, "terms") and not p.get("inquiry")):
            due, done = day(part.get("due")), acted_on(before)
            soon = city.count_working(done, acted_on(entry)) <= int(rule.parameters["after"])
            if due is not None and done <= due and city.count_working(done, due) <= int(rule.parameters["before"]) and soon:
                nth = len(past.of_kind(Kind.REOPENED)) + 1
                yield Finding(rule, entry.subject, f"reopen#{nth}", who(before), "期满前办结，随后又重新办理", f"最晚 {due}",
                              f"{done} 办结，{acted_on(entry)} 重新办理", proof(before, entry))
            return


DETECTORS = (Detector("records.late", ANY, late, "acted_at"), Detector("records.reopened", frozenset({Kind.REOPENED}), reopened))
