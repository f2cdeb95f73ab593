"""What the answers choose: which items are begun, whom they are reviewed by, which papers they ask, in how many days.

One function for guides, for filing and for what is said before it is filed, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Field, When
from yiwang.systems.public.services.rooms.fields import CATALOGUE, ORDER
from yiwang.systems.public.services.rooms.library import Part, ServiceItem
from yiwang.systems.public.services.rooms.materials import Material


@dataclass(frozen=True, slots=True)
class Chosen:
    """`items` are those begun, each as the answers fit it; `papers` each once."""

    items: tuple[ServiceItem, ...]
    papers: tuple[Material, ...]

    @property
    def longest(self) -> ServiceItem:
        return max(self.items, key=lambda i: i.days)

    @property
    def own(self) -> tuple[Material, ...]:
        """Papers the applicant brings."""
        return tuple(m for m in self.papers if m.source == "申请人")


def chosen(parts: Iterable[Part], answers: Mapping[str, Any]) -> Chosen:
    """`answers` are those given so far, in words or clean; what is not answered yet counts as the fullest case."""
    begun = [p.item for p in parts if forms.met(p.when, answers, unanswered=True)]
    items = tuple(replace(i, reviewing=(it := i.for_case.fitted(answers)).reviewing, promised=it.promised, sooner=it.sooner) for i in begun)
    papers = {m.code: m for i in items for m in i.materials if forms.met(m.when, answers, unanswered=True)}
    return Chosen(items, tuple(papers.values()))


def questions(parts: Iterable[Part]) -> tuple[Field, ...]:
    """The questions of which anything depends, in the catalogue's order."""
    return tuple(CATALOGUE[name] for name in sorted({w.field for p in parts for w in decisive(p)}, key=lambda name: ORDER[name]))


def decisive(part: Part) -> tuple[When, ...]:
    """All conditions in a part of a bundle."""
    item = part.item
    inner = (w for one in (*item.reviewing, *item.sooner, *item.materials) for w in one.when)
    return (*part.when, *inner)


def answered(parts: Iterable[Part], asked: Mapping[str, str]) -> dict[str, str]:
    """Answers out of an address. A question nobody asks, an answer nobody offers: as if it were not there."""
    return {q.code: asked[q.code] for q in questions(parts) if asked.get(q.code) in dict(q.choices)}
