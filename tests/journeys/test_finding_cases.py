"""The list of cases narrowed by words, and a desk where all is done."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest

from tests.journeys.small import Clock, Person, everything, ref_of, words
from yiwang.engines.cases.rooms import wording

Somebody = Callable[[str], Person]


@pytest.fixture
def ref(person: Somebody) -> str:
    answer = person("citizen").apply("410105.food_business", **everything())
    assert answer.status_code == 302, words(answer)[:800]
    return ref_of("食品经营许可")


def test_words_narrow_the_list_and_keep_the_rest(person: Somebody, ref: str) -> None:
    office = person("market")
    for found in ("烩面", ref, ref[-6:], "沈砚秋", "槐荫巷 烩面馆"):
        page = words(office.get(f"/cases/?state=open&q={found}"))
        assert ref in page and "按题名、编号、当事人找" not in page.split("导出表格")[0], found
    for missed in ("茶馆", "温若愚", "%", "烩面 茶馆"):
        page = words(office.get(f"/cases/?q={missed}".replace("%", "%25")))
        assert ref not in page and "没有这样的办件" in page and "少写几个字" in page, missed
    answer = office.get("/cases/?state=open&procedure=public.services.ordinary&q=烩面").content.decode()
    for kept in ('name="state" value="open"', 'name="procedure" value="public.services.ordinary"', 'value="烩面"', "q=%E7%83%A9%E9%9D%A2"):
        assert kept in answer, kept
    assert ref not in words(office.get("/cases/?state=closed&q=烩面"))
    rows = list(csv.reader(io.StringIO(office.get("/cases/?q=烩面&as=csv").content.decode())))
    assert len(rows) == 2 and rows[1][0] == ref
    assert len(list(csv.reader(io.StringIO(office.get("/cases/?q=茶馆&as=csv").content.decode())))) == 1


def test_nobody_finds_what_they_may_not_see(person: Somebody, ref: str) -> None:
    for who, query in (("elsewhere", "烩面"), ("elsewhere", ref), ("fire", "烩面"), ("magistrate", "沈砚秋"), ("mayor", "沈砚秋")):
        assert f"/cases/{ref}/" not in person(who).get(f"/cases/?q={query}").content.decode(), (who, query)
    assert f"/cases/{ref}/" in person("mayor").get("/cases/?q=烩面").content.decode()


@pytest.mark.parametrize("query", ["'; drop table cases_case --", "<script>alert(1)</script>", "😀" * 100, "　", "!%_!", "a " * 50])
def test_whatever_is_typed_is_words(person: Somebody, ref: str, query: str) -> None:
    answer = person("market").client.get("/cases/", {"q": query})
    assert answer.status_code == 200 and "<script>alert" not in answer.content.decode()


def test_an_empty_desk_says_what_comes_next(person: Somebody, town: Clock, ref: str) -> None:
    def desk(who: str, path: str = "/desk/") -> str:
        return words(person(who).get(path)).replace(" ", "")

    assert "都办完了下一件最早11月9日到期。" in desk("market_head")  # nothing for the head, the window has until the 9th
    assert ref in desk("market") and "下一件" not in desk("market").partition("快捷键")[0]
    assert "下一件最早11月9日到期。" in desk("market", "/desk/?when=today")
    assert "都办完了需要您办的事" in desk("fire")


def test_a_page_that_found_nothing_yet_leads_further_back(person: Somebody, ref: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "STRETCH", 1)
    assert person("citizen").apply("410105.food_business", **{**everything(), "shop_name": "茶馆"}).status_code == 302
    office = person("mayor")
    page = office.get("/cases/?q=烩面")
    assert "较近的办件里没有" in words(page)
    onward = re.search(r'href="(\?q=[^"]*after=[^"]*)"', page.content.decode())
    assert onward and ref in words(office.get("/cases/" + onward.group(1).replace("&amp;", "&")))
