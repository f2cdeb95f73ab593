"""A form as a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from yiwang.engines.sheets.types import Fault
from yiwang.kernel import canonical
from yiwang.kernel.actors import Actor
from yiwang.kernel.reasons import Reason


class FieldKind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    ADDRESS = "address"
    PERSON = "person"
    FIRM = "firm"
    PHONE = "phone"
    FILE = "file"
    ROWS = "rows"
    SIGNATURE = "signature"
    TREE = "tree"
    MAP_POINT = "map_point"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class When:
    """A condition on other answers: shown when `field` is one of `values` (all conditions of a field must hold)."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `code` is its name in the record, `label` a noun the person knows, `help` a sentence against the usual mistake."""

    code: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    help: str = ""
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()  # of a yes_no: other words for "yes" and "no"
    when: tuple[When, ...] = ()
    least: str = ""  # smallest number, money in yuan, date (ISO, or "today")
    most: str = ""
    whole: bool = False  # a number of things: nothing after the point
    longest: int = 200  # characters of a text; bytes of a file (left at 200: what files takes at most)
    files: int = 1  # how many files
    accepts: tuple[str, ...] = ()  # media types of files; empty = documents and pictures
    prefill: str = ""  # path for Lookup: "person.name", "firm.code", "register:business_licence.name"
    locked: bool = False  # prefilled answers may not be changed here
    personal: bool = True
    example: str = ""
    unit: str = ""  # 平方米, 元, 天
    fields: tuple[Field, ...] = ()  # the questions of a row (kind ROWS), the first one names it; the columns of a TABLE, whose rows are `choices`
    levels: tuple[str, ...] = ()  # of a TREE: what its levels are called, from wide to narrow; its choices' codes are paths: "food", "food/hot"
    tree: str = ""  # of a TREE: "divisions" for those of the city; empty: its own choices
    leaves: bool = True  # of a TREE: only the last of a branch is an answer
    totals: str = ""  # of a TABLE: "down" (a column), "across" (a row), "both"
    step: str = ""  # title of the step (page) it stands on; after a slash the heading there: "经营场所/店铺在哪里"


@dataclass(frozen=True, slots=True)
class Form:
    """A versioned set of questions with rules over several fields. A rule returns reasons, each naming its field."""

    code: str
    title: str
    fields: tuple[Field, ...]
    version: int = 1
    rules: tuple[Callable[[Mapping[str, Any]], Sequence[Reason]], ...] = ()
    submit: str = "提交"  # the button: verb and object
    intro: str = ""

    def field(self, code: str) -> Field:
        return next(f for f in self.fields if f.code == code)


@dataclass(frozen=True, slots=True)
class Clean:
    """Answers that passed the form: plain JSON values (money in fen, dates ISO, files as `{"sha256", "name", "size", "type"}`).

    `recorded` gives what an entry keeps in the open; `personal` what lies beside it.
    """

    form: str = ""
    version: int = 0
    answers: Mapping[str, Any] = field(default_factory=dict)
    open_fields: frozenset[str] = frozenset()

    def recorded(self) -> dict[str, Any]:
        """Answers the form declares not personal."""
        return {code: value for code, value in self.answers.items() if code in self.open_fields}

    def personal(self) -> dict[str, str]:
        """All answers as one canonical text under the name `form`, when there is anything personal in them."""
        if all(code in self.open_fields for code in self.answers):
            return {}
        return {"form": canonical.text({"form": self.form, "version": self.version, "answers": dict(self.answers)})}


NOTHING = Clean()


@dataclass(frozen=True, slots=True)
class Loaded:
    """A record out of a workbook: `answers` when everything of it is right, else None; its faults by sheet, line and column."""

    key: str
    line: int
    answers: Clean | None
    faults: tuple[Fault, ...] = ()
    rows: Mapping[str, tuple[str, int]] = field(default_factory=dict)  # `materials.0` → its sheet and line


@dataclass(frozen=True, slots=True)
class LoadedBook:
    """A workbook against a form; `faults` are of the whole (headings, lines that belong to nobody, formulas)."""

    records: tuple[Loaded, ...]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of a comparison; empty `before` is new, empty `after` is gone."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A form as far as it is filled in: the answers that are right, why not the others, and which fields are asked at all."""

    answers: Mapping[str, Any]
    reasons: tuple[Reason, ...]
    asked: frozenset[str]


class Lookup(Protocol):
    """Prefill and registers' answers (plugged in by the city): the value of a path for an actor, its source and date, or None."""

    def __call__(self, *, actor: Actor, path: str) -> tuple[Any, str, str] | None: ...


class Divisions(Protocol):
    """Counties, townships and villages (plugged in by the city); codes of 6, 9 and 12 digits (GB/T 2260, GB/T 10114, statistics codes)."""

    def below(self, *, code: str, on: date) -> Sequence[tuple[str, str]]:
        """Code and name of the divisions directly below `code` on that day; the counties of the city for the empty code."""


