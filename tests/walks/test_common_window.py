"""The common window, as people use it: a draft from a phone gone on with for another department, the phone told so, what was taken in found again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import axe
from tests.support.browser import PHONE, context, sign_in, watched
from tests.support.city import City
from tests.support.pictures import png
from tests.walks.test_bundle import FORM, Walk, _next, _shop
from yiwang.city.demo import names

pytestmark = [pytest.mark.browser, pytest.mark.slow(reason="a city, a browser and two people")]
PAST = 4
WINDOW = "/services/window/"
NUMBER = names.numbered(1990, 3, 7, 2)


@pytest.fixture(scope="module")
def program() -> str:
    return axe.source()


def seen(page: Page, name: str, program: str) -> None:
    axe.seen(page, f"common-{name}", program)


def test_common_window(browser: Browser, city: City, tmp_path: Path, program: str) -> None:
    walk = Walk(browser, city)
    phone = watched(context(browser, PHONE).new_page(), walk.faults)
    code = _begun(walk, phone)
    page = _looked_for(walk, program)
    _taken_up(page, code)
    phone.reload()
    expect(phone.locator(".alert")).to_contain_text("窗口正在接着填这份草稿")
    seen(phone, "phone-told", program)
    ref = _filed(page, tmp_path)
    seen(page, "taken", program)
    _found_again(walk, page, ref, program)
    phone.goto(f"{city.address}/services/410105.food_business/")
    expect(phone.locator("main")).to_contain_text("金水区的综合窗口也收")
    seen(phone, "guide", program)
    assert not walk.faults


def _begun(walk: Walk, phone: Page) -> str:
    """The citizen fills in two steps and stays at the third. Gives the draft's code."""
    sign_in(phone, walk.city.address, "shenyanqiu")
    phone.goto(f"{walk.city.address}{FORM}?licensed=no&sign=yes")
    phone.locator("[name=gas][value=yes]").check(force=True)
    _next(phone, 2)
    _shop(phone)
    phone.fill("[name=area]", "86.5")
    _next(phone, 3)
    return re.sub(r"\W", "", phone.locator(".reading-side b.ph").inner_text())


def _looked_for(walk: Walk, program: str) -> Page:
    """All departments' items in one list; what is left to a department's own window says where to go."""
    page = walk.go("fangyujin", WINDOW)
    expect(page.locator("main")).to_contain_text("综合窗口收的事项")
    seen(page, "window", program)
    page.goto(f"{walk.city.address}{WINDOW}?q=登记")
    expect(page.locator("main")).to_contain_text("综合窗口不收，请到")
    seen(page, "searched", program)
    refused = page.locator("tr", has_text="综合窗口不收").first
    assert refused.locator("a").count() == 0
    page.goto(f"{walk.city.address}{WINDOW}410105.clinic_practice/")
    expect(page.locator("main")).to_contain_text("综合窗口不收")
    seen(page, "refused", program)
    page.goto(f"{walk.city.address}{WINDOW}taken/")
    expect(page.locator("main")).to_contain_text("还没有收过件")
    seen(page, "nothing-taken", program)
    return page


def _taken_up(page: Page, code: str) -> None:
    page.get_by_role("link", name="收件", exact=True).click()
    page.get_by_role("link", name="输草稿号").click()
    page.fill("[name=code]", code)
    page.locator("main form .button--primary").click()
    page.fill("[name=number]", NUMBER)
    page.locator("main form .button--primary").click()
    page.wait_for_url("**/at/**")


def _filed(page: Page, tmp_path: Path) -> str:
    for box in page.locator("input[name^=got_][value=seen]").all()[1:]:
        box.check(force=True)
    page.locator("input[name^=got_][value=upload]").first.check(force=True)
    picture = tmp_path / "扫描.png"
    picture.write_bytes(png())
    upload = page.locator("[data-upload]:visible").first
    upload.locator("input[type=file]").set_input_files(picture)
    expect(upload.locator("text=已上传")).to_be_visible()
    page.locator("main form .button--primary").click()
    page.wait_for_url("**?step=4")
    page.get_by_role("button", name="收件，打印回执").click()
    page.wait_for_url("**/taken/**")
    for _ in range(40):
        if page.get_by_role("link", name="打印收件回执").count():
            break
        page.wait_for_timeout(250)
        page.reload()
    expect(page.get_by_role("link", name="打印收件回执")).to_be_visible()
    return page.url.rstrip("/").rpartition("/")[2]


def _found_again(walk: Walk, page: Page, ref: str, program: str) -> None:
    paper = page.request.get(walk.city.address + str(page.get_by_role("link", name="打印收件回执").get_attribute("href"))).body()
    assert paper.startswith(b"%PDF")
    page.get_by_role("link", name="本窗口收件").first.click()
    expect(page.locator("main")).to_contain_text(ref)
    seen(page, "taken-list", program)
    page.fill("[name=q]", ref[-6:])
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    expect(page.locator("main tbody tr")).to_have_count(1)
