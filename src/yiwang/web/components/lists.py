"""Work list, tables, materials, results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from yiwang.web.components.basics import Button, Chips, Empty, Link, Pager, Tabs, Tag
from yiwang.web.components.part import Part
from yiwang.web.components.time import Clock, Mini


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to do: clock, title and meta, system, what I must do, from whom, mini ruler."""

    title: str
    url: str
    meta: str
    clock: Clock
    todo: str
    system: str = ""
    sender: str = ""
    mini: Mini | None = None
    chosen: bool = False
    done: bool = False
    pick: str = ""  # chosen with others under this value; empty: only alone
    actions: tuple[Button, ...] = ()  # small buttons with url and key, seen when the row is chosen


@dataclass(frozen=True, slots=True)
class RowGroup:
    """已超期 · 今天到期 · 本周 · 以后. `kind`: red · amber · "". `count` may be more than the rows shown."""

    title: str
    count: int
    rows: tuple[Row, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A key and what it does, at the list's foot."""

    keys: tuple[str, ...]
    text: str


DESK_KEYS = (KeyHint(("J", "K"), "上下"), KeyHint(("Enter",), "打开"), KeyHint(("F",), "只看今天"), KeyHint(("/",), "搜索"), KeyHint(("?",), "全部快捷键"))
PICK_KEYS = (KeyHint(("X", "空格"), "选"), KeyHint(("B",), "一起办"))  # only where rows may be chosen together
ROW_KEYS = (KeyHint(("E",), "办结"), KeyHint(("Z",), "转交"), KeyHint(("U",), "催办"))  # only where rows carry these actions


@dataclass(frozen=True, slots=True)
class WorkList(Part):
    """One list over all systems. `poll` is an address whose answer replaces the list."""

    template: ClassVar[str] = "yiwang/parts/worklist.html"
    groups: tuple[RowGroup, ...]
    shown: str = ""
    tabs: Tabs | None = None
    chips: Chips | None = None
    keys: tuple[KeyHint, ...] = DESK_KEYS
    empty: Empty | None = None
    pager: Pager | None = None
    poll: str = ""
    together: str = ""  # address that takes the chosen rows, where some may be chosen


@dataclass(frozen=True, slots=True)
class CellValue:
    """A cell of a table: text, or a part (tag, clock), a second line, a link."""

    text: str = ""
    url: str = ""
    note: str = ""
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column; figures are right aligned. `label_on_phone` prints the head before the value in the phone's cards."""

    title: str
    number: bool = False
    label_on_phone: bool = False


@dataclass(frozen=True, slots=True)
class Table(Part):
    """A table; on the phone its rows become two-line cards. `caption` is read aloud."""

    template: ClassVar[str] = "yiwang/parts/table.html"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    empty: Empty | None = None
    pager: Pager | None = None

    @property
    def long(self) -> bool:
        return len(self.rows) > 20

    @property
    def lines(self) -> list[list[tuple[Column, CellValue]]]:
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Material:
    """A paper to hand in. `how`: a tag (免交 上传 在线填写 核验)."""

    name: str
    how: Tag
    text: str = ""
    sample_url: str = ""


@dataclass(frozen=True, slots=True)
class Materials(Part):
    """The papers of an item."""

    template: ClassVar[str] = "yiwang/parts/materials.html"
    materials: tuple[Material, ...]

    @property
    def samples(self) -> bool:
        """Whether any has a sample: a column of nothing is none."""
        return any(m.sample_url for m in self.materials)


@dataclass(frozen=True, slots=True)
class Result:
    """One hit. `title` and `text` may carry `[[…]]` around the words found."""

    title: str
    url: str
    text: str
    meta: tuple[str, ...] = ()
    tag: Tag | None = None


@dataclass(frozen=True, slots=True)
class Agenda:
    """One appointment of the day."""

    time: str
    title: str
    note: str = ""
    link: Link | None = None
    next: bool = False