class Firms(Protocol):
    """The city's register of firms (plugged in by the city): what anybody may know of a code, its name."""

    def named(self, code: str) -> str | None:
        """The name registered under a credit code, or None where the city's register has none."""


@dataclass(frozen=True, slots=True)
class Box:
    """An extent in degrees, WGS-84 (as GPS and BeiDou give them). `certain`: it comes from data, not from somebody's guess."""

    west: float
    south: float
    east: float
    north: float
    certain: bool = False

    def holds(self, longitude: float, latitude: float) -> bool:
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


class Upload(Protocol):
    """A file that was received before (what `files` hands out has this shape)."""

    @property
    def sha256(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def type(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def purpose(self) -> str: ...


class Uploads(Protocol):
    """What this account may use again: the upload with that hash, or None (bound to the account by whoever passes it in)."""

    @property
    def account(self) -> int: ...

    def __call__(self, sha256: str, /) -> Upload | None: ...


@dataclass(frozen=True, slots=True)
class Initial:
    """What a field begins with: a value as `Clean` would hold it; `source` and `dated` say which register it came from and as of when."""

    value: Any
    source: str = ""
    dated: str = ""
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class PartView:
    """One input of a field made of several (address, person, firm); `name` is its name in the request."""

    name: str
    label: str
    value: str = ""
    error: str = ""
    options: tuple[Option, ...] = ()
    required: bool = True

    @property
    def anchor(self) -> str:
        return anchor(self.name)


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field as a page draws it. `shown` is False while its conditions do not hold; `width` is the usual length of an answer."""

    name: str
    label: str
    kind: str
    help: str = ""
    required: bool = True
    value: str = ""
    display: str = ""  # what a locked field or a summary shows
    options: tuple[Option, ...] = ()
    parts: tuple[PartView, ...] = ()
    files: tuple[Upload, ...] = ()
    error: str = ""
    shown: bool = True
    locked: bool = False
    source: str = ""
    dated: str = ""
    example: str = ""
    unit: str = ""
    longest: int = 200
    most_files: int = 1
    accepts: tuple[str, ...] = ()
    rows: tuple[tuple[FieldView, ...], ...] = ()  # of a repeated group, row by row
    most_rows: int = 0
    offered: tuple[tuple[Upload, date], ...] = ()  # files handed in before, and when, that are not among `files`
    when: tuple[When, ...] = ()
    width: int = 0
    heading: str = ""  # within its step
    branches: tuple[tuple[str, str], ...] = ()  # of a tree with a list of its own: all codes and labels
    found: tuple[str, ...] = ()  # of a tree to be searched: every answer in words; of a table: the heads of its columns
    note: str = ""  # what is known of the answer so far: of a firm, whether the register has it
    note_good: bool = False

    @property
    def anchor(self) -> str:
        """The id of its first input: of options the first, of a day the year, of parts the first part."""
        if self.parts:
            return self.parts[0].anchor
        return anchor(self.name) + ("-1" if self.options else "-year" if self.kind == FieldKind.DATE else "")


@dataclass(frozen=True, slots=True)
class StepView:
    title: str
    fields: tuple[FieldView, ...]
    faults: int = 0  # how many fields of the step have an error


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a step is: its number, the fields it asks (by code, in order), those that are not right yet, and why."""

    number: int
    title: str
    asked: tuple[str, ...]
    lacking: tuple[str, ...]
    reasons: tuple[Reason, ...]

    @property
    def done(self) -> bool:
        return not self.reasons


@dataclass(frozen=True, slots=True)
class FaultView:
    """A line of the summary box: the text, and the id of the input that takes the focus (empty when it concerns the whole)."""

    text: str
    anchor: str = ""


HELD = timedelta(minutes=30)  # so long a counter that took a draft up counts as being at work on it


@dataclass(frozen=True, slots=True)
class DraftView:
    """A saved draft: `code` is what a caller reads out to a call-taker; `raw` is the request as it was, faults and all."""

    code: str
    form: str
    subject: str
    account: int
    saved_at: datetime
    kept_until: datetime
    raw: Mapping[str, str | list[str]] = field(default_factory=dict)
    whom: str = ""  # `firm:7`, `person:12`: for whom it is typed, where not for oneself
    version: int = 0  # of the form it was last looked through under
    held_by: int = 0  # the unit whose counter goes on with it
    held_at: datetime | None = None  # when it last did

    def at_counter(self, at: datetime) -> int:
        """The unit whose counter is at work on it now; 0 when none is, or when it did nothing for `HELD`."""
        return self.held_by if self.held_at is not None and at - self.held_at < HELD else 0


@dataclass(frozen=True, slots=True)
class FormView:
    code: str
    version: int
    title: str
    intro: str
    submit: str
    steps: tuple[StepView, ...]
    errors: tuple[FaultView, ...] = ()
    draft: DraftView | None = None

    @property
    def fields(self) -> tuple[FieldView, ...]:
        return tuple(f for step in self.steps for f in step.fields)


def anchor(name: str) -> str:
    """The id of the input that carries a name of the request: `f-applicant.number`."""
    return f"f-{name}"
