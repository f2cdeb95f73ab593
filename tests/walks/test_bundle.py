"""The whole way of a bundle, as people go it in their browsers: from a search to a licence that verifies, with the demo's clock moved."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import PHONE, context, shoot, sideways, sign_in, watched
from tests.support.city import City
from tests.support.papers import codes_on
from tests.support.pictures import png
from yiwang.engines.ledger import api as ledger
from yiwang.kernel.clock import SHANGHAI

pytestmark = [pytest.mark.browser, pytest.mark.slow(reason="a city, a browser and eight people")]
SHOP = "槐荫巷烩面馆"
FORM = "/services/410105.restaurant/apply/"
NEXT = ".form-foot button[value=next]"
YELLOW = datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)
RED = datetime(2026, 11, 24, 9, 30, tzinfo=SHANGHAI)
ASKED = {"qiuyizhou": "金水区市场监督管理局", "wennaining": "金水区城市管理局", "qinanxing": "金水区消防救援大队"}


class Walk:
    """The people of the walk, each in a browser of their own, and what the pages complained of."""

    def __init__(self, browser: Browser, city: City):
        self.browser, self.city, self.faults = browser, city, list[str]()
        self._pages: dict[str, Page] = {}

    def page(self, name: str = "") -> Page:
        """Somebody's page, signed in (again, when time has passed); nobody's without a name."""
        if name not in self._pages:
            self._pages[name] = watched(context(self.browser).new_page(), self.faults)
            if name:
                sign_in(self._pages[name], self.city.address, name)
        return self._pages[name]

    def go(self, name: str, path: str) -> Page:
        page = self.page(name)
        page.goto(self.city.address + path)
        return page

    def until(self, at: datetime) -> None:
        """Time passes; everybody's session has ended meanwhile."""
        self.city.until(at)
        for page in self._pages.values():
            page.context.close()
        self._pages.clear()


def test_bundle(browser: Browser, city: City, tmp_path: Path) -> None:
    walk = Walk(browser, city)
    _guide(walk)
    matter = _apply(walk, tmp_path)
    joint = _accepted_and_asked(walk, matter)
    _one_turns_yellow_then_red(walk, joint)
    _all_answer(walk, joint)
    _decided(walk, joint)
    number = _licence(walk, joint)
    _verifies(walk, joint, number, tmp_path)
    _supervisor_saw(walk, joint)
    assert not walk.faults


def _guide(walk: Walk) -> None:
    page = walk.go("", "/")
    page.get_by_role("searchbox", name="您要办什么").fill("面馆")
    page.get_by_role("button", name="搜索").first.click()
    shoot(page, "bundle-search")
    page.get_by_role("link", name="开办餐饮店").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("开办餐饮店")
    for label, value in (("不要", "no"), ("要", "yes")):
        page.locator("#asks").get_by_label(label, exact=True).check(force=True)  # answers at once; without scripts a button does
        page.wait_for_url(lambda url, value=value: f"sign={value}" in url)
        expect(page.locator("text=店招设计效果图")).to_have_count(int(value == "yes"))
        expect(page.locator(".lane", has_text="店招设置")).to_have_count(int(value == "yes"))
        expect(page.locator("#asks input:checked")).to_be_focused()
    page.locator("#asks").get_by_label("还没有").check(force=True)
    page.wait_for_url(lambda url: "licensed=no" in url)
    shoot(page, "bundle-guide")
    page.get_by_role("link", name="在线申请").first.click()
    expect(page).to_have_url(re.compile("/login/"))  # and comes back after signing in, the answers still there
    assert "sign%3Dyes" in page.url or "sign=yes" in page.url


