"""One-time codes to a phone: for who knows the password and has enrolled a second factor; never for administrators, never often, never twice."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from yiwang.engines.identity import api as identity
from yiwang.engines.identity.rooms import onetime, ports, texted
from yiwang.engines.identity.tests import small
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store

PHONE = "13903710022"


@dataclass
class Pigeon:
    """Carries codes to this test."""

    there: bool = True
    brought: list[dict[str, Any]] = field(default_factory=list)

    def ready(self) -> bool:
        return self.there

    def bring(self, **given: Any) -> None:
        self.brought.append(given)


@pytest.fixture
def pigeon(city: None, at: datetime) -> Iterator[Pigeon]:
    """The window's clerk and the security administrator have a phone and an authenticator."""
    before, found = ports.courier(), Pigeon()
    store.execute("update identity_person set phone = %s where id in (select person_id from identity_account where username in ('window', 'security'))",
                  (PHONE,))
    for name in ("window", "security"):
        secret = identity.new_secret()
        code = onetime.code_at(base64.b32decode(secret), int(at.timestamp()) // 30)
        identity.enrol(actor=small.acting(name, at), secret=secret, code=code, at=at)
    identity.plug(sealer=ports.sealer(), courier=found)
    yield found
    identity.plug(sealer=ports.sealer(), courier=before)


def sign(at: datetime, username: str = "window", password: str = small.PASSWORD, **more: Any) -> identity.Signing:
    return identity.sign_in(username=username, password=password, address="10.0.0.1", at=at, **more)


def test_a_code_is_sent_to_who_knows_the_password_and_lets_in_once(pigeon: Pigeon, at: datetime) -> None:
    assert sign(at).texts_to == "139****0022" and not pigeon.brought
    told = sign(at, text=True)
    assert told.needs_code and not told.account and "139****0022" in told.refused and PHONE not in told.refused
    (sent,) = pigeon.brought
    assert sent["phone"] == PHONE and len(sent["code"]) == 6 and sent["until"] == at + texted.LASTS
    stored = str(store.rows("select text_code from identity_account where username = 'window'"))
    assert sent["code"] not in stored
    assert sign(at + timedelta(minutes=1), code=sent["code"], asked=told.asked).account == identity.account_of("window")
    assert not sign(at + timedelta(minutes=1), code=sent["code"], asked=told.asked).account, "not twice"
    acts = [e.act for e in ledger.journal(subjects=(f"account:{identity.account_of('window')}",), limit=9)]
    assert "identity.code_texted" in acts and sent["code"] not in str(store.rows("select body from ledger_entry"))


def test_a_code_lets_in_where_it_was_asked_for_alone(pigeon: Pigeon, at: datetime) -> None:
    asked = sign(at, text=True).asked
    (sent,) = pigeon.brought
    for elsewhere in ("", "x" * 22, "中"):
        assert not sign(at, code=sent["code"], asked=elsewhere).account, "read off the phone by somebody who asked for nothing"
    assert len(asked) == 22 and sign(at, code=sent["code"], asked=asked).account


def test_nothing_is_sent_to_who_does_not_know_the_password(pigeon: Pigeon, at: datetime) -> None:
    assert sign(at, password="wrong", text=True).refused == sign(at, username="nobody", text=True).refused
    assert sign(at, username="head", text=True).account, "no second factor, no code"
    assert not pigeon.brought


def test_none_for_administrators_nor_without_a_gateway(pigeon: Pigeon, at: datetime) -> None:
    assert sign(at, "security").texts_to == "" and "验证器" in sign(at, "security", text=True).refused
    pigeon.there = False
    assert sign(at).texts_to == "" and "验证器" in sign(at, text=True).refused
    pigeon.there = True
    store.execute("update identity_person set phone = '0371-67188001'")
    assert sign(at).texts_to == "" and not pigeon.brought


def test_over_after_minutes_and_a_new_one_ends_the_one_before(pigeon: Pigeon, at: datetime) -> None:
    told = sign(at, text=True)
    assert not sign(at + texted.LASTS + timedelta(seconds=1), code=pigeon.brought[0]["code"], asked=told.asked).account
    later = at + timedelta(minutes=10)
    old, new = sign(later, text=True).asked, sign(later + timedelta(minutes=2), text=True).asked
    first, second = (one["code"] for one in pigeon.brought[1:])
    assert not sign(later + timedelta(minutes=2), code=first, asked=old).account
    assert sign(later + timedelta(minutes=2), code=second, asked=new).account


def test_not_often(pigeon: Pigeon, at: datetime) -> None:
    sign(at, text=True)
    assert "60 秒后" in sign(at, text=True).refused and len(pigeon.brought) == 1
    for n in range(1, 12):
        told = sign(at + timedelta(minutes=n), text=True)
    assert "太多" in told.refused and len(pigeon.brought) == texted.MOST
    assert "已发到" in sign(at + timedelta(days=1), text=True).refused


def test_guessing_locks_as_it_does_with_the_authenticator(pigeon: Pigeon, at: datetime) -> None:
    asked = sign(at, text=True).asked
    wrong = f"{(int(pigeon.brought[0]['code']) + 1) % 10**6:06d}"
    assert [bool(sign(at, code=wrong, asked=asked).wait_until) for _ in range(5)] == [False] * 4 + [True]
    assert not sign(at, code=pigeon.brought[0]["code"], asked=asked).account
