"""The context `page` of each office page template. `shell` is an `OfficeShell`."""

from __future__ import annotations

from dataclasses import dataclass

from yiwang.web.components.basics import Alert, Button, Chips, Crumbs, Dialog, Facts, Link, Pairs, Tabs, Tag, Tiles
from yiwang.web.components.charts import Columns, Heat, Intervals, Panel, Signals
from yiwang.web.components.districts import DistrictMap
from yiwang.web.components.filters import Filters
from yiwang.web.components.flow import Actions, History, Opinions, ProcessLine, Proof
from yiwang.web.components.lists import Agenda, Table, WorkList
from yiwang.web.components.part import Part
from yiwang.web.components.time import Clock, Month, Reasons, Ruler

AGENDA_ALL, NOTICES_ALL = Link("我的日程", "/desk/calendar/"), Link("全部", "/desk/notices/")


@dataclass(frozen=True, slots=True)
class DeskPage:
    """`yiwang/pages/desk.html`. `counts` are the phone's four figures: figure and word."""

    work: WorkList
    month: Month | None = None
    agenda: tuple[Agenda, ...] = ()
    agenda_all: Link = AGENDA_ALL
    notices: tuple[Link, ...] = ()  # note = who and when
    notices_all: Link = NOTICES_ALL
    buttons: tuple[Button, ...] = ()
    counts: tuple[tuple[str, str], ...] = ()
    title: str = "等您办的事"
    note: str = "所有系统，一张清单，按最急的排"


@dataclass(frozen=True, slots=True)
class Check:
    """A line of checks: good or to be looked at."""

    text: str
    note: str = ""
    kind: str = "good"  # good · warn · info · wait
    link: Link | None = None

    @property
    def icon(self) -> str:
        return {"good": "check", "warn": "alert", "wait": "clock"}.get(self.kind, "info")


@dataclass(frozen=True, slots=True)
class CasePage:
    """`yiwang/pages/case.html`: a case for the official. `panels` stand between opinions and history; `left_figure` is the days left, in words."""

    crumbs: Crumbs
    title: str
    pairs: Pairs
    actions: Actions
    history: History
    tag: Tag | None = None
    tabs: Tabs | None = None
    ruler: Ruler | None = None
    left_figure: str = ""
    left_note: str = ""
    reasons: Reasons | None = None
    request: Pairs | None = None
    request_title: str = "申请人要什么"
    request_all: Link | None = None
    opinions: Opinions | None = None
    opinions_title: str = "各部门意见"
    opinions_note: str = ""
    opinions_right: str = ""
    panels: tuple[Panel, ...] = ()
    history_note: str = ""
    history_all: Link | None = None
    checks: tuple[Check, ...] = ()
    checks_title: str = "信用与风险提示"
    proof: Proof | None = None
    alert: Alert | None = None
    side: tuple[Panel, ...] = ()


@dataclass(frozen=True, slots=True)
class ListPage:
    """`yiwang/pages/list.html`: a list of the office: filters, a table or a work list, and panels beside."""

    title: str
    note: str = ""
    crumbs: Crumbs | None = None
    tabs: Tabs | None = None
    chips: Chips | None = None
    table: Table | None = None
    work: WorkList | None = None
    tiles: Tiles | None = None
    buttons: tuple[Button, ...] = ()
    side: tuple[Panel, ...] = ()
    alert: Alert | None = None
    filters: Filters | None = None
    panels: tuple[Panel, ...] = ()  # below the list, or in its place


@dataclass(frozen=True, slots=True)
class ReportPage:
    """`yiwang/pages/report.html`: figures of a period: what is asked, all together, charts whose titles say the finding, the table, how each is counted."""

    title: str
    note: str
    crumbs: Crumbs
    periods: tuple[Link, ...]
    filters: Filters
    tiles: Tiles
    charts: tuple[Panel, ...]
    table: Table
    table_title: str
    how: Part  # basics.Faq
    buttons: tuple[Button, ...] = ()
    alert: Alert | None = None
    more: str = ""  # what the table leaves out


@dataclass(frozen=True, slots=True)
class ReportSection:
    """One report among several: the finding as its title, the figures, charts, the table, and what a system adds."""

    anchor: str
    title: str
    note: str
    tiles: Tiles
    charts: tuple[Panel, ...]
    table: Table
    table_title: str
    more: str = ""
    panels: tuple[Panel, ...] = ()
    link: Link | None = None  # to the report by itself


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """`yiwang/pages/reports.html`: several reports of one period, one below the other."""

    title: str
    note: str
    crumbs: Crumbs
    periods: tuple[Link, ...]
    filters: Filters
    jumps: Chips  # to each of them
    sections: tuple[ReportSection, ...]
    how: Part  # basics.Faq
    buttons: tuple[Button, ...] = ()
    alert: Alert | None = None


@dataclass(frozen=True, slots=True)
class OfficeFormPage:
    """`yiwang/pages/office_form.html`: a form of the office. Same names of buttons as the public form."""

    title: str
    action: str
    groups: tuple[object, ...]  # fields.Group
    buttons: tuple[Button, ...]
    crumbs: Crumbs | None = None
    note: str = ""
    errors: Part | None = None
    hidden: tuple[tuple[str, str], ...] = ()
    side: tuple[Panel, ...] = ()
    alert: Alert | None = None
    multipart: bool = False
    dialog: Dialog | None = None  # asks before what cannot be undone
    tiles: Tiles | None = None
    panels: tuple[Panel, ...] = ()  # what one says yes to, above the buttons
    beside: Part | None = None  # what is read while one fills in: a wide pane at the right, below on a phone


