"""Erasing: the value and its salt go, the record stays whole and says so."""

from __future__ import annotations

from datetime import datetime

import pytest

from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.tests.conftest import CLERK
from yiwang.engines.store import api as store
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db


def test_value_and_salt_are_gone_and_an_entry_says_so(sealed: dict[str, int], at: datetime) -> None:
    chain = sealed["unit:3"]
    ledger.erase(subject="unit:3", n=2, name="phone", actor=CLERK, reason="本人申请", key="e1", at=at)
    assert ledger.values(chain)[2] == {"party": "沈砚秋"}
    last = ledger.history(chain, newest_first=True)[0]
    assert (last.kind, last.n, last.facts["erased"], last.facts["reason"]) == (Kind.ERASED, 6, [{"n": 2, "name": "phone"}], "本人申请")
    ledger.seal(at=at)
    ledger.sign_head(at=at, now=True)
    assert ledger.verify().ok


def test_the_same_request_again_erases_once(sealed: dict[str, int], at: datetime) -> None:
    for _ in range(2):
        found = ledger.erase(subject="unit:3", n=2, name="phone", actor=CLERK, reason="本人申请", key="e1", at=at)
        assert found.n == 6
    assert len(ledger.history(sealed["unit:3"])) == 6


def test_what_is_not_there_cannot_be_erased(sealed: dict[str, int], at: datetime) -> None:
    with pytest.raises(NotFound):
        ledger.erase(subject="unit:3", n=2, name="address", actor=CLERK, reason="", key="e1", at=at)
    assert len(ledger.history(sealed["unit:3"])) == 5


def test_whoever_holds_the_lock_erases_in_its_own_step(sealed: dict[str, int], at: datetime) -> None:
    """As cases do: the statement beside an entry of the case's own chain."""
    chain = sealed["unit:3"]
    with store.atomic():
        ledger.append(subject="unit:3", act=ledger.ERASED, actor=CLERK, at=at, facts=ledger.erased_facts([(1, "party"), (2, "party")], "到期"))
        store.run([ledger.erasing(chain=chain, n=1, name="party"), ledger.erasing(chain=chain, n=2, name="party")])
    report = ledger.verify()
    assert report.ok and report.erased == 2
