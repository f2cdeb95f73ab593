"""Questions that are nicer with a script: a firm whose name follows its code, a signature by finger that goes along however quickly one goes on."""

from __future__ import annotations

import ast

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import axe
from tests.support.browser import PHONE, WIDE, context, shoot, sideways, watched
from tests.support.city import City
from yiwang.city.demo import names

pytestmark = [pytest.mark.browser, pytest.mark.slow(reason="a city, its processes and a browser")]
LABOUR, PROMISE = "410105.labour_dispatch", "410105.fire_check_promise"
DRAFT = f"""
from random import Random
from django.conf import settings
from yiwang.city import checks
from yiwang.city.demo import lives
from yiwang.engines.files import api as files
from yiwang.engines.forms import api as forms
from yiwang.systems.public.services.rooms import applying
at, form = settings.CLOCK.now(), applying.form_of("{PROMISE}")
actor = checks.actor("shenyanqiu", at)
raw = dict(commitment="yes", shop_name="槐荫巷", gas="no", area="86", floors="一层", phone="13800138000")
raw |= {{"address.county": "410105", "address.township": "410105008", "address.village": "410105008001", "address.detail": "1 号"}}
raw |= {{f.code: [lives.paper(actor, at)] for f in form.fields if f.code.startswith("paper_")}}
forms.save_draft(actor=actor, form=form, raw=raw, at=at, subject="{PROMISE}")
print(checks.cookies("shenyanqiu"))
"""


def looked_at(page: Page, name: str) -> list[str]:
    """What is wrong with how it looks."""
    shoot(page, name)
    wide = sideways(page)
    return [axe.said(found) for found in [axe.faults(page, axe.source())] if found] + ([f"{name} scrolls sideways by {wide}"] if wide else [])


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_firms_name_follows_its_code(browser: Browser, city: City, size: tuple[int, int]) -> None:
    faults: list[str] = []
    page = watched(context(browser, size, ast.literal_eval(city.python(DRAFT).strip()), city.address).new_page(), faults)
    page.goto(f"{city.address}/services/{LABOUR}/apply/?step=1")
    page.fill("[name='firm.name']", "某某")
    page.fill("[name='firm.code']", names.credit_code(1))
    expect(page.locator("[name='firm.name']")).to_have_value("郑州槐荫巷餐饮有限公司")
    expect(page.locator(".firm [data-said]")).to_have_text("已核对，和登记的一致。")
    faults += looked_at(page, f"firm-{size[0]}")
    page.fill("[name='firm.code']", names.credit_code(900))
    expect(page.locator(".firm [data-said]")).to_contain_text("未核验")
    page.locator("[name='phone']").press("Enter")  # goes on, and looks nothing up
    page.wait_for_url("**step=2")
    page.context.close()
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_signature_goes_along_however_quickly_one_goes_on(browser: Browser, city: City, size: tuple[int, int]) -> None:
    faults: list[str] = []
    page = watched(context(browser, size, ast.literal_eval(city.python(DRAFT).strip()), city.address).new_page(), faults)
    page.goto(f"{city.address}/services/{PROMISE}/apply/?step=4")
    frame = page.locator(".sign-pad canvas")
    frame.scroll_into_view_if_needed()
    faults += looked_at(page, f"sign-{size[0]}")
    box = frame.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    page.mouse.down()
    for step in range(20):
        page.mouse.move(box["x"] + 30 + step * 8, box["y"] + 40 + step % 5 * 9)
    page.mouse.up()
    page.locator("button.button--primary[value=next]").click()
    page.wait_for_url("**step=5")
    picture = page.locator(".signed img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 480
    faults += looked_at(page, f"signed-{size[0]}")
    page.goto(f"{city.address}/services/{PROMISE}/apply/?step=4")
    page.get_by_role("button", name="重新签").click()
    expect(page.locator(".sign-pad canvas")).to_be_visible()
    page.locator("button.button--primary[value=next]").click()
    page.locator(".errors a").first.click()
    expect(page.locator("[name='promise_signature.signed']")).to_be_focused()
    page.context.close()
    assert not faults, "\n".join(faults)
