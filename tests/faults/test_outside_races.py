"""A department's system sends one step eight times at one moment: it is taken once, and everybody is told the same; two steps at once keep their order."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faults import whole
from tests.faults.conftest import Start
from tests.faults.test_races import at_once
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.tests.trial import MONDAY, City
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.registers import api as registers
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import READER
from yiwang.systems.oversight.outside import items, taking


@pytest.fixture
def registered(city: City) -> City:
    unit = identity.unit_by_code("T-A")
    registers.publish(register=items.REGISTER, key="land.transfer", title="转移登记", actor=READER, unit=unit.id, valid_from=clock.day(MONDAY), at=MONDAY,
                      facts={"system": "land", "unit": unit.code, "promised": 8, "fees": [], "papers": []})
    return city


def told(n: int, step: str, **more: Any) -> cases.Done:
    said = {"case": "B-1", "n": str(n), "step": step, "at": MONDAY.isoformat(), "handler": "1", **more}
    taken = taking.take(system="land", data=Clean("outside.step", 1, said, frozenset(said)), at=MONDAY)
    return cases.Done(0, taken.ref, "", taken.entry, taken.replayed)


def test_one_step_8_times_is_taken_once(registered: City, start: Start) -> None:
    for n, step in ((1, "open"), (2, "accept"), (3, "charge")):
        more = {"item": "transfer"} if step == "open" else {"fee_item": "登记费", "amount": 1} if step == "charge" else {}
        found = at_once(start, [lambda n=n, step=step, more=more: told(n, step, **more)] * 8, members=4)
        assert sorted(what for what, _ in found) == ["again"] * 7 + ["done"], found
        assert len({answer for _, answer in found}) == 1, "everybody is told the same"
    assert store.rows("select count(*) from outside_step") == [(3,)]
    assert store.rows("select moves from cases_case where procedure = 'oversight.outside.case'") == [(2,)]
    assert whole.wrongs() == []


def test_two_that_say_otherwise_at_once(registered: City, start: Start) -> None:
    told(1, "open", item="transfer")
    found = at_once(start, [lambda i=i: told(2, "accept", handler=f"{i}") for i in range(6)], members=3)
    assert sorted(what for what, _ in found) == ["done"] + ["refused"] * 5, found
    assert store.rows("select contradicts from outside_step where n = 2") == [("同一步报过别的内容",)]
    assert store.rows("select count(*) from ledger_entry where act = 'outside.noted'") == [(1,)], "written down once"
    assert whole.wrongs() == []
