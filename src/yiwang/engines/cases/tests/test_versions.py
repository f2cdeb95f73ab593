"""Two versions of one procedure: a case goes on under the one it began under, a new one begins under the one in force that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.rooms import registry
from yiwang.engines.cases.tests import trial
from yiwang.engines.cases.tests.trial import City, codes, move, when
from yiwang.kernel.errors import Declined, Refused

FIRST = trial.ONE
SECOND = replace(
    FIRST, version=2, valid_from=date(2026, 11, 4), states={**FIRST.states, "checked": cases.State("已复核", "signatory", "签发", "decide")},
    terms={**FIRST.terms, "decide": replace(FIRST.terms["decide"], span=calendar.Span(10, calendar.Unit.WORKING))},
    moves=(*(replace(m, sources=frozenset({"checked"})) if m.code == "grant" else m for m in FIRST.moves),
           move("check", "accepted", "checked", "lead"), move("give_up", "checked", "refused", "signatory", stops=(cases.ALL,))))
BEFORE, AFTER = when("2026-11-03 10:00"), when("2026-11-04 10:00")


@pytest.fixture
def both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry._procedures, (SECOND.code, SECOND.version), SECOND)


def test_the_version_in_force_that_day_begins(city: City, both: None) -> None:
    assert cases.current(FIRST.code, BEFORE.date()) is FIRST and cases.current(FIRST.code, AFTER.date()) is SECOND
    old, new = city.begin(at=BEFORE), city.begin(at=AFTER)
    assert [city.view("clerk", done, AFTER).procedure.version for done in (old, new)] == [1, 2]


def test_an_open_case_goes_on_under_its_own(city: City, both: None) -> None:
    old, new = city.begin(at=BEFORE), city.begin(at=AFTER)
    for done in (old, new):
        city.do("clerk", done.case, "accept", at=AFTER)
    due = [city.view("clerk", done, AFTER).main_clock for done in (old, new)]
    assert [clock and clock.due_on for clock in due] == [date(2026, 11, 25), date(2026, 11, 18)]  # 15 promised of 20; 10 are all there are
    assert [row.due_on for row in cases.desk(actor=city.clerk, at=AFTER).rows] == [date(2026, 11, 18), date(2026, 11, 25)]
    with pytest.raises(Refused) as why:
        city.do("clerk", old.case, "check", at=AFTER)
    assert codes(why) == ["unknown-move"]
    with pytest.raises(Refused) as why:
        city.do("chief", new.case, "grant", at=AFTER)
    assert codes(why) == ["wrong-state"]
    assert city.do("chief", old.case, "grant", at=AFTER).state == "granted"
    city.do("clerk", new.case, "check", at=AFTER)
    assert city.do("chief", new.case, "grant", at=AFTER).state == "granted"


def test_silence_has_the_effect_of_the_version_begun_under(city: City, both: None) -> None:
    old, new = city.begin(at=BEFORE), city.begin(at=AFTER)
    while cases.sweep(at=when("2026-11-12 09:00")):
        pass
    clocks = [city.view("clerk", done, when("2026-11-12 09:00")).main_clock for done in (old, new)]
    assert [clock and (clock.started_on, clock.legal_days) for clock in clocks] == [(date(2026, 11, 3), 20), (date(2026, 11, 4), 10)]


def test_a_city_without_the_old_version_is_told(city: City, both: None, monkeypatch: pytest.MonkeyPatch) -> None:
    old = city.begin(at=BEFORE)
    monkeypatch.delitem(registry._procedures, (FIRST.code, 1))
    assert registry.lacking() == [(FIRST.code, 1)]
    with pytest.raises(Declined):
        city.do("clerk", old.case, "accept", at=AFTER)
    with pytest.raises(Declined):
        cases.current(FIRST.code, BEFORE.date())


def test_one_version_is_registered_once(both: None) -> None:
    cases.register(procedures=(FIRST, SECOND))
    with pytest.raises(Declined):
        cases.register(procedures=(replace(SECOND, title="别的"),))
