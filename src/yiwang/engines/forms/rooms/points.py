"""A point on the ground: longitude and latitude within the city, and in words where that is. Stored in WGS-84, whatever it was given in.

Public web maps in China show GCJ-02, some 500 m away: what is copied from one says so, and is turned back before it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yiwang.engines.forms.rooms import ports, text
from yiwang.engines.forms.rooms.clean_values import Found
from yiwang.engines.forms.types import Field
from yiwang.kernel import coordinates
from yiwang.kernel.reasons import Reason

PARTS = (("longitude", "经度"), ("latitude", "纬度"), ("datum", "坐标从哪里来"), ("address", "在哪里"))
WGS, GCJ = "wgs84", "gcj02"
DATUMS = ((WGS, "手机、北斗或者 GPS 定位"), (GCJ, "高德、腾讯等地图上抄的"))
DEGREES = re.compile(r"(\d{1,3}(?:\.\d{1,12})?)°?[NEne东北]?|(\d{1,3})°(\d{1,2})[′'’分](?:(\d{1,2}(?:\.\d{1,4})?)[″\"”秒]?)?[NEne东北]?", re.ASCII)
LINE = re.compile(r"(?P<address>.*?)[（(]?(?:东经)?\s*(?P<east>\d{1,3}\.\d+)°?[\s,，、]+(?:北纬)?\s*(?P<north>\d{1,2}\.\d+)°?[)）]?", re.DOTALL)
LONGEST = 100


def point(field: Field, parts: Mapping[str, str], at: datetime) -> Found:
    """`{"longitude", "latitude", "datum": "WGS-84", "address"}`: degrees as text with six places, about a tenth of a metre."""
    typed = {name: text.one_line(parts[name]) for name, _ in PARTS}
    if not field.required and not any(typed[name] for name in ("longitude", "latitude", "address")):
        return Found()
    reasons: list[Reason] = []
    read = {name: _degrees(field, name, label, typed[name], reasons) for name, label in PARTS[:2]}
    if typed["datum"] not in ("", *dict(DATUMS)):
        reasons.append(Reason("not-offered", "请选坐标从哪里来", field=f"{field.code}.datum"))
    if len(typed["address"]) > LONGEST:
        reasons.append(Reason("too-long", f"请控制在 {LONGEST} 字以内", field=f"{field.code}.address"))
    reasons += text.faults(typed["address"], f"{field.code}.address")
    east, north = read["longitude"], read["latitude"]
    if reasons or east is None or north is None:
        return Found(reasons=tuple(reasons))
    if typed["datum"] == GCJ:
        east, north = coordinates.from_gcj(east, north)
    if outside := _outside(field, east, north):
        return Found(reasons=(outside,))
    place = {"address": typed["address"]} if typed["address"] else {}
    return Found({"longitude": f"{east:.6f}", "latitude": f"{north:.6f}", "datum": "WGS-84", **place})


def flat(code: str, value: Any) -> dict[str, str | list[str]]:
    """The request that gives this point again: as it is kept."""
    held = value if isinstance(value, Mapping) else {}
    return {**{f"{code}.{part}": str(held.get(part) or "") for part in ("longitude", "latitude", "address")}, f"{code}.datum": WGS}


def typed(code: str, line: str) -> dict[str, str | list[str]]:
    """A point in one line, as `said` writes it or as two numbers, as the request that means it."""
    match = LINE.fullmatch(line.strip())
    if not match:
        return {f"{code}.longitude": "", f"{code}.latitude": "", f"{code}.address": line}
    return {f"{code}.longitude": match["east"], f"{code}.latitude": match["north"], f"{code}.address": match["address"] or ""}


def said(value: Mapping[str, Any]) -> str:
    spot = f"东经 {value.get('longitude', '')}°，北纬 {value.get('latitude', '')}°"
    return f"{value['address']}（{spot}）" if value.get("address") else spot


def _degrees(field: Field, name: str, label: str, typed: str, reasons: list[Reason]) -> float | None:
    """What was typed as degrees, with a point or as degrees, minutes and seconds."""
    where, example = f"{field.code}.{name}", "113.665412" if name == "longitude" else "34.757977"
    if not typed:
        reasons.append(Reason("required", f"请填写{field.label}的{label}，例如 {example}；或者用现在的位置", field=where))
        return None
    match = DEGREES.fullmatch(text.compact(typed))
    if not match:
        reasons.append(Reason("not-degrees", f"{label}请按度填写，例如 {example}", field=where))
        return None
    if match[1]:
        return float(match[1])
    return int(match[2]) + int(match[3]) / 60 + float(match[4] or 0) / 3600


def _outside(field: Field, east: float, north: float) -> Reason | None:
    box, where = ports.extent(), f"{field.code}.longitude"
    if box.holds(east, north):
        return None
    if box.holds(north, east):
        return Reason("swapped", "经度和纬度写反了，请对调", field=where)
    bounds = f"经度 {box.west:.2f}—{box.east:.2f}，纬度 {box.south:.2f}—{box.north:.2f}"
    return Reason("outside", f"这个位置不在本市范围里（{bounds}），请核对", field=where)
