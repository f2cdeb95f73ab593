"""The city's units: 15 counties and zones, 208 townships, 3,306 villages and communities, 44 departments, six departments in each county."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from yiwang.city.demo.names import COUNTY_DEPARTMENTS, DEPARTMENTS
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.foundation import NewUnit
from yiwang.engines.identity.types import Kind, Level, Organ

SINCE = date(2020, 1, 1)
CITY = "410100"
LEVELS = {"city": Level.CITY, "county": Level.COUNTY, "township": Level.TOWNSHIP, "village": Level.VILLAGE}
SHORT = {"410171": "经开区", "410172": "高新区", "410173": "航空港区"}
WATCH = NewUnit(f"{CITY}-EFFICIENCY", "郑州市政务效能监察办公室", "市效能监察办", Level.CITY, Kind.WATCH, government=CITY, word="郑效监")

PEERS = (  # the other five systems of organs at the city's level, peers of its government
    NewUnit("410100-DW", "中国共产党郑州市委员会", "市委", Level.CITY, Kind.DEPARTMENT, Organ.PARTY, word="郑"),
    NewUnit("410100-RD", "郑州市人民代表大会常务委员会", "市人大常委会", Level.CITY, Kind.DEPARTMENT, Organ.CONGRESS, word="郑人常"),
    NewUnit("410100-ZX", "中国人民政治协商会议郑州市委员会", "市政协", Level.CITY, Kind.DEPARTMENT, Organ.CPPCC, word="郑协"),
    NewUnit("410100-FY", "郑州市中级人民法院", "市中级法院", Level.CITY, Kind.DEPARTMENT, Organ.COURT, word="郑中法"),
    NewUnit("410100-JC", "郑州市人民检察院", "市检察院", Level.CITY, Kind.DEPARTMENT, Organ.PROCURATORATE, word="郑检"),
)


def make(at: datetime | None = None) -> None:
    """All units. Raises Refused when there are some already."""
    with (Path(__file__).parent / "divisions.csv").open(encoding="utf-8") as file:
        divisions = [_division(row) for row in csv.DictReader(file)]
    city = [_department(unit, *d) for unit in divisions if unit.level is Level.CITY for d in DEPARTMENTS]
    counties = [_department(unit, *d) for unit in divisions if unit.level is Level.COUNTY for d in COUNTY_DEPARTMENTS]
    identity.found_units(units=[*divisions, *PEERS, *city, WATCH, *counties], since=SINCE, at=at or settings.CLOCK.now())


def _division(row: dict[str, str]) -> NewUnit:
    name, code, level = row["name"], row["code"], LEVELS[row["level"]]
    full = f"{name}人民政府" if level is Level.CITY or (level is Level.COUNTY and code not in SHORT) else f"{name}管理委员会" if level is Level.COUNTY else name
    kind = Kind.STATION if level is Level.VILLAGE else Kind.GOVERNMENT
    return NewUnit(code, full, SHORT.get(code, name), level, kind, government=row["parent"], division=code)


def _department(government: NewUnit, name: str, short: str, code: str, word: str) -> NewUnit:
    top = government.level is Level.CITY
    place, brief, prefix = ("郑州市", "市", "郑") if top else (government.short, government.short, government.short.rstrip("区县市"))
    return NewUnit(f"{government.code}-{code}", place + name, brief + short, government.level, Kind.DEPARTMENT, government=government.code,
                   line="" if top else f"{CITY}-{code}", phone="0371-12345", word=prefix + word)
