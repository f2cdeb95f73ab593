"""What the reading door gives: frozen, complete, ready for a page; never a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from yiwang.engines.cases.steps import Seen
from yiwang.engines.cases.types import Item, Procedure
from yiwang.engines.forms.types import Form
from yiwang.engines.identity.types import Unit
from yiwang.kernel.acts import Kind
from yiwang.kernel.reasons import Reason


class Light(StrEnum):
    """How a clock stands; colours come from the term's own thresholds."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    PAUSED = "paused"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class ClockView:
    """A term as it stands. `left` is working (or calendar) days to the due day, negative when over; `used` the days counted until it stopped.

    Of a term in minutes (`kind`) all of these are minutes, and it has its instants: when it began, is over, and was stopped.
    """

    name: str
    title: str
    unit: int
    started_on: date
    due_on: date | None
    legal_due_on: date | None
    days: int
    legal_days: int
    extended: int
    kind: str
    gaps: tuple[tuple[date, date | None, str], ...]
    light: Light
    left: int
    law: str = ""
    stopped_on: date | None = None
    used: int = 0
    inquiry: int = 0
    event: str = "起算"
    started_at: datetime | None = None
    due_at: datetime | None = None
    stopped_at: datetime | None = None

    @property
    def late(self) -> bool:
        if self.due_at is not None and self.stopped_at is not None:
            return self.stopped_at >= self.due_at
        return self.light is Light.RED or (self.stopped_on is not None and self.due_on is not None and self.stopped_on > self.due_on)


@dataclass(frozen=True, slots=True)
class MoveView:
    """A move on the case page: allowed when `reasons` is empty."""

    code: str
    title: str
    form: Form | None
    tone: str
    confirm: str
    law: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class PassedView:
    """An inquiry that the unit asked passed on. What was asked and said (`question`, `verdict`, `opinion`, `law`, `answered_by`) is for the two units alone;
    everybody else reads that it waits, and for whom."""

    id: int
    unit: int
    unit_name: str
    question: str
    asked_at: datetime
    verdict: str
    opinion: str
    law: str
    answered_by: str
    answered_at: datetime | None
    closed_at: datetime | None
    clock: ClockView | None

    @property
    def live(self) -> bool:
        """Waited for, or answered and to be checked."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class InquiryView:
    id: int
    unit: int
    unit_name: str
    title: str
    question: str
    asked_at: datetime
    verdict: str
    opinion: str
    law: str
    answered_by: str
    answered_at: datetime | None
    closed_at: datetime | None
    clock: ClockView | None
    passed: tuple[PassedView, ...] = ()  # in order; empty for the party and the public

    @property
    def below(self) -> PassedView | None:
        """The unit below that it waits for, or whose answer is to be checked."""
        return next((p for p in self.passed if p.live), None) if self.answered_at is None and self.closed_at is None else None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the history. `who` is empty for a citizen when the reader may not know the name."""

    n: int
    at: datetime
    kind: Kind
    move: str
    text: str
    who: str
    unit: str
    hash: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    behalf: bool = False  # somebody with a mandate did it for the party

    @property
    def short(self) -> str:
        return self.hash[:8]


