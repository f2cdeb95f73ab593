"""A small outside system over its signed contract for some weeks, with faults planted: exactly those are signals, and what is sound is none."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.small import Clock, settle
from tests.journeys.test_outside import System, held, land
from yiwang.city.demo.outside import TURNS
from yiwang.engines.calendar import api as calendar
from yiwang.engines.store import api as store
from yiwang.systems.oversight.outside import days
from yiwang.systems.oversight.supervision import looks

assert land  # its fixture
PAPERS = "申请书\n合同"
EXPECTED: dict[str, tuple[str, ...]] = {
    "sound": (), "late": ("time.near", "time.late"), "charged": ("fees.unlisted",), "no reason": ("told.no_reason",),
    "twice": ("told.again", "told.extra"), "one person": ("people.same_person",), "no ground": ("time.no_ground", "told.unwritten"),
    "wrong head": ("people.wrong_approver",), "left out": ("steps.left_out",), "turned round": ("data.contradicts",), "bad": ("ratings.unanswered",),
}
RAISED = ("select c.about, e.body from cases_case c join ledger_entry e on e.chain = c.id and e.n = 1 "
          "where c.procedure in ('oversight.supervision.signal', 'oversight.supervision.warning')")


@pytest.mark.slow(reason="five weeks of a system, and a night's work for each of its days")
def test_what_was_planted_is_found_and_nothing_else(land: System, town: Clock) -> None:
    """Each case a turn of the demo's system; two sound ones, one of which came days late; a day that nobody reconciled, and one that lacked a step."""
    due: dict[str, list[tuple[Any, dict[str, Any]]]] = {}
    refs: dict[str, str] = {}
    city, start = calendar.standard(), town.at.date()
    for turn, steps in {**TURNS, "tardy": TURNS["sound"]}.items():
        on, last = start, [("open", 0, {"papers": PAPERS, "item": "transfer"}), *steps]
        if steps[-1][0] in ("grant", "supplement") or (turn in ("twice", "no ground")):
            last.append(("hand_over", 1, {}))
        for n, (step, after, said) in enumerate(last, 1):
            on = city.add_working(on, after) if after else on
            due.setdefault(f"{on}", []).append((turn, {"case": turn, "n": n, "step": step, "handler": "0012", **said}))
    for _ in range(35):
        today = town.at.date()
        for turn, step in due.get(f"{today}", ()):
            given = {**step, "at": (town.at - timedelta(hours=60 if turn == "tardy" and step["step"] == "grant" else 0)).isoformat()}
            (told,) = land.steps(given)
            assert told["taken"], (turn, told)
            refs[turn] = told["ref"]
        town.at += timedelta(days=1)
        settle()
        looks.look(town.at)
        if f"{today}" != "2026-11-06":
            steps = [dict(one) for one in held() if store.rows('select 1 from outside_step where "case" = %s and n = %s and "on" = %s',
                                                               (one["case"], one["n"], today))]
            extra = [{"case": "lost", "n": 1, "sha256": "0" * 64}] if today.day == 12 else []
            assert land.day(f"{today}", [*steps, *extra]).status_code == 200
        days.look(town.at)
        settle()
    assert store.rows("select reader, error from ledger_parked") == [], "no reader stumbles over what another system says"
    names = {f"case:{ref}": turn for turn, ref in refs.items()}
    found: Counter[tuple[str, str]] = Counter()
    for about, body in store.rows(RAISED):
        found[names.get(about, about), json.loads(body)["facts"]["rule"]] += 1
    expected = Counter((turn, rule) for turn, rules in EXPECTED.items() for rule in rules)
    expected.update({("tardy", "data.late"): 1, ("tardy", "records.late"): 1, ("outside:land", "data.missing"): 2})
    assert (found - expected, expected - found) == (Counter(), Counter())
