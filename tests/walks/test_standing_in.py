"""A head is away: a colleague is asked, acts in the post with the banner over every page, and goes back; the sheet of the establishment, loaded."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.support import axe
from tests.support.browser import PHONE, context, sign_in, watched
from tests.support.city import City

pytestmark = [pytest.mark.browser, pytest.mark.slow(reason="a city and a browser")]
PAST = 4
HERE = "/directory/standing-in/"


def seen(page: Page, name: str) -> None:
    axe.seen(page, f"standing-in-{name}", axe.source())


def test_a_post_is_stood_in_for_and_left_again(browser: Browser, city: City) -> None:
    faults: list[str] = []
    head = watched(context(browser).new_page(), faults)
    sign_in(head, city.address, "chengshuan")
    head.goto(f"{city.address}{HERE}")
    seen(head, "list")
    head.locator("main a:has-text('请人代理')").first.click()
    head.get_by_label("卢靖远", exact=False).check()
    for part, value in (("year", "2026"), ("month", "11"), ("day", "20")):
        head.fill(f"[name=until-{part}]", value)
    head.get_by_label("出差").check()
    seen(head, "name")
    head.locator("form.office-form .button--primary").click()
    expect(head.locator("main")).to_contain_text("代理中")
    phone = watched(context(browser, PHONE).new_page(), faults)
    sign_in(phone, city.address, "luqingyuan")
    phone.goto(f"{city.address}/me/")
    phone.get_by_label("（代程述安）", exact=False).check()
    phone.locator("main form .button--primary").click()
    for path in ("/desk/", "/cases/", "/directory/", "/me/"):
        phone.goto(f"{city.address}{path}")
        expect(phone.locator(".standing-in")).to_contain_text("您正在代程述安履行金水区审批局局长（至 11 月 20 日）")
    seen(phone, "banner")
    phone.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    phone.get_by_role("button", name="回到自己的岗位").click()
    phone.wait_for_url("**/desk/")
    expect(phone.locator(".standing-in")).to_have_count(0)
    assert not faults


def test_the_establishment_comes_out_is_changed_and_comes_in(browser: Browser, city: City, tmp_path: Path) -> None:
    faults: list[str] = []
    page = watched(context(browser).new_page(), faults)
    sign_in(page, city.address, "xitong")
    page.goto(f"{city.address}/directory/")
    with page.expect_download() as download:
        page.get_by_role("link", name="导出表格").click()
    book = load_workbook(BytesIO(download.value.path().read_bytes()))
    rows = {row[0].value: row for row in book["机构"].iter_rows(min_row=2)}
    rows["410105-SP"][7].value, rows["410105-CG"][1].value = "0371-63526622", "=A1"
    book["人员和职务"].append(("zhangwei", "张伟", "410105-SP", "督办岗", "是", None, None, "监察员（oversight.supervision.supervisor）"))
    book.save(tmp_path / "changed.xlsx")
    page.goto(f"{city.address}/directory/load/")
    page.set_input_files("input[type=file]", tmp_path / "changed.xlsx")
    expect(page.locator("text=已上传")).to_be_visible()
    page.locator("form.office-form .button--primary").click()
    page.wait_for_url("**/directory/load/*/")
    for says in ("0371-63526622", "这一格是公式", "角色由安全管理员加和收回", "载入 2 行"):
        expect(page.locator("main")).to_contain_text(says)
    seen(page, "differences")
    page.locator("form.office-form .button--primary").click()
    expect(page.locator("main")).to_contain_text("已载入：新增 1 行，改动 1 行")
    assert not faults
