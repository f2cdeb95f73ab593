"""The context `page` of each public page template. `shell` is a `PublicShell`."""

from __future__ import annotations

from dataclasses import dataclass

from yiwang.web.components.basics import Alert, Button, Chips, Crumbs, Dialog, Empty, Facts, Faq, Link, Pager, Pairs, Tabs, Tiles
from yiwang.web.components.fields import Ask, Draft, ErrorSummary, Field, Group, Steps
from yiwang.web.components.filters import Filters
from yiwang.web.components.flow import Events, ProcessLine, Receipt, State, UnitLine
from yiwang.web.components.lists import Materials, Result, Table
from yiwang.web.components.part import Part
from yiwang.web.components.time import Reasons, Ruler


@dataclass(frozen=True, slots=True)
class Quick:
    """One of the portal's four."""

    title: str
    note: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A one-thing scene: title, what it joins, how long."""

    title: str
    meta: str
    term: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Lines:
    """A short list with a heading: text at the left, date or state at the right (`Link.note`)."""

    title: str
    links: tuple[Link, ...]
    more: Link | None = None


NEWS_ALL, TALK_ALL, FIGURES_ALL = Link("更多", "/open/"), Link("更多", "/talk/"), Link("按部门、按区县看", "/open/performance/")


@dataclass(frozen=True, slots=True)
class PortalPage:
    """`yiwang/pages/portal.html`"""

    popular: tuple[Link, ...]
    quick: tuple[Quick, ...]
    scenes: tuple[Scene, ...]
    scenes_all: Link
    lead: Link | None  # the first piece of news: text, url; `note` is its summary
    news: tuple[Link, ...]
    talk: tuple[Lines, ...]
    figures: Tiles
    figures_note: str
    columns: tuple[Lines, ...]
    news_all: Link = NEWS_ALL
    talk_all: Link = TALK_ALL
    figures_all: Link = FIGURES_ALL
    question: str = "您要办什么？"
    question_note: str = "说一句话就行。不用知道归哪个部门管。"
    example: str = "例如：想在金水区开一家面馆"
    scopes: tuple[str, ...] = ("全部", "办事", "文件", "问答")


@dataclass(frozen=True, slots=True)
class Law:
    """A law and the articles a guide rests on."""

    title: str
    articles: str
    url: str


@dataclass(frozen=True, slots=True)
class Place:
    """A term and its lines, beside the buttons of a guide."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuidePage:
    """`yiwang/pages/guide.html`: a guide that adapts to the answers. `asks` post by GET to the page itself."""

    crumbs: Crumbs
    title: str
    lead: str
    facts: Facts
    buttons: tuple[Button, ...]
    places: tuple[Place, ...]
    line: ProcessLine
    materials: Materials
    fee: str
    laws: tuple[Law, ...]
    asks: tuple[Ask, ...] = ()
    asks_note: str = "答几个问题，下面的流程和材料会跟着变。"
    due_before: str = ""
    due: str = ""
    due_after: str = ""
    ruler: Ruler | None = None
    faq: Faq | None = None
    correct_url: str = "/correct/"
    alert: Alert | None = None
    others: tuple[Link, ...] = ()  # what else can be done with the same thing


@dataclass(frozen=True, slots=True)
class FormPage:
    """`yiwang/pages/form.html`: a page of a form. Posts to `action`; `draft_url` is where changed fields are saved as they are typed.

    The primary button has name `go` and value `next`; 上一步 `back`; 保存并退出 `leave`. `side` are parts beside the form.
    """

    crumbs: Crumbs
    title: str
    action: str
    groups: tuple[Group, ...]
    buttons: tuple[Button, ...]
    leave: Button | None = None
    steps: Steps | None = None
    errors: ErrorSummary | None = None
    draft: Draft | None = None
    draft_url: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    next_needs: tuple[str, ...] = ()
    help_lines: tuple[str, ...] = ()
    help_code: str = ""
    alert: Alert | None = None
    multipart: bool = False
    dialog: Dialog | None = None  # asks before what cannot be undone


@dataclass(frozen=True, slots=True)
class MatterPage:
    """`yiwang/pages/matter.html`: a citizen's matter."""

    crumbs: Crumbs
    title: str
    subtitle: str
    reference: str
    state: State
    line: ProcessLine
    ruler: Ruler | None = None
    reasons: Reasons | None = None
    units: tuple[UnitLine, ...] = ()
    units_title: str = "各部门办到哪了"
    events: Events | None = None
    receipt: Receipt | None = None
    ways: tuple[Link, ...] = ()
    buttons: tuple[Button, ...] = ()
    alert: Alert | None = None
    extra: tuple[tuple[str, Part], ...] = ()  # further sections: title and part
    printed: str = ""  # time and verification code, for print only
    told: tuple[str, ...] = ()  # what the office answered, paragraph by paragraph


@dataclass(frozen=True, slots=True)
class Words:
    """A section of a page of words."""

    title: str
    text: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class WordsPage:
    """`yiwang/pages/words.html`: a page to be read: sections of paragraphs and links."""

    crumbs: Crumbs
    title: str
    lead: str
    sections: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`yiwang/pages/search.html`. Without hits: spelling, a wider scope, the phone (`empty`)."""

    query: str
    action: str
    summary: str
    results: tuple[Result, ...]
    chips: Chips | None = None
    pager: Pager | None = None
    empty: Empty | None = None
    suggestions: tuple[Link, ...] = ()
    title: str = "搜索"
    crumbs: Crumbs | None = None


@dataclass(frozen=True, slots=True)
class PublicListPage:
    """`yiwang/pages/public_list.html`: a list for citizens as a table or as lines."""

    crumbs: Crumbs
    title: str
    lead: str = ""
    tabs: Tabs | None = None
    chips: Chips | None = None
    table: Table | None = None
    lines: Lines | None = None
    pager: Pager | None = None
    empty: Empty | None = None
    buttons: tuple[Button, ...] = ()
    alert: Alert | None = None
    filters: Filters | None = None


@dataclass(frozen=True, slots=True)
class PublicReportPage:
    """`yiwang/pages/public_report.html`: published figures with their period and unit, the comparison, and how each is counted."""

    crumbs: Crumbs
    title: str
    lead: str
    chips: Chips
    tiles: Tiles
    table: Table
    how: Part  # basics.Faq
    chart: Part | None = None
    chart_title: str = ""


@dataclass(frozen=True, slots=True)
class VerifyPage:
    """`yiwang/pages/verify.html`: check a receipt, a certificate or a document without logging in. `outcome` answers the last check."""

    title: str
    lead: str
    action: str
    fields: tuple[Field, ...]
    button: Button
    errors: ErrorSummary | None = None
    outcome: Alert | None = None
    found: Pairs | None = None
    chain: Part | None = None
    crumbs: Crumbs | None = None
    ways: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyQuestion:
    """What a key on somebody's device is asked (WebAuthn options as JSON); `state` comes back with the answer."""

    options: str
    state: str


@dataclass(frozen=True, slots=True)
class LoginPage:
    """`yiwang/pages/login.html` on `yiwang/plain.html`. `next` comes back after logging in."""

    title: str
    action: str
    fields: tuple[Field, ...]
    button: Button
    lead: str = ""
    errors: ErrorSummary | None = None
    alert: Alert | None = None
    tabs: Tabs | None = None
    ways: tuple[Link, ...] = ()
    next: str = ""
    passkey: KeyQuestion | None = None
    more: tuple[Button, ...] = ()  # other ways to send the same form
    asked: str = ""  # comes back with a code that was sent
