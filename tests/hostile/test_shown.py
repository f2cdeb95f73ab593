"""What people wrote, shown in Chromium: markup in every field that is kept runs nowhere, and the policy that would stop it is never even asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support import browser as browsers
from tests.support import city as cities
from tests.support import screens

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.slow(reason="a city, a browser, and every kind of page")]
PLANTED = """
from django.conf import settings
from yiwang.city import checks, loops
from yiwang.engines.store import api as store
from tests.hostile.material import DRAWING, PICTURE, SCRIPT
from tests.hostile.sending import planted
print(planted(SCRIPT + PICTURE + DRAWING))
loops.settle(settings.CLOCK.now())
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[cities.City]:
    data = tmp_path_factory.mktemp("city") / "data"
    cities.found(data, cases=20)
    with cities.running(data) as running:
        yield running


def opened(browser: Browser, city: cities.City, cookies: dict[str, str], faults: list[str]) -> Page:
    page = browsers.watched(browsers.context(browser, browsers.WIDE, cookies, city.address).new_page(), faults)
    page.on("dialog", lambda dialog: (faults.append(f"{page.url}: a dialog"), dialog.dismiss()))
    return page


def test_nothing_that_was_written_runs(browser: Browser, city: cities.City) -> None:
    shown, faults, people = 0, list[str](), dict[str, Page]()
    assert int(city.python(PLANTED).strip()) >= 3, "kept where people write: a matter, a correction, a draft"
    for path, _, cookies in screens.kinds(city):
        key = "".join(cookies.values())
        if key not in people:
            people[key] = opened(browser, city, cookies, faults)
        shown += looked(people[key], city.address + path, faults)
    for page in people.values():
        for start in ("/my/", "/desk/", "/cases/"):
            page.goto(city.address + start)
            for link in sorted(set(re.findall(r'href="(/(?:my|cases)/[A-Z]{2}[0-9-]+/)"', page.content())))[-4:]:
                shown += looked(page, city.address + link, faults) + looked(page, f"{city.address}{link}form/", faults)
    assert not faults, "\n".join(faults[:20])
    assert shown >= 3, "it is read on the pages, as text"
    _the_watch_sees(page, faults)
    for one in people.values():
        one.context.close()


def looked(page: Page, address: str, faults: list[str]) -> bool:
    """Whether what was written is read there; a fault when it ran or stands as markup."""
    page.goto(address)
    if page.evaluate("window.broken === 1 || document.querySelector('img[src=x], svg[onload]') !== null"):
        faults.append(f"{address}: it ran, or stands as markup")
    return "window.broken=1" in page.content()


def _the_watch_sees(page: Page, faults: list[str]) -> None:
    """Planted: markup that stands as markup is stopped by the policy, and the browser says so."""
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=/nowhere onerror=\"window.broken=1\">')")
    page.wait_for_timeout(0)
    page.evaluate("new Promise(done => setTimeout(done, 500))")
    assert page.evaluate("window.broken") is None, "the policy stops it"
    assert any("Content Security Policy" in fault for fault in faults), faults
