"""Form fields, error summary, steps, draft, uploads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from yiwang.web.components.part import Part


@dataclass(frozen=True, slots=True)
class Option:
    """One answer. `follow` are the fields that open under it; `checked` is what was chosen."""

    value: str
    label: str
    checked: bool = False
    help: str = ""
    follow: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text somebody uses often, offered under a long answer. `unit`: it is everybody's of the unit, not one's own."""

    id: int
    title: str
    text: str
    unit: bool = False


@dataclass(frozen=True, slots=True)
class Field(Part):
    """One question. `kind`: text number money date textarea select radios checks segments tel idcode password email search.

    The order on the page is label, help, error, field, note. `width` hints at the length of the answer: xs s m "" (full).
    A date's value is `YYYY-MM-DD`; money is in yuan with two places. `shown_when` is `field=value`: hidden by script until then.
    """

    template: ClassVar[str] = "yiwang/parts/field.html"
    name: str
    label: str
    kind: str = "text"
    value: str = ""
    help: str = ""
    error: str = ""
    note: str = ""
    note_good: bool = False
    optional: bool = False
    width: str = ""
    unit: str = ""
    icon: str = ""
    placeholder: str = ""
    autocomplete: str = ""
    options: tuple[Option, ...] = ()
    two_columns: bool = False
    beside: bool = False  # label at the left (panels of the office)
    shown_when: str = ""
    maxlength: int | None = None
    lookup: str = ""  # of a list: address that answers with the options of the next one
    phrases: tuple[Phrase, ...] = ()  # of a textarea: what may be put in

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def inner(self) -> str:
        """The template that draws the control itself."""
        group = {"radios": "choices", "checks": "choices", "segments": "segments", "select": "select", "textarea": "textarea", "date": "date"}
        return f"yiwang/parts/field/{group.get(self.kind, 'input')}.html"

    @property
    def is_group(self) -> bool:
        return self.kind in {"radios", "checks", "date"}

    @property
    def input_type(self) -> str:
        return {"tel": "tel", "password": "password", "email": "email", "search": "search"}.get(self.kind, "text")

    @property
    def input_mode(self) -> str:
        return {"number": "decimal", "money": "decimal", "tel": "tel"}.get(self.kind, "")

    @property
    def suffix(self) -> str:
        return self.unit or ("元" if self.kind == "money" else "")

    @property
    def end_icon(self) -> str:
        return self.icon

    @property
    def choice_type(self) -> str:
        return "checkbox" if self.kind == "checks" else "radio"

    @property
    def in_a_row(self) -> bool:
        """Whether its options are a few short words: officials, who fill it in all day, see them in one line."""
        return 1 < len(self.options) <= 8 and all(len(o.label) <= 6 and not o.help and not o.follow for o in self.options)

    @property
    def described_by(self) -> str:
        return " ".join(f"{self.id}-{x}" for x, there in (("help", self.help), ("error", self.error), ("note", self.note)) if there)

    @property
    def date_parts(self) -> tuple[tuple[str, str, str, int], ...]:
        year, month, day = ([*self.value.split("-"), "", "", ""])[:3]
        return (("year", "年", year, 4), ("month", "月", month.lstrip("0"), 2), ("day", "日", day.lstrip("0"), 2))

    @property
    def first_id(self) -> str:
        """Where a link of the error summary leads: the first control."""
        if self.kind in {"radios", "checks", "segments"}:
            return f"{self.id}-1"
        return f"{self.id}-year" if self.kind == "date" else self.id


@dataclass(frozen=True, slots=True)
class Locked(Part):
    """Prefilled from a register: cannot be typed over, says from where and since when, and how to have it corrected."""

    template: ClassVar[str] = "yiwang/parts/locked.html"
    name: str
    label: str
    value: str
    source: str
    correct_url: str = ""
    correct_text: str = "信息不对，告诉登记部门"
    width: str = ""


