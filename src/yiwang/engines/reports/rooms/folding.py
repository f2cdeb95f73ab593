"""From the entries of one case to its rows: pure, from kinds and figures alone, so that a rebuild gives the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.reports.rooms.idle import DAY, Stretch, merged, worked
from yiwang.kernel import clock
from yiwang.kernel.acts import Kind

COUNTED = ("accept", "decide")  # what is owed on the way to a decision, where a procedure is not known any more
# the kinds of entries a row follows from; others pass it by, whenever they come
TELLING = frozenset({
    Kind.OPENED, Kind.MOVED, Kind.ASKED_FOR_PAPERS, Kind.SUPPLEMENTED, Kind.NOT_COUNTED_FROM, Kind.NOT_COUNTED_TO, Kind.EXTENDED, Kind.INQUIRED,
    Kind.ANSWERED, Kind.RETURNED, Kind.LAPSED, Kind.DECIDED, Kind.HANDED_OVER, Kind.RATED, Kind.REOPENED, Kind.REFERRED, Kind.CORRECTED, Kind.CHANGED,
})
WEB, COUNTER, PLATFORM = "web", "counter", "system"
TOPIC, WORD = 80, 12  # letters a row keeps
DONE, RETURNED = "answered", "returned"


@dataclass(slots=True)
class Step:
    """A clock. `unit` owed it; `inquiry` is 0 for the case's own."""

    term: str
    inquiry: int
    unit: int
    began_on: date
    promised: int
    legal: int
    due_on: date | None = None
    ended_on: date | None = None
    extended: int = 0
    idle: tuple[Stretch, ...] = ()
    late: bool = False
    n: int = 0  # the entry that started it

    @property
    def used(self) -> int:
        return worked(self.began_on, self.ended_on, self.idle) if self.ended_on else 0


@dataclass(slots=True)
class Rating:
    """What the case itself was given after an answer, and the unit that had it then."""

    n: int
    on: date
    unit: int
    level: str


@dataclass(slots=True)
class Handed:
    """A unit was given the case; `ruled` after a unit had given it back. `ended` is what became of it: answered, returned, or still open."""

    n: int
    on: date
    unit: int
    ruled: bool
    ended: str = ""


@dataclass(slots=True)
class Folded:
    """A case after its entries. `n` is the last of those that tell. It counts for the unit that had it when it was decided, whoever does it anew."""

    procedure: str
    item: str
    unit: int
    channel: str
    began_on: date
    n: int = 0
    accepted_on: date | None = None
    decided_on: date | None = None
    closed_on: date | None = None
    outcome: str = ""
    papers: int = 0
    silent: bool = False
    counted: tuple[str, ...] = COUNTED
    topic: str = ""
    said: str = ""
    returned: int = 0
    reopened: int = 0
    reopened_on: date | None = None
    again: bool = False
    excluded: bool = False
    decided_n: int = 0
    had: int = 0  # the unit that had it before the entry that is read
    answered_by: int = 0  # who had it when it came again first
    ratings: list[Rating] = field(default_factory=list)
    handed: list[Handed] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    asked: list[Stretch] = field(default_factory=list)  # days the applicant was waited for

    @property
    def whose(self) -> int:
        return self.answered_by or self.unit

    @property
    def ended_on(self) -> date | None:
        return self.decided_on or self.closed_on

    @property
    def main(self) -> list[Step]:
        """The authority's own clocks up to the decision, in order."""
        own = [s for s in self.steps if not s.inquiry]
        named = [s for s in own if s.term in self.counted] or own
        ended = self.ended_on
        return [s for s in named if ended is None or (s.began_on <= ended and s.n <= (self.decided_n or s.n))]

    @property
    def measured(self) -> Step | None:
        """The clock whose days were promised: of deciding, else the first."""
        return next((s for s in reversed(self.main) if s.term == self.counted[-1]), next(iter(self.main), None))

    @property
    def idle(self) -> tuple[Stretch, ...]:
        return merged([*self.asked, *(gap for s in self.main for gap in s.idle)])

    @property
    def used(self) -> int:
        return worked(self.began_on, self.ended_on, self.idle) if self.ended_on else 0

    @property
    def due_on(self) -> date | None:
        """The last day of what runs now, or of what ran last when it was decided; None while nothing is owed."""
        running = [s for s in self.main if s.ended_on is None]
        if running or self.ended_on is None:
            return min((s.due_on for s in running if s.due_on), default=None)
        return self.main[-1].due_on if self.main else None

    @property
    def late(self) -> bool:
        """Of a clock that ran more than once the last run counts: what was given to the wrong unit is not late for the right one."""
        last = {s.term: s for s in self.main}
        return any(s.late for s in last.values() if s.ended_on is not None)


