"""Nothing that keeps people out of a form of several steps: axe-core over each, on a desk and on a phone. Every kind of page: `tests/walks/test_screens.py`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.support import axe
from tests.support import browser as browsers
from tests.support import city as cities

pytestmark = [pytest.mark.browser, pytest.mark.slow(reason="a city, a browser, and every step twice")]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[cities.City]:
    data = tmp_path_factory.mktemp("city") / "data"
    cities.found(data, cases=4)
    with cities.running(data) as running:
        yield running


APPLY = "/services/410105.restaurant/apply/"
DRAFT = """
from django.conf import settings
from yiwang.city import checks
from yiwang.city.demo import lives
from yiwang.engines.forms import api as forms
from yiwang.systems.public.services.rooms import applying
from random import Random
at = settings.CLOCK.now()
form, actor = applying.form_of("410105.restaurant"), checks.actor("shenyanqiu", at)
data = lives.filled(form, actor, "410105", Random(1), at)
forms.save_draft(actor=actor, form=form, raw=forms.flat(form=form, answers=data.answers, at=at), at=at, subject="410105.restaurant")
print(checks.cookies("shenyanqiu"))
"""


@pytest.mark.parametrize("size", [browsers.WIDE, browsers.PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing_serious_in_any_step(browser: Browser, city: cities.City, size: tuple[int, int]) -> None:
    """Every step filled in, one with faults, and the guide with answers."""
    program, wrong = axe.source(), []
    page = browsers.context(browser, size, ast.literal_eval(city.python(DRAFT).strip()), city.address).new_page()
    for path in ("/services/410105.restaurant/?sign=no&gas=no&licensed=yes", *(f"{APPLY}?step={n}" for n in (1, 4, 3, 2)), "faults"):
        if path == "faults":
            page.fill("[name=area]", "八十六")
            page.locator(".form-foot button[value=next]").click()
            page.locator(".errors").wait_for()
        else:
            page.goto(city.address + path)
            assert page.url.endswith(path)
        if found := axe.faults(page, program):
            wrong.append(f"{path}\n{axe.said(found)}")
        assert not browsers.sideways(page), path
    page.context.close()
    assert not wrong, "\n\n".join(wrong)