@dataclass(frozen=True, slots=True)
class Address(Part):
    """An address by division: three selects (county, street office, community) and the rest in words."""

    template: ClassVar[str] = "yiwang/parts/address.html"
    name: str
    label: str
    levels: tuple[Field, ...]  # kind="select", from wide to narrow; `lookup` answers with the options of the next
    detail: Field
    help: str = ""
    error: str = ""
    note: str = ""
    shown_when: str = ""

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def first_id(self) -> str:
        return self.levels[0].id


@dataclass(frozen=True, slots=True)
class Person(Part):
    """A natural person: name, number of the identity card, telephone; shown as one group."""

    template: ClassVar[str] = "yiwang/parts/person.html"
    legend: str
    fields: tuple[Field, ...]
    help: str = ""
    shown_when: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that has arrived. `error` says what to do when it was not taken."""

    name: str
    size: str
    url: str = ""
    remove: str = ""  # value of the remove button
    error: str = ""


@dataclass(frozen=True, slots=True)
class Upload(Part):
    """A file question. Works as a plain multipart field; with `url` the script sends each file at once and shows its progress."""

    template: ClassVar[str] = "yiwang/parts/upload.html"
    name: str
    label: str
    help: str = ""
    error: str = ""
    accept: str = ".jpg,.jpeg,.png,.pdf,.ofd"
    many: bool = False
    url: str = ""
    sent: tuple[Sent, ...] = ()
    optional: bool = False
    shown_when: str = ""
    earlier: tuple[Sent, ...] = ()  # handed in before: ticked, it is handed in again (`remove` is its hash, `size` says when)

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def first_id(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together under one heading."""

    title: str
    fields: tuple[Part, ...]
    change: str = ""  # address where what is shown here can be changed


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to one question, in words, or the files handed in."""

    label: str
    value: str
    files: tuple[Sent, ...] = ()
    part: Part | None = None  # shown above the words


@dataclass(frozen=True, slots=True)
class Answers(Part):
    """Answers as they were given, to be looked over before they are handed in."""

    template: ClassVar[str] = "yiwang/parts/answers.html"
    answers: tuple[Answer, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One line of the summary: what is wrong, and the id of the control it leads to."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class ErrorSummary(Part):
    """The box at the top of a form that was not accepted; focus goes there."""

    template: ClassVar[str] = "yiwang/parts/errors.html"
    lines: tuple[ErrorLine, ...]
    title: str = ""

    @property
    def heading(self) -> str:
        return self.title or f"这一页有{len(self.lines)}处要改"


def summary_of(fields: tuple[Part, ...]) -> ErrorSummary | None:
    """The summary of all fields that carry an error, following questions included; None when there is none."""
    lines: list[ErrorLine] = []
    for field in fields:
        if error := getattr(field, "error", ""):
            lines.append(ErrorLine(f"{field.label}：{error}", field.first_id))  # type: ignore[attr-defined]
        for option in getattr(field, "options", ()):
            inner = summary_of(option.follow)
            lines.extend(inner.lines if inner else ())
    return ErrorSummary(tuple(lines)) if lines else None


@dataclass(frozen=True, slots=True)
class Step:
    """A page of a long form. `state`: done · now · later."""

    title: str
    note: str = ""
    state: str = "later"
    url: str = ""  # where one may go now


@dataclass(frozen=True, slots=True)
class Steps(Part):
    """Where one is in a long form."""

    template: ClassVar[str] = "yiwang/parts/steps.html"
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Draft(Part):
    """The state of the draft: when saved, until when kept, and the short code a call-taker can use. `line` draws one line."""

    template: ClassVar[str] = "yiwang/parts/draft.html"
    saved: str
    kept_until: str
    code: str = ""
    line: bool = False


@dataclass(frozen=True, slots=True)
class Ask(Part):
    """A question with its answers at the right, as segments: what a guide asks to adapt itself."""

    template: ClassVar[str] = "yiwang/parts/ask.html"
    field: Field
