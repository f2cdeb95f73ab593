"""Nothing that keeps people out: axe-core over every kind of page, as every kind of user, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support import axe, screens
from tests.support import browser as browsers
from tests.support import city as cities

pytestmark = [pytest.mark.browser, pytest.mark.slow(reason="a city, a browser, and every kind of page twice")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsers.chromium() as found:
        yield found


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[cities.City]:
    data = tmp_path_factory.mktemp("city") / "data"
    cities.found(data, cases=20)
    with cities.running(data) as running:
        yield running


@pytest.mark.parametrize("size", [browsers.WIDE, browsers.PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing_serious(browser: Browser, city: cities.City, size: tuple[int, int]) -> None:
    program, wrong, people = axe.source(), [], dict[str, Page]()
    for path, who, cookies in screens.kinds(city):
        key = "".join(cookies.values())
        if key not in people:
            people[key] = browsers.context(browser, size, cookies, city.address).new_page()
        people[key].goto(city.address + path)
        if found := axe.faults(people[key], program):
            wrong.append(f"{who} {path}\n{axe.said(found)}")
    for page in people.values():
        page.context.close()
    assert not wrong, "\n\n".join(wrong)
