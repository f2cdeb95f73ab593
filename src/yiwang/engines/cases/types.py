"""What a procedure is, as frozen values. A procedure reads like the statute and validates itself when it is built."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from yiwang.engines.calendar.types import Span, Unit
from yiwang.engines.cases.facts import Facts
from yiwang.engines.cases.soundness import check, check_item
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Form, When
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.reasons import Reason

ALL = "*"
ANYBODY = "anybody"  # instead of a role: the command's guard alone says who may
STARTED, DUE = "started", "due"
JOINS, LEAVES = "joins", "leaves"
TO_UNIT, TO_DESK, TO_ABOVE, TO_BELOW = "unit", "desk", "above", "below"
Guard = Callable[[Facts], Sequence[Reason]]


class Where(StrEnum):
    """Whose role a move asks for."""

    HANDLING = "handling"  # of the unit that has the case
    GOVERNMENT = "government"  # of the government of that unit's level
    APPLICANT = "applicant"  # the person or firm the case is about
    DESK = "desk"  # of the unit that keeps the case: the desk that sent it, the body that supervises
    ASKED = "asked"  # of a unit asked by an inquiry
    CLOCK = "clock"  # the platform itself, when a term lapses
    AROUND = "around"  # of any unit of the same government: it takes in what an item lets it, and moves nothing


@dataclass(frozen=True, slots=True)
class Role:
    """A role inside a procedure. `code` is its name over the whole city (`public.services.window`), held through a post."""

    code: str
    title: str
    where: Where = Where.HANDLING


APPLICANT = Role("applicant", "申请人", Where.APPLICANT)
CLOCK_ROLE = Role("clock", "时钟", Where.CLOCK)


@dataclass(frozen=True, slots=True)
class State:
    """A state, in words, and who is awaited there: `waits` names a role, `asks` what it must do, `term` the clock that runs for it."""

    title: str
    waits: str = ""
    asks: str = ""
    term: str = ""
    public: str = ""  # the same for the citizen, when other words are plainer


@dataclass(frozen=True, slots=True)
class Extension:
    """May be made longer once, by `days` at most, by whom the law names, with a reason the applicant is told."""

    days: int
    by: str
    law: str = ""


@dataclass(frozen=True, slots=True)
class Tacit:
    """Silence has this effect: the clock performs `move`, and what it starts runs as of `as_of`: the day this term started, or its last one."""

    move: str
    as_of: str = STARTED
    law: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground on which time is not counted, with its article."""

    code: str
    title: str
    law: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A clock of a procedure. `promised_by="item"`: the item may promise fewer days than the law's."""

    title: str
    span: Span
    lapses_to: Tacit | None = None
    extendable: Extension | None = None
    not_counted: tuple[Ground, ...] = ()
    promised_by: str = ""
    offered: bool = False  # time somebody is given and owes nothing for (to rate, to object): nobody is warned, nothing is late; it may only lapse
    event: str = "起算"  # what it runs from, in a word: 收件, 受理, 决定
    # fewer days, or a shorter span of another kind, where a question (of the beginning or of a move since) is answered so: question, answer, days or span
    sooner: tuple[tuple[str, str, int | Span], ...] = ()
    until: str = ""  # instead of the span: its last day is the date answered to this question, in the move or when the case began

    def span_where(self, said: Mapping[str, Any]) -> Span:
        """How long it is where these are the answers: the first of `sooner` that holds, else its own span."""
        found = next((sooner for question, answer, sooner in self.sooner if said.get(question) == answer), self.span)
        return found if isinstance(found, Span) else replace(self.span, days=found)

    def law_of(self, kind: str, days: int) -> str:
        """The article of a clock that runs so many of this kind: what is sooner in a span of its own has its own article, or none."""
        return next((s.law for _, _, s in self.sooner if isinstance(s, Span) and (s.kind.value, s.days) == (kind, days)), self.span.law)


