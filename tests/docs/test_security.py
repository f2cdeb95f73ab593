"""What the papers on security name is there, and every requirement of the standard has its line, once, which says how it stands."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.support.sources import REPOSITORY

PAPER, NUMBERS = REPOSITORY / "docs/security.md", Path(__file__).with_name("data") / "asvs-5.0.0.txt"
ROOTS = (REPOSITORY, REPOSITORY / "src/yiwang", REPOSITORY / "src/yiwang/engines")  # paths in the papers are from one of these
NAMED = re.compile(r"`((?:[\w-]+/)+[\w.-]+\.(?:py|md|txt|sql|env)|requirements\.lock|deploy/[\w/]+)(?:::(\w+))?`")
LINE = re.compile(r"^\| (\d+\.\d+\.\d+) \| (\d) \| ([^|]+) \| (.*) \|$", re.MULTILINE)
STANDS = re.compile(r"\*\*(Met|Partly|No|n/a|Operator's)(?:\.\*\*|\*\*:) ")
CLASSES = ("安全物理环境", "安全通信网络", "安全区域边界", "安全计算环境", "安全管理中心", "安全管理制度", "安全建设管理", "安全运维管理")


def required() -> dict[str, str]:
    """number → level"""
    lines = NUMBERS.read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if line and not line.startswith("#"))  # type: ignore[misc]


def found(name: str) -> Path | None:
    return next((root / name for root in ROOTS if (root / name).exists()), None)


@cache
def names_in(place: Path) -> frozenset[str]:
    tree = ast.parse(place.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))


def missing(text: str) -> list[str]:
    """What is named in a paper and not there: files, and tests in them."""
    lost = []
    for name, test in sorted(set(NAMED.findall(text))):
        place = found(name)
        if place is None or (test and test not in names_in(place)):
            lost.append(f"{name}::{test}" if test else name)
    return lost


def faults(text: str) -> list[str]:
    """What is wrong with the answers: a number without a line, with two, of another level; a line that does not say how it stands, or with what."""
    said, wanted = LINE.findall(text), required()
    numbers = Counter(number for number, *_ in said)
    wrong = [f"{number}: {numbers[number]} lines" for number in wanted if numbers[number] != 1]
    wrong += [f"{number}: none of ours" for number in numbers if number not in wanted]
    for number, level, asks, answer in said:
        stands, words = STANDS.match(answer), NAMED.sub("", STANDS.sub("", answer))
        if level != wanted.get(number) or not 1 <= len(asks.split()) <= 12:
            wrong.append(f"{number}: level, or what it asks")
        if stands is None or len(STANDS.findall(answer)) != 1:
            wrong.append(f"{number}: how it stands")
        elif stands[1] == "Met" and not NAMED.search(answer):
            wrong.append(f"{number}: met by what?")
        elif stands[1] != "Met" and len(re.findall(r"\w+", words)) < 2:
            wrong.append(f"{number}: why, or what is missing?")
    return wrong


def counted(text: str) -> str:
    how = Counter(match[1] for _, _, _, answer in LINE.findall(text) if (match := STANDS.match(answer)))
    theirs = how["Operator's"]
    return (f"Of the {sum(how.values())}: {how['Met']} met, {how['Partly']} partly, {how['No']} not, {how['n/a']} do not apply, "
            f"{theirs} are the operator's.")


@pytest.mark.parametrize("paper", ["docs/security.md", "docs/threats.md"])
def test_what_is_named_is_there(paper: str) -> None:
    text = (REPOSITORY / paper).read_text(encoding="utf-8")
    assert len(NAMED.findall(text)) > 8 and missing(text) == []


def test_each_requirement_is_answered_once_and_says_how_it_stands() -> None:
    assert len(required()) == 253
    assert faults(PAPER.read_text(encoding="utf-8")) == []


def test_the_figures_are_those_of_the_lines() -> None:
    text = PAPER.read_text(encoding="utf-8")
    assert counted(text) in text, counted(text)


def test_the_classes_of_the_other_standard_are_answered() -> None:
    text = PAPER.read_text(encoding="utf-8")
    assert all(word in text for word in CLASSES)


def test_a_paper_that_says_otherwise_is_found_out() -> None:
    """Planted: a line gone, a line twice, another level, a test that is gone, no word on how it stands, a met without a test."""
    text = PAPER.read_text(encoding="utf-8")
    whole = next(match[0] for match in LINE.finditer(text) if match[1] == "1.1.2")
    bare = re.sub(r"\*\*Met\.\*\*.*", "**Met.** Surely. |", whole)
    for planted in ("", f"{whole}\n{whole}", whole.replace("| 2 |", "| 1 |"), whole.replace("**Met.**", "Met."), bare, whole.replace("1.1.2", "1.1.9")):
        assert faults(text.replace(whole, planted)), planted
    assert missing(text.replace("test_the_edge_holds", "test_that_is_gone")) and missing(text.replace("tests/access/test_edge.py", "tests/access/gone.py"))
