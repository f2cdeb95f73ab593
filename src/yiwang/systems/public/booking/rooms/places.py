"""Places out of their register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from yiwang.engines.calendar import api as calendar
from yiwang.engines.registers import api as registers
from yiwang.systems.public.booking import rules
from yiwang.systems.public.booking.types import Place

PLACES = "places"


def place(code: str) -> Place:
    """A place as it is now. Raises NotFound."""
    return read(registers.get(register=PLACES, key=code).facts)


def every() -> list[Place]:
    """All places, in the order of their codes."""
    return [read(r.facts) for r in registers.all(register=PLACES, limit=500).records]


def read(facts: Mapping[str, Any]) -> Place:
    """A place from what was published."""
    numbers = {name: int(facts[name]) for name in ("minutes", "capacity", "windows", "days_ahead", "grace", "most_missed", "within_days", "blocked_days")}
    return Place(
        facts["code"],
        facts["title"],
        facts["unit"],
        facts["address"],
        slots(facts["hours"], int(facts["minutes"])),
        every_day=bool(facts["every_day"]),
        purposes=tuple(facts.get("purposes", ())),
        **numbers,
    )


def slots(hours: str, minutes: int) -> tuple[str, ...]:
    """`9:00-12:00、13:00-17:00` as the beginnings of slots. Raises ValueError."""
    found: list[str] = []
    for span in hours.replace("，", "、").replace(",", "、").replace("—", "-").split("、"):
        first, _, last = span.strip().partition("-")
        at, end = _minute(first), _minute(last)
        if at >= end:
            raise ValueError(f"{span.strip()}：结束要晚于开始")
        while at + minutes <= end:
            found.append(f"{at // 60:02}:{at % 60:02}")
            at += minutes
    return tuple(found)


def _minute(text: str) -> int:
    hour, _, minute = text.strip().replace("：", ":").partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60):
        raise ValueError(f"“{text.strip()}”请写成 9:00 这样的时间")
    return int(hour) * 60 + int(minute)


def days(of: Place, today: date) -> list[date]:
    """The days that can be booked now: closing days follow the city's calendar."""
    city = calendar.standard()
    working = [day for n in range(of.days_ahead + 1) if city.is_working(day := today + timedelta(days=n))]
    return rules.open_days(of, today, working)
