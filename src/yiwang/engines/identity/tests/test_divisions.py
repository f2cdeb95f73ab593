"""Divisions are asked for with every form that has a place: remembered, and never older than the establishment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from yiwang.engines.identity import api as identity
from yiwang.engines.identity.rooms import units
from yiwang.engines.identity.tests import small
from yiwang.kernel import clock


@pytest.mark.django_db
def test_divisions_are_asked_once_and_again_when_the_establishment_has_changed(at: datetime, django_assert_num_queries: Any) -> None:
    small.found(at)
    county = identity.unit_by_code("410105").id
    assert identity.divisions_below("") == (("410105", "金水区"),) and identity.divisions_below("410105") == ()
    with django_assert_num_queries(0):
        identity.divisions_below("")
    known: tuple[tuple[str, str], ...] = ()
    for code, short in (("410105001", "经八路街道"), ("410105002", "花园路街道")):
        units.set_up(above=county, code=code, name=f"金水区{short}办事处", short=short, kind="government", line="", phone="", word="", division=code,
                     on=clock.day(at))
        known += ((code, short),)
        assert identity.divisions_below("410105") == known
    for code in ("4101", "x" * 6, "41010500%"):
        assert identity.divisions_below(code) == (), "what is no division has none below"
