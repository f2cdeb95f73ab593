"""What was handed in, beside the form of whoever looks it over: the answers and every paper, shown where a browser shows it safely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from yiwang.web.components.part import Part


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper. `shown`: "picture" or "pdf", drawn in the page; anything else is only saved."""

    name: str
    url: str
    size: str
    label: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Papers(Part):
    """One open at a time, switched by keys and without a script; the answers stand first."""

    template: ClassVar[str] = "yiwang/parts/papers.html"
    answers: Part | None
    papers: tuple[Paper, ...]
    empty: str = "没有交材料。"
