"""Versions: each closes the one before it, none ever changes, and every one has its entry."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as some

from yiwang.engines.ledger import api as ledger
from yiwang.engines.registers import api as registers
from yiwang.engines.registers.tests.conftest import ITEMS, OFFICIAL, OWNER, PERMITS
from yiwang.engines.store import api as store
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import Declined, NotFound, Refused

Put = Callable[..., registers.Published]
CODE = ITEMS.code
WORDS = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
JSON = some.recursive(
    some.none() | some.booleans() | some.integers(-10**12, 10**12) | WORDS,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text("abc", max_size=3), inner, max_size=3), max_leaves=8)


def entries(key: str, register: str = CODE) -> list[ledger.Recorded]:
    return ledger.history(ledger.chain_of(registers.subject(register, key)) or 0)


def test_a_version_is_published_with_its_entry(put: Put, at: datetime) -> None:
    made = put({"days": 20, "law": ["许可法 42"]})
    found = registers.get(register=CODE, key="0101")
    assert (made.version, found.version, found.title, found.published_by, found.published_at) == (1, 1, "餐饮许可", 7, at)
    assert found.facts == {"days": 20, "law": ("许可法 42",)} and found.state is registers.State.VALID and found.valid_to is None
    (entry,) = entries("0101")
    assert entry.kind is Kind.CHANGED and entry.facts["hash"] == made.hash == found.hash and entry.facts["version"] == 1
    assert entry.actor["unit_name"] == "市场监管局"


def test_the_next_version_closes_the_one_before(put: Put) -> None:
    put({"days": 20})
    put({"days": 15}, on=date(2026, 7, 1))
    assert registers.get(register=CODE, key="0101").facts["days"] == 15
    assert registers.get(register=CODE, key="0101", on=date(2026, 6, 30)).facts["days"] == 20
    assert registers.get(register=CODE, key="0101", on=date(2026, 7, 1)).facts["days"] == 15
    assert [r.valid_to for r in registers.history(register=CODE, key="0101")] == [None, date(2026, 6, 30)]
    with pytest.raises(NotFound):
        registers.get(register=CODE, key="0101", on=date(2025, 12, 31))
    assert [entry.n for entry in entries("0101")] == [1, 2]


@trying(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(begins=some.lists(some.integers(0, 30), min_size=1, max_size=6), asked=some.integers(0, 35))
def test_on_any_day_the_last_published_of_those_begun_is_in_force(put: Put, begins: list[int], asked: int) -> None:
    with store.atomic():
        for n, begin in enumerate(begins, 1):
            put({"n": n}, key="p", on=date(2026, 1, 1) + timedelta(days=begin))
        on = date(2026, 1, 1) + timedelta(days=asked)
        expected = [n for n, begin in enumerate(begins, 1) if begin <= asked]
        if expected:
            assert registers.get(register=CODE, key="p", on=on).facts["n"] == expected[-1]
            assert [r.key for r in registers.all(register=CODE, on=on).records] == ["p"]
        else:
            with pytest.raises(NotFound):
                registers.get(register=CODE, key="p", on=on)
        transaction.set_rollback(True)


@trying(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(facts=some.dictionaries(some.text("abc", min_size=1, max_size=3), JSON, max_size=4))
def test_facts_come_back_as_they_were_and_cannot_be_changed(put: Put, facts: dict[str, Any]) -> None:
    with store.atomic():
        made = put(facts, key="f")
        found = registers.get(register=CODE, key="f", version=made.version).facts
        assert json.loads(json.dumps(found)) == json.loads(json.dumps(facts))
        for change in (lambda: found.__setitem__("a", 1), lambda: found.update(a=1), lambda: found.clear(), lambda: found.pop("a")):
            with pytest.raises(TypeError):
                change()
        transaction.set_rollback(True)


def test_the_same_request_again_gets_the_first_answer(put: Put) -> None:
    first = put({"days": 20}, request_key="k1")
    again = put({"days": 99}, request_key="k1")
    assert (again.version, again.hash, again.again) == (1, first.hash, True)
    assert put({"days": 15}, request_key="k2").version == 2 and len(entries("0101")) == 2


def test_days_the_wrong_way_round_and_names_of_people_are_refused(put: Put) -> None:
    with pytest.raises(Refused, match="不早于"):
        put(on=date(2026, 5, 2), valid_to=date(2026, 5, 1))
    for key in ("11010519491231002X", "", " ", "k" * 121):
        with pytest.raises(ValueError, match="key"):
            put(key=key)
    with pytest.raises(NotFound):
        put(register=registers.Register("test.unknown", "未登记"))
    assert not store.rows("select 1 from registers_record")


def test_a_register_is_declared_once() -> None:
    assert registers.declare(registers.Register("test.items", "事项目录")) == ITEMS
    for wrong in (registers.Register("test.items", "另一个"), registers.Register("Test Items", "x"), registers.Register("test.empty", "")):
        with pytest.raises(Declined):
            registers.declare(wrong)


def test_a_state_is_set_with_a_reason_and_once(put: Put, at: datetime) -> None:
    put()
    put(on=date(2026, 3, 1))

    def state_set(state: registers.State, reason: str = "抽检不合格") -> registers.Record:
        return registers.set_state(register=CODE, key="0101", state=state, reason=reason, actor=OFFICIAL, at=at)

    assert state_set(registers.State.SUSPENDED).state is registers.State.SUSPENDED
    state_set(registers.State.SUSPENDED)
    assert [e.facts.get("after") for e in entries("0101")] == [None, None, "暂停使用"]
    put(on=date(2026, 4, 1))
    assert registers.get(register=CODE, key="0101").state is registers.State.SUSPENDED
    state_set(registers.State.REVOKED)
    with pytest.raises(Refused, match="已撤销"):
        put(on=date(2026, 5, 1))
    state_set(registers.State.VALID, "复议决定恢复")
    assert put(on=date(2026, 5, 1)).version == 4
    with pytest.raises(Refused, match="理由"):
        state_set(registers.State.SUSPENDED, "  ")
    with pytest.raises(ValueError, match="expires"):
        state_set(registers.State.EXPIRED)
    with pytest.raises(NotFound):
        registers.set_state(register=CODE, key="none", state=registers.State.REVOKED, reason="无此记录", actor=OFFICIAL, at=at)
    assert ledger.chain_of(registers.subject(CODE, "none")) is None


def test_personal_facts_do_not_stand_in_the_entry(put: Put) -> None:
    made = put(OWNER, key="豫金-1", register=PERMITS)
    chain = ledger.chain_of(registers.subject(PERMITS.code, "豫金-1")) or 0
    (body,) = store.rows("select body from ledger_entry where chain = %s", (chain,))[0]
    assert not any(word in body for word in ("张小三", "11010519491231002X", "13812345678", made.hash))
    assert json.loads(ledger.values(chain)[1]["facts"])["owner"] == "张小三"


def test_a_list_goes_on_where_it_stopped(put: Put) -> None:
    for n in range(7):
        put({"n": n, "area": "金水区" if n % 2 else "二七区", "rate": "5%"}, key=f"{n:04}", title=f"许可 {n}", unit=7 + n % 2)
    put({"n": 0, "area": "金水区"}, key="0000", on=date(2026, 2, 1))
    first = registers.all(register=CODE, limit=3)
    second = registers.all(register=CODE, limit=3, after=first.after)
    last = registers.all(register=CODE, limit=3, after=second.after)
    assert [r.key for page in (first, second, last) for r in page.records] == [f"{n:04}" for n in range(7)] and last.after == ""
    assert first.records[0].version == 2

    def keys(**more: Any) -> list[str]:
        return [r.key for r in registers.all(register=CODE, **more).records]

    assert keys(search="金水区") == ["0000", "0001", "0003", "0005"]
    assert keys(search="金水 许可 3") == ["0003"]
    assert keys(search="5%") == keys(search="%") == [f"{n:04}" for n in range(1, 7)] and keys(search="!") == keys(search="_") == []
    assert keys(unit=8) == ["0001", "0003", "0005"]
    assert keys(state=registers.State.SUSPENDED) == keys(on=date(2025, 1, 1)) == []
    assert len(keys(on=date(2026, 1, 15))) == 7


def test_a_version_that_was_never_committed_is_not_remembered(put: Put) -> None:
    with store.atomic():
        put({"days": 1}, key="x")
        assert registers.get(register=CODE, key="x", version=1).facts == {"days": 1}
        transaction.set_rollback(True)
    with pytest.raises(NotFound):  # another process may publish another version 1 by now
        registers.get(register=CODE, key="x", version=1)
    put({"days": 2}, key="x")
    assert registers.get(register=CODE, key="x", version=1).facts == {"days": 2}


def test_facts_changed_behind_the_door_are_noticed(put: Put) -> None:
    put({"days": 20})
    store.execute("update registers_record set facts = %s where key = %s", ('{"days":2}', "0101"))
    with pytest.raises(ValueError, match="not those that were published"):
        registers.get(register=CODE, key="0101", version=1)


@pytest.mark.django_db(transaction=True)
def test_a_pinned_version_costs_no_statement_and_no_time(at: datetime) -> None:
    registers.publish(register=CODE, key="h", title="热", facts={"days": 20}, actor=OFFICIAL, unit=7, valid_from=date(2026, 1, 1), at=at)
    first = registers.get(register=CODE, key="h", version=1)
    with store.counted() as count:
        began = time.perf_counter()
        for _ in range(10_000):
            found = registers.get(register=CODE, key="h", version=1)
        took = (time.perf_counter() - began) / 10_000
    assert found is first and count == [0] and took < 10e-6


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_as_many_versions_in_one_chain(at: datetime) -> None:
    made: list[int] = []
    faults: list[BaseException] = []

    def one(n: int) -> None:
        try:
            made.append(registers.publish(register=CODE, key="race", title="同时", facts={"n": n}, actor=OFFICIAL, unit=7,
                                          valid_from=date(2026, 1, 1), at=at, request_key=f"k{n // 2}").version)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults and sorted(made) == sorted([1, 2, 3, 4, 5, 6] * 2)
    assert [entry.n for entry in entries("race")] == [1, 2, 3, 4, 5, 6]
    assert sum(r.valid_to is None for r in registers.history(register=CODE, key="race")) == 1
