"""Citizens' matters as people go them in their browsers: written on a phone, joined and sent by keyboard, returned and ruled on, helped with, answered, rated,
raised again, made public; watched all the while. And a report that stays secret, and a caller who called before."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import axe
from tests.support.browser import PHONE, context, shoot, sideways, sign_in, watched
from tests.support.city import City
from tests.walks.test_bundle import Walk

pytestmark = [pytest.mark.browser, pytest.mark.slow(reason="a city, a browser, three citizens and seven officials")]
PAST = 4
MATTER, CITIZENS = "public.appeals.matter", ("", "shenyanqiu", "citizen-3", "citizen-4")
SUBJECT = "文化路烧烤摊夜里油烟呛人"
SMOKE = {"sort": "complaint", "secret": "no", "subject": SUBJECT, "place.1": "410105", "spot": "文化路农业路口",
         "body": "文化路农业路口每天晚上七点到十二点摆烧烤摊，七八家都没有油烟净化器，楼上窗户不敢开，孩子一直咳嗽。希望挪到停车场。"}
ALSO = {**SMOKE, "subject": "农业路口烧烤油烟大到半夜",
        "body": "农业路口文化路的烧烤摊每天晚上摆到十二点，七八家没有油烟净化器，窗户不敢开，老人咳嗽，希望能管一管。我叫王小梅，电话 13703710099。"}
REPORT = {"sort": "report", "secret": "yes", "subject": "面馆后厨用过期肉", "against": "东明路福来面馆", "place.1": "410105", "phone": "13603710036",
          "body": "东明路福来面馆后厨冰柜里的肉都过期了，我在那里干过活，亲眼看见的。"}
NAME = "from yiwang.engines.identity import api as identity; print(identity.account_view(identity.account_of('citizen-4')).name)"
CALLED = """
from yiwang.engines.store import api as store
from yiwang.engines.cases import api as cases
id_, ref = store.rows("select id, ref from appeals_matter where state = 'closed' order by id desc limit 1")[0]
print(cases.wrote(id_)["phone"], ref)
"""
FOCUS = """() => { const e = document.activeElement, box = e.getBoundingClientRect(), look = getComputedStyle(e), label = e.closest('label'),
    round = label ? getComputedStyle(label) : look, before = window.walked; window.walked = e;
    return {name: e.name || '', value: e.value || '', text: (e.innerText || e.value || '').slice(0, 20), tag: e.tagName,
        ring: [look, round].some(s => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none'),
        inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        after: !before || !before.isConnected || e === document.body || !!(before.compareDocumentPosition(e) & 4)}; }"""


class Matters(Walk):
    """The people of the walk: citizens on the phone, officials at a desk; what axe is run with."""

    def __init__(self, browser: Browser, city: City):
        super().__init__(browser, city)
        self.program = axe.source()

    def page(self, name: str = "") -> Page:
        if name not in self._pages and name in CITIZENS:
            self._pages[name] = watched(context(self.browser, PHONE).new_page(), self.faults)
            if name:
                sign_in(self._pages[name], self.city.address, name)
        return super().page(name)

    def seen(self, name: str, picture: str, *, again: bool = False) -> None:
        """A citizen's page on the phone; an official's at a desk and on the phone, or, of a kind that was looked at before (`again`), as a picture."""
        page = self.page(name)
        if again:
            shoot(page, f"appeals-{picture}")
            assert not sideways(page), picture
        elif name not in CITIZENS:
            axe.seen(page, f"appeals-{picture}", self.program)
        else:
            page.emulate_media(reduced_motion="reduce")
            shoot(page, f"appeals-{picture}")
            assert not sideways(page), picture
            found = axe.faults(page, self.program)
            assert not found, f"{picture}\n{axe.said(found)}"

    def reads(self, name: str, path: str, *said: str) -> Page:
        """A page somebody opens again until the readers have been there and it says what it should."""
        for _ in range(60):
            page = self.go(name, path)
            if all(one in page.locator("body").inner_text() for one in said):
                break
            page.wait_for_timeout(250)
        for one in said:
            expect(page.locator("body")).to_contain_text(one)
        return page

    def does(self, name: str, ref: str, title: str, *, picture: str = "", **answers: str) -> None:
        """An official opens a matter and makes a move."""
        page = self.go(name, f"/cases/{ref}/")
        page.locator("section[aria-labelledby=can-do]").get_by_role("link", name=re.compile(f"^{title}")).first.click()
        fill(page, answers)
        if picture:
            self.seen(name, picture, again=picture not in ("give-back", "consult"))
        send(page)
        expect(page.locator(".alert--good")).to_contain_text("已办好")


    def asks(self, name: str, ref: str, title: str, *, picture: str = "", **answers: str) -> None:
        """A citizen opens a matter of theirs and does something about it."""
        page = self.go(name, f"/my/{ref}/")
        page.get_by_role("link", name=re.compile(f"^{title}")).first.click()
        fill(page, answers)
        if picture:
            self.seen(name, picture)
        send(page)
        page.wait_for_url(lambda url: "/do/" not in url)


@pytest.fixture(scope="module")
def walk(browser: Browser, city: City) -> Matters:
    return Matters(browser, city)


def fill(page: Page, answers: dict[str, str]) -> None:
    for name, value in answers.items():
        field = page.locator(f"[name='{name}']").first
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        elif field.get_attribute("type") in ("radio", "checkbox"):
            page.locator(f"[name='{name}'][value='{value}']").check(force=True)
        else:
            field.fill(value)


def send(page: Page) -> None:
    page.locator("main form .button--primary, main form .button--danger").first.click()
    opened = page.locator("dialog[open] .button--primary, dialog[open] .button--danger")
    if opened.count():
        opened.first.click()


def writes(walk: Matters, name: str, answers: dict[str, str]) -> str:
    """A citizen writes; the matter's number."""
    page = walk.go(name, "/appeals/write/")
    fill(page, answers)
    send(page)
    page.wait_for_url(re.compile("/my/SQ"))
    return page.url.rstrip("/").rpartition("/")[2]


def test_a_matter_of_two_citizens(walk: Matters) -> None:
    first, second = _written(walk)
    _sent_by_keyboard(walk, first, second)
    _returned_and_ruled_on(walk, first)
    _helped_with_and_answered(walk, first, second)
    _rated_and_raised_again(walk, first, second)
    _made_public(walk, second)
    _watched(walk, first)
    assert not walk.faults


def _written(walk: Matters) -> tuple[str, str]:
    page = walk.go("shenyanqiu", "/appeals/")
    walk.seen("shenyanqiu", "index")
    page.get_by_role("link", name="写诉求").first.click()
    send(page)
    expect(page.locator(".errors")).to_be_focused()
    walk.seen("shenyanqiu", "write-mistake")
    first = writes(walk, "shenyanqiu", SMOKE)
    expect(page.locator("main")).to_contain_text("受理中心正在分派")
    walk.seen("shenyanqiu", "written")
    return first, writes(walk, "citizen-3", ALSO)


def _sent_by_keyboard(walk: Matters, first: str, second: str) -> None:
    """From the top of the page to the button, with Tab, arrows, space and Ctrl Enter; the focus is seen at every step and goes down the page."""
    page = walk.reads("liuzhixia", f"/appeals/desk/{first}/", "可能说的是同一件事", second)
    walk.seen("liuzhixia", "desk")
    page.locator("body").focus()
    _tabs(page, "merge", second)
    page.keyboard.press("Space")
    _tabs(page, "topic.1")
    page.keyboard.press("ArrowDown")
    _tabs(page, "go", "units")
    page.keyboard.press("Enter")
    expect(page.locator("#to_unit")).to_be_focused()
    assert page.locator("[name=merge]").is_checked(), "what was ticked stays so"
    assert page.locator(".spot path").first.evaluate("e => getComputedStyle(e).fill") != "rgb(0, 0, 0)", "the map has its colours"
    walk.seen("liuzhixia", "desk-units")
    page.locator("#to_unit").focus()
    _tabs(page, "to_unit")
    for _ in range(200):
        if page.evaluate("document.activeElement.value") == "410105-CG":
            break
        page.keyboard.press("ArrowDown")
    assert page.evaluate(FOCUS)["inside"]
    _tabs(page, "wanted")
    page.keyboard.type("晚上八点以后现场核实，答复前先给两位诉求人回电。")
    shoot(page, "appeals-desk-filled")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: first not in url)
    expect(page.locator(".alert--good")).to_contain_text("金水区城管局，并 1 件")
    walk.seen("liuzhixia", "desk-sent", again=True)
    page = walk.go("citizen-3", f"/my/{second}/")
    expect(page.locator("main")).to_contain_text("和同一件事的其他诉求一起办理")
    walk.seen("citizen-3", "joined")


