"""The counter, as people use it: a draft from a phone finished there by its code, twenty cases accepted by keyboard, a bad rating followed to its end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import axe
from tests.support.browser import PHONE, context, shoot, sideways, sign_in, watched
from tests.support.city import City
from tests.support.pictures import png
from tests.walks.test_bundle import FORM, Walk, _move, _next, _shop
from yiwang.city.demo import names

pytestmark = [pytest.mark.browser, pytest.mark.slow(reason="a city, a browser and four people")]
PAST = 4
WINDOW = "/services/window/"
NUMBER = names.numbered(1990, 3, 7, 2)
LODGE = """
from random import Random
from django.conf import settings
from yiwang.city.demo import lives, people
from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.systems.public.services.rooms import applying, library
at, random, key = settings.CLOCK.now(), Random(7), "410105.restaurant"
for i in range(20):
    who = people.citizen(f"citizen-{i + 2}", clock.day(at))
    data = lives.filled(applying.form_of(key), who, "410105", random, at)
    applying.apply(actor=who, parts=library.parts(key), party=identity.party(who), data=data, key=f"walk-{i}", at=at)
"""


@pytest.fixture(scope="module")
def program() -> str:
    return axe.source()


def seen(page: Page, name: str, program: str) -> None:
    axe.seen(page, f"counter-{name}", program)


def test_counter(browser: Browser, city: City, tmp_path: Path, program: str) -> None:
    walk = Walk(browser, city)
    code = _begun_on_a_phone(walk)
    ref = _finished_at_the_counter(walk, code, tmp_path, program)
    _seen_on_the_phone(walk, ref)
    _twenty_by_keyboard(walk, program)
    rated = _rated_badly(walk, ref, program)
    _called_back(walk, rated, program)
    assert not walk.faults


def _begun_on_a_phone(walk: Walk) -> str:
    """The citizen fills two steps and leaves at the third. Gives the draft's code."""
    phone = watched(context(walk.browser, PHONE).new_page(), walk.faults)
    sign_in(phone, walk.city.address, "shenyanqiu")
    phone.goto(f"{walk.city.address}{FORM}?licensed=no&sign=yes")
    phone.locator("[name=gas][value=yes]").check(force=True)
    _next(phone, 2)
    _shop(phone)
    phone.fill("[name=area]", "86.5")
    _next(phone, 3)
    said = phone.locator(".reading-side b.ph").inner_text()
    phone.get_by_role("button", name="保存并退出").click()
    phone.wait_for_url(lambda url: "/apply/" not in url)
    phone.context.close()
    return re.sub(r"\W", "", said)


def _finished_at_the_counter(walk: Walk, code: str, tmp_path: Path, program: str) -> str:
    page = walk.go("luqingyuan", WINDOW)
    seen(page, "window", program)
    page.get_by_role("link", name="输草稿号").click()
    page.fill("[name=code]", "AAAAAA")
    page.locator("main form .button--primary").click()
    expect(page.locator(".errors")).to_contain_text("没有这个草稿号")
    seen(page, "wrong-code", program)
    page.fill("[name=code]", code.lower())
    page.locator("main form .button--primary").click()
    expect(page.locator("main")).to_contain_text("第 3 步")
    expect(page.locator("main")).not_to_contain_text("沈砚秋")
    seen(page, "draft", program)
    page.fill("[name=number]", NUMBER)
    page.locator("main form .button--primary").click()
    _papers(page, tmp_path, program)
    page.wait_for_url("**?step=4")
    expect(page.locator("main")).to_contain_text("原件已核，当场退还")
    seen(page, "review", program)
    page.get_by_role("button", name="收件，打印回执").click()
    page.wait_for_url("**/taken/**")
    expect(page.locator("main")).to_contain_text("已经收件")
    for _ in range(40):
        if page.get_by_role("link", name="打印收件回执").count():
            break
        page.wait_for_timeout(250)
        page.reload()
    expect(page.get_by_role("link", name="打印收件回执")).to_be_visible()
    seen(page, "taken", program)
    paper = page.request.get(walk.city.address + str(page.get_by_role("link", name="打印收件回执").get_attribute("href"))).body()
    assert paper.startswith(b"%PDF")
    (tmp_path / "receipt.pdf").write_bytes(paper)
    return page.url.rstrip("/").rpartition("/")[2]