@dataclass(frozen=True, slots=True)
class Issue:
    """A letter or certificate a move owes: `kind` is the document's kind, numbered in the move, typeset afterwards by a reader."""

    kind: str
    title: str
    template: str
    word: str = ""  # after the unit's 机关代字 in its number
    register: str = ""  # a certificate is also published in this register
    of: str = ""  # the question whose answer names the certificate it is about: a certificate issued so keeps that number, as its next version
    marks: str = ""  # what becomes of the certificate it is about, once it is made: `certificates:revoked`; without `of`, of the case's own


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that may be done: from which states, to which, by whom, and what it does to the clocks."""

    code: str
    sources: frozenset[str]
    target: str  # "" = the state stays
    by: str
    title: str
    form: Form | None = None
    guard: Guard | None = None
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    ground: str = ""  # the one ground on which it pauses, where it does not ask for one
    resumes: tuple[str, ...] = ()
    extends: str = ""
    # the case goes on: TO_UNIT, to the unit whoever makes the move names; TO_ABOVE and TO_BELOW, the same among those above or below the one that has it;
    # TO_DESK, back to the unit that sent it first
    to: str = ""
    assist: Span | None = None  # whoever makes the move may also ask units to help, which have so long
    coded: bool = False  # of the applicant: where a case was begun for nobody who can sign in, whoever holds its query code may make it
    matter: str = ""  # JOINS: the case becomes one of the matter of the case whose number is answered; LEAVES: it is a matter by itself again
    # the matter passes on with this move: a case begins by this procedure of another card, which accepts it; `carries` are answers the case began with that
    # go along, each with the name the other side knows it by (of one name the texts stand below each other)
    refers: str = ""
    carries: tuple[tuple[str, str], ...] = ()
    inquires: bool = False
    closes_inquiries: bool = False
    rests_on_answers: bool = False
    issues: tuple[Issue, ...] = ()
    kind: Kind = Kind.MOVED
    act: Act | None = None
    law: str = ""
    says: str = ""  # for history and letters: "受理了申请"
    tone: str = ""  # "primary", "danger"
    confirm: str = ""  # a dialog's sentence naming the consequence, for what cannot be undone


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure as the law has it. Raises `Declined` when it contradicts itself (see `soundness`)."""

    code: str
    title: str
    version: int
    valid_from: date
    law: tuple[str, ...]
    states: Mapping[str, State]
    start: str
    starts: tuple[str, ...]
    ends: frozenset[str]
    roles: Mapping[str, Role]
    terms: Mapping[str, Term]
    moves: tuple[Move, ...]
    begun_by: tuple[str, ...] = ("applicant",)
    prefix: str = "AJ"  # of the case's reference
    opened: Act | None = None
    line: tuple[str, ...] = ()  # the states of the usual way, as the process line shows them
    good_ends: frozenset[str] = frozenset()
    counted: tuple[str, ...] = ("accept", "decide")  # the terms that statistics measure the way to the decision by

    def __post_init__(self) -> None:
        check(self)

    def move(self, code: str) -> Move:
        return self.by_code[code]

    @property
    def hurries(self) -> bool:
        """Whether a term of it may be timed in minutes."""
        spans = (span for term in self.terms.values() for span in (term.span, *(s for _, _, s in term.sooner if isinstance(s, Span))))
        return any(span.kind is Unit.MINUTES for span in spans)

    @property
    def by_code(self) -> Mapping[str, Move]:
        found = _moves.get(id(self))
        if found is None:
            found = _moves[id(self)] = (self, {m.code: m for m in self.moves})
        return found[1]


_moves: dict[int, tuple[Procedure, dict[str, Move]]] = {}  # each with its owner: a number is one's own only while one lives


@dataclass(frozen=True, slots=True)
class Reviewing:
    """A unit an item has reviewed by: `unit` is a unit's code, `days` its own time, `question` what it answers.

    `when`: only where the case's own open answers say so.
    """

    unit: str
    title: str
    days: int
    question: str = ""
    when: tuple[When, ...] = ()


@dataclass(frozen=True, slots=True)
class Sooner:
    """Fewer days promised for a term where the case's own open answers say so."""

    term: str
    days: int
    when: tuple[When, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """What an item fills of what its procedure leaves open. `promised`: term → days, never above the law's; `sooner` lowers them."""

    code: str
    version: int
    title: str
    procedure: str
    promised: Mapping[str, int] = field(default_factory=dict)
    reviewing: tuple[Reviewing, ...] = ()
    form: str = ""
    form_version: int = 1
    result: str = ""
    law: tuple[str, ...] = ()
    sooner: tuple[Sooner, ...] = ()
    called: tuple[tuple[str, str], ...] = ()  # words in the titles of its procedure's letters, and what they are for this item
    taken_in_by: tuple[Role, ...] = ()  # `Where.AROUND`: who hands it in for an applicant, besides the unit that handles it

    def __post_init__(self) -> None:
        check_item(self)

    @property
    def depends(self) -> bool:
        """Whether anything of it rests on what the applicant answered."""
        return bool(self.sooner) or any(r.when for r in self.reviewing)

    def fitted(self, answers: Mapping[str, Any]) -> Item:
        """The item as these answers choose it: guides show it, cases are reviewed by it. What is not answered yet counts as the fullest case:
        the unit is asked, the longer time is promised. Of several entries of one unit the first that holds is meant."""
        if not self.depends:
            return self
        asked: dict[str, Reviewing] = {}
        for one in self.reviewing:
            if forms.met(one.when, answers, unanswered=True):
                asked.setdefault(one.unit, replace(one, when=()))
        days = dict(self.promised)
        for sooner in self.sooner:
            if forms.met(sooner.when, answers):
                days[sooner.term] = min(sooner.days, days.get(sooner.term, sooner.days))
        return replace(self, reviewing=tuple(asked.values()), promised=days, sooner=())


@dataclass(frozen=True, slots=True)
class Referral:
    """A matter passes on from cases of `procedures` to the procedure `to`, which another card accepts; `by` is the sender's role."""

    to: str
    by: str
    title: str
    procedures: tuple[str, ...]
    form: Form | None = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """What is not a case changes by a command: role, guard, apply, one entry in the subject's own chain.

    `on` is what its subject looks like (`unit:[0-9]+`): on anything else there is no such command. Programs are given only commands that say so.
    """

    code: str
    title: str
    by: str
    form: Form
    does: Callable[..., Mapping[str, object] | None]
    act: Act
    guard: Callable[..., Sequence[Reason]] | None = None
    confirm: str = ""
    on: str = ""
