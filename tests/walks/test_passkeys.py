"""In a browser with a key of its own: a citizen adds it, signs in with nothing typed, and takes it away again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support import browser as browsers
from tests.support import city as cities

pytestmark = [pytest.mark.browser, pytest.mark.slow(reason="a city and a browser")]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("city") / "data"
    cities.found(data, cases=4)
    with cities.running(data) as running:
        yield running.address.replace("127.0.0.1", "localhost")  # browsers know no keys at a bare number


@pytest.mark.parametrize("size", [browsers.WIDE, browsers.PHONE], ids=["wide", "phone"])
def test_a_citizen_signs_in_with_a_key(browser: Browser, place: str, size: tuple[int, int]) -> None:
    faults: list[str] = []
    page = browsers.watched(browsers.context(browser, size).new_page(), faults)
    _authenticator(page)
    browsers.sign_in(page, place, "shenyanqiu")
    page.goto(f"{place}/account/passkeys/")
    page.fill("[name=name]", "我的手机")
    page.fill("[name=password]", "yiwang-demo")
    page.get_by_role("button", name="添加这台设备").click()
    page.get_by_text("添加好了").wait_for()
    browsers.shoot(page, f"passkeys-{size[0]}")
    page.goto(f"{place}/logout/")
    page.locator("main form .button--primary").click()
    page.goto(f"{place}/login/?next=/my/")
    browsers.shoot(page, f"passkey-login-{size[0]}")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url(f"{place}/my/")
    page.goto(f"{place}/account/passkeys/")
    page.get_by_role("link", name="删除“我的手机”").click()
    page.fill("[name=password]", "yiwang-demo")
    page.get_by_role("button", name="删除").click()
    page.get_by_text("已删除").wait_for()
    assert not faults
    page.context.close()


def _authenticator(page: Page) -> None:
    """A key in the machine, unlocked by a finger that is always there."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
        "automaticPresenceSimulation": True}})