def _seen_on_the_phone(walk: Walk, ref: str) -> None:
    """What was begun there is there: the matter with its receipt, and no draft that could be handed in a second time."""
    phone = watched(context(walk.browser, PHONE).new_page(), walk.faults)
    sign_in(phone, walk.city.address, "shenyanqiu")
    phone.goto(f"{walk.city.address}/my/{ref}/")
    expect(phone.locator("main")).to_contain_text("窗口收件")
    expect(phone.get_by_role("link", name=re.compile("收件回执"))).to_be_visible()
    assert not sideways(phone)
    shoot(phone, "counter-mine-phone")
    phone.goto(walk.city.address + FORM.replace("apply/", ""))
    expect(phone.get_by_role("link", name="接着填申请")).to_have_count(0)
    phone.context.close()


def _papers(page: Page, tmp_path: Path, program: str) -> None:
    """One paper is scanned, the others are seen and given back."""
    expect(page.locator(".is-now b")).to_have_text("材料")
    seen(page, "papers", program)
    for box in page.locator("input[name^=got_][value=seen]").all()[1:]:
        box.check(force=True)
    page.locator("input[name^=got_][value=upload]").first.check(force=True)
    picture = tmp_path / "扫描.png"
    picture.write_bytes(png())
    upload = page.locator("[data-upload]:visible").first
    upload.locator("input[type=file]").set_input_files(picture)
    expect(upload.locator("text=已上传")).to_be_visible()
    page.locator("main form .button--primary").click()


def _twenty_by_keyboard(walk: Walk, program: str) -> None:
    """From the desk to done: no mouse anywhere."""
    walk.city.python(LODGE)
    page = walk.go("luqingyuan", "/desk/")
    boxes = page.locator("[data-row] input[type=checkbox]")
    assert boxes.count() >= 20
    picked = 0
    for _ in range(page.locator("[data-row]").count()):
        page.keyboard.press("j")
        if picked < 20:
            page.keyboard.press("x")
        picked = page.locator("[data-row] input[type=checkbox]:checked").count()
    assert picked == 20
    expect(page.locator("[data-picked]")).to_have_text("选了20件")
    seen(page, "desk", program)
    page.keyboard.press("b")
    page.wait_for_url("**/desk/together/**")
    expect(page.get_by_role("button", name="受理 20 件")).to_be_visible()
    seen(page, "together", program)
    button = page.get_by_role("button", name="受理 20 件")
    for _ in range(60):
        if button.evaluate("here => here === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".alert")).to_contain_text("办好 20 件")
    seen(page, "together-done", program)


def _rated_badly(walk: Walk, ref: str, program: str) -> str:
    """The case is accepted, its applicant rates it badly. Gives the number of the case about it."""
    page = walk.go("luqingyuan", f"/cases/{ref}/")
    if page.locator("section[aria-labelledby=can-do]").get_by_role("link", name=re.compile("^受理")).count():
        _move(page, "受理")
    expect(page.locator("main")).to_contain_text("好差评")
    seen(page, "case", program)
    citizen = walk.go("shenyanqiu", f"/my/{ref}/")
    citizen.get_by_role("link", name="评价办过的这几步").click()
    citizen.locator("[name=step][value=accept]").check(force=True)
    citizen.locator("[name=level][value=worst]").check(force=True)
    citizen.locator("[name=grounds][value=slow]").check(force=True)
    citizen.fill("[name=words]", "排了一个多小时的队。")
    seen(citizen, "rate", program)
    citizen.locator("main form .button--primary").click()
    expect(citizen.locator(".alert--good")).to_contain_text("谢谢您的评价")
    for _ in range(60):
        citizen.goto(f"{walk.city.address}/my/")
        if (link := citizen.locator("a[href^='/my/PJ']").first).count():
            return str(link.get_attribute("href")).rstrip("/").rpartition("/")[2]
        citizen.wait_for_timeout(250)
    raise AssertionError("no case about the rating")


def _called_back(walk: Walk, rated: str, program: str) -> None:
    head = walk.go("chengshuan", f"/cases/{rated}/")
    expect(head.locator("main")).to_contain_text("非常不满意")
    expect(head.locator("main")).not_to_contain_text("沈砚秋")
    seen(head, "bad-rating", program)
    head.get_by_role("link", name="查看评价人").click()
    head.fill("[name=purpose]", "联系评价人核实")
    head.locator("main form .button--primary").click()
    expect(head.locator("main")).to_contain_text("沈砚秋")
    seen(head, "rater", program)
    walk.go("chengshuan", f"/cases/{rated}/")
    _move(head, "联系评价人", way="phone", finding="属实，只开了一个窗口。")
    _move(head, "整改并答复", cause="只开了一个窗口。", correction="已经加开一个窗口。")
    _move(head, "回访", outcome="satisfied", finding="现在不用排队了。")
    citizen = walk.go("shenyanqiu", f"/my/{rated}/")
    expect(citizen.locator("main")).to_contain_text("已经办结")
    seen(citizen, "rating-closed", program)
    seen(walk.go("", "/services/ratings/"), "ratings", program)
