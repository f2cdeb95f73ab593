"""One city for the walks of a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import city as cities


@pytest.fixture(scope="module")
def city(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[cities.City]:
    """A demo city with a short past (`PAST` applications), on a Monday morning, running with its readers and its sweep."""
    data = tmp_path_factory.mktemp("city") / "data"
    cities.found(data, cases=getattr(request.module, "PAST", 4))
    with cities.running(data) as running:
        yield running
