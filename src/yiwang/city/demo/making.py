"""Making the demo city: units, people, items, and a past."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random  # noqa: TID251 (seeded: the same city every time)

from django.conf import settings

from yiwang.city.demo import names, past, people, units
from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.kernel.actors import READER
from yiwang.systems.public.services.rooms import library

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
    if cases:
        past.live(begin=begin, now=now, random=random, count=cases, say=say)


def publish(at: datetime) -> None:
    """Every county offers the items of its departments."""
    for county in identity.below(level=identity.Level.COUNTY):
        if county.kind is identity.Kind.GOVERNMENT:
            offered = {name: f"{county.division}-{code}" for name, _, code, _ in names.COUNTY_DEPARTMENTS}
            library.publish(division=county.division, units=offered, actor=READER, unit=county.id, on=clock.day(at), at=at)
