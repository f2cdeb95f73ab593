"""`dates.yaml`, read by lawyers: each row says the article, from when, what counts, until when and why. Here the doors are asked for each of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conformance import life
from tests.conformance.test_lives import PROCEDURES, town
from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases.facts import Facts, Running
from yiwang.engines.registers import api as registers
from yiwang.engines.registers.types import Facts as Published
from yiwang.kernel import clock
from yiwang.kernel.actors import NOBODY
from yiwang.systems.public.services import rules
from yiwang.systems.public.services.rooms import applying

TABLE: dict[str, list[dict[str, Any]]] = yaml.safe_load(Path(__file__).with_name("dates.yaml").read_text(encoding="utf-8"))
UNITS = {"WD": calendar.Unit.WORKING, "CD": calendar.Unit.CALENDAR}
ITEMS = {"plain": {"title": "法定期限的事项", "result": "许可证"}, "promised": {"title": "承诺十五日的事项", "promised": {"decide": 15}, "result": "许可证"}}
IN_FORCE = {p.code: p for p in sorted(PROCEDURES, key=lambda p: p.version)}
ONE = timedelta(days=1)

__all__ = ["town"]


def name(row: dict[str, Any]) -> str:
    return f"{row['article']} {row.get('what', '')} {row.get('start', row.get('last', ''))}"


def rows(section: str) -> Any:
    return pytest.mark.parametrize("row", TABLE[section], ids=name)


@rows("terms")
def test_a_term(row: dict[str, Any]) -> None:
    days, unit = row["count"].split()
    span = calendar.extended(calendar.Span(int(days), UNITS[unit], row["article"]), row.get("extended", 0))
    found = calendar.due(start=row["start"], span=span, calendar=calendar.standard(), not_counted=[(a, b) for a, b in row.get("not_counted", ())])
    assert (found.on, found.unrolled, found.provisional) == (row["due"], row.get("unrolled", row["due"]), False)


@rows("months")
def test_months(row: dict[str, Any]) -> None:
    assert calendar.months_on(row["start"], row["months"]) == row["due"]


@rows("ahead")
def test_a_renewal_is_asked_for_ahead(row: dict[str, Any]) -> None:
    at = clock.start_of(date(2024, 1, 2))
    held = registers.Record("certificates", "1", 1, "许可证", Published(), "", date(2024, 1, 2), at, 1, row["last"])
    assert applying._not_now(held, True, row["due"]) is None
    late = applying._not_now(held, True, row["due"] + ONE)
    assert late is not None and late.code == "too-late-to-renew"


@rows("notice")
def test_a_hearing_is_called_ahead(row: dict[str, Any]) -> None:
    def said(held_on: date) -> list[str]:
        term = Running("hold_hearing", row["start"], row["start"] + 40 * ONE, 20, 0, ())
        facts = Facts("", "accepted", clock.start_of(row["start"]), row["start"], NOBODY, (), terms={"hold_hearing": term}, answers={"held_on": str(held_on)})
        return [r.code for r in rules.hearing_is_asked(facts)]

    assert (said(row["due"] - ONE), said(row["due"])) == (["too-soon"], [])


@pytest.mark.parametrize("code", sorted({row["procedure"] for row in TABLE["cases"]}))
def test_the_clocks_of_cases(code: str, town: Any) -> None:
    procedure, mine = IN_FORCE[code], [row for row in TABLE["cases"] if row["procedure"] == code]
    played = town(procedure, {"items": ITEMS, "lives": mine})
    found = []
    for n, row in enumerate(mine):
        *_, (_, then) = life.played(played, row["steps"], f"{n}")
        assert "refused" not in then, (name(row), row["what"], then)
        until = then["terms"][row["term"]]["until"]
        found.append((row["what"], datetime.fromisoformat(until.partition(" ")[0]).date()))
    assert found == [(row["what"], row["due"]) for row in mine]


def test_every_row_says_why() -> None:
    everything = [row for section in TABLE.values() for row in section]
    assert len(everything) > 90 and all(row["article"] and row["why"].endswith("。") for row in everything)
