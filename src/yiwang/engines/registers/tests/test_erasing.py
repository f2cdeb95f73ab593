"""Erasing a certificate's facts: not while anybody relies on it; afterwards number and state stay, the person is gone, the record is whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from yiwang.engines.ledger import api as ledger
from yiwang.engines.registers import api as registers
from yiwang.engines.registers.rooms import versions
from yiwang.engines.registers.tests.conftest import OFFICIAL, OWNER, PERMITS
from yiwang.engines.registers.types import State
from yiwang.engines.store import api as store
from yiwang.kernel.errors import Refused

KEY = "金市监许〔2026〕1号"


def erase(at: datetime) -> int:
    with store.atomic():
        return registers.erase(register=PERMITS.code, key=KEY, reason="保管期限已满", actor=OFFICIAL, request_key="e:0", at=at)


def test_not_while_it_is_in_force(put: Callable[..., registers.Published], at: datetime) -> None:
    put(OWNER, key=KEY, register=PERMITS)
    with pytest.raises(Refused) as why:
        erase(at)
    assert [r.code for r in why.value.reasons] == ["still-in-force"]


def test_every_version_goes_and_the_record_says_so(put: Callable[..., registers.Published], at: datetime) -> None:
    put(OWNER, key=KEY, register=PERMITS)
    made = put({**OWNER, "shop": "新河口面馆"}, key=KEY, register=PERMITS)
    versions._uncommitted.clear()  # as after the commit, which a test's own transaction never sees
    assert registers.get(register=PERMITS.code, key=KEY, version=made.version).facts["owner"] == "张小三"  # remembered by the process
    registers.set_state(register=PERMITS.code, key=KEY, state=State.REVOKED, reason="歇业", actor=OFFICIAL, at=at)
    assert erase(at) == 2 and erase(at) == 0
    for version in (1, 2):
        assert registers.get(register=PERMITS.code, key=KEY, version=version).facts == {}
    told = registers.verify(register=PERMITS.code, number=KEY, at=at)
    assert told.state is State.REVOKED and told.holder == ""
    left = str(store.rows("select * from registers_record")) + str(store.rows("select text from ledger_value"))
    assert not any(word in left for word in ("张小三", "11010519491231002X", "13812345678", "经八路"))
    report = ledger.verify()
    assert report.ok and report.erased == 2
