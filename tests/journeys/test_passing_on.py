"""A matter passes from approval to supervision over HTTP, once, by whom the card names; a look at a person's data needs its purpose."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.journeys.small import Clock, everything, hidden
from tests.journeys.test_refusals import count
from yiwang.engines.store import api as store

TO = "oversight.supervision.signal"


@pytest.fixture
def ref(person: Any, town: Clock) -> str:
    citizen = person("citizen")
    page = citizen.get("/services/410105.food_business/apply/")
    sent = {**hidden(page, "key"), **everything()}
    assert citizen.client.post("/services/410105.food_business/apply/", sent).status_code == 302
    return str(store.rows("select ref from cases_case")[0][0])


def test_the_signatory_passes_it_on_once_and_the_watch_sees_it(person: Any, ref: str) -> None:
    address = f"/cases/{ref}/refer/{TO}/"
    chief = person("market_head")
    sent = {**hidden(chief.get(address), "key", "seen"), "finding": "受理环节没有一次告知"}
    assert chief.client.post(address, sent).status_code == 302
    assert chief.client.post(address, sent).status_code == 302  # a double click
    assert count("cases_case") == 2
    signal = store.rows("select ref from cases_case where procedure = %s", (TO,))[0][0]
    assert re.search("移送", person("watch").client.get(f"/cases/{signal}/").content.decode())
    assert person("elsewhere").client.get(address).status_code == 404


def test_from_above_the_form_needs_a_purpose(person: Any, ref: str) -> None:
    mayor = person("mayor")
    address = f"/cases/{ref}/reveal/"
    key = hidden(mayor.get(address), "key")
    assert mayor.client.post(address, {**key, "purpose": ""}).status_code == 422
    assert count("ledger_entry where kind = 'looked_up'") == 0
    shown = mayor.client.post(address, {**key, "purpose": "核对群众投诉"})
    assert shown.status_code == 200 and count("ledger_entry where kind = 'looked_up'") == 1
