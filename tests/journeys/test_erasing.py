"""A person's data are erased over HTTP: afterwards no table, no file and no index holds them, and building the index anew brings nothing back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.journeys.small import Clock, Person, at, everything, hidden, ref_of, settle, words
from yiwang.city import readers
from yiwang.engines.cases import api as cases
from yiwang.engines.ledger import api as ledger
from yiwang.engines.search.rooms import index
from yiwang.engines.store import api as store

ITEM = "410105.food_business"
NEEDLES = ("沈砚秋", "13903710011", "优胜北路 29 号附 1 号")  # the name of a shop is a firm's, asked in the open
PAIRS = ("沈砚", "砚秋", "砚")  # as the index cuts them, and as it writes them after one that begins alike
THEIR_OWN = ("identity_person",)  # who has an account is known by it, whatever becomes of a case
Somebody = Callable[[str], Person]


@pytest.fixture
def lodged(person: Somebody) -> str:
    answer = person("citizen").apply(ITEM, **everything())
    assert answer.status_code == 302, words(answer)[:800]
    settle()
    return ref_of("食品经营许可")


def found() -> dict[str, list[str]]:
    """Table → what of the person is in it, over all columns of all tables, however it is written."""
    hits: dict[str, list[str]] = {}
    for table in sorted(connection.introspection.table_names()):
        if table in THEIR_OWN:
            continue
        text = "\n".join(_plain(value) for row in store.rows(f'select * from "{table}"') for value in row)
        sought = [*NEEDLES, *(json.dumps(n)[1:-1] for n in NEEDLES), *(PAIRS if table.startswith("search_") else ())]
        if here := [n for n in sought if n in text]:
            hits[table] = here
    return hits


def _plain(value: Any) -> str:
    return bytes(value).decode("utf-8", "ignore") if isinstance(value, bytes | memoryview) else str(value)


def told(ref: str) -> int:
    return len(store.rows('select 1 from notify_notice where "case" = %s', (ref,)))


def blobs() -> list[Path]:
    return [path for path in (Path(settings.DATA) / "files").glob("??/*") if path.is_file()]


def erased(person: Somebody, ref: str, ground: str) -> Any:
    chief = person("market_head")
    address = f"/cases/{ref}/erase/"
    page = chief.get(address)
    assert page.status_code == 200, words(page)[:600]
    sent = {**hidden(page, "key", "seen"), "who": "沈砚秋", "ground": ground, "reason": "重复提交，申请人已撤回。"}
    answer = chief.client.post(address, sent)
    assert answer.status_code == 302, words(answer)[:600]
    assert chief.client.post(address, sent).status_code == 302  # a double click
    return chief


def test_withdrawn_by_mistake_and_gone_everywhere(person: Somebody, town: Clock, lodged: str) -> None:
    assert person("citizen").do(lodged, "withdraw").status_code == 302
    settle()
    assert {"cases_case", "ledger_value", "search_text"} <= set(found()) and blobs()
    assert told(lodged)
    chief = erased(person, lodged, "mistaken")
    settle(town.at + timedelta(minutes=1))
    assert found() == {} and blobs() == [] and told(lodged) == 0
    assert ledger.verify().erased > 0
    with store.atomic():
        index.clear()
        ledger.rebuild(reader="search")
    settle(town.at + timedelta(minutes=2))
    assert found() == {}
    page = words(chief.get(f"/cases/{lodged}/"))
    assert "删除个人信息" in page and "重复提交" in page and "槐荫巷" not in page
    assert person("citizen").get(f"/my/{lodged}/").status_code == 200


@pytest.mark.slow(reason="a letter is typeset")
def test_after_thirty_years_the_letter_goes_and_its_hash_stays(person: Somebody, town: Clock, lodged: str) -> None:
    answer = person("market").do(lodged, "not_accept", reasons="不属于本机关职权范围。", basis="行政许可法 第三十二条")
    assert answer.status_code == 302, words(answer)[:600]
    settle()
    sha256 = str(store.rows("select sha256 from cases_document where sha256 <> ''")[0][0])
    store.execute("update cases_case set closed_at = %s where ref = %s", (at("1995-12-31 10:00"), lodged))  # no calendar reaches thirty years ahead
    chief = erased(person, lodged, "expired")
    settle(town.at + timedelta(minutes=1))
    assert found() == {} and blobs() == []
    page = words(chief.get(f"/cases/{lodged}/documents/"))
    assert "已删除" in page and sha256 in page
    assert chief.get(f"/cases/{lodged}/files/{sha256}/").status_code == 404


def test_killed_after_the_entry_the_rest_follows_later(person: Somebody, town: Clock, lodged: str) -> None:
    """The step itself is one transaction. What follows it is done by readers: each alone, in any order, twice if need be."""
    assert person("citizen").do(lodged, "withdraw").status_code == 302
    settle()
    erased(person, lodged, "mistaken")
    then = town.at + timedelta(minutes=1)
    ledger.seal(at=then)
    entry = next(e for e in reversed(ledger.feed(after=0, limit=1000)) if e.kind.value == "erased")
    for name in ("search", "notify", "search", "notify"):
        handle = readers.handler(name, then)
        assert handle is not None
        handle(entry)
    assert set(found()) == {"files_holding"} or found() == {}
    cases.remove_papers(at=then)
    settle(then)
    assert found() == {} and blobs() == []


def test_who_may_not(person: Somebody, town: Clock, lodged: str) -> None:
    address = f"/cases/{lodged}/erase/"
    assert person("market_head").get(address).status_code == 409  # still open
    assert person("citizen").do(lodged, "withdraw").status_code == 302
    for name in ("market", "elsewhere", "magistrate", "mayor", "citizen"):
        assert person(name).get(address).status_code == 404, name
    chief = person("market_head")
    sent = {**hidden(chief.get(address), "key", "seen"), "who": "温若愚", "ground": "expired", "reason": "期满"}
    answer = chief.client.post(address, sent)
    assert answer.status_code in (409, 422) and "对不上" in words(answer) and "保管到" in words(answer)
    assert "沈砚秋" in words(person("market").get(f"/cases/{lodged}/"))
