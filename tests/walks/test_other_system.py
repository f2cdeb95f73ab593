"""In a browser: another system, a process of its own, signs an official in through us; it is over there when it is over here."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support import browser as browsers
from tests.support import city as cities
from tests.support.sources import REPOSITORY
from yiwang.kernel.clock import Clock

pytestmark = [pytest.mark.browser, pytest.mark.slow(reason="a city, a browser, and another system beside it")]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[cities.City]:
    data = tmp_path_factory.mktemp("city") / "data"
    cities.found(data, cases=4, at=Clock().now())  # the other system keeps the real time, and judges ours by it
    with cities.running(data) as running:
        yield running


def test_an_official_signs_in_to_another_system(browser: Browser, city: cities.City, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    secret = registered(browser, city, port)
    system = subprocess.Popen([sys.executable, str(REPOSITORY / "tests/support/relying_party.py"), city.address, "water", secret, str(port)],
                              stdout=subprocess.PIPE, text=True, cwd=tmp_path)
    try:
        assert system.stdout and system.stdout.readline() == "ready\n"
        for size in (browsers.WIDE, browsers.PHONE):
            signed_in_and_out(browser, city, f"http://127.0.0.1:{port}", size)
    finally:
        system.kill()
        system.wait()
        if system.stdout:
            system.stdout.close()


def registered(browser: Browser, city: cities.City, port: int) -> str:
    """The system administrator registers it; what stands on the page once."""
    page = browsers.context(browser).new_page()
    browsers.sign_in(page, city.address, "xitong")
    page.goto(f"{city.address}/settings/clients/add/")
    for name, text in (("code", "water"), ("title", "供水服务平台"), ("addresses", f"http://127.0.0.1:{port}/back")):
        page.fill(f"[name={name}]", text)
    for scope in ("profile", "post", "real_name"):
        page.check(f"[name=scopes][value={scope}]")
    shot(page, "client-add")
    page.locator("main form .button--primary").click()
    page.get_by_text("密钥只在这里显示一次").wait_for()
    shot(page, "client-secret")
    secret = page.locator("table tr", has_text="client_secret").locator("td").last.inner_text().strip()
    page.goto(f"{city.address}/settings/clients/")
    shot(page, "clients")
    page.context.close()
    return secret


def signed_in_and_out(browser: Browser, city: cities.City, system: str, size: tuple[int, int]) -> None:
    faults: list[str] = []
    page = browsers.watched(browsers.context(browser, size).new_page(), faults)
    page.goto(system)
    page.wait_for_url(lambda url: "/login/" in url)
    page.fill("[name=username]", "luqingyuan")
    page.fill("[name=password]", browsers.PASSWORD)
    page.locator("main form .button--primary").click()
    page.get_by_role("heading", name="登录供水服务平台").wait_for()
    shot(page, f"agree-{size[0]}")
    assert not browsers.sideways(page)
    page.get_by_role("button", name="同意并登录").click()
    page.wait_for_url(f"{system}/back?*")
    told = said(page)
    assert told.get("status") == 200 and told["name"] == "卢靖远" and told["unit"] and told["post"], told
    page.goto(f"{system}/refresh")
    assert said(page)["sub"] == told["sub"]
    looked_around(page, city, size)
    page.goto(f"{city.address}/logout/")
    page.locator("main form .button--primary").click()
    page.goto(f"{system}/again")
    assert said(page)["status"] == 401
    page.goto(f"{system}/refresh")
    assert "invalid_grant" in said(page)["refused"]
    assert not faults
    page.context.close()


def looked_around(page: Page, city: cities.City, size: tuple[int, int]) -> None:
    """Their account here: the systems and tokens that have it, and the page of the API."""
    page.goto(f"{city.address}/account/")
    shot(page, f"account-{size[0]}")
    assert not browsers.sideways(page)
    page.goto(f"{city.address}/account/tokens/")
    page.fill("[name=name]", "审批系统对接")
    page.get_by_label("只能查看").check()
    page.fill("[name=password]", browsers.PASSWORD)
    shot(page, f"token-{size[0]}")
    page.locator("main form .button--primary").click()
    page.get_by_text("令牌只在这里显示一次").wait_for()
    shot(page, f"token-once-{size[0]}")
    assert not browsers.sideways(page)
    page.goto(f"{city.address}/account/")
    shot(page, f"account-tokens-{size[0]}")
    assert not browsers.sideways(page)
    page.goto(f"{city.address}/api/")
    shot(page, f"api-{size[0]}")
    assert not browsers.sideways(page)


def said(page: Page) -> dict[str, str]:
    return dict(json.loads(page.locator("body").inner_text()))


def shot(page: Page, name: str) -> None:
    browsers.shoot(page, f"oidc-{name}")
