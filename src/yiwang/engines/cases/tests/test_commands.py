"""What is not a case changes by a command: role, guard, once, on record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.rooms import registry
from yiwang.engines.cases.tests.trial import MONDAY, City, clean, codes
from yiwang.engines.forms.types import Form
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import Declined, Refused
from yiwang.kernel.reasons import Reason

ran: list[str] = []


def rename(*, actor: Any, subject: str, data: Any, at: Any) -> Mapping[str, Any]:
    ran.append(subject)
    if data.answers.get("fail"):
        raise Declined("half way")
    return {"was": "旧"}


def no_empty_name(*, actor: Any, subject: str, data: Any, at: Any) -> list[Reason]:
    return [] if data.answers.get("name") else [Reason("no-name", "写上名称。", field="name")]


RENAMED = Act("trial.renamed", Kind.CHANGED, "改名")
RENAME = cases.Command("trial.rename", "改名", "trial.head", Form("trial.rename", "改名", ()), rename, RENAMED, no_empty_name)


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    ran.clear()
    monkeypatch.setitem(registry._commands, RENAME.code, RENAME)


def run(city: City, who: str = "chief", key: str = "k1", **answers: Any) -> Mapping[str, Any]:
    return cases.run(actor=city.actors[who], command=RENAME.code, subject="trial:1", data=clean(**answers), key=key, at=MONDAY)


def history() -> list[ledger.Recorded]:
    return ledger.history(ledger.chain_of("trial:1") or 0)


def test_it_applies_and_writes_one_entry(city: City) -> None:
    assert run(city, name="新") == {"was": "旧", "name": "新"} and ran == ["trial:1"]
    (entry,) = history()
    assert (entry.act, entry.subject, entry.facts) == ("trial.renamed", "trial:1", {"was": "旧", "name": "新"})


def test_the_same_key_again_applies_nothing_and_tells_the_same(city: City) -> None:
    first = run(city, name="新")
    assert run(city, name="新") == first and ran == ["trial:1"] and len(history()) == 1
    run(city, key="k2", name="再")
    assert len(history()) == 2


def test_who_has_not_the_role_is_refused_before_anything_runs(city: City) -> None:
    for who in ("clerk", "citizen", "mayor"):
        with pytest.raises(Refused) as why:
            run(city, who, name="新")
        assert codes(why) == ["not-your-role"]
    assert ran == [] and history() == []


def test_the_guard_names_the_field(city: City) -> None:
    with pytest.raises(Refused) as why:
        run(city)
    assert why.value.reasons[0].field == "name" and ran == []


def test_one_that_breaks_leaves_nothing(city: City) -> None:
    with pytest.raises(Declined):
        run(city, name="新", fail=True)
    assert history() == [] and store.rows("select 1") == [(1,)]


def test_two_of_one_code_do_not_register(city: City) -> None:
    from dataclasses import replace

    with pytest.raises(Declined):
        cases.register(commands=(replace(RENAME, title="别的"),))
