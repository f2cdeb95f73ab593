"""What narrows a list: words and choices, sent as an address that can be kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from yiwang.web.components.part import Part


@dataclass(frozen=True, slots=True)
class Pick:
    """One choice of a filter; the empty value means all. `options` are value and word."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str = ""
    every: str = "全部"  # the word for the empty value; without one there is none
    day: bool = False  # a day is written, not chosen

    @property
    def id(self) -> str:
        return f"pick-{self.name}"


@dataclass(frozen=True, slots=True)
class Filters(Part):
    """A search box (unless `label` is empty) and choices in one line, by GET; with a script a choice is taken at once."""

    template: ClassVar[str] = "yiwang/parts/filters.html"
    words: str = ""
    label: str = "名称、编号"
    picks: tuple[Pick, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    clear: str = ""  # address without any filter, when there is one
    submit: str = "查找"
