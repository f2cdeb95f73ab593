"""A firm lets an agent act: the agent renews its licence from its certificates, to the renewed certificate; what is wrong on it reaches who issued it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import axe
from tests.support.city import City
from tests.support.pictures import png
from tests.walks.test_bundle import Walk, _move, _next
from yiwang.city.demo import names

pytestmark = [pytest.mark.browser, pytest.mark.slow(reason="a city, a browser, a firm, its agent and two officials")]
PAST = 4
FIRM = "郑州槐荫巷餐饮有限公司"
LICENCE = """
from random import Random
from django.conf import settings
from yiwang.city.demo import lives, people
from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.systems.public.services.rooms import applying, library
at, key = settings.CLOCK.now(), "410105.food_business"
day = clock.day(at)
who = people.citizen("shenyanqiu", day, firm=True)
data = lives.filled(applying.form_of(key), people.citizen("shenyanqiu", day), "410105", Random(7), at)
case = applying.apply(actor=who, parts=library.parts(key), party=identity.party(who), data=data, key="walk-firm", at=at)[0]
clerk, head = people.by_post("410105-SCJG", "受理岗", day), people.by_post("410105-SCJG", "局长", day)
lives.does(clerk, case.case, "accept", at)
lives.does(clerk, case.case, "propose", at, proposal="grant", opinion="均符合。")
lives.does(head, case.case, "grant", at)
print(identity.account_view(identity.account_of("citizen-2")).name)
"""
ENDING = """
from yiwang.engines.store import api as store
store.execute("update registers_record set valid_to = '2027-01-05' where register = 'certificates' and key = (select key from registers_record "
              "where register = 'certificates' order by published_at desc limit 1)", ())
