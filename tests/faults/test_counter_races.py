"""A draft handed in from the phone and at a counter at the same moment, by many clicks: one matter, and everybody is led to it."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.faults import whole
from tests.faults.conftest import Start
from tests.faults.test_races import at_once
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.tests.trial import City
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.kernel.errors import Refused

KEY = "of-one-draft"


def filed(city: City, who: str) -> cases.Done:
    """As the phone and the counter file it: whoever comes second is given what the first one began."""
    try:
        return city.begin(who=who, key=KEY)
    except Refused:
        return cases.begun(actor=city.actors[who], key=KEY, party=identity.party(city.citizen))[0]


@pytest.mark.slow(reason="64 connections")
def test_of_32_phones_and_32_counters_one_files_it(city: City, start: Start) -> None:
    found = at_once(start, [lambda who=who: filed(city, who) for who in ("citizen", "clerk") * 32])
    assert Counter(what for what, _ in found) == {"done": 1, "again": 63}, Counter(map(str, found)).most_common(4)
    assert len({answer[1] for _, answer in found}) == 1 and store.rows("select count(*) from cases_case") == [(1,)] and whole.wrongs() == []


def test_whose_draft_it_is_not_is_told_nothing(city: City) -> None:
    city.begin(key=KEY)
    with pytest.raises(Refused):
        cases.begun(actor=city.clerk, key=KEY)
    other = identity.Party("person", 999, "别人")
    with pytest.raises(Refused):
        cases.begun(actor=city.clerk, key=KEY, party=other)