def _tabs(page: Page, name: str, value: str = "") -> None:
    """Tab after Tab to a field; everything on the way can be seen and stands further down."""
    for _ in range(150):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        assert at["ring"] and at["inside"] and at["after"], at
        if at["name"] == name and value in ("", at["value"]):
            return
    raise AssertionError(f"no way to {name}")


def _returned_and_ruled_on(walk: Matters, ref: str) -> None:
    walk.reads("wennaining", "/desk/", SUBJECT)
    page = walk.go("wennaining", f"/cases/{ref}/")
    expect(page.locator("main")).to_contain_text("晚上八点以后现场核实")
    walk.seen("wennaining", "case-unit", again=True)
    walk.does("wennaining", ref, "退回", picture="give-back", not_ours="食品摊贩归市场监管部门管。")
    walk.reads("liuzhixia", f"/cases/{ref}/", "食品摊贩归市场监管部门管。")
    walk.seen("liuzhixia", "case-returned")
    walk.does("liuzhixia", ref, "不同意退回", picture="overrule", to_unit="410105-CG", ruling="占道经营和露天烧烤归城管，登记请市场监管协办。")
    page = walk.go("wennaining", f"/cases/{ref}/")
    expect(page.locator(".refused")).to_contain_text("已经裁定由本单位办理，不能再退回")


