"""Two-character words are found, whole sentences lead somewhere, and nobody finds what they may not see."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from yiwang.engines.search import api as search
from yiwang.engines.search.rooms.words import asked, marked, terms
from yiwang.kernel.actors import NOBODY

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def put(subject: str, title: str, body: str = "", case: int = 0) -> None:
    search.put(what=search.Findable(subject, "item", title, body, f"/{subject}/", case=case), at=AT)


def test_terms_are_pairs_and_words() -> None:
    assert terms("餐饮店 A12") == ["餐饮", "饮店", "a12"]
    assert asked("我要的") == ["我要", "要的"]
    assert "开一" in asked("想开一家面馆") and "我要" not in asked("我要开店")


def test_marks_join() -> None:
    assert marked("开办餐饮店", ["餐饮", "饮店"]) == "开办[[餐饮店]]"


@pytest.mark.django_db
def test_a_word_of_two_characters_is_found_inside_a_name() -> None:
    put("a", "槐荫巷烩面馆")
    put("b", "道路挖掘")
    assert [f.subject for f in search.find(actor=NOBODY, query="烩面", public=True)] == ["a"]


@pytest.mark.django_db
def test_a_sentence_finds_what_holds_most_of_it() -> None:
    put("restaurant", "开办餐饮店", "开饭店、面馆、小吃店，只填一张表")
    put("sign", "户外广告")
    assert search.find(actor=NOBODY, query="想在金水区开一家面馆", public=True)[0].subject == "restaurant"


@pytest.mark.django_db
def test_putting_again_replaces_and_dropping_removes() -> None:
    put("a", "旧名称")
    put("a", "新名称")
    assert not search.find(actor=NOBODY, query="旧名", public=True)
    assert search.find(actor=NOBODY, query="新名", public=True)
    search.drop(subject="a")
    assert not search.find(actor=NOBODY, query="新名", public=True)


@pytest.mark.django_db
def test_a_case_is_found_only_by_who_may_see_it() -> None:
    put("case:X", "槐荫巷烩面馆", case=77)
    assert not search.find(actor=NOBODY, query="烩面", public=True)
    assert not search.find(actor=NOBODY, query="烩面", public=False)


@pytest.mark.django_db
def test_quotes_and_operators_are_only_text() -> None:
    put("a", "许可")
    for query in ('" OR 1', "许可* NEAR(", "'; drop table", "AND OR NOT", "()"):
        search.find(actor=NOBODY, query=query, public=True)
