"""What the README says of the house is so."""

from __future__ import annotations

import re
from pathlib import Path

from yiwang.city import discovery

REPOSITORY = Path(__file__).resolve().parents[2]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def table() -> str:
    """The table of systems, from their cards."""
    rows = [f"| `{card.code}` | {card.title} | {'、'.join(card.law)} |" for card in discovery.cards()]
    return "\n".join(("| code | 系统 | 依据 |", "|---|---|---|", *rows))


def test_the_table_of_systems_is_that_of_the_cards() -> None:
    found = re.search(r"<!-- systems: generated -->\n(.*?)\n?<!-- /systems -->", README, re.DOTALL)
    assert found and found.group(1).strip() == table(), f"put this between the marks:\n{table()}"


def test_it_is_one_screen() -> None:
    assert len(README.splitlines()) <= 50


def test_every_link_leads_somewhere() -> None:
    for name in ("README.md", "README.zh-CN.md", *(str(p.relative_to(REPOSITORY)) for p in (REPOSITORY / "docs").rglob("*.md"))):
        text = (REPOSITORY / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert ((REPOSITORY / name).parent / target).exists(), f"{name}: {target}"


def test_both_readmes_name_the_two_commands() -> None:
    chinese = (REPOSITORY / "README.zh-CN.md").read_text(encoding="utf-8")
    assert all(command in text for text in (README, chinese) for command in ("./yiwang up", "./yiwang test"))
