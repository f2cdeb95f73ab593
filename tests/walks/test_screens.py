"""Every kind of page, on a desk, on a phone and in large text: it draws, complains of nothing, and does not scroll sideways. Pictures go to `YIWANG_SHOTS`."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.support import screens
from tests.support.browser import PHONE, WIDE, context, shoot, sideways, watched
from tests.support.city import City

pytestmark = [pytest.mark.browser, pytest.mark.slow(reason="a city, a browser, and every kind of page")]
PAST = 80
LARGE = ("/", "/my/", "/verify/case/", "/services/410105", "/desk/", "/cases/")  # these are looked at in large text too


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("letters", ["normal", "large"])
def test_every_kind_of_page(browser: Browser, city: City, size: tuple[int, int], letters: str) -> None:
    faults, people = list[str](), dict[str, Page]()
    for path, who, cookies in screens.kinds(city):
        if letters == "large" and path != "/" and not path.startswith(LARGE[1:]):
            continue
        key = "".join(cookies.values())
        if key not in people:
            chosen = {**cookies, "yiwang-size": letters}
            people[key] = watched(context(browser, size, chosen, city.address).new_page(), faults)
        page = people[key]
        page.goto(city.address + path)
        if wide := sideways(page):
            faults.append(f"{who} {path} is {wide} px wider than the screen")
        shown = re.sub(r"\d{8}-\d+", "REF", path)
        shoot(page, f"{size[0]}-{letters}-{who}-{shown}")
    for page in people.values():
        page.context.close()
    assert not faults, "\n".join(faults)
