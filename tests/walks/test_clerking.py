"""A clerk's quick day: a review written with phrases and the papers beside it, by keys; and the head who extends a term, of which the applicant is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import axe
from tests.support.city import City
from tests.support.pictures import png
from tests.walks.test_bundle import Walk

pytestmark = [pytest.mark.browser, pytest.mark.slow(reason="a city, a browser, a clerk and a head")]
PAST = 4
SAID = "材料齐全，符合法定形式。"
LODGE = """
import sys
from pathlib import Path
from random import Random
from django.conf import settings
from yiwang.city.demo import lives, people
from yiwang.engines.cases import api as cases
from yiwang.engines.files import api as files
from yiwang.engines.forms import api as forms
from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.systems.public.services.rooms import applying, library, prefilling
at, key = settings.CLOCK.now(), "410105.food_business"
who = people.citizen("shenyanqiu", clock.day(at))
form = applying.form_of(key)
data = lives.filled(form, who, "410105", Random(7), at)
papers = {}
for path in sys.argv[1:]:
    file = Path(path)
    with file.open("rb") as content:
        papers[file.name] = files.receive(chunks=content, name=file.name, actor=who, at=at)
raw = forms.flat(form=form, answers=data.answers, at=at)
raw["paper_layout"], raw["paper_rules"] = ([papers[n].sha256] for n in ("平面图.png", "制度.pdf"))
known = prefilling.initial(form, identity.party(who))
data = forms.parse(form=form, raw=raw, uploads=files.uploads(actor=who), at=at, initial=known)
print(applying.apply(actor=who, parts=library.parts(key), party=identity.party(who), data=data, key="walk-clerk", at=at)[0].ref)
"""
PAGE = b"BT /F1 24 Tf 72 760 Td (Food safety rules, page 1) Tj ET"
PDF = (b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
       b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
       b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF\n"
       % (len(PAGE), PAGE))


@pytest.fixture(scope="module")
def program() -> str:
    return axe.source()


def seen(page: Page, name: str, program: str) -> None:
    axe.seen(page, f"clerk-{name}", program)


def test_a_review_by_keys_and_an_extension(browser: Browser, city: City, tmp_path: Path, program: str) -> None:
    walk = Walk(browser, city)
    (tmp_path / "平面图.png").write_bytes(png())
    (tmp_path / "制度.pdf").write_bytes(PDF)
    ref = str(city.python(LODGE, *(str(tmp_path / n) for n in ("平面图.png", "制度.pdf")))).strip()
    _phrases(walk, program)
    _accepted_reading(walk, ref, program)
    _written_by_keys(walk, ref, program)
    _extended(walk, ref, program)
    assert not walk.faults


def _phrases(walk: Walk, program: str) -> None:
    page = walk.go("qiuyizhou", "/me/")
    seen(page, "me", program)
    page.goto(f"{walk.city.address}/clerking/")
    seen(page, "none", program)
    page.get_by_role("link", name="新写一条").click()
    page.fill("[name=title]", "齐全")
    page.fill("[name=text]", SAID)
    seen(page, "new", program)
    page.locator("main form .button--primary").click()
    expect(page.locator("main")).to_contain_text(SAID)
    seen(page, "list", program)


def _accepted_reading(walk: Walk, ref: str, program: str) -> None:
    """Papers beside the form, one at a time, turned by keys; the PDF is drawn by the browser's own viewer."""
    page = walk.go("qiuyizhou", f"/cases/{ref}/do/accept/")
    opened = page.locator("[data-papers] details[open]")
    expect(opened).to_have_count(1)
    seen(page, "papers", program)
    for key, word in (("]", "制度"), ("[", "平面图"), ("[", "填的内容"), ("Alt+PageDown", "平面图"), ("Alt+PageDown", "制度")):
        page.keyboard.press(key)
        expect(opened).to_have_count(1)
        expect(opened.locator("summary")).to_contain_text(word)
    page.wait_for_timeout(500)
    seen(page, "pdf", program)
    box, form = page.locator(".desk-beside").bounding_box(), page.locator("#the-form").bounding_box()
    assert box and form and box["x"] > form["x"] + form["width"] - 1 and box["width"] > 550
    page.locator("main form .button--primary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".alert--good")).to_contain_text("已办好")


def _written_by_keys(walk: Walk, ref: str, program: str) -> None:
    page = walk.go("qiuyizhou", f"/cases/{ref}/do/propose/")
    page.locator("[name=opinion]").focus()
    page.keyboard.type("经核对，")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("[name=phrase-opinion]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[name=opinion]")).to_be_focused()
    expect(page.locator("[name=opinion]")).to_have_value(f"经核对，{SAID}")
    page.keyboard.type("建议准予。")
    page.keyboard.press("Alt+PageDown")
    expect(page.locator("[name=opinion]")).to_have_value(f"经核对，{SAID}建议准予。")
    seen(page, "opinion", program)


def _extended(walk: Walk, ref: str, program: str) -> None:
    """The clock moves by the days the head gave, once, and the applicant reads why."""
    citizen = walk.go("shenyanqiu", f"/my/{ref}/")
    before = citizen.locator("main").inner_text()
    head = walk.go("410105-scjg-局长", f"/cases/{ref}/")
    due = head.locator(".ruler-block, .ruler").first.inner_text()
    head.locator("section[aria-labelledby=can-do]").get_by_role("link", name=re.compile("^延长")).first.click()
    head.fill("[name=days]", "12")
    head.locator("main form .button--primary").click()
    expect(head.locator(".errors")).to_contain_text("1—10")  # 行政许可法 第四十二条: ten days for one authority, fifteen for several
    seen(head, "extend-wrong", program)
    head.fill("[name=days]", "10")
    head.fill("[name=reason]", "需要现场核查。")
    head.locator("main form .button--primary").click()
    expect(head.locator("main")).to_contain_text("已办好")
    seen(head, "extended", program)
    assert head.locator(".ruler-block, .ruler").first.inner_text() != due
    expect(head.locator(".refused")).to_contain_text("已经延长过一次")
    citizen = walk.go("shenyanqiu", f"/my/{ref}/")
    expect(citizen.locator("main")).to_contain_text("需要现场核查")
    assert citizen.locator("main").inner_text() != before
    expect(citizen.locator(".reasons")).to_contain_text("经批准延长 10 个工作日")
    expect(citizen.locator(".reasons")).not_to_contain_text("18 个工作日")
    seen(citizen, "extended-mine", program)
    for _ in range(60):
        citizen.goto(f"{walk.city.address}/messages/")
        if "办理期限延长" in citizen.locator("main").inner_text():
            break
        citizen.wait_for_timeout(250)
    expect(citizen.locator("main")).to_contain_text("理由：需要现场核查")
    seen(citizen, "told", program)
