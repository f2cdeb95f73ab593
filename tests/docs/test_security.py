"""What the papers on security name is there, and every section of the standard has its line."""

from __future__ import annotations

import re

import pytest

from tests.support.sources import REPOSITORY

NAMED = re.compile(r"`((?:src|tests|docs|deploy)/[\w./-]+|requirements\.lock)`")
SECTIONS = {1: 5, 2: 4, 3: 7, 4: 4, 5: 4, 6: 8, 7: 6, 8: 4, 9: 2, 10: 7, 11: 7, 12: 3, 13: 4, 14: 3, 15: 4, 16: 5}  # chapter: sections
FREE = {(3, 1), (16, 0)}  # a section that only asks for a document this paper is
CLASSES = ("安全物理环境", "安全通信网络", "安全区域边界", "安全计算环境", "安全管理中心", "安全管理制度", "安全建设管理", "安全运维管理")


@pytest.mark.parametrize("paper", ["docs/security.md", "docs/threats.md"])
def test_what_is_named_is_there(paper: str) -> None:
    named = set(NAMED.findall((REPOSITORY / paper).read_text(encoding="utf-8")))
    assert len(named) > 8 and [one for one in sorted(named) if not (REPOSITORY / one).exists()] == []


def test_each_chapter_and_section_is_answered() -> None:
    text = (REPOSITORY / "docs/security.md").read_text(encoding="utf-8")
    found: set[tuple[int, int]] = set()
    for chapter, first, last in re.findall(r"^\| (\d+)\.(\d+)(?:–\d+\.(\d+))? \|", text, re.MULTILINE):
        found |= {(int(chapter), section) for section in range(int(first), int(last or first) + 1)}
    missing = [(c, s) for c, count in SECTIONS.items() for s in range(1, count + 1) if (c, s) not in found | FREE]
    assert missing == [] and "## V17" in text
    assert all(word in text for word in CLASSES)


def test_each_line_says_how_it_stands() -> None:
    lines = [line for line in (REPOSITORY / "docs/security.md").read_text(encoding="utf-8").splitlines() if re.match(r"\| \d+\.", line)]
    assert len(lines) > 60 and [line for line in lines if not re.search(r"\*\*(Met|Partly|No|n/a)|operator's", line)] == []