def _helped_with_and_answered(walk: Matters, first: str, second: str) -> None:
    walk.does("wennaining", first, "签收")
    walk.does("wennaining", first, "请单位协办", picture="consult", question="请查摊贩的食品登记。", to_help="410105-SCJG")
    page = walk.go("qiuyizhou", f"/cases/{first}/")
    walk.seen("qiuyizhou", "case-helper", again=True)
    walk.does("qiuyizhou", first, "回复意见", picture="helps", verdict="done", opinion="查了，五家没有登记，已经约谈。")
    walk.does("wennaining", first, "答复", picture="respond", finding="true", outcome="solved", reply="烧烤摊已经移到停车场，五家装了净化器。")
    page = walk.go("liuzhixia", f"/cases/{first}/")
    walk.seen("liuzhixia", "case-answered", again=True)
    walk.does("liuzhixia", first, "审核通过", picture="close", reply="烧烤摊已经移到停车场，五家装了净化器；每晚八点有人巡查。")
    for name, ref in (("shenyanqiu", first), ("citizen-3", second)):
        walk.reads(name, f"/my/{ref}/", "给您的答复", "每晚八点有人巡查")
        walk.seen(name, f"told-{name}", again=name != "shenyanqiu")
    page = walk.go("citizen-3", "/messages/")
    expect(page.locator("main")).to_contain_text("您的诉求有了答复")
    walk.seen("citizen-3", "messages", again=True)


def _rated_and_raised_again(walk: Matters, first: str, second: str) -> None:
    """One is not satisfied: the next level answers anew, and is rated. The other's rating is the other's."""
    walk.asks("shenyanqiu", first, "不满意", picture="again", level="bad", fixed="no", words="停车场没人管，十点以后又摆回来了。")
    walk.reads("liuzhixia", f"/cases/{first}/", "十点以后又摆回来了")
    walk.seen("liuzhixia", "case-rebounded", again=True)
    walk.does("liuzhixia", first, "交上一级重办", picture="send-up", to_unit="410105", wanted="十点以后到现场看，查清为什么摆回来。")
    page = walk.go("minghe", f"/cases/{first}/")
    expect(page.locator(".refused")).to_contain_text("已经裁定由本单位办理，不能再退回")
    walk.does("minghe", first, "签收")
    walk.does("minghe", first, "答复", finding="true", outcome="solved", reply="装了隔离桩，夜里十点到一点派人值守。")
    walk.does("liuzhixia", first, "审核通过")
    walk.reads("shenyanqiu", f"/my/{first}/", "夜里十点到一点派人值守")
    walk.asks("shenyanqiu", first, "评价", picture="rate", level="good", fixed="yes")
    expect(walk.page("shenyanqiu").locator("main")).to_contain_text("已办结")
    walk.seen("shenyanqiu", "rated")
    page = walk.go("citizen-3", f"/my/{second}/")
    expect(page.locator("main")).to_contain_text("已经答复，等您评价")
    expect(page.locator(".state-left")).to_have_text("还剩10天")
    walk.asks("citizen-3", second, "评价", level="best", fixed="yes")


