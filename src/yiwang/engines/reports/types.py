"""What a report declares, what is asked of it, and what it answers. Frozen values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from yiwang.kernel.intervals import wilson

Names = Callable[[str], str]  # what a value of a dimension is called
FEW = 30  # cases under which a share or a length of time is listed, not ranked


class Subject(StrEnum):
    """What one row of a report's figures is."""

    CASES = "cases"
    STEPS = "steps"  # a clock of a case
    RATINGS = "ratings"  # one rating of one step


class Dimension(StrEnum):
    """What figures may be grouped and narrowed by."""

    UNIT = "unit"
    COUNTY = "county"
    ITEM = "item"
    PROCEDURE = "procedure"
    MONTH = "month"  # grouped by; the period narrows
    WEEK = "week"  # the same, from Monday to Sunday
    CHANNEL = "channel"
    TOPIC = "topic"  # by its widest part, or by all of it once it is narrowed to one
    TERM = "term"  # not of cases

    @property
    def title(self) -> str:  # type: ignore[override]  # what people call it, not a capital letter
        return _TITLES[self]


_TITLES = {Dimension.UNIT: "单位", Dimension.COUNTY: "区县", Dimension.ITEM: "事项", Dimension.PROCEDURE: "程序", Dimension.MONTH: "月份",
           Dimension.WEEK: "周", Dimension.CHANNEL: "办理渠道", Dimension.TOPIC: "类别", Dimension.TERM: "环节"}
TIMES = (Dimension.MONTH, Dimension.WEEK)  # grouped by, never narrowed to


class Sort(StrEnum):
    """How a measure is counted."""

    COUNT = "count"
    SHARE = "share"
    MEAN = "mean"
    LASTING = "lasting"  # the time by which a part of all is done, those still open counted as at least so long
    OPEN = "open"  # open at the period's end


class Basis(StrEnum):
    """The day that puts a row into a period."""

    BEGAN = "began_on"
    ACCEPTED = "accepted_on"
    ENDED = "ended_on"
    REOPENED = "reopened_on"  # of cases


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of the closed list in `measures`. `hits` and `among` name conditions there (of a mean: `hits` the column); `how` says in plain words
    how it is counted."""

    code: str
    title: str
    sort: Sort
    how: str
    unit: str = "件"
    basis: Basis = Basis.ENDED
    hits: str = ""
    among: str = ""
    part: float = 0.0
    less: bool = False  # fewer is better


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure that a system knows of itself, not from the record: shown beside a report's own, with the words that say how it is counted."""

    title: str
    value: str
    unit: str
    how: str


@dataclass(frozen=True, slots=True)
class Report:
    """A declared report. `procedures` are beginnings of codes (empty: all), `without` those left out; `to` is `office` or the role that opens it;
    `period` is shown first (`week`: the last whole one); `public`: its figures may be published. `lead` is the share by which units are compared;
    `names` gives titles the house cannot know."""

    code: str
    title: str
    law: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    subject: Subject = Subject.CASES
    procedures: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    period: str = "month"
    to: str = "office"
    public: bool = False
    lead: str = ""
    note: str = ""
    names: Mapping[Dimension, Names] = field(default_factory=dict)
    always: Mapping[Dimension, str] = field(default_factory=dict)  # what it is narrowed to, whatever is asked
    channels: tuple[str, ...] = ("web", "counter", "system")  # those one may narrow to
    whole: str = ""  # whoever holds this role reads the figures of all units: the desk through which all of these cases go
    page: str = ""  # a page that shows it together with others
    beside: Callable[[Mapping[Dimension, str]], Sequence[Beside]] | None = None  # from what was narrowed to

    def measure(self, code: str) -> Measure | None:
        return next((m for m in self.measures if m.code == code), None)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date
    title: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked: grouped by up to two dimensions, narrowed to values of others, in a period."""

    period: Period
    by: tuple[Dimension, ...] = ()
    only: Mapping[Dimension, str] = field(default_factory=dict)
    against: bool = False  # each group against the period before too, not only all together


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: `value` None where there is none yet. `cases` is what it rests on, `hits` those that count, `open` those of it still open.

    Of a length of time without a value: more than half (or nine tenths) is not done, `beyond` days at least.
    """

    value: float | None
    cases: int = 0
    hits: int = 0
    open: int = 0
    beyond: int = 0

    @property
    def few(self) -> bool:
        return self.cases < FEW

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of a share."""
        return wilson(self.hits, self.cases)


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one group: `keys` are values of the dimensions asked by, in their order."""

    keys: tuple[str, ...]
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a report answers: all together, the sums and shares of the period before, and by group."""

    report: Report
    wish: Wish
    whole: Group
    before: Group
    groups: tuple[Group, ...]
    until: date  # the last day that was looked at: open ones were so long on that day
    earlier: Mapping[tuple[str, ...], Group] = field(default_factory=dict)  # groups of the period before, where they were asked for


@dataclass(frozen=True, slots=True)
class Scoring:
    """Units compared over a year by shares of reports that are weighed into one of a hundred. The first report of `parts` leads: its units are compared.

    `parts` are names, reports and shares of them; `weight(name, day)` says what a part weighs; `note` stands below the title, `asked` are questions and
    answers below the page's own. `noun` is what one case is called.
    """

    title: str
    address: str
    parts: tuple[tuple[str, Report, Measure], ...]
    weight: Callable[[str, date], int]
    noun: str
    note: str
    asked: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """A unit's year: its shares by part, and what they make of a hundred, with the ends of that. `few`: a part rests on too little to rank by."""

    key: str
    parts: Mapping[str, Figure]
    value: float
    ends: tuple[float, float]
    few: bool

    @property
    def cases(self) -> int:
        """What the first part rests on."""
        return next(iter(self.parts.values())).cases


@dataclass(frozen=True, slots=True)
class Bundle:
    """Several reports of one period on one page at `address`, in one file at `file/` below it; `name` is the file's. `scoring` is the year's page of it."""

    title: str
    address: str
    reports: tuple[Report, ...]
    name: str
    scoring: Scoring | None = None
