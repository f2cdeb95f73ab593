"""Process line, opinions, moves, history, receipt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from yiwang.web.components.basics import Button, Link
from yiwang.web.components.part import Part
from yiwang.web.components.time import Clock


@dataclass(frozen=True, slots=True)
class Node:
    """A step. `state`: done · now · later · plan (nothing has begun: a guide). `way` is the share of the way to the next, 0 to 1."""

    title: str
    note: str = ""
    state: str = "later"
    way: float | None = None

    @property
    def percent(self) -> int:
        share = self.way if self.way is not None else {"done": 1.0, "plan": 1.0}.get(self.state, 0.0)
        return round(max(0.0, min(1.0, share)) * 100)

    @property
    def lines(self) -> list[str]:
        return self.note.split("\n") if self.note else []

    @property
    def said(self) -> str:
        return {"done": "已完成：", "now": "正在办：", "later": "还没到：", "plan": ""}[self.state]


@dataclass(frozen=True, slots=True)
class Lane:
    """One of the works that run side by side."""

    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProcessLine(Part):
    """The line of a procedure. With `lanes` it splits after `nodes` and joins again before `after`."""

    template: ClassVar[str] = "yiwang/parts/line.html"
    nodes: tuple[Node, ...]
    lanes: tuple[Lane, ...] = ()
    after: tuple[Node, ...] = ()
    note: str = ""
    label: str = "办理流程"


@dataclass(frozen=True, slots=True)
class Below:
    """A unit below that an opinion waits for, or rests on: how its clock stands, and for whoever may read it what it was asked or said."""

    unit: str
    words: str
    clock: Clock | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one unit says. `verdict`: yes · conditions · no · none (not answered yet); `share` of its term used, 0 to 1. `links`: what may be done about it."""

    unit: str
    about: str
    verdict: str
    verdict_words: str
    text: str
    foot: str
    share: float = 0.0
    clock: Clock | None = None
    links: tuple[Link, ...] = ()
    awaited: bool = False
    below: tuple[Below, ...] = ()

    @property
    def percent(self) -> int:
        return round(max(0.0, min(1.0, self.share)) * 100)

    @property
    def icon(self) -> str:
        return {"yes": "check", "conditions": "check", "no": "close"}.get(self.verdict, "")


@dataclass(frozen=True, slots=True)
class Opinions(Part):
    """One column a unit, in the order asked."""

    template: ClassVar[str] = "yiwang/parts/opinions.html"
    opinions: tuple[Opinion, ...]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """What one unit has done of a citizen's matter."""

    title: str
    text: str
    clock: Clock


@dataclass(frozen=True, slots=True)
class Move:
    """A move that is allowed now. `wide` takes the whole row; a move with `action` is a form that posts there."""

    button: Button
    wide: bool = False
    action: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A move that is not allowed now: why, with its article, and the way that is open."""

    title: str
    why: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Actions(Part):
    """现在可以做 and 现在不能做, always both."""

    template: ClassVar[str] = "yiwang/parts/actions.html"
    moves: tuple[Move, ...]
    refused: tuple[Refusal, ...] = ()
    why_url: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a history. `number` and `hash` (first 8 digits are shown) for officials; `pause` marks a clock's stop or start."""

    when: str
    what: str
    who: str = ""
    number: str = ""
    hash: str = ""
    text: str = ""
    link: Link | None = None
    pause: bool = False

    @property
    def digits(self) -> str:
        return self.hash[:8]


@dataclass(frozen=True, slots=True)
class History(Part):
    """Newest first, with numbers and hashes (office)."""

    template: ClassVar[str] = "yiwang/parts/history.html"
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Events(Part):
    """Newest first, in plain words (public)."""

    template: ClassVar[str] = "yiwang/parts/events.html"
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Receipt(Part):
    """The receipt of evidence. `code` is an SVG text made by the caller (segno); `hash` is drawn in groups of four."""

    template: ClassVar[str] = "yiwang/parts/receipt.html"
    last_entry: str
    hash: str
    stamped: str
    code: str = ""
    algorithm: str = "SM3"
    text: str = "每办一步就记一条，谁都改不了。保存这张回执，不登录也能核对记录有没有被动过。"
    links: tuple[Link, ...] = ()

    @property
    def lines(self) -> list[str]:
        groups = [self.hash[i : i + 4] for i in range(0, len(self.hash), 4)]
        return [" ".join(groups[i : i + 4]) for i in range(0, len(groups), 4)]


@dataclass(frozen=True, slots=True)
class Proof(Part):
    """One line for the state of the chain: whole, or not."""

    template: ClassVar[str] = "yiwang/parts/proof.html"
    text: str
    whole: bool = True
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class State(Part):
    """A citizen's matter in one look: days left, what happens now, what the citizen need do. `kind`: "" · amber · red · done."""

    template: ClassVar[str] = "yiwang/parts/state.html"
    figure: str
    title: str
    text: str
    before: str = "还剩"
    after: str = "个工作日"
    kind: str = ""
    button: Button | None = None
    action: str = ""