@dataclass(frozen=True, slots=True)
class Drill:
    """The way down on a board: where one is, the map, the cases, the weeks."""

    crumbs: Crumbs
    tag: str
    map: DistrictMap
    cases: Table
    columns: Columns
    columns_title: str
    columns_note: str
    right: Link | None = None
    rest: Link | None = None


@dataclass(frozen=True, slots=True)
class BoardPage:
    """`yiwang/pages/board.html`. `poll` is an address whose answer replaces the board; `left`, `right` are further panels."""

    title: str
    note: str
    tiles: Tiles
    periods: tuple[Link, ...] = ()
    buttons: tuple[Button, ...] = ()
    signals: Signals | None = None
    signals_note: str = ""
    signals_all: Link | None = None
    intervals: Intervals | None = None
    intervals_title: str = "按期办结率，按区县"
    intervals_how: Link | None = None
    heat: Heat | None = None
    heat_title: str = "哪里、哪一步慢"
    heat_note: str = "每千件超时件数"
    drill: Drill | None = None
    left: tuple[Panel, ...] = ()
    right: tuple[Panel, ...] = ()
    poll: str = ""
    wall: bool = False


@dataclass(frozen=True, slots=True)
class Queued:
    """One message waiting to be dispatched."""

    source: str
    title: str
    note: str
    clock: Clock
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of the message. `found`: "" · place · time — what the reader recognised."""

    text: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggested class or unit with its confidence, 0 to 1 (None where nothing is known). Never `checked` under 0.5. `helps`: of a unit that is asked
    to help."""

    value: str
    title: str
    basis: str = ""
    confidence: float | None = None
    checked: bool = False
    helps: bool = False

    @property
    def percent(self) -> int:
        return round((self.confidence or 0) * 100)

    @property
    def figure(self) -> str:
        return "" if self.confidence is None else f"{self.confidence:.2f}"


@dataclass(frozen=True, slots=True)
class Twin:
    """A message that may tell the same."""

    value: str
    similarity: float
    title: str
    meta: str
    state: str
    checked: bool = False

    @property
    def figure(self) -> str:
        return f"{self.similarity:.2f}"


@dataclass(frozen=True, slots=True)
class AppealsPage:
    """`yiwang/pages/appeals.html`: the dispatcher's desk. `classes_all` is the choice out of all classes, `units_all` the units that are not suggested;
    `own_class` and `own_unit` open them."""

    queue: tuple[Queued, ...]
    queue_title: str
    queue_count: int
    queue_chips: Chips
    queue_order: Link
    pairs: Pairs
    title: str
    said: tuple[Said, ...]
    found: Pairs
    classes: tuple[Suggested, ...]
    units: tuple[Suggested, ...]
    fields: tuple[Part, ...]
    buttons: tuple[Button, ...]
    action: str
    spot: Part | None = None
    spot_note: str = ""
    spot_words: str = ""
    twins: tuple[Twin, ...] = ()
    warning: str = ""
    duties_url: str = ""
    note: str = ""
    alert: Alert | None = None
    errors: Part | None = None
    hidden: tuple[tuple[str, str], ...] = ()
    panels: tuple[Panel, ...] = ()
    class_note: str = ""
    classes_all: Part | None = None
    own_class: bool = False
    units_all: tuple[Suggested, ...] = ()
    own_unit: bool = False
    other: Link | None = None  # what else may be done with it

    @property
    def own_help(self) -> bool:
        """Whether one of the units that are not suggested is asked to help."""
        return any(u.helps for u in self.units_all)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph. `change`: "" · ins · del; `ref` is the number of its mark, `note` a comment's mark."""

    text: str
    change: str = ""
    ref: str = ""
    note: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document. `kind`: "" · to (主送) · h1 (一、) · h2 (（一）)."""

    pieces: tuple[Piece, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the document. The first carries head, number and title; the last sign, seal's place and foot."""

    paragraphs: tuple[Paragraph, ...]
    page: int
    head: str = ""
    number: str = ""
    title: str = ""
    sign: str = ""
    sign_date: str = ""
    seal_note: str = ""
    open_note: str = ""
    copies: str = ""
    printed_by: str = ""
    printed_on: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """A change or a comment, with its author, at the right of the paper."""

    mark: str
    author: str
    when: str
    removed: str = ""
    added: str = ""
    text: str = ""
    comment: bool = False
    chosen: bool = False
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """`yiwang/pages/document.html`: a red-header draft in work."""

    title: str
    pairs: Pairs
    line: ProcessLine
    sheets: tuple[Sheet, ...]
    clock: Clock | None = None
    buttons: tuple[Button, ...] = ()
    tools: tuple[Link, ...] = ()
    pages_note: str = ""
    revisions: tuple[Revision, ...] = ()
    revisions_note: str = ""
    checks: tuple[Check, ...] = ()
    checks_note: str = "GB/T 9704"
    signers: tuple[Check, ...] = ()
    versions: tuple[History, ...] | tuple[tuple[str, str, str, str], ...] = ()  # name, when, who, hash
    clean: bool = False
    facts: Facts | None = None
