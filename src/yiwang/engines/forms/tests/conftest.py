"""The table of divisions of these tests."""

from collections.abc import Iterator

import pytest

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.tests.sample import Places


@pytest.fixture(autouse=True)
def places() -> Iterator[None]:
    before = forms.plug(divisions=Places())
    yield
    forms.plug(divisions=before)
