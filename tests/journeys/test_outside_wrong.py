"""What a department's system may do wrong, or too cleverly: it holds nothing back that others told, moves no time, and is seen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.journeys.small import Clock, hidden, settle, words
from tests.journeys.test_outside import LAND, System, entries, held, land
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.systems.oversight.outside import days

__all__ = ["land"]


def noted() -> list[dict[str, Any]]:
    return [e.facts["reported"] for e in ledger.history(ledger.chain_of("outside:land") or 0) if "reported" in e.facts]


def raised() -> list[str]:
    return [str(title) for (title,) in store.rows("select title from cases_case order by id") if str(title).startswith("红：")]


def test_an_instant_before_all_calendars_keeps_no_other_step_back(land: System, town: Clock) -> None:
    one = {"case": "B-1", "n": 1, "step": "open", "at": town.now().isoformat(), "handler": "1", "item": "transfer"}
    first, second = land.steps({**one, "at": "0001-01-01T00:00:00+08:00"}, {**one, "case": "B-2"})
    assert not first["taken"] and {r["field"] for r in first["reasons"]} == {"at"} and second["taken"]


def test_a_step_that_goes_back_in_time_lets_none_after_it_go_back(land: System, town: Clock) -> None:
    ref = land.step(1, "open")["ref"]
    town.at += timedelta(hours=20)
    land.step(2, "charge", fee_item="登记费", amount=1)
    assert land.step(3, "accept", when=town.at - timedelta(hours=10))["contradicts"]
    assert land.step(4, "charge", when=town.at - timedelta(hours=5), fee_item="登记费", amount=1)["contradicts"] == "办理时间早于前一步"
    found = [e.at for e in entries(ref)]
    assert found == sorted(found), "the record goes forward"
    assert "contradicts" not in land.step(5, "charge", fee_item="登记费", amount=1)


def test_a_pause_that_never_ends_is_measured_at_the_decision(land: System, town: Clock) -> None:
    land.step(1, "open")
    land.step(2, "accept")
    land.step(3, "suspend", ground="hearing", told_until="2026-11-10", notice=True)
    town.at += timedelta(days=60)
    settle()
    land.step(4, "grant", handler="0072")
    settle()
    assert raised() == ["红：金水区城管局不计期限的时间比告知的长"]


def test_time_that_is_not_counted_is_told_once(land: System, town: Clock) -> None:
    """A second pause within the first is no pause, says nothing of a ground that lacks, and puts no later day in the place of the one that was told."""
    ref = land.step(1, "open")["ref"]
    land.step(2, "accept")
    land.step(3, "suspend", ground="hearing", told_until="2026-11-10", notice=True)
    assert "已经不计" in land.step(4, "suspend", ground="testing", told_until="2027-11-10", notice=True)["contradicts"]
    assert (entries(ref)[-1].kind.value, entries(ref)[-1].facts["what"]) == ("moved", "suspend")
    town.at += timedelta(days=30)
    land.step(5, "resume", handler="0072")
    settle()
    assert "红：金水区城管局不计期限的时间比告知的长" in raised() and not [title for title in raised() if "没有法定情形" in title]


def test_what_is_said_of_a_step_that_does_not_fit_is_about_that_step(land: System, town: Clock) -> None:
    land.step(1, "open")
    assert land.step(2, "suspend", ground="hearing")["contradicts"] == "现在是“待受理”，不能不计期限。"


def test_a_retired_system_owes_no_more_lists(land: System, town: Clock) -> None:
    land.step(1, "open")
    town.at += timedelta(days=1)
    assert days.look(town.at) == 1
    store.execute("update accounts_client set ended_at = %s where code = %s", (town.now(), LAND))
    town.at += timedelta(days=1)
    assert days.look(town.at) == 0


def test_a_list_that_names_nothing_hides_nothing(land: System, town: Clock) -> None:
    land.step(1, "open")
    day = town.at.date().isoformat()
    town.at += timedelta(days=1)
    assert land.day(day, []).status_code == 200
    assert [days.look(town.at), days.look(town.at)] == [1, 0] and noted() == [{"contradicts": f"{day} 有 1 步报来过、对账时没有列出"}]


def test_who_reconciles_late_is_still_asked_for_what_lacks(land: System, town: Clock) -> None:
    land.step(1, "open")
    day = town.at.date().isoformat()
    town.at += timedelta(days=1)
    assert days.look(town.at) == 1
    land.day(day, [*held(), {"case": "B-9", "n": 1, "sha256": "0" * 64}])
    assert [days.look(town.at), days.look(town.at)] == [1, 0] and noted() == [{"missing": [f"{day} 的对账"]}, {"missing": [f"{day} 的 1 步"]}]


def test_a_step_that_contradicts_is_no_answer_to_a_bad_rating(land: System, town: Clock) -> None:
    land.step(1, "open")
    land.step(2, "rate", level="worst")
    assert not land.step(2, "rate", level="best")["taken"]
    settle()
    assert store.rows("select answered from supervision_rated where subject like 'case:WB%%'") == [(0,)]


def test_a_case_is_rated_once(land: System, town: Clock) -> None:
    """Nobody lifts a unit's score by telling of ten ratings."""
    land.step(1, "open")
    assert "contradicts" not in land.step(2, "rate", level="bad")
    for n in (3, 4):
        assert "以第一次的为准" in land.step(n, "rate", level="best")["contradicts"]
    settle()
    ref = store.rows("select ref from cases_case where procedure = 'oversight.outside.case'")[0][0]
    chain = ledger.chain_of(f"outside:{LAND}:B-1")
    assert chain is not None and [e.act for e in ledger.history(chain)] == ["outside.rated", "outside.noted", "outside.noted"], ref


def test_what_was_charged_is_measured_by_the_list_of_then(land: System, town: Clock, person: Any) -> None:
    ref, then = land.step(1, "open")["ref"], town.now()
    town.at += timedelta(days=1)
    watch = person("watch")
    page = watch.get(f"/outside/systems/{LAND}/items/")
    given = {"item": "transfer", "title": "不动产转移登记", "unit": "410105-CG", "promised": "8", "papers": "申请书"}
    assert watch.client.post(f"/outside/systems/{LAND}/items/", {**hidden(page, "key"), **given}).status_code == 302
    land.step(2, "charge", when=then, fee_item="登记费", amount=8000)
    land.step(3, "charge", fee_item="登记费", amount=8000)
    assert [e.facts["fee"]["listed"] for e in entries(ref)[1:]] == [8000, None]
    assert "登记的事项" in words(watch.get(f"/outside/systems/{LAND}/"))
