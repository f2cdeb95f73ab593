"""Figures of the boards, from counters kept beside the record: of the city, a county or a unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from yiwang.engines.store import api as store
from yiwang.systems.oversight.supervision.scopes import Scope

OTHERS = "procedure not like 'oversight.supervision%%'"  # what supervision itself does is no figure of its board
GROUPS = ("county", "unit", "procedure")
STEPS = f'select {{by}}, term, sum(done), sum(late) from supervision_count where "on" >= %s and "on" <= %s and {OTHERS}{{within}} group by {{by}}, term'
WEEKS = f'select "on", sum(late) from supervision_count where "on" > %s and "on" <= %s and {OTHERS}{{within}} group by "on"'
STEP_DAYS = f'select term, sum(done), sum(late), sum(days) from supervision_count where "on" > %s and "on" <= %s and {OTHERS} group by term'
PERIODS = {"month": "本月", "quarter": "本季", "year": "本年"}
CITY = Scope("全市")


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


def summed(steps: Mapping[tuple[int | str, str], Done]) -> Mapping[int | str, Done]:
    """All steps of `by_step` together."""
    found: dict[int | str, Done] = {}
    for (key, _), here in steps.items():
        before = found.get(key, Done(0, 0))
        found[key] = Done(before.done + here.done, before.late + here.late)
    return found


def by_step(by: str, first: date, last: date, scope: Scope = CITY) -> Mapping[tuple[int | str, str], Done]:
    """By county, unit or procedure, each of its steps."""
    within, params = _within(scope)
    assert by in GROUPS
    found = store.rows(STEPS.format(by=by, within=within), (first, last, *params))
    return {(key, term): Done(int(done), int(late)) for key, term, done, late in found}


def steps(after: date, last: date) -> Mapping[str, tuple[int, int, float]]:
    """Of every step in the city: how often it was done, how often late, and after how many working days on average."""
    found = store.rows(STEP_DAYS, (after, last))
    return {term: (int(done), int(late), int(days) / int(done)) for term, done, late, days in found}


def weeks(today: date, scope: Scope = CITY, count: int = 8) -> list[tuple[str, float]]:
    """Late steps in each of the last weeks, oldest first; a week is named by its Monday."""
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=count - 1)
    within, params = _within(scope)
    found = {(first + timedelta(weeks=i)): 0 for i in range(count)}
    for on, late in store.rows(WEEKS.format(within=within), (first - timedelta(days=1), today, *params)):
        here = store.day(on)
        found[here - timedelta(days=here.weekday())] += int(late)
    return [(f"{day.month}.{day.day}", float(late)) for day, late in found.items()]


def _within(scope: Scope) -> tuple[str, tuple[int, ...]]:
    if scope.unit:
        return " and unit = %s", (scope.unit,)
    return (" and county = %s", (scope.county,)) if scope.county else ("", ())
