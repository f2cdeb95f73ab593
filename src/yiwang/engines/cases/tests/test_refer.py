"""A matter passes on once, with one matter number, by whom the sender's card names, to what the receiving card accepts."""

from __future__ import annotations

from datetime import datetime

import pytest

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.rooms import registry
from yiwang.engines.cases.tests.trial import MONDAY, City, clean
from yiwang.engines.forms.types import Clean
from yiwang.engines.ledger import api as ledger
from yiwang.kernel.acts import Kind
from yiwang.kernel.errors import NotFound, Refused


@pytest.fixture(autouse=True)
def ways(monkeypatch: pytest.MonkeyPatch) -> None:
    def accepted(told: cases.Told, data: Clean, at: datetime) -> cases.Begin:
        return cases.Begin("trial.joint", told.unit, f"移送：{told.title}", cases.Item("", 0, "", ""), about=f"case:{told.ref}", data=data)

    way = cases.Referral("trial.joint", "signatory", "移送", ("trial.one",))
    monkeypatch.setitem(registry._referrals, ("trial.one", "trial.joint"), way)
    monkeypatch.setitem(registry._accepts, "trial.joint", accepted)


def refer(city: City, who: str, case: int, key: str = "f1", to: str = "trial.joint") -> cases.Done:
    return cases.refer(actor=city.actors[who], case=case, to=to, data=clean(finding="材料不实"), seen=None, key=key, at=MONDAY)


def test_both_sides_carry_one_matter_and_know_of_each_other(city: City) -> None:
    done = city.begin()
    refer(city, "chief", done.case)
    view = city.view("clerk", done)
    assert [s.title for s in view.siblings] and view.matter == done.case
    entry = ledger.history(done.case)[-1]
    assert entry.kind is Kind.REFERRED and entry.facts["finding"] == "材料不实" and entry.facts["ref"] == view.siblings[0].ref


def test_the_same_request_again_passes_nothing_on_twice(city: City) -> None:
    done = city.begin()
    refer(city, "chief", done.case)
    assert refer(city, "chief", done.case).replayed
    assert len(city.view("clerk", done).siblings) == 1


def test_only_whom_the_card_names(city: City) -> None:
    done = city.begin()
    with pytest.raises(Refused):
        refer(city, "clerk", done.case)
    with pytest.raises(NotFound):
        refer(city, "stranger", done.case)
    assert not city.view("clerk", done).siblings
    assert [r.reasons == () for r in city.view("chief", done).referrals] == [True]
    assert city.view("clerk", done).referrals[0].reasons


def test_what_nobody_accepts_is_refused(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    done = city.begin()
    monkeypatch.delitem(registry._accepts, "trial.joint")
    with pytest.raises(Refused) as refused:
        refer(city, "chief", done.case)
    assert refused.value.reasons[0].code == "not-accepted-there"
    assert city.view("chief", done).referrals == ()
