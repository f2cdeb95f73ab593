"""Next year's holidays from a screen: looked at first, then in force in every process, with open terms counted again, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.journeys.small import Clock, Person, everything, hidden, settle, words
from yiwang.city import loops
from yiwang.engines.calendar import api as calendar
from yiwang.engines.calendar.rooms import working
from yiwang.engines.store import api as store
from yiwang.systems.ground.settings import notices

Somebody = Callable[[str], Person]
ADDRESS = "/settings/calendar/add/"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A city's folder of its own; afterwards our tables stand again. This process has counted no terms yet, whatever ran before."""
    place = tmp_path / "calendar"
    monkeypatch.setattr(loops._Counted, "at", None)
    calendar.adopt(place)
    yield place
    calendar.adopt(None)


@pytest.fixture
def system(person: Somebody, town: Clock, folder: Path) -> Person:
    store.execute("update identity_account set demo = true where username = 'system'")  # no second factor here
    return person("system")


def sent(page: Person, *, more: str = "测试节 休 2026-11-03", year: str = "2026") -> dict[str, str]:
    ours = (Path(calendar.__file__).parent / "tables" / "2026.txt").read_text(encoding="utf-8")
    return {**hidden(page.get(ADDRESS), "key"), "year": year, "text": f"{ours}\n{more}", "source": "国办发明电〔2026〕0号"}


def test_looked_at_first_then_in_force_and_counted_again(person: Somebody, town: Clock, system: Person, folder: Path) -> None:
    assert person("citizen").apply("410105.food_business", **everything()).status_code == 302
    given = sent(system)
    page = words(system.client.post(ADDRESS, given)).replace(" ", "")
    assert "还没有公布" in page and "改为放假：11月3日。" in page and "有1个要改日子" in page
    assert calendar.standard().is_working(date(2026, 11, 3)) and not folder.exists()
    for _ in range(2):  # a double click
        assert system.client.post(ADDRESS, {**given, "sure": "yes"}).status_code == 302
    assert not calendar.standard().is_working(date(2026, 11, 3)) and "2026-11-03" in words(system.get("/settings/calendar/"))
    settle(town.at)
    assert str(store.rows("select due_on from cases_term where name = 'accept'")[0][0]) == "2026-11-10"
    assert store.rows("select count(*) from ledger_entry where kind = 'corrected'") == [(1,)]
    assert store.rows("select count(*) from ledger_entry where act = 'settings.notice_added'") == [(1,)]


def test_another_process_takes_it_up(system: Person, folder: Path) -> None:
    given = sent(system)
    assert system.client.post(ADDRESS, {**given, "sure": "yes"}).status_code == 302
    working._standing, working._Adopted.stamp = calendar.load(None), 0  # as one that has read nothing yet
    assert calendar.refresh() and not calendar.refresh()
    assert not calendar.standard().is_working(date(2026, 11, 3))


def test_killed_after_the_commit_the_reader_writes_it(system: Person, folder: Path, monkeypatch: pytest.MonkeyPatch, town: Clock) -> None:
    given = sent(system)
    monkeypatch.setattr(notices, "_kept", lambda told: None)
    assert system.client.post(ADDRESS, {**given, "sure": "yes"}).status_code == 302
    assert not folder.exists()
    settle(town.at)
    assert not calendar.standard().is_working(date(2026, 11, 3))


def test_what_cannot_be_taken_is_said_at_the_field(person: Somebody, town: Clock, system: Person, folder: Path) -> None:
    for sure in ({}, {"sure": "yes"}):
        answer = system.client.post(ADDRESS, {**sent(system, more="测试节 休 2026-13-03"), **sure})
        assert answer.status_code == 422 and "2026-13-03" in words(answer)
    assert system.client.post(ADDRESS, {**sent(system, year="2027"), "sure": "yes"}).status_code == 422
    assert not folder.exists() and person("window").get(ADDRESS).status_code == 404
