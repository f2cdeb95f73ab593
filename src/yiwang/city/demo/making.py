"""Making the demo city: units, people, items, and a past."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random  # noqa: TID251 (seeded: the same city every time)

from django.conf import settings

from yiwang.city.demo import outside, past, people, units
from yiwang.engines.identity import api as identity
from yiwang.engines.registers import api as registers
from yiwang.kernel import clock
from yiwang.kernel.actors import READER
from yiwang.systems.public.booking.rooms import places
from yiwang.systems.public.services.rooms import loading

HALLS = (
    ("city_hall", "市政务服务中心", "410100-SP", "中原西路 200 号", 12), ("jinshui_hall", "金水区政务服务中心", "410105-SP", "东风路 16 号 2 楼", 8),
)
HALL = {"hours": "9:00-12:00、13:00-17:00", "minutes": "30", "capacity": "6", "days_ahead": "7", "every_day": False, "grace": "15", "most_missed": "3",
        "within_days": "90", "blocked_days": "30"}
SEED = 20261120
DAYS = 75  # how far the past reaches back


def make(say: Callable[[str], object], *, cases: int = past.CASES) -> None:
    """The demo city, unless the city has units already. `cases` is how many applications its past holds."""
    if identity.below(level=identity.Level.CITY):
        return
    now, random = settings.CLOCK.now(), Random(SEED)
    begin = clock.start_of(clock.day(now) - timedelta(days=DAYS)) + timedelta(hours=8)
    say("建立单位")
    units.make(begin)
    say("任命人员")
    people.make(random, begin)
    say("发布事项")
    publish(begin)
    outside.found(begin)
    if cases:
        past.live(begin=begin, now=now, random=random, count=cases, say=say)


def publish(at: datetime) -> None:
    """The city and every county offer the items of their departments."""
    for level in (identity.Level.CITY, identity.Level.COUNTY):
        for unit in identity.below(level=level):
            if unit.kind is identity.Kind.GOVERNMENT:
                loading.load(division=unit.division, actor=READER, on=clock.day(at), at=at)
    for code, title, unit_code, address, windows in HALLS:
        facts = HALL | {"code": code, "title": title, "unit": unit_code, "address": address, "windows": str(windows)}
        registers.publish(register=places.PLACES, key=code, title=title, facts=facts, actor=READER, unit=identity.unit_by_code(unit_code).id,
                          valid_from=clock.day(at), at=at, request_key=f"hall:{code}")
