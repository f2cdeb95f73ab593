"""Figures of the board, from counters and from the record's own cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from yiwang.engines.store import api as store

OTHERS = "procedure not like 'oversight.supervision%%'"  # what supervision itself does is no figure of its board
RATES = f'select county, sum(done), sum(late) from supervision_count where "on" >= %s and "on" <= %s and {OTHERS} group by county'
STEPS = f'select county, term, sum(done), sum(late) from supervision_count where "on" >= %s and "on" <= %s and {OTHERS} group by county, term'
WEEKS = f'select "on", sum(late) from supervision_count where "on" > %s and "on" <= %s and {OTHERS} group by "on"'
STEP_DAYS = f'select term, sum(done), sum(late), sum(days) from supervision_count where "on" > %s and "on" <= %s and {OTHERS} group by term'
PERIODS = {"month": "本月", "quarter": "本季", "year": "本年"}


@dataclass(frozen=True, slots=True)
class Done:
    """Clocks stopped, and how many of them late."""

    done: int
    late: int

    @property
    def on_time(self) -> int:
        return self.done - self.late


def since(period: str, today: date) -> date:
    """The first day of the month, quarter or year of a day."""
    if period == "year":
        return today.replace(month=1, day=1)
    return today.replace(month=today.month - (today.month - 1) % 3, day=1) if period == "quarter" else today.replace(day=1)


def by_county(first: date, last: date) -> Mapping[int, Done]:
    return {county: Done(int(done), int(late)) for county, done, late in store.rows(RATES, (first, last))}


def by_step(first: date, last: date) -> Mapping[tuple[int, str], Done]:
    return {(county, term): Done(int(done), int(late)) for county, term, done, late in store.rows(STEPS, (first, last))}


def steps(after: date, last: date) -> Mapping[str, tuple[int, int, float]]:
    """Of every step: how often it was done, how often late, and after how many working days on average."""
    found = store.rows(STEP_DAYS, (after, last))
    return {term: (int(done), int(late), int(days) / int(done)) for term, done, late, days in found}


def weeks(today: date, count: int = 8) -> list[tuple[str, float]]:
    """Late steps in each of the last weeks, oldest first; a week is named by its Monday."""
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=count - 1)
    found = {(first + timedelta(weeks=i)): 0 for i in range(count)}
    for on, late in store.rows(WEEKS, (first - timedelta(days=1), today)):
        here = store.day(on)
        found[here - timedelta(days=here.weekday())] += int(late)
    return [(f"{day.month}.{day.day}", float(late)) for day, late in found.items()]