def _apply(walk: Walk, tmp_path: Path) -> str:
    """A form for three items, begun on a desk and ended on a phone; a mistake is said at its field; nothing is lost. Gives the first case's number."""
    page = walk.go("shenyanqiu", f"{FORM}?licensed=no&sign=yes")
    for name, chosen in (("licensed", "no"), ("sign", "yes")):
        expect(page.locator(f"[name={name}][value={chosen}]")).to_be_checked()
    page.locator("[name=gas][value=yes]").check(force=True)
    shoot(page, "bundle-step-1")
    _next(page, 2)
    with page.expect_response("**/draft/"):
        _shop(page)
    expect(page.locator("form[data-unsaved]")).to_have_count(0)
    expect(page.locator(".card [data-draft-state]")).to_contain_text(re.compile("草稿.*已保存"))
    page.reload()
    expect(page.locator("[name=shop_name]")).to_have_value(SHOP)
    expect(page.locator("[name='address.village']")).to_have_value("410105008001")
    page.locator(NEXT).click()
    shoot(page, "bundle-mistake")
    expect(page.locator(".errors")).to_be_focused()
    page.locator(".errors a").first.click()
    expect(page.locator("[name=area]")).to_be_focused()
    expect(page.locator("#f-area-error")).to_contain_text("例如")
    page.fill("[name=area]", "86.5")
    _next(page, 3)
    page.get_by_role("button", name="保存并退出").click()
    page.wait_for_url(lambda url: "/apply/" not in url)
    expect(page.get_by_role("link", name="接着填申请").first).to_be_visible()
    return _on_a_phone(walk, tmp_path)


def _shop(page: Page) -> None:
    """The second step, with one mistake in it."""
    page.fill("[name=shop_name]", SHOP)
    _choose_place(page)
    page.fill("[name=area]", "八十六")
    for name in ("grease_trap", "sign_light"):
        page.locator(f"[name={name}][value=yes]").check(force=True)
    page.fill("[name=scope]", "餐饮服务")
    page.locator("[name=food_kinds][value=hot]").check(force=True)
    page.fill("[name=safety_manager]", "沈砚秋")
    page.fill("[name=sign_width]", "420")
    page.fill("[name=sign_height]", "90")
    page.locator("[name=sign_height]").blur()


def _on_a_phone(walk: Walk, tmp_path: Path) -> str:
    """Goes on where the desk stopped: papers, all steps once more back and forth, all looked over, handed in."""
    phone = watched(context(walk.browser, PHONE).new_page(), walk.faults)
    sign_in(phone, walk.city.address, "shenyanqiu")
    phone.goto(walk.city.address + FORM)
    expect(phone.locator(".is-now b")).to_have_text("材料")
    picture = tmp_path / "照片.png"
    picture.write_bytes(png())
    for upload in phone.locator("[data-upload]").all():
        upload.locator("input[type=file]").set_input_files(picture)
        expect(upload.locator("text=已上传")).to_be_visible()
    _next(phone, 4)
    for step in (3, 2, 1):
        phone.get_by_role("button", name="上一步").click()
        phone.wait_for_url(f"**?step={step}")
        assert not sideways(phone), step
        shoot(phone, f"bundle-phone-step-{step}")
    expect(phone.locator("[name=sign][value=yes]")).to_be_checked()
    for step in (2, 3, 4):
        _next(phone, step)
    phone.go_back()
    expect(phone.locator(".upload-list li")).to_have_count(6)
    phone.go_forward()
    assert not sideways(phone)
    for said in ("4101**********", SHOP, "照片.png", "餐饮经营场所联合审批", "11 月 25 日"):
        expect(phone.locator("main")).to_contain_text(said)
    shoot(phone, "bundle-phone-step-4")
    phone.get_by_role("button", name="提交申请").click()
    phone.wait_for_url(lambda url: "/my/" in url)
    expect(phone.locator("body")).to_contain_text("同一件事共 3 个办件")
    shoot(phone, "bundle-filed")
    ref = phone.url.rstrip("/").rpartition("/")[2]
    phone.context.close()
    return ref


def _next(page: Page, step: int) -> None:
    page.locator(NEXT).click()
    page.wait_for_url(f"**?step={step}")


def _choose_place(page: Page) -> None:
    page.select_option("[name='address.county']", "410105")
    for name, value in (("township", "410105008"), ("village", "410105008001")):
        page.locator(f"[name='address.{name}'] option[value='{value}']").wait_for(state="attached")
        page.select_option(f"[name='address.{name}']", value)
    page.fill("[name='address.detail']", "优胜北路 27 号附 3 号")


