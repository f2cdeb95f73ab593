"""Questions whose answer takes more than one input: a firm that is looked up, a signature, a tree, a place, a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from yiwang.web.components.fields import Field
from yiwang.web.components.part import Part


@dataclass(frozen=True, slots=True)
class Compound(Part):
    """What all of them have: a legend, a sentence of help, an error and a note of the whole, and when they are asked at all."""

    name: str
    label: str
    help: str = ""
    error: str = ""
    note: str = ""
    note_good: bool = False
    optional: bool = False
    shown_when: str = ""

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def described_by(self) -> str:
        return " ".join(f"{self.id}-{x}" for x, there in (("help", self.help), ("error", self.error), ("note", self.note)) if there)


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm(Compound):
    """A firm: its credit code, a button that looks it up (`go` = `look:<name>` sends the whole form), its name. `lookup` answers a code with the name."""

    template: ClassVar[str] = "yiwang/parts/firm.html"
    code: Field
    title: Field
    lookup: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that was drawn: its picture's address, when, and what takes it away again."""

    url: str
    when: str
    remove: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature(Compound):
    """Signing: by finger in a frame, where a script can draw one and sends it to `url`, or by typing one's name and ticking that one means it."""

    template: ClassVar[str] = "yiwang/parts/signature.html"
    typed: Field
    agreed_name: str
    agreed: bool = False
    agreed_error: str = ""
    drawn: Signed | None = None
    url: str = ""

    @property
    def agreed_id(self) -> str:
        return f"f-{self.agreed_name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree(Compound):
    """A choice level by level: each list offers what lies below the one before. `tree` are all codes and labels as JSON, for a script; or the lists
    have a `lookup`. With `find` an answer may be looked for among `answers`. Without a script a button (`go` = `look:<name>`) lists the next level."""

    template: ClassVar[str] = "yiwang/parts/tree.html"
    levels: tuple[Field, ...]
    find: Field | None = None
    answers: tuple[str, ...] = ()
    tree: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPoint(Compound):
    """A place by longitude and latitude, in the drawing of the city that reaches over `reach` (west, south, east, north, in WGS-84 degrees)."""

    template: ClassVar[str] = "yiwang/parts/point.html"
    longitude: Field
    latitude: Field
    datum: Field
    address: Field
    reach: tuple[float, float, float, float]

    @property
    def bounds(self) -> str:
        return " ".join(f"{one:.6f}" for one in self.reach)

    @property
    def spot(self) -> tuple[float, float] | None:
        """Where it lies in the drawing, in per mille of its width and height; None while it is nowhere in it."""
        west, south, east, north = self.reach
        try:
            across, down = (float(self.longitude.value) - west) / (east - west), (north - float(self.latitude.value)) / (north - south)
        except ValueError:
            return None
        return (round(across * 1000, 1), round(down * 1000, 1)) if 0 <= across <= 1 and 0 <= down <= 1 else None


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of a table: inputs, then the totals of the row as they stand."""

    label: str
    cells: tuple[Field, ...] = ()
    totals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid(Compound):
    """A table of figures to fill in; the totals are the server's: a button (`go` = `look:<name>`) counts them anew."""

    template: ClassVar[str] = "yiwang/parts/grid.html"
    heads: tuple[str, ...]
    rows: tuple[GridRow, ...]
    sums: bool = False

    @property
    def faults(self) -> tuple[Field, ...]:
        return tuple(cell for row in self.rows for cell in row.cells if cell.error)

    @property
    def lines(self) -> tuple[tuple[GridRow, tuple[tuple[str, Field], ...], tuple[tuple[str, str], ...]], ...]:
        """Each row with its inputs and its totals, each beside the head it stands under."""
        return tuple((row, tuple(zip(self.heads, row.cells, strict=False)), tuple(zip(self.heads[len(row.cells):], row.totals, strict=False)))
                     for row in self.rows)


@dataclass(frozen=True, slots=True)
class Picture(Part):
    """A picture among answers: a signature as it was drawn."""

    template: ClassVar[str] = "yiwang/parts/picture.html"
    url: str
    alt: str
