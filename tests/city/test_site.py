"""Whose site it is: as the city wrote it into its data folder; a demo says it is Zhengzhou's, and no other city does."""

from __future__ import annotations

import urllib.request
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.city.conftest import City
from yiwang.city import site
from yiwang.city.words import Trouble

OURS = "name: 开封市人民政府\nhost: 开封市人民政府办公室\ncode: \"4102000000\"\n"


def test_a_city_says_who_it_is_and_only_a_demo_is_zhengzhou(tmp_path: Path) -> None:
    assert site.read(tmp_path, demo=False) == {} and site.read(tmp_path, demo=True)["name"] == "郑州市人民政府"
    (tmp_path / site.FILE).write_text(OURS, encoding="utf-8")
    said = {"name": "开封市人民政府", "host": "开封市人民政府办公室", "code": "4102000000"}
    assert site.read(tmp_path, demo=False) == said == site.read(tmp_path, demo=True)


@pytest.mark.parametrize("text", ["name: [", "just words", "- name", "nome: x", "name: {a: 1}", "name: true", "code: 0102", f"name: {'长' * 61}", "name:"])
def test_a_file_that_cannot_be_meant_is_refused_in_words(tmp_path: Path, text: str) -> None:
    (tmp_path / site.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(Trouble, match=r"site\.yaml.*(看不懂|不能用)"):
        site.read(tmp_path, demo=False)
    (tmp_path / site.FILE).write_bytes("name: 开封".encode("gbk"))
    with pytest.raises(Trouble, match="看不懂"):
        site.read(tmp_path, demo=False)


@pytest.mark.parametrize(("said", "shown", "not_shown"), [
    ({}, ("<title>联系我们 · 一网</title>",), ("郑州", "主办单位", "网站标识码", "ICP")),
    ({"name": "开封市人民政府", "keeper": "开封市审批局"}, ("<title>联系我们 · 开封市人民政府</title>", "承办单位：开封市审批局。"),
     ("郑州", "主办单位", "网站标识码")),
])
@pytest.mark.django_db
def test_what_is_not_said_is_not_shown(settings: Any, said: dict[str, str], shown: tuple[str, ...], not_shown: tuple[str, ...]) -> None:
    settings.SITE = said
    for address in ("/contact/", "/login/"):
        page = Client().get(address).content.decode()
        assert not [words for words in not_shown if words in page], address
    assert all(words in Client().get("/contact/").content.decode() for words in shown)


@pytest.mark.slow(reason="starts the whole process tree")
def test_a_real_city_carries_its_own_name_and_a_wrong_file_stops_the_start(city: City) -> None:
    city.data.mkdir(parents=True)
    (city.data / site.FILE).write_text("name: [", encoding="utf-8")
    told = city.line("up", "--no-demo", "--port", str(city.port))
    assert told.returncode == 1 and "site.yaml 看不懂" in told.stdout and "Traceback" not in told.stdout + told.stderr
    (city.data / site.FILE).write_text(OURS, encoding="utf-8")
    city.up()
    with urllib.request.urlopen(f"http://127.0.0.1:{city.port}/contact/", timeout=10) as answer:
        page = answer.read().decode()
    assert "联系我们 · 开封市人民政府" in page and "主办单位：开封市人民政府办公室" in page and "郑州" not in page