def _accepted_and_asked(walk: Walk, matter: str) -> str:
    """Every department finds its case on its desk; the joint one is accepted and three departments are asked at once."""
    desks = {name: walk.go(name, "/desk/") for name in ("luqingyuan", "qiuyizhou", "wennaining")}
    for page in desks.values():
        expect(page.locator(".work, main").first).to_contain_text(SHOP)
    shoot(desks["luqingyuan"], "bundle-desk")
    page = desks["luqingyuan"]
    page.get_by_role("link", name=re.compile("联合审批：" + SHOP)).first.click()
    joint = page.url.rstrip("/").rpartition("/")[2]
    assert joint.startswith("LB")
    _move(page, "受理")
    _move(page, "征询有关部门", question="请按各自的法定条件回复。")
    for name, unit in ASKED.items():
        asked = walk.go(name, "/desk/")
        row = asked.locator("[data-row]", has_text=SHOP).filter(has_text="回复")
        expect(row.first, unit).to_be_visible()
    shoot(page, "bundle-case-asked")
    return joint


def _move(page: Page, title: str, **answers: str) -> None:
    """Opens a move's form from the case page, fills it in, hands it in."""
    page.locator("section[aria-labelledby=can-do]").get_by_role("link", name=re.compile(f"^{title}")).first.click()
    for name, value in answers.items():
        field = page.locator(f"[name={name}]")
        if field.first.get_attribute("type") == "radio":
            page.locator(f"[name={name}][value={value}]").check(force=True)
        else:
            field.fill(value)
    page.locator("main form .button--primary, main form .button--danger").first.click()
    opened = page.locator("dialog[open] .button--primary, dialog[open] .button--danger")
    if opened.count():
        opened.first.click()
    expect(page.locator(".alert--good")).to_contain_text("已办好")


def _answer(walk: Walk, name: str, ref: str, opinion: str) -> None:
    page = walk.go(name, f"/cases/{ref}/")
    _move(page, "回复意见", verdict="agree", opinion=opinion)


def _signal(walk: Walk, colour: str, joint: str) -> str:
    """The address of the signal of this colour about the fire brigade's answer in our case, once the readers have raised it."""
    page = walk.go("yanzhixing", "/supervision/signals/")
    rows = page.locator("tr", has_text="金水区消防").filter(has_text=f"{colour}：")
    for _ in range(60):
        if found := [href for href in rows.get_by_role("link").evaluate_all("links => links.map(l => l.getAttribute('href'))") if _about(walk, href, joint)]:
            return found[0]
        page.wait_for_timeout(250)
        page.reload()
    raise AssertionError(f"no {colour} signal about {joint}")


def _about(walk: Walk, signal: str, joint: str) -> bool:
    page = walk.page("yanzhixing").context.request.get(walk.city.address + signal)
    return joint in page.text()


def _one_turns_yellow_then_red(walk: Walk, joint: str) -> None:
    _answer(walk, "qiuyizhou", joint, "现场核查合格，布局与图纸一致。")
    _answer(walk, "wennaining", joint, "夜间亮度不超过 400 尼特。")
    signal = ""
    for at, shape, colour in ((YELLOW, "amber", "黄"), (RED, "red", "红")):
        walk.until(at)
        signal = _signal(walk, colour, joint)
        page = walk.go("luqingyuan", f"/cases/{joint}/")
        expect(page.locator(f".opinion:has-text('消防') .clock--{shape}")).to_be_visible()
        shoot(page, f"bundle-case-{shape}")
    board = walk.go("yanzhixing", "/supervision/")
    expect(board.locator(f"a[href='{signal}']").first).to_be_visible()
    shoot(board, "bundle-board")
    page = walk.go("410105-xf-局长", signal)
    _move(page, "说明原因", cause="经办人外出核查，没有按时回复。", correction="今天回复；以后外出前先交接。")
    page = walk.go("yanzhixing", signal)
    expect(page.locator("main")).to_contain_text("经办人外出核查")
    shoot(page, "bundle-signal-explained")


def _all_answer(walk: Walk, joint: str) -> None:
    page = walk.go("luqingyuan", f"/cases/{joint}/")
    expect(page.locator(".refused")).to_contain_text("消防救援大队还没有回意见")
    _answer(walk, "qinanxing", joint, "营业前消防安全检查合格。")


def _decided(walk: Walk, joint: str) -> None:
    page = walk.go("luqingyuan", f"/cases/{joint}/")
    _move(page, "拟出意见", proposal="grant", opinion="逐项核对，均符合法定条件。")
    page = walk.go("chengshuan", f"/cases/{joint}/")
    page.locator("section[aria-labelledby=can-do]").get_by_role("link", name=re.compile("^准予许可")).first.click()
    shoot(page, "bundle-decide")
    page.locator("main form .button--primary, main form .button--danger").first.click()
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("不能撤销")
    shoot(page, "bundle-decide-dialog")
    dialog.locator(".button--primary, .button--danger").first.click()
    expect(page.locator(".alert--good")).to_contain_text("已办好")


