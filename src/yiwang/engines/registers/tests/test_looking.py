"""Looking up with a purpose and verifying in public: who sees what, and what stays written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from yiwang.engines.ledger import api as ledger
from yiwang.engines.registers import api as registers
from yiwang.engines.registers.tests.conftest import CITIZEN, ITEMS, OFFICIAL, OWNER, PERMITS
from yiwang.engines.store import api as store
from yiwang.kernel.actors import NOBODY, Actor
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import Declined, NotFound, Refused

Put = Callable[..., registers.Published]
WHY = "核对经营者身份，案件 2026-000123"


def looked_up(at: datetime, key: str = "豫金-1", purpose: str = WHY, actor: Actor = OFFICIAL, register: str = PERMITS.code, **more: object) -> registers.Record:
    return registers.look_up(register=register, key=key, purpose=purpose, actor=actor, at=at, **more)  # type: ignore[arg-type]


def entries(subject: str) -> list[ledger.Recorded]:
    return ledger.history(ledger.chain_of(subject) or 0)


def test_personal_facts_are_masked_unless_asked_for(put: Put, at: datetime) -> None:
    put(OWNER, key="豫金-1", register=PERMITS)
    assert looked_up(at).facts == {
        "shop": "老河口面馆", "owner": "张**", "number": "1101**********002X", "phone": "138****5678", "home": {"text": "经*******", "floors": ("*", None)}}
    assert looked_up(at, fields=("owner", "shop", "nothing")).facts["owner"] == "张小三"
    assert looked_up(at, fields=("owner",)).facts["number"] == "1101**********002X"


def test_who_why_and_what_was_shown_is_written_down_but_never_the_values(put: Put, at: datetime) -> None:
    put(OWNER, key="豫金-1", register=PERMITS)
    looked_up(at, fields=("owner", "phone"))
    entry = entries(registers.subject(PERMITS.code, "豫金-1"))[-1]
    assert entry.kind is Kind.LOOKED_UP and entry.actor["unit_name"] == "市场监管局"
    assert entry.facts["purpose"] == WHY and entry.facts["shown"] == ["owner", "phone"] and entry.facts["key"] == "豫金-1"
    (body,) = store.rows("select body from ledger_entry where kind = 'looked_up'")[0]
    assert "张小三" not in body and "13812345678" not in body


def test_what_is_not_found_is_written_down_too(put: Put, at: datetime) -> None:
    with pytest.raises(NotFound):
        looked_up(at, key="11010519491231002X")
    (entry,) = entries(f"register:{PERMITS.code}")
    assert entry.facts["found"] is False and entry.facts["purpose"] == WHY
    (body,) = store.rows("select body from ledger_entry")[0]
    assert "11010519491231002X" not in body  # people type anything; it lies beside the entry
    assert ledger.values(entry.chain)[1]["asked"] == "11010519491231002X"


@pytest.mark.parametrize("purpose", ["", "   ", "查", "看一下"])
def test_without_a_purpose_nothing_is_shown(put: Put, at: datetime, purpose: str) -> None:
    put(OWNER, key="豫金-1", register=PERMITS)
    with pytest.raises(Refused, match="用途"):
        looked_up(at, purpose=purpose)
    assert len(entries(registers.subject(PERMITS.code, "豫金-1"))) == 1


def test_a_register_that_is_not_public_does_not_exist_for_the_public(put: Put, at: datetime) -> None:
    put()
    for actor in (CITIZEN, NOBODY):
        with pytest.raises(NotFound):
            looked_up(at, key="0101", register=ITEMS.code, actor=actor)
    with pytest.raises(NotFound):
        registers.verify(register=ITEMS.code, number="0101", at=at)
    with pytest.raises(NotFound):
        looked_up(at, actor=NOBODY)


def test_anybody_verifies_a_certificate_and_learns_no_person(put: Put, at: datetime) -> None:
    put(OWNER, key="豫金2026-0017", register=PERMITS, title="食品经营许可证", valid_to=date(2031, 1, 1))
    found = registers.verify(register=PERMITS.code, number=" 豫金２０２６-００１７ ", at=at)
    assert (found.number, found.state, found.holder, found.register) == ("豫金2026-0017", registers.State.VALID, "张**", "食品经营许可证")
    assert found.facts["shop"] == "老河口面馆" and "张小三" not in str(found) and "1949" not in str(found) and "经八路" not in str(found)
    with pytest.raises(NotFound):
        registers.verify(register=PERMITS.code, number="豫金2026-0018", at=at)


def test_the_state_that_is_verified_is_that_of_the_day(put: Put, at: datetime) -> None:
    put(OWNER, key="n", register=PERMITS, valid_to=date(2026, 11, 20))

    def state(days: int) -> registers.State:
        return registers.verify(register=PERMITS.code, number="n", at=at + timedelta(days=days)).state

    assert (state(0), state(1)) == (registers.State.VALID, registers.State.EXPIRED)
    put(OWNER, key="n", register=PERMITS, on=date(2026, 11, 25), valid_to=date(2027, 11, 20))
    assert (state(1), state(5)) == (registers.State.EXPIRED, registers.State.VALID)
    registers.set_state(register=PERMITS.code, key="n", state=registers.State.REVOKED, reason="骗取许可", actor=OFFICIAL, at=at)
    assert state(1) is state(5) is registers.State.REVOKED
    put(OWNER, key="later", register=PERMITS, on=date(2026, 12, 1))
    with pytest.raises(NotFound):
        registers.verify(register=PERMITS.code, number="later", at=at)


def test_the_newest_first_what_is_valid_as_it_is_now(put: Put, at: datetime) -> None:
    for key in ("c", "a", "b", "d"):
        put({"days": 20, "said": f"油烟 {key}"}, key=key, title=f"夜市 {key}")
    put({"days": 30, "said": "噪声"}, key="c", title="夜市 c", on=date(2026, 2, 1))
    registers.set_state(register=ITEMS.code, key="b", state=registers.State.REVOKED, reason="写错了", actor=OFFICIAL, at=at)
    page = registers.latest(register=ITEMS.code, limit=2)
    assert [(r.key, r.version) for r in page.records] == [("c", 2), ("d", 1)]
    onward = registers.latest(register=ITEMS.code, after=int(page.after), limit=2)
    assert [r.key for r in onward.records] == ["a"] and onward.after == ""
    assert [r.key for r in registers.latest(register=ITEMS.code, search="夜市 油烟").records] == ["d", "a"], "every word, in what is said now"
    assert registers.latest(register=ITEMS.code, search="%").records == ()


def test_what_is_a_persons_is_not_for_anybody_to_read() -> None:
    reads = registers.Reads("/x/permits/", "许可证", "", "owner", ())
    with pytest.raises(Declined, match="for anybody to read"):
        registers.declare(registers.Register("test.read", "许可证", personal=("owner",), reads=reads))