def folded(history: Sequence[Recorded]) -> Folded | None:
    """A case as its entries tell it, or None for another subject."""
    if not history or history[0].kind is not Kind.OPENED or not history[0].subject.startswith("case:"):
        return None
    facts, actor = history[0].facts, history[0].actor
    channel = str(facts.get("channel") or (PLATFORM if "system" in actor else COUNTER if actor.get("unit") else WEB))[:WORD]
    found = Folded(str(facts["procedure"]), str(facts.get("item", "")), int(facts["unit"]), channel, clock.day(history[0].at))
    if (procedure := _procedure(found.procedure, int(facts.get("version", 0)))) is not None:
        found.counted = procedure.counted
    for entry in history:
        found.had = found.unit
        _clocks(found, entry)
        _handed(found, entry)
        _kind(found, entry)
        found.n = entry.n if entry.kind in TELLING else found.n
    return found


def _clocks(case: Folded, entry: Recorded) -> None:
    """Clocks that an entry stopped, changed, started or recounted, or gave to a successor."""
    on, facts = clock.day(entry.at), entry.facts
    for part in _parts(facts, "stopped"):
        step = _running(case, part)
        _said(step, part)
        step.ended_on, step.late = max(on, step.began_on), bool(part.get("late"))
    case.unit = int(facts.get("handed_to", case.unit))
    for part in _parts(facts, "changed"):
        _said(_running(case, part), part)
    for part in _parts(facts, "started"):
        case.steps.append(_new(case, part, entry.n))
    if entry.kind is Kind.CORRECTED:
        for part in _parts(facts, "terms"):
            _running(case, part).due_on = _day(part.get("due"))
    for part in _parts(facts, "succeeded"):
        for step in (s for s in case.steps if s.ended_on is None and s.unit == part["unit"]):
            step.unit = int(part["into"])
        case.unit = int(part["into"]) if case.unit == part["unit"] else case.unit
        case.answered_by = int(part["into"]) if case.answered_by == part["unit"] else case.answered_by
        for one in (h for h in case.handed if not h.ended and h.unit == part["unit"]):
            one.unit = int(part["into"])


def _handed(case: Folded, entry: Recorded) -> None:
    """Who was given the case, who gave it back, who answered."""
    ended = {Kind.RETURNED: RETURNED, Kind.DECIDED: DONE}.get(entry.kind)
    if ended and (ended is DONE or "handed_to" in entry.facts):  # what is only to be done better stays where it is
        for one in case.handed:
            one.ended = one.ended or ended
    elif "handed_to" in entry.facts:
        ruled = bool(case.handed) and case.handed[-1].ended == RETURNED
        case.handed.append(Handed(entry.n, clock.day(entry.at), int(entry.facts["handed_to"]), ruled))


def _kind(case: Folded, entry: Recorded) -> None:
    on, facts = clock.day(entry.at), entry.facts
    _told(case, entry, on)
    stopped = {p.get("term") for p in _parts(facts, "stopped")}
    if case.accepted_on is None and any(p.get("term") == case.counted[-1] for p in _parts(facts, "started")):
        case.accepted_on = _day(facts.get("as_of")) or on
    if entry.kind is Kind.LAPSED and stopped & set(case.counted):
        case.silent = True
    if entry.kind is Kind.ASKED_FOR_PAPERS:
        case.papers += 1
        case.asked.append((on + DAY, None))
    if entry.kind is Kind.SUPPLEMENTED:
        if case.asked and case.asked[-1][1] is None:
            case.asked[-1] = (case.asked[-1][0], on)
        if entry.actor.get("unit") and case.channel == WEB:
            case.channel = COUNTER
    if case.closed_on is None and "to" in facts:
        _outcome(case, entry, on)


