"""Charts drawn on the server: pure geometry in percent, words in HTML, so that they follow the text's size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from yiwang.kernel.intervals import wilson
from yiwang.web.components.basics import Link
from yiwang.web.components.part import Part
from yiwang.web.components.time import Clock


@dataclass(frozen=True, slots=True)
class Rate:
    """A unit's hits of its cases. A total made of several shares brings its own value and ends."""

    name: str
    hits: int
    cases: int
    url: str = ""
    value: float | None = None
    ends: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One drawn line; positions in percent of the plot's width. `at` is empty when the mark lies left of the axis: an arrow says so."""

    name: str
    low: str
    high: str
    at: str
    rate: str
    cases: str
    url: str


@dataclass(frozen=True, slots=True)
class Band:
    """Units that may be compared: above, equal, below, few."""

    kind: str
    title: str
    note: str
    rows: tuple[IntervalRow, ...]


@dataclass(frozen=True, slots=True)
class Intervals(Part):
    """The fair comparison: rates with their intervals around the mean. Made by `intervals_of`."""

    template: ClassVar[str] = "yiwang/parts/intervals.html"
    caption: str
    bands: tuple[Band, ...]
    mean: str
    ticks: tuple[tuple[str, str], ...]
    note: str = ""


LESS = {"above": ("低于{whole}", "区间整段在平均线左边"), "below": ("高于{whole}", "区间整段在平均线右边")}  # where fewer is better
BANDS = (
    ("above", "高于{whole}", "区间整段在平均线右边"), ("equal", "与{whole}相当", "区间跨过平均线，并列，不分先后"),
    ("below", "低于{whole}", "区间整段在平均线左边"), ("few", "样本不足", ""),
)


