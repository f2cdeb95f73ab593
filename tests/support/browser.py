"""Debian's Chromium, driven by Playwright: one browser a session, a context for each person."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

PROGRAMS = ("chromium", "chromium-browser")
WIDE, PHONE = (1440, 900), (390, 844)
PASSWORD = "yiwang-demo"
PATIENCE = 20_000  # ms until a page is taken for broken: a machine with other work is slow, and is not wrong
expect.set_options(timeout=PATIENCE)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Raises LookupError where Debian's Chromium is not installed: `./yiwang test` says how."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise LookupError("no chromium: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu", "--lang=zh-CN"])
        yield browser
        browser.close()


def context(browser: Browser, size: tuple[int, int] = WIDE, cookies: dict[str, str] | None = None, address: str = "") -> BrowserContext:
    """A person's browser: Chinese, the city's time zone, cookies if there are any."""
    found = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN", timezone_id="Asia/Shanghai",
                                accept_downloads=True, is_mobile=size == PHONE, has_touch=size == PHONE)
    found.set_default_timeout(PATIENCE)
    if cookies:
        found.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    return found


def watched(page: Page, faults: list[str]) -> Page:
    """Notes what the browser complains of: errors of scripts, refused sources, answers of 500 and above."""
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("console", lambda said: faults.append(f"{page.url}: {said.text}") if said.type == "error" and "status of 4" not in said.text else None)
    page.on("response", lambda answer: faults.append(f"{answer.url}: {answer.status}") if answer.status >= 500 else None)
    return page


def sign_in(page: Page, address: str, name: str) -> None:
    """Signs in as a person does."""
    page.goto(f"{address}/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form .button--primary").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def shots() -> Path | None:
    """Where pictures of pages go: the folder `YIWANG_SHOTS`; without it none are taken, for they cost more than the walk."""
    place = os.environ.get("YIWANG_SHOTS")
    if place:
        Path(place).mkdir(parents=True, exist_ok=True)
    return Path(place) if place else None


def shoot(page: Page, name: str) -> None:
    """The whole page as a picture, where pictures are asked for."""
    if place := shots():
        page.screenshot(path=place / (re.sub(r"[^\w.-]+", "-", name).strip("-") + ".png"), full_page=True)


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than the screen; nothing scrolls sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