@dataclass(frozen=True, slots=True)
class DocumentView:
    kind: str
    title: str
    number: str
    owed_at: datetime
    made_at: datetime | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another case of the same matter, as far as every side may know: that it exists, its state and its dates."""

    ref: str
    title: str
    unit_name: str
    state_title: str
    light: Light
    due_on: date | None
    closed: bool
    visible: bool


@dataclass(frozen=True, slots=True)
class Located:
    """A case somebody may know of, before anything of it is read: enough to hand a form in."""

    id: int
    ref: str
    procedure: Procedure

    def sent(self, code: str) -> MoveView | None:
        """A move that somebody sends: what it asks, without judging it. The door does that, which knows a second click from a stale page."""
        it = self.procedure.by_code.get(code)
        return MoveView(it.code, it.title, it.form, it.tone, it.confirm, it.law) if it else None


@dataclass(frozen=True, slots=True)
class Joined:
    """Another case of the same matter."""

    id: int
    ref: str
    title: str
    state: str
    opened: datetime


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case for one reader. `values` holds submitted forms by entry number, None when this reader needs a purpose to see them."""

    id: int
    ref: str
    matter: int
    title: str
    procedure: Procedure
    item: Item
    unit: int
    unit_name: str
    party_name: str
    about: str
    state: str
    state_title: str
    asks: str
    done: tuple[str, ...]
    opened_at: datetime
    closed_at: datetime | None
    seen: Seen
    clocks: tuple[ClockView, ...]
    inquiries: tuple[InquiryView, ...]
    can: tuple[MoveView, ...]
    cannot: tuple[MoveView, ...]
    may_answer: tuple[Reason, ...] | None  # None: nothing asked of this reader; (): may answer now
    may_urge: bool
    may_pass: tuple[Reason, ...] | None  # the same of passing on what was asked
    pass_to: tuple[Unit, ...]  # the units below that could answer
    referrals: tuple[MoveView, ...]
    history: tuple[Line, ...]
    documents: tuple[DocumentView, ...]
    siblings: tuple[Sibling, ...]
    values: Mapping[int, Mapping[str, Any]] | None
    is_party: bool
    sealed: bool
    hidden: bool  # sealed, and this reader is not to know whose it is nor what they wrote
    head: str

    def asked_of(self, unit: int) -> InquiryView | PassedView | None:
        """What a unit is asked now: by the case before what another unit passed on to it."""
        every: list[InquiryView | PassedView] = [*self.inquiries, *(p for i in self.inquiries for p in i.passed)]
        return next((i for i in every if i.unit == unit and i.answered_at is None and i.closed_at is None), None)

    @property
    def main_clock(self) -> ClockView | None:
        """The clock of the present state, or the last decisive one when closed."""
        name = self.procedure.states[self.state].term
        own = [c for c in self.clocks if not c.inquiry]
        return next((c for c in own if c.name == name and c.stopped_on is None), None) or (max(own, key=lambda c: c.days) if own else None)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list: a task on a desk, or a case in a list (`task` 0). `kind` is what `left`, `days` and `used` count; `due_at` is there for minutes."""

    task: int
    case: int
    ref: str
    title: str
    procedure: str
    item: str
    asks: str
    unit: int
    unit_name: str
    state: str
    state_title: str
    opened_at: datetime
    due_on: date | None
    light: Light
    left: int
    days: int
    used: int
    urged: int
    closed_at: datetime | None = None
    from_name: str = ""
    kind: str = ""
    due_at: datetime | None = None
    plain: tuple[str, str] = ("", "")  # of a task: the step, and its title, that asks nothing and can be made for many cases together


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A case as the counter that took it in finds it again: what it was told and handed, who handles it, how far it is as its applicant reads it.

    `papers` are those its taking in owes (a receipt); `seen`: the reader sees the case itself too.
    """

    ref: str
    title: str
    procedure: str
    unit: int
    unit_name: str
    state_title: str
    opened_at: datetime
    papers: tuple[DocumentView, ...]
    seen: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A case as the platform's own readers see it. `awaited` holds units and roles; `heads` the same of who leads the unit that has it, where the procedure
    knows one."""

    id: int
    ref: str
    title: str
    procedure: str
    item: str
    unit: int
    unit_name: str
    party: int
    party_name: str
    state: str
    state_title: str
    awaited: tuple[tuple[int, str], ...]
    asked: tuple[int, ...]
    heads: tuple[tuple[int, str], ...] = ()
    over_at: datetime | None = None  # when what is awaited is over, where that is timed in minutes
    asks: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows and the key of the next page (empty at the end)."""

    rows: tuple[Row, ...]
    after: str = ""
