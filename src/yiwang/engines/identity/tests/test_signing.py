"""Signing in: what is let in, what is slowed down, what is written."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from typing import Any

import pytest

from yiwang.engines.identity import api as identity
from yiwang.engines.identity.rooms import onetime, signing
from yiwang.engines.identity.tests import small
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.errors import Invalid

RFC = b"12345678901234567890"  # RFC 6238, appendix B


def sign(username: str, at: datetime, password: str = small.PASSWORD, **more: Any) -> identity.Signing:
    return identity.sign_in(username=username, password=password, address=more.pop("address", "10.0.0.1"), at=at, **more)


@pytest.mark.parametrize(("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"),
                                               (2000000000, "279037"), (20000000000, "353130")])
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert onetime.code_at(RFC, seconds // 30) == code


def test_a_code_is_taken_once_and_only_around_its_time(at: datetime) -> None:
    step = int(at.timestamp()) // 30
    for drift, good in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        assert bool(onetime.step_of(RFC, onetime.code_at(RFC, step + drift), at)) is good
    assert onetime.step_of(RFC, onetime.code_at(RFC, step), at, after=step) == 0
    assert onetime.step_of(RFC, "", at) == 0


def test_unknown_and_wrong_look_the_same_and_cost_the_same(city: None, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = []
    monkeypatch.setattr(signing, "check_password", lambda given, encoded: checked.append(encoded) or False)
    wrong, unknown = sign("window", at, "wrong"), sign("nobody", at, "wrong")
    assert wrong.refused == unknown.refused and not wrong.account and not unknown.account
    assert len(checked) == 2 and all(checked)


def test_failures_lock_and_the_right_word_waits_too(city: None, at: datetime) -> None:
    for _ in range(4):
        assert "用户名或密码不对" in sign("window", at, "wrong").refused
    assert sign("window", at, "wrong").wait_until == at + timedelta(minutes=15)
    assert not sign("window", at + timedelta(minutes=14)).account
    assert sign("window", at + timedelta(minutes=16)).account == identity.account_of("window")
    assert sign("head", at).account  # nobody else is locked


def test_policies_decide_how_many(city: None, at: datetime) -> None:
    identity.set_policy(name="failures", value=3)
    assert [bool(sign("window", at, "wrong").wait_until) for _ in range(3)] == [False, False, True]


def test_one_address_is_slowed_down_whatever_names_it_tries(city: None, at: datetime) -> None:
    for number in range(20):
        assert sign(f"guess{number}", at, address="10.9.9.9").wait_until is None
    assert sign("window", at, address="10.9.9.9").wait_until
    assert sign("window", at, address="10.9.9.8").account
    assert sign("window", at + timedelta(minutes=15), address="10.9.9.9").account


def test_a_household_of_many_addresses_is_one(city: None, at: datetime) -> None:
    for number in range(20):
        sign(f"guess{number}", at, address=f"2400:1:2:3::{number}")
    assert sign("window", at, address="2400:1:2:3:ffff::1").wait_until and sign("window", at, address="2400:1:2:4::1").account


def test_a_name_nobody_has_rests_like_one_that_somebody_has(city: None, at: datetime) -> None:
    def told(name: str) -> list[str]:
        tries = [sign(name, at, "wrong").refused for _ in range(7)]
        return [*tries, *(sign(name, at + timedelta(minutes=m), "wrong").refused for m in (14, 15, 16, 17, 18, 19))]

    assert told("window") == told("nobody")
    assert not [key for (key,) in store.rows("select address from identity_address") if "nobody" in key]
    sign("another", at + timedelta(days=2), "wrong")
    assert len(store.rows("select address from identity_address where address like 'name:%%'")) == 1, "they are forgotten"


def test_demo_log_ins_work_on_this_machine_only(city: None, at: datetime) -> None:
    assert "演示账号" in sign("window", at, here=False).refused
    assert "用户名或密码不对" in sign("window", at, "wrong", here=False).refused  # the hint is for who knows the password
    store.execute("update identity_account set demo = false where username = 'window'")
    assert sign("window", at, here=False).account


def test_a_closed_account_looks_like_a_wrong_password(city: None, at: datetime) -> None:
    identity.account_changes.set_active(account=identity.account_of("window"), active=False)
    assert sign("window", at).refused == sign("nobody", at).refused


def test_the_second_factor(city: None, at: datetime) -> None:
    actor = small.acting("security", at)
    secret = identity.new_secret()
    raw = base64.b32decode(secret)
    with pytest.raises(Invalid):
        identity.enrol(actor=actor, secret=secret, code="000000" if onetime.code_at(raw, int(at.timestamp()) // 30) != "000000" else "1", at=at)
    with pytest.raises(Invalid):
        identity.enrol(actor=actor, secret="AAAA", code="123456", at=at)
    identity.enrol(actor=actor, secret=secret, code=onetime.code_at(raw, int(at.timestamp()) // 30), at=at)
    stored = store.rows("select otp_secret from identity_account where id = %s", (actor.account,))[0][0]
    assert secret not in stored and len(stored) > 40  # sealed
    assert sign("security", at).needs_code
    assert not sign("security", at, code=onetime.code_at(raw, int(at.timestamp()) // 30)).account  # the one it was enrolled with
    later = at + timedelta(minutes=1)
    code = onetime.code_at(raw, int(later.timestamp()) // 30)
    assert sign("security", later, code=f"{code[:3]} {code[3:]}").account == actor.account
    assert not sign("security", later, code=code).account  # not twice
    for _ in range(5):
        sign("security", later, code="abc")
    assert sign("security", later, code="abc").wait_until  # guessing codes locks as well


def test_nothing_secret_and_no_number_is_written(city: None, at: datetime) -> None:
    sign("window", at), sign("window", at, "my secret mistake"), sign(small.NUMBER, at, "x")
    identity.hand_out(account=identity.account_of("head"), actor=small.acting("system", at), at=at)
    written = "".join(row[0] for row in store.rows("select body from ledger_entry"))
    for secret in (small.PASSWORD, "my secret mistake", small.NUMBER, "13800138000"):
        assert secret not in written
    assert "10.0.0.1" in written
    assert ledger.verify().ok


@pytest.mark.parametrize(("new", "again", "field"), [
    ("short", "short", "new"), ("123456789012345", "123456789012345", "new"), ("aaaaaaaaaaaaaaab", "aaaaaaaaaaaaaaab", "new"),
    ("xx window xx yy", "xx window xx yy", "new"), ("槐花开了满城香，记得要看", "槐花开了满城香，记得看", "again"),
    (small.PASSWORD, small.PASSWORD, "new"),
])
def test_a_weak_or_misspelt_new_password_is_refused_at_its_field(city: None, at: datetime, new: str, again: str, field: str) -> None:
    store.execute("update identity_account set demo = false")
    with pytest.raises(Invalid) as wrong:
        identity.change_password(actor=small.acting("window", at), old=small.PASSWORD, new=new, again=again, at=at)
    assert [r.field for r in wrong.value.reasons] == [field]
    assert sign("window", at).account


def test_a_new_password_ends_all_sessions(city: None, at: datetime) -> None:
    store.execute("update identity_account set demo = false")
    actor = small.acting("window", at)
    before = identity.generation(account=actor.account)
    with pytest.raises(Invalid):
        identity.change_password(actor=actor, old="wrong", new="槐花开了满城香，记得看", again="槐花开了满城香，记得看", at=at)
    after = identity.change_password(actor=actor, old=small.PASSWORD, new="槐花开了满城香，记得要看", again="槐花开了满城香，记得要看", at=at)
    assert after == before + 1
    assert identity.actor(account=actor.account, on=at.date(), generation=before) is None
    assert not sign("window", at).account and sign("window", at, "槐花开了满城香，记得要看").account


def test_a_one_time_password_is_handed_out_once(city: None, at: datetime) -> None:
    account, system = identity.account_of("window"), small.acting("system", at)
    assert identity.hand_out(account=account, actor=system, at=at) == ""  # nothing was reset
    identity.account_changes.reset_password(account=account)
    assert not sign("window", at).account
    word = identity.hand_out(account=account, actor=system, at=at)
    assert len(word) == 19 and identity.hand_out(account=account, actor=system, at=at) == ""
    found = sign("window", at + timedelta(hours=1), word)
    assert found.account == account and found.must_change


def test_administrators_owe_a_second_factor_unless_they_are_the_demos(city: None, at: datetime) -> None:
    account = identity.account_of("audit")
    assert not identity.factor_due(account=account, on=at.date())
    store.execute("update identity_account set demo = false")
    assert identity.factor_due(account=account, on=at.date())
    assert not identity.factor_due(account=identity.account_of("window"), on=at.date())