def _made_public(walk: Matters, ref: str) -> None:
    """Nobody is in what the public reads: what was written is masked, and a name or a telephone put in is refused where it stands."""
    page = walk.go("liuzhixia", f"/appeals/publish/{ref}/")
    question = page.locator("[name=question]").input_value()
    assert "王小梅" not in question and "13703710099" not in question and "十二点" in question, question
    walk.seen("liuzhixia", "publish")
    page.fill("[name=answer]", "请找沈砚秋先生，电话 13800138000。")
    send(page)
    expect(page.locator(".errors")).to_be_focused()
    expect(page.locator("#f-answer-error")).to_contain_text("13800138000")
    walk.seen("liuzhixia", "publish-mistake", again=True)
    page.fill("[name=answer]", "烧烤摊已经移到停车场，每晚八点有人巡查。")
    send(page)
    page = walk.reads("", "/appeals/answers/", "农业路口烧烤油烟")
    walk.seen("", "answers")
    page.get_by_role("link", name="农业路口烧烤油烟大到半夜").first.click()
    expect(page.locator("main")).to_contain_text("金水区城市管理局答")
    expect(page.locator("main")).not_to_contain_text("王小梅")
    expect(page.locator("main")).not_to_contain_text("13703710099")
    walk.seen("", "answer")
    walk.reads("", "/search/?q=烧烤油烟", "农业路口烧烤油烟大到半夜")
    walk.seen("", "found")


def _watched(walk: Matters, ref: str) -> None:
    """Whoever watches sees every matter, its clocks and its whole history; the week, the topics and the places count it."""
    walk.go("yanzhixing", "/supervision/signals/")
    walk.seen("yanzhixing", "signals")
    walk.reads("yanzhixing", f"/cases/?procedure={MATTER}", SUBJECT)
    walk.seen("yanzhixing", "cases")
    page = walk.go("yanzhixing", f"/cases/{ref}/")
    for step in ("派单", "退回", "裁定由原单位办理", "签收", "请单位协办", "报送答复", "答复诉求人", "不满意，请上一级办", "交上一级重办", "评价了答复"):
        expect(page.locator(".chain")).to_contain_text(step)
    walk.seen("yanzhixing", "case-watched", again=True)
    for path, said in (("weekly", "金水区"), ("topics", "烧烤"), ("places", "金水区")):
        page = walk.go("liuzhixia", f"/appeals/{path}/")
        page.get_by_role("link", name="后一周").click()
        expect(page.locator("main")).to_contain_text(said)
        walk.seen("liuzhixia", path)


def test_a_report_that_stays_secret(walk: Matters) -> None:
    """Whoever handles it reads what the desk says, and neither who wrote nor what, on no page of theirs."""
    ref = writes(walk, "citizen-4", REPORT)
    page = walk.go("liuzhixia", f"/appeals/desk/{ref}/")
    expect(page.locator("main")).to_contain_text("保密：转述给承办单位，不写是谁")
    walk.seen("liuzhixia", "desk-secret", again=True)
    fill(page, {"topic.1": "城乡建设", "to_unit": "410105-SCJG"})
    page.keyboard.press("Control+Enter")
    expect(page.locator(".errors")).to_contain_text("请在这里转述")
    walk.seen("liuzhixia", "desk-secret-mistake", again=True)
    page.fill("[name=wanted]", "查东明路一家面馆的进货台账。")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: ref not in url)
    walk.reads("qiuyizhou", f"/cases/{ref}/", "查东明路一家面馆的进货台账。")
    walk.seen("qiuyizhou", "case-secret", again=True)
    name = str(walk.city.python(NAME)).strip()
    for path in (f"/cases/{ref}/", f"/cases/{ref}/papers/", f"/cases/{ref}/do/sign/", "/desk/", "/desk/notices/", f"/cases/?procedure={MATTER}",
                 "/desk/search/?q=过期肉"):
        said = walk.go("qiuyizhou", path).locator("main").inner_text()
        found = [one for one in (name, "13603710036", "过期肉", "后厨") if one in said.replace("搜索：过期肉", "")]
        assert not found, (path, found)
    assert not walk.faults


def test_a_call_is_taken_down(walk: Matters) -> None:
    """Whoever called before is known by their telephone; the number is read out to them."""
    phone, before = walk.city.python(CALLED).split()
    page = walk.go("liuzhixia", "/appeals/call/")
    fill(page, {"channel": "hotline", "caller": "沈女士", "phone": phone})
    page.get_by_role("button", name="看这个电话以前反映的").click()
    expect(page.locator("main")).to_contain_text(before)
    walk.seen("liuzhixia", "call")
    fill(page, {"sort": "help", "subject": "东明路路灯不亮", "body": "东明路北段三盏路灯不亮，已经三天。", "place.1": "410105"})
    page.locator("[name=subject]").press("Control+Enter")
    page.wait_for_url(re.compile("/appeals/desk/SQ"))
    expect(page.locator(".alert--good")).to_contain_text("查询码")
    expect(page.locator(".panel", has_text="以前反映的")).to_contain_text(before)
    walk.seen("liuzhixia", "desk-called", again=True)
    assert not walk.faults
