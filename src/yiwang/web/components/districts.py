"""The city's districts as a compact drawing: the only picture of the city there is."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar

from yiwang.kernel import coordinates
from yiwang.web.components.charts import level_of
from yiwang.web.components.part import Part

DRAWN = Path(__file__).with_name("districts.json")


@dataclass(frozen=True, slots=True)
class Outline:
    """A district: its code, short name, SVG path, and where its label stands."""

    code: str
    name: str
    path: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """All districts in one box `0 0 wide high`."""

    wide: int
    high: int
    outlines: tuple[Outline, ...]


def drawing_of(features: Mapping[str, Any], *, wide: int = 560, step: float = 1.0) -> Drawing:
    """Project a GeoJSON of districts (degrees) into `wide` units and round to `step`; borders that two districts share stay shared."""
    shapes = [(f["properties"], f["geometry"]["coordinates"]) for f in features["features"]]
    points = [p for _, shape in shapes for polygon in shape for ring in polygon for p in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = wide / ((east - west) * squeeze)

    def at(point: list[float]) -> tuple[int, int]:
        return round((point[0] - west) * squeeze * scale / step), round((north - point[1]) * scale / step)

    def ring_path(ring: list[list[float]]) -> str:
        drawn: list[tuple[int, int]] = []
        for x, y in map(at, ring):
            if not drawn or (x, y) != drawn[-1]:
                drawn.append((x, y))
        if len(drawn) < 4:
            return ""
        moves = "".join(f"{b[0] - a[0]},{b[1] - a[1]} " for a, b in pairwise(drawn[:-1]))
        return f"M{drawn[0][0]},{drawn[0][1]}l{moves.strip()}z"

    outlines = tuple(
        Outline(str(props["adcode"]), props["name"], "".join(ring_path(r) for polygon in shape for r in polygon),
                *at(props.get("centroid") or props["center"]))
        for props, shape in shapes
    )
    return Drawing(wide, round((north - south) * scale), outlines)


@cache
def drawn() -> Drawing:
    """The drawing that ships with the city."""
    data = json.loads(DRAWN.read_text(encoding="utf-8"))
    return Drawing(data["wide"], data["high"], tuple(Outline(**o) for o in data["outlines"]))


@cache
def reach() -> tuple[float, float, float, float]:
    """West, south, east and north of the drawing in WGS-84 degrees: of the outlines it was drawn from, which are in GCJ-02."""
    west, south, east, north = json.loads(DRAWN.read_text(encoding="utf-8"))["gcj02"]
    return (*coordinates.from_gcj(west, south), *coordinates.from_gcj(east, north))


@dataclass(frozen=True, slots=True)
class District:
    """A district on the map: outline, figure, shade."""

    outline: Outline
    label: str
    figure: str
    shade: str
    url: str = ""
    chosen: bool = False

    @property
    def on_dark(self) -> bool:
        return self.shade == "h4"

    @property
    def labelled(self) -> bool:
        return bool(self.label)

    @property
    def second_y(self) -> int:
        return self.outline.y + 21


@dataclass(frozen=True, slots=True)
class Swatch:
    """A zone without an outline, beside the map."""

    name: str
    figure: str
    shade: str


@dataclass(frozen=True, slots=True)
class DistrictMap(Part):
    """Districts coloured and labelled with the figure. Made by `map_of`."""

    template: ClassVar[str] = "yiwang/parts/map.html"
    caption: str
    districts: tuple[District, ...]
    swatches: tuple[Swatch, ...]
    wide: int
    high: int

    @property
    def box_wide(self) -> int:
        return self.wide + 8

    @property
    def box_high(self) -> int:
        return self.high + 8


SMALL = frozenset({"410102", "410103", "410104", "410106", "410108"})
NUDGE = {"410105": (0, -6), "410182": (22, 6), "410122": (0, 4)}


def map_of(
    *, caption: str, values: Mapping[str, float | None], steps: tuple[float, ...], chosen: str = "", zones: Mapping[str, float] | None = None,
    url: str = "", drawing: Drawing | None = None, figure: str = "{:.1f}",
) -> DistrictMap:
    """The map of figures by district code. `url` may hold `{code}`; `figure` is how one is written. Districts too small for a label are told in the
    table behind."""
    drawing = drawing or drawn()
    districts = []
    for o in drawing.outlines:
        value = values.get(o.code)
        dx, dy = NUDGE.get(o.code, (0, 0))
        moved = Outline(o.code, o.name, o.path, o.x + dx, o.y + dy)
        shade = "few" if value is None else f"h{level_of(value, steps)}"
        name = "" if o.code in SMALL else o.name.rstrip("区县市")
        said = "样本不足" if value is None else figure.format(value)
        districts.append(District(moved, name, said, shade, url.format(code=o.code) if url else "", o.code == chosen))
    districts.sort(key=lambda d: d.chosen)
    swatches = tuple(Swatch(n, figure.format(v), f"h{level_of(v, steps)}") for n, v in (zones or {}).items())
    return DistrictMap(caption, tuple(districts), swatches, drawing.wide, drawing.high)
