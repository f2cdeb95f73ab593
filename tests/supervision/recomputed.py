"""Scores made again from the rows of the record by somebody who has nothing but the rows and the published formula."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

from yiwang.engines.store import api as store

CITY = timezone(timedelta(hours=8))
ROWS = "select f.pos, e.chain, e.n, e.kind, e.body from ledger_feed f join ledger_entry e on e.id = f.entry where f.pos <= %s order by f.pos"
LEVELS = {"best": 5, "good": 4, "fair": 3, "bad": 2, "worst": 1}
WEIGHTS, PLACES = {"on_time": 60, "ratings": 20, "signals": 20}, Decimal("0.01")


Made = tuple[dict[str, str], str]


def scores(month: str, until: int) -> tuple[dict[int, Made], dict[tuple[int, int], Made]]:
    """Of each unit, and of each post of a unit: what each part gives, and the whole."""
    sums: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))

    def add(unit: int, post: int, **much: int) -> None:
        for whose in {(unit, 0), (unit, post)}:
            for what, amount in much.items():
                sums[whose][what] += amount

    opened: dict[int, dict] = {}
    upheld: dict[int, tuple[str, int, int, int]] = {}
    for _, chain, n, kind, body in store.rows(ROWS, (until,)):
        entry = json.loads(body)
        facts = entry["facts"]
        here = datetime.fromisoformat(entry["at"]).astimezone(CITY).strftime("%Y-%m")
        procedure = facts.get("procedure", "")
        if n == 1:
            opened[chain] = facts
        if procedure == "oversight.supervision.signal" and kind == "decided":
            if facts["move"] == "uphold":
                upheld[chain] = (here, facts["unit"], opened[chain]["post"], opened[chain]["points"])
            elif facts["move"] == "withdraw":
                del upheld[chain]
        if procedure.startswith("oversight.supervision"):
            continue
        if here == month:
            for stopped in facts.get("stopped", []):
                if stopped["due"]:
                    unit = stopped.get("unit") or facts["unit"]
                    post = entry["actor"].get("post", 0) if entry["actor"].get("unit") == unit else 0
                    add(unit, post, done=1, late=int(stopped.get("late", False)))
            grade = LEVELS.get(str(facts.get("level")))
            if kind == "rated" and grade:
                add(facts["unit"], facts.get("post", 0), rated=1, good=int(grade >= 3))
    for day, unit, post, points in upheld.values():
        if day == month:
            add(unit, post, points=points)
    made = {whose: score(its) for whose, its in sums.items() if any(its.values())}
    return {unit: one for (unit, post), one in made.items() if not post}, {whose: one for whose, one in made.items() if whose[1]}


def score(its: dict[str, int]) -> tuple[dict[str, str], str]:
    """The published formula, in fractions."""
    shares = {}
    if its["done"]:
        shares["on_time"] = Fraction(its["done"] - its["late"], its["done"]) * 60
    if its["rated"]:
        shares["ratings"] = Fraction(its["good"], its["rated"]) * 20
    shares["signals"] = Fraction(max(20 - its["points"], 0))
    parts = {name: half_up(share) for name, share in shares.items()}
    whole = Fraction(sum(parts.values())) * 100 / sum(WEIGHTS[name] for name in parts)
    return {name: str(value) for name, value in parts.items()}, str(half_up(whole))


def half_up(value: Fraction) -> Decimal:
    hundredths = value * 100
    down = hundredths.numerator // hundredths.denominator
    return (Decimal(down + (hundredths - down >= Fraction(1, 2))) / 100).quantize(PLACES)
