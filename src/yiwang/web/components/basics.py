"""The small parts: links, buttons, tags, alerts, tabs, chips, tiles, dialogs, empty states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from yiwang.web.components.part import Part


@dataclass(frozen=True, slots=True)
class Link:
    """A word that leads somewhere. `current` marks the page one is on; `note` is a date or count beside it."""

    text: str
    url: str = "#"
    icon: str = ""
    note: str = ""
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Button(Part):
    """A button: verb and object. With `url` a link, else a submit. Disabled only together with `why`; the reason stands beside it."""

    template: ClassVar[str] = "yiwang/parts/button.html"
    text: str
    url: str = ""
    style: str = ""  # primary · danger · quiet · "" (outlined)
    icon: str = ""
    icon_after: str = ""
    key: str = ""
    size: str = ""  # middle · small · wide
    name: str = ""
    value: str = ""
    form: str = ""
    busy_text: str = ""
    why: str = ""
    dialog: str = ""  # id of the dialog that asks first

    @property
    def classes(self) -> str:
        return " ".join(["button", *(f"button--{x}" for x in f"{self.style} {self.size}".split())])


@dataclass(frozen=True, slots=True)
class Tag(Part):
    """A neutral tag. `style`: "" · blue · bold · outline · bronze (evidence only); several may be given with a space."""

    template: ClassVar[str] = "yiwang/parts/tag.html"
    text: str
    style: str = ""

    @property
    def classes(self) -> str:
        return " ".join(["tag", *(f"tag--{x}" for x in self.style.split())])


@dataclass(frozen=True, slots=True)
class Alert(Part):
    """A message in the page: what is so, in bold, and what follows from it. `kind`: info · good · warn · bad."""

    template: ClassVar[str] = "yiwang/parts/alert.html"
    title: str
    text: str = ""
    kind: str = "info"

    @property
    def icon(self) -> str:
        return {"good": "check", "warn": "alert", "bad": "error"}.get(self.kind, "info")


@dataclass(frozen=True, slots=True)
class Crumbs(Part):
    """The way here; the last one is the page itself."""

    template: ClassVar[str] = "yiwang/parts/crumbs.html"
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Tabs(Part):
    """Tabs as links; counts beside the words."""

    template: ClassVar[str] = "yiwang/parts/tabs.html"
    links: tuple[Link, ...]
    label: str = "分类"


@dataclass(frozen=True, slots=True)
class Chips(Part):
    """Filters as links; `extra` stand behind a rule, `last` at the far end."""

    template: ClassVar[str] = "yiwang/parts/chips.html"
    links: tuple[Link, ...]
    extra: tuple[Link, ...] = ()
    last: Link | None = None
    label: str = "筛选"


@dataclass(frozen=True, slots=True)
class Pager(Part):
    """Keyset pages: only forward and back to the start, with what is shown."""

    template: ClassVar[str] = "yiwang/parts/pager.html"
    shown: str
    next_url: str = ""
    first_url: str = ""


@dataclass(frozen=True, slots=True)
class Dialog(Part):
    """Asks before what cannot be undone, and names the consequence. Opened by any button with `data-dialog` = `id`.

    Without scripts the button leads to `url`, a page that asks the same.
    """

    template: ClassVar[str] = "yiwang/parts/dialog.html"
    id: str
    title: str
    text: str
    confirm: Button
    cancel: str = "再看看"
    action: str = ""
    static: bool = False  # drawn in place, for the gallery


FORM = "the-form"  # id of the form of a page


def asking(title: str, consequence: str, submit: str, style: str) -> tuple[Button, Dialog | None]:
    """The button that hands a page's form in, and the dialog that asks before it when there is a consequence. Without scripts it hands in at once."""
    if not consequence:
        return Button(submit, style=style, busy_text="提交中……"), None
    confirm = Button(submit, style=style, form=FORM, busy_text="提交中……")
    return Button(submit, style=style, form=FORM, dialog="ask-first", busy_text="提交中……"), Dialog("ask-first", f"{title}？", consequence, confirm)


@dataclass(frozen=True, slots=True)
class Toast(Part):
    """Confirms, and never carries an error."""

    template: ClassVar[str] = "yiwang/parts/toast.html"
    text: str
    static: bool = False


@dataclass(frozen=True, slots=True)
class Empty(Part):
    """Nothing here: good news or the next step."""

    template: ClassVar[str] = "yiwang/parts/empty.html"
    title: str
    text: str = ""
    button: Button | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that decides: label, value, what stands beside it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facts(Part):
    """The strip under a guide's title: promised time, materials, fee, trips."""

    template: ClassVar[str] = "yiwang/parts/facts.html"
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with its unit, its note (period or comparison) and the way to its cases. `clock` replaces the label by a clock's words."""

    label: str
    value: str
    unit: str = ""
    note: str = ""
    url: str = ""
    clock: object = None


@dataclass(frozen=True, slots=True)
class Tiles(Part):
    """A row of figures."""

    template: ClassVar[str] = "yiwang/parts/tiles.html"
    tiles: tuple[Tile, ...]
    label: str = "主要数字"


@dataclass(frozen=True, slots=True)
class Pair:
    """A term and its value, with an optional link beside the value."""

    label: str
    value: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Pairs(Part):
    """Terms and values in one line under a title, or (`grid`) in two columns of a panel."""

    template: ClassVar[str] = "yiwang/parts/pairs.html"
    pairs: tuple[Pair, ...]
    grid: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its answer; `open` shows the answer at once."""

    question: str
    answer: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class Faq(Part):
    """Questions people ask, each opening in place."""

    template: ClassVar[str] = "yiwang/parts/faq.html"
    questions: tuple[Question, ...]