def _licence(walk: Walk, joint: str) -> str:
    """Letters and licence are made by the reader; gives the licence's number."""
    page = walk.go("luqingyuan", f"/cases/{joint}/documents/")
    for _ in range(60):
        if page.locator("tr", has_text="许可证").filter(has_text="已制作").count():
            break
        page.wait_for_timeout(250)
        page.reload()
    row = page.locator("tr", has_text="许可证").filter(has_text="已制作").first
    expect(row).to_be_visible()
    shoot(page, "bundle-documents")
    page = walk.go("luqingyuan", f"/cases/{joint}/")
    year, month, day = str(walk.city.python(TODAY)).strip().split("-")
    _move(page, "送达证件", **{"way": "electronic", "served_on-year": year, "served_on-month": month, "served_on-day": day})
    return str(walk.city.python(NUMBER, joint)).strip()


TODAY = """
from django.conf import settings
from yiwang.kernel import clock
print(clock.day(settings.CLOCK.now()))
"""
NUMBER = """
import sys
from django.conf import settings
from yiwang.city import checks
from yiwang.engines.cases import api as cases
at = settings.CLOCK.now()
view = cases.view(actor=checks.actor("luqingyuan", at), ref=sys.argv[1], at=at)
print(next(d.number for d in view.documents if d.kind == "licence"))
"""


def _verifies(walk: Walk, joint: str, number: str, tmp_path: Path) -> None:
    """The applicant's page explains every date; the licence's code leads to its verification; the receipt verifies without us."""
    page = walk.go("shenyanqiu", f"/my/{joint}/")
    expect(page.locator("h2", has_text="最晚日期是怎么算出来的")).to_be_visible()
    for word in ("起算", "承诺", "法定", "不计"):
        expect(page.locator(".reasons")).to_contain_text(word)
    expect(page.locator("main")).to_contain_text("消防救援大队")
    shoot(page, "bundle-my-matter-done")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("许可证")).first.click(modifiers=["Alt"])
    address = _code_of(Path(download.value.path()).read_bytes())
    assert address.startswith(walk.city.address), address
    nobody = walk.page()
    nobody.goto(address)
    expect(nobody.locator("main")).to_contain_text(number)
    expect(nobody.locator(".alert--good")).to_be_visible()
    shoot(nobody, "bundle-verified")
    walk.city.line("clock", "+2m")  # heads are signed once a minute
    way = page.get_by_role("link", name="下载回执").first.get_attribute("href")
    for _ in range(60):
        if nobody.context.request.get(f"{walk.city.address}{way}").ok:
            break
        page.wait_for_timeout(250)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载回执").first.click()
    receipt = tmp_path / "receipt.json"
    receipt.write_bytes(Path(download.value.path()).read_bytes())
    key = tmp_path / "key.pem"
    with urllib.request.urlopen(f"{walk.city.address}/verify/how/key/") as answer:
        key.write_bytes(answer.read())
    done = subprocess.run([sys.executable, "-I", str(ledger.VERIFIER), str(receipt), str(key)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    forged = json.loads(receipt.read_text())
    forged["entries"][0] = forged["entries"][0].replace("LB", "XK", 1)
    receipt.write_text(json.dumps(forged))
    assert subprocess.run([sys.executable, "-I", str(ledger.VERIFIER), str(receipt), str(key)], capture_output=True, check=False).returncode == 1


def _code_of(pdf: bytes) -> str:
    """Where the code on a paper leads, as a camera reads it; the link in the file leads there too."""
    (said,) = set(codes_on(pdf))
    link = re.search(rb"/URI\s*\(([^)]+)\)", pdf)
    assert link and link[1].decode() == said, (link, said)
    return said


def _supervisor_saw(walk: Walk, joint: str) -> None:
    page = walk.go("yanzhixing", f"/cases/{joint}/")
    for step in ("提交申请", "受理", "同时征询有关部门", "拟出审查意见", "准予许可", "证件已送达"):
        expect(page.locator(".chain")).to_contain_text(step)
    shoot(page, "bundle-supervisor-case")