def intervals_of(
    *, caption: str, rates: Sequence[Rate], low: float, high: float, ticks: Sequence[float], few: int = 30, note: str = "",
    whole: str = "全市", mean: float | None = None, less: bool = False, unit: str = "%", of: str = "件",
) -> Intervals:
    """Sort units into bands by their interval against the mean of all; units within a band keep the order given. `low`, `high`: the axis, 0 to 1;
    `whole`: what the mean is of, `mean`: the mean itself where not all units are drawn; `less`: fewer is better, so `below` are those with more; `of`: what
    is counted."""
    if mean is None:
        mean = sum(r.hits for r in rates) / max(1, sum(r.cases for r in rates))

    def place(value: float) -> str:
        return f"{(min(max(value, low), high) - low) / (high - low) * 100:.2f}%"

    found: dict[str, list[IntervalRow]] = {kind: [] for kind, _, _ in BANDS}
    for rate in rates:
        ends = rate.ends or wilson(rate.hits, rate.cases)
        right, left = ("below", "above") if less else ("above", "below")
        kind = "few" if rate.cases < few else right if ends[0] > mean else left if ends[1] < mean else "equal"
        share = rate.value if rate.value is not None else rate.hits / rate.cases if rate.cases else 0.0
        found[kind].append(
            IntervalRow(rate.name, place(ends[0]), place(ends[1]), place(share) if share >= low else "", f"{share * 100:.2f}{unit}", f"{rate.cases:,}{of}",
                        rate.url)
        )
    said = [(kind, *LESS[kind]) if less and kind in LESS else (kind, title, why) for kind, title, why in BANDS]
    said = [(kind, title, f"不足{few}{of}，只列出" if kind == "few" else why) for kind, title, why in said]
    bands = tuple(Band(kind, title.format(whole=whole), why, tuple(found[kind])) for kind, title, why in said if found[kind])
    marks = tuple((place(t), f"{t * 100:g}" + (unit if i in (0, len(ticks) - 1) else "")) for i, t in enumerate(ticks))
    return Intervals(caption, bands, place(mean), marks, note or f"横线为95%区间，虚线为{whole}平均{mean:.2%}。不足{few}{of}的只列出，不排。")


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A figure and its shade: `level` 0 to 4, or None for too few."""

    text: str
    level: int | None
    url: str = ""
    chosen: bool = False

    @property
    def shade(self) -> str:
        return "few" if self.level is None else f"h{self.level}"


@dataclass(frozen=True, slots=True)
class Heat(Part):
    """Rows by columns, one hue from pale to dark. Made by `heat_of`."""

    template: ClassVar[str] = "yiwang/parts/heat.html"
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[HeatCell, ...]], ...]
    keys: tuple[tuple[str, str], ...]

    @property
    def leads(self) -> bool:
        """Whether any cell is a way on."""
        return any(cell.url for _, cells in self.rows for cell in cells)


def level_of(value: float, steps: Sequence[float]) -> int:
    """The shade of a value: how many of the four steps it reaches."""
    return sum(value >= step for step in steps)


def steps_words(steps: Sequence[float]) -> tuple[tuple[str, str], ...]:
    """The key of shades in words."""
    s = [f"{x:g}" for x in steps]
    return (("h0", f"不到{s[0]}"), ("h1", f"{s[0]}—{s[1]}"), ("h2", f"{s[1]}—{s[2]}"), ("h3", f"{s[2]}—{s[3]}"), ("h4", f"{s[3]}以上"))


def heat_of(
    *, caption: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[float | None]]], steps: Sequence[float],
    chosen: tuple[str, str] | None = None, url: str = "",
) -> Heat:
    """A heat table from figures (None = too few). `url` may hold `{row}` and `{column}`."""
    drawn = []
    for name, values in rows:
        cells = tuple(
            HeatCell("样本不足" if v is None else f"{v:.1f}", None if v is None else level_of(v, steps),
                     url.format(row=name, column=column) if v is not None else "", chosen == (name, column))
            for column, v in zip(columns, values, strict=True)
        )
        drawn.append((name, cells))
    return Heat(caption, tuple(columns), tuple(drawn), (*steps_words(steps), ("few", "样本不足")))


@dataclass(frozen=True, slots=True)
class ColumnBar:
    """One column; height in px, the tallest 32."""

    label: str
    text: str
    height: int
    high: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Columns(Part):
    """A few columns with their figures printed on them."""

    template: ClassVar[str] = "yiwang/parts/columns.html"
    caption: str
    bars: tuple[ColumnBar, ...]


def columns_of(*, caption: str, values: Sequence[tuple[str, float]], high: Sequence[str] = (), urls: Sequence[str] = ()) -> Columns:
    """Columns from labels and values; labels in `high` are marked; `urls` open what is behind each."""
    top = max((v for _, v in values), default=0) or 1
    ways = urls or [""] * len(values)
    bars = (ColumnBar(name, f"{v:,g}", max(1, round(v / top * 32)), name in high, url) for (name, v), url in zip(values, ways, strict=True))
    return Columns(caption, tuple(bars))


@dataclass(frozen=True, slots=True)
class Trend(Part):
    """A few figures over time as small bars for a line of a table; read aloud they are figures. The last bar is the time the line is about."""

    template: ClassVar[str] = "yiwang/parts/trend.html"
    caption: str
    values: tuple[tuple[str, int], ...]

    @property
    def bars(self) -> list[tuple[int, int, int]]:
        """Left, top and height of each, the tallest 22 of 24; nothing is a line."""
        top = max((n for _, n in self.values), default=0) or 1
        heights = [max(1, round(n / top * 22)) for _, n in self.values]
        return [(12 * i, 24 - high, high) for i, high in enumerate(heights)]

    @property
    def wide(self) -> int:
        return 12 * len(self.values)

    @property
    def said(self) -> str:
        return f"{self.caption}：{'，'.join(f'{label} {n}' for label, n in self.values)}"

    @property
    def ends(self) -> str:
        return f"最多 {max((n for _, n in self.values), default=0):,}"


@dataclass(frozen=True, slots=True)
class Signal:
    """A red or yellow signal of supervision. `owed`: an answer is due."""

    clock: Clock
    title: str
    url: str
    meta: str
    unit: str
    state: str
    owed: bool = False


@dataclass(frozen=True, slots=True)
class Signals(Part):
    """Signals as they come. `poll` is an address whose answer replaces the list."""

    template: ClassVar[str] = "yiwang/parts/signals.html"
    signals: tuple[Signal, ...]
    poll: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel of a board: title, second line, link at the right, and the part inside."""

    title: str
    part: Part
    note: str = ""
    link: Link | None = None
    right: str = ""
