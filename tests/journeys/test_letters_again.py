"""A letter that cannot be made is seen by the system administrator, who has it made again from a screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.small import Clock, Person, everything, hidden, ref_of, words
from yiwang.engines.cases.rooms import letters
from yiwang.engines.store import api as store
from yiwang.kernel.errors import Declined

Somebody = Callable[[str], Person]


@pytest.mark.slow(reason="a letter is typeset")
def test_made_again_from_a_screen(person: Somebody, town: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    assert person("citizen").apply("410105.food_business", **everything()).status_code == 302
    ref = ref_of("食品经营许可")
    answer = person("market").do(ref, "not_accept", reasons="不属于本机关职权范围。", basis="行政许可法 第三十二条")
    assert answer.status_code == 302, words(answer)[:500]
    town.at += timedelta(minutes=2)
    store.execute("update identity_account set demo = true where username = 'system'")  # no second factor here
    system = person("system")
    page = system.get("/settings/letters/")
    assert ref in words(page) and "沈砚秋" not in words(page)
    id_ = store.rows("select id from cases_document where made_at is null")[0][0]
    address, good = f"/settings/letters/{id_}/", letters._words["services/"]

    def broken(owed: Any) -> Any:
        raise Declined("the fonts are gone")

    monkeypatch.setitem(letters._words, "services/", broken)
    sent = {**hidden(system.get(address), "key"), "reason": "换了字体"}
    answer = system.client.post(address, sent)
    assert answer.status_code == 409 and "the fonts are gone" in words(answer)
    monkeypatch.setitem(letters._words, "services/", good)
    for _ in range(2):  # a double click, and the same key as before
        assert system.client.post(address, sent).status_code == 302
    assert store.rows("select count(*) from cases_document where made_at is null") == [(0,)]
    assert ref not in words(system.get("/settings/letters/"))
    entries = store.rows("select count(*) from ledger_entry where act = 'settings.letter_remade'")
    assert entries == [(1,)]
    assert person("market").get("/settings/letters/").status_code == 404
