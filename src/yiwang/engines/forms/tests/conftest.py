"""The table of divisions and the register of firms of these tests."""

from collections.abc import Iterator

import pytest

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.tests.sample import Firms, Places


@pytest.fixture(autouse=True)
def places() -> Iterator[None]:
    before = forms.plug(divisions=Places(), firms=Firms())
    yield
    forms.plug(divisions=before.divisions, firms=before.firms)
