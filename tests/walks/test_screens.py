"""Every kind of page, on a desk, on a phone and in large text: it draws, complains of nothing, and does not scroll sideways. Pictures go to `YIWANG_SHOTS`."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import screens
from tests.support.browser import PHONE, WIDE, context, shoot, sideways, sign_in, watched
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


def test_keys_and_large_text(browser: Browser, city: City) -> None:
    """J and K go through the rows, Enter opens, F narrows, / searches, ? tells; no single letter acts while one types; large text stays."""
    page = context(browser).new_page()
    sign_in(page, city.address, "yanzhixing")
    rows = page.locator("[data-row]")
    expect(rows.first).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator("[data-row].is-chosen a").first).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    page.keyboard.type("fj")
    assert "when=today" not in page.url
    page.locator("[data-search]").evaluate("field => field.blur()")
    page.keyboard.press("f")
    page.wait_for_url("**when=today**")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/**")
    page.goto(city.address + "/")
    page.locator("[data-size-toggle]").first.click()
    page.goto(city.address + "/services/")
    assert page.locator("html").get_attribute("data-size") == "large"
    page.context.close()