def _told(case: Folded, entry: Recorded, on: date) -> None:
    """What an entry says of the case: its topic, what became of it, that it was given back, came again, was rated, is left out."""
    facts, kind = entry.facts, entry.kind
    topic = facts.get("topic")
    case.topic = str((topic.get("code") if isinstance(topic, Mapping) else topic) or case.topic)[:TOPIC]
    case.said = str(facts.get("outcome") or case.said)[:WORD]
    case.excluded = bool(facts.get("excluded", case.excluded))
    case.returned += kind is Kind.RETURNED
    if kind in (Kind.RATED, Kind.REOPENED) and facts.get("level"):
        case.ratings.append(Rating(entry.n, on, case.had, str(facts["level"])))
    if kind is Kind.REOPENED:
        case.answered_by = case.answered_by or case.had
        case.reopened, case.reopened_on, case.again = case.reopened + 1, case.reopened_on or on, False
    case.again = case.again or (kind is Kind.DECIDED and case.reopened > 0)


def _outcome(case: Folded, entry: Recorded, on: date) -> None:
    procedure = _procedure(case.procedure, int(entry.facts.get("version", 0)))
    state, move = str(entry.facts["to"]), str(entry.facts.get("move", ""))
    ends = procedure is not None and state in procedure.ends
    decides = entry.kind is Kind.DECIDED or (
        entry.kind is Kind.LAPSED and procedure is not None and move in procedure.by_code and procedure.move(move).kind is Kind.DECIDED)
    if decides and case.decided_on is None:
        bad = procedure is not None and ends and state not in procedure.good_ends
        taken_up = any(s.term == case.counted[-1] for s in case.steps)
        case.decided_n, case.decided_on, case.outcome = entry.n, on, "granted" if not bad else "refused" if taken_up else "not_accepted"
        if case.accepted_on is None and case.outcome == "granted":
            case.accepted_on = on
    if ends:
        case.closed_on, case.outcome = on, case.outcome or "ended"


def _procedure(code: str, version: int) -> cases.Procedure | None:
    """The pinned version, else the newest that the code has; what a closed case began under may be gone."""
    known = [p for p in cases.procedures() if p.code == code]
    return next((p for p in known if p.version == version), known[-1] if known else None)


def _parts(facts: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = facts.get(name)
    return [p for p in found if isinstance(p, dict)] if isinstance(found, list | tuple) else []


def _new(case: Folded, part: Mapping[str, Any], n: int = 0) -> Step:
    step = Step(str(part["term"]), int(part.get("inquiry", 0)), int(part.get("unit") or case.unit), date.fromisoformat(part["from"]), 0, 0, n=n)
    _said(step, part)
    return step


def _said(step: Step, part: Mapping[str, Any]) -> None:
    """What an entry says of a clock. Of one in minutes its numbers are no days: it was promised within the day, as it is done in none."""
    days = int("span_unit" not in part)
    step.promised, step.legal, step.extended = days * int(part["days"]), days * int(part["legal"]), int(part.get("extended", 0))
    step.due_on = _day(part.get("due"))
    step.idle = merged((date.fromisoformat(a), _day(b)) for a, b, _ in part.get("not_counted", ()))


def _running(case: Folded, part: Mapping[str, Any]) -> Step:
    """The clock an entry means; one that no entry started begins where this one says."""
    name = (part["term"], int(part.get("inquiry", 0)))
    for step in reversed(case.steps):
        if (step.term, step.inquiry) == name and step.ended_on is None:
            return step
    case.steps.append(_new(case, part))
    return case.steps[-1]


def _day(text: Any) -> date | None:
    return date.fromisoformat(str(text)) if text and text != "None" else None
