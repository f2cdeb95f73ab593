"""Places and times in a message are found whole, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from yiwang.engines.texts import api as texts

SAID = (
    ("我住优胜北路和丰产路交叉口往东的家属院二楼，从国庆前开始，楼下摆夜市，每天晚上六点到十二点。",
     {"place": ["优胜北路和丰产路交叉口", "家属院"], "time": ["从国庆前开始", "每天晚上六点到十二点"]}),
    ("国基路锦绣家园小区从昨天早上开始停水，11月3日下午3点来过人。", {"place": ["国基路", "锦绣家园小区"], "time": ["从昨天早上开始", "11月3日下午3点"]}),
    ("3月15号一楼漏水，2号线没开。", {"place": [], "time": ["3月15号"]}),
    ("", {"place": [], "time": []}),
)


@pytest.mark.parametrize(("text", "found"), SAID)
def test_places_and_times(text: str, found: dict[str, list[str]]) -> None:
    pieces = texts.marked(text)
    assert "".join(piece for piece, _ in pieces) == text, "nothing is lost"
    assert {kind: [piece for piece, k in pieces if k == kind] for kind in found} == found


def test_what_insults_is_marked_by_the_citys_own_words() -> None:
    pieces = texts.marked("昨天路灯又不亮，你们是废物吗？", rude=("废物",))
    assert pieces[0] == ("昨天", "time") and ("废物", "rude") in pieces and "".join(p for p, _ in pieces) == "昨天路灯又不亮，你们是废物吗？"
    assert texts.marked("废物") == [("废物", "")], "a text alone insults nobody"