"""


@pytest.fixture(scope="module")
def program() -> str:
    return axe.source()


def seen(page: Page, name: str, program: str) -> None:
    axe.seen(page, f"agent-{name}", program)


def test_a_firms_agent_renews(browser: Browser, city: City, tmp_path: Path, program: str) -> None:
    walk = Walk(browser, city)
    name = str(city.python(LICENCE)).strip()
    _lets_act(walk, name, program)
    number = _finds_the_certificate(walk, program)
    ref = _asks_for_renewal(walk, number, tmp_path, program)
    _granted(walk, ref)
    _renewed(walk, number, ref, program)
    _wrong_name(walk, number, program)
    assert not walk.faults


def _as_firm(page: Page, walk: Walk) -> None:
    page.goto(f"{walk.city.address}/me/")
    page.locator("label.choice", has_text=FIRM).locator("input").check(force=True)
    page.get_by_role("button", name="用这个身份").click()
    page.wait_for_url("**/my/")


def _lets_act(walk: Walk, name: str, program: str) -> None:
    page = walk.page("shenyanqiu")
    _as_firm(page, walk)
    page.goto(f"{walk.city.address}/directory/mandates/give/")
    page.fill("[name=username]", "citizen-2")
    page.fill("[name=name]", f"{name}误")
    page.locator("[name=kind][value=agent]").check(force=True)
    page.locator("[name=scope][value='system:public.services']").check(force=True)
    for part, value in (("year", "2027"), ("month", "6"), ("day", "30")):
        page.fill(f"[name=until-{part}]", value)
    page.locator("main form .button--primary").click()
    expect(page.locator(".errors")).to_be_visible()
    seen(page, "mandate-wrong", program)
    page.fill("[name=name]", name)
    page.locator("main form .button--primary").click()
    expect(page.locator("main")).to_contain_text(name)
    expect(page.locator(".errors")).to_have_count(0)
    seen(page, "mandates", program)


def _finds_the_certificate(walk: Walk, program: str) -> str:
    """The licence is there once the reader has made it; it ends in eight weeks."""
    page = walk.page("citizen-2")
    _as_firm(page, walk)
    for _ in range(80):
        page.goto(f"{walk.city.address}/my/certificates/")
        if page.locator("main td a").count():
            break
        page.wait_for_timeout(250)
    walk.city.python(ENDING)
    page.reload()
    expect(page.locator("main")).to_contain_text("还有 57 天到期")
    seen(page, "certificates", program)
    page.locator("main td a").first.click()
    expect(page.locator("main")).to_contain_text(FIRM)
    seen(page, "certificate", program)
    return page.locator("main .pairs-grid dd").first.inner_text().strip()


def _asks_for_renewal(walk: Walk, number: str, tmp_path: Path, program: str) -> str:
    page = walk.page("citizen-2")
    page.get_by_role("link", name=re.compile("延续")).first.click()
    seen(page, "renewal-1", program)
    page.locator("[name=condition_changed][value=no]").check(force=True)
    page.get_by_label("姓名").fill("沈砚秋")
    page.get_by_label("身份证号码").fill(names.numbered(1990, 3, 7, 2))
    page.fill("[name=phone]", "13800138000")
    _next(page, 2)
    expect(page.locator("[name=licence_no]")).to_have_value(number)
    page.fill("[name=shop_name]", "如意湖简餐")
    seen(page, "renewal-2", program)
    _next(page, 3)
    (tmp_path / "声明.png").write_bytes(png())
    page.locator("[data-upload] input[type=file]").first.set_input_files(tmp_path / "声明.png")
    expect(page.locator("[data-upload]").first).to_contain_text("已上传")
    _next(page, 4)
    for said in (FIRM, number):
        expect(page.locator("main")).to_contain_text(said)
    seen(page, "renewal-review", program)
    page.get_by_role("button", name="提交申请").click()
    page.wait_for_url(lambda url: "/my/YX" in url)
    seen(page, "renewal-filed", program)
    return page.url.rstrip("/").rpartition("/")[2]


def _granted(walk: Walk, ref: str) -> None:
    walk.go("qiuyizhou", f"/cases/{ref}/")
    _move(walk.page("qiuyizhou"), "受理")
    _move(walk.page("qiuyizhou"), "拟出意见", proposal="grant", opinion="条件没有变化。")
    walk.go("410105-scjg-局长", f"/cases/{ref}/")
    _move(walk.page("410105-scjg-局长"), "准予延续")


def _renewed(walk: Walk, number: str, ref: str, program: str) -> None:
    """The same number, its next version, valid on."""
    page = walk.page("citizen-2")
    for _ in range(80):
        page.goto(f"{walk.city.address}/my/certificates/certificates/{number}/")
        if "第 2 版" in page.locator("main").inner_text():
            break
        page.wait_for_timeout(250)
    expect(page.locator("main")).to_contain_text("第 2 版")
    for kept in ("2032-01-05", "经营场所地址", "热食类制售", "202.3 平方米"):
        expect(page.locator("main")).to_contain_text(kept)
    seen(page, "renewed", program)
    page.goto(f"{walk.city.address}/my/{ref}/")
    expect(page.locator("main")).to_contain_text("准予延续")
    seen(page, "renewal-done", program)
    nobody = walk.go("", f"/verify/{number}/")
    expect(nobody.locator(".alert--good")).to_be_visible()
    seen(nobody, "verified", program)


def _wrong_name(walk: Walk, number: str, program: str) -> None:
    """The firm says that its certificate is wrong; who issued it answers; the firm is told."""
    page = walk.page("shenyanqiu")
    page.goto(f"{walk.city.address}/my/certificates/certificates/{number}/")
    page.get_by_role("link", name="内容不对？告诉发证机关").click()
    page.locator("main form .button--primary").click()
    expect(page.locator(".errors")).to_be_focused()
    seen(page, "correction-wrong", program)
    page.locator("[name=what][value=holder]").check(force=True)
    page.fill("[name=right]", "郑州槐荫巷餐饮有限责任公司")
    page.locator("main form .button--primary").click()
    expect(page.locator("main")).to_contain_text("已经交给登记部门")
    ref = page.url.rstrip("/").rpartition("/")[2]
    seen(page, "correction", program)
    clerk = walk.go("qiuyizhou", f"/cases/{ref}/")
    seen(clerk, "correction-case", program)
    _move(clerk, "核实无误", reason="和营业执照一致。要改名请先变更营业执照。")
    for _ in range(60):
        page.goto(f"{walk.city.address}/messages/")
        if "登记部门核实过了" in page.locator("main").inner_text():
            break
        page.wait_for_timeout(250)
    expect(page.locator("main")).to_contain_text("要改名请先变更营业执照")
