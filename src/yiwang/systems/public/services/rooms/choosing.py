"""What the answers choose: which items are begun, whom they are reviewed by, which papers they ask, in how many days.

One function for guides, for filing and for what is said before it is filed, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Field, When
from yiwang.systems.public.services.rooms import catalogue
from yiwang.systems.public.services.rooms.library import Part, ServiceItem
from yiwang.systems.public.services.rooms.materials import Material

YES_NO = (("yes", "是"), ("no", "否"))


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
        return tuple(m for m in self.papers if m.own)


def chosen(parts: Iterable[Part], answers: Mapping[str, Any]) -> Chosen:
    """`answers` are those given so far, in words or clean; what is not answered yet counts as the fullest case."""
    begun = [p.item for p in parts if forms.met(p.when, answers, unanswered=True)]
    items = tuple(replace(i, reviewing=(it := i.for_case.fitted(answers)).reviewing, promised=it.promised, sooner=it.sooner) for i in begun)
    papers = {m.code: m for i in items for m in i.materials if forms.met(m.when, answers, unanswered=True)}
    return Chosen(items, tuple(papers.values()))


def questions(parts: Iterable[Part], first: Iterable[str] = ()) -> tuple[Field, ...]:
    """The questions of which anything depends: those a bundle asks first, then in the order its items ask them."""
    parts = tuple(parts)
    decisive_ones = {w.field for p in parts for w in decisive(p)}
    asked = {f.code: f for p in parts for f in p.item.fields}
    order = [*(code for code in first if code in decisive_ones), *(code for code in asked if code in decisive_ones), *sorted(decisive_ones - set(asked))]
    return tuple(replace(asked.get(code) or catalogue.question(code), required=True, when=()) for code in dict.fromkeys(order))


def decisive(part: Part) -> tuple[When, ...]:
    """All conditions in a part of a bundle."""
    item = part.item
    inner = (w for when in (*(r.when for r in item.reviewing), *(s.when for s in item.sooner), *(m.when for m in item.materials)) for w in when)
    return (*part.when, *inner)


def answered(parts: Iterable[Part], asked: Mapping[str, str]) -> dict[str, str]:
    """Answers out of an address. A question nobody asks, an answer nobody offers: as if it were not there."""
    return {q.code: asked[q.code] for q in questions(parts) if asked.get(q.code) in dict(q.choices or YES_NO)}
