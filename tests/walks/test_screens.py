"""Every kind of page, on a desk, on a phone and in large text: it draws, complains of nothing, keeps nobody out (axe-core) and does not scroll sideways.
Pictures go to `YIWANG_SHOTS`."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import axe, screens
from tests.support.browser import PHONE, WIDE, context, shoot, sideways, sign_in, watched
from tests.support.city import City

pytestmark = [pytest.mark.browser, pytest.mark.slow(reason="a city, a browser, and every kind of page")]
PAST = 80
LARGE = "document.documentElement.dataset.size = 'large'"  # as the server writes it for whoever chose large text


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_kind_of_page(browser: Browser, city: City, size: tuple[int, int]) -> None:
    faults, people, program = list[str](), dict[str, Page](), axe.source()
    for path, who, cookies in screens.kinds(city):
        key = "".join(cookies.values())
        if key not in people:
            people[key] = watched(context(browser, size, cookies, city.address).new_page(), faults)
            people[key].emulate_media(reduced_motion="reduce")  # colours are judged, not their change
        page = people[key]
        page.goto(city.address + path)
        if found := axe.faults(page, program):
            faults.append(f"{who} {path}\n{axe.said(found)}")
        for letters in ("normal", "large"):
            if letters == "large":
                page.evaluate(LARGE)
            if wide := sideways(page):
                faults.append(f"{who} {path} in {letters} text is {wide} px wider than the screen")
            shoot(page, f"{size[0]}-{letters}-{who}-" + re.sub(r"\d{8}-\d+", "REF", path))
    for page in people.values():
        page.context.close()
    assert not faults, "\n\n".join(faults)


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
