"""What services puts into the portal's slots."""

from __future__ import annotations

from typing import Any

from yiwang.engines.identity import api as identity
from yiwang.systems.public.services.rooms import guides
from yiwang.web.components.basics import Link, Tag
from yiwang.web.components.lists import Result
from yiwang.web.components.pages import Scene


def scenes(request: Any) -> list[Scene]:
    """One-thing scenes, then single items, eight at most."""
    found = [
        Scene(b.title, f"{len(b.items)} 个事项，合成 1 次申请", f"{max(i.promised.get('decide', 20) for i in b.items)} 个工作日", f"/services/{b.key}/", b.icon)
        for b in guides.bundles(guides.DEFAULT_AREA)
    ]
    found += [
        Scene(i.title, identity.unit_by_code(i.unit).short, f"{i.promised.get('decide', 20)} 个工作日", f"/services/{i.key}/", "file")
        for i in guides.items(guides.DEFAULT_AREA)
        if len(i.title) <= 12
    ]
    return found[:8]


def popular(request: Any) -> list[Link]:
    return [Link(i.title, f"/services/{i.key}/") for i in guides.items(guides.DEFAULT_AREA) if len(i.title) <= 10][:6]


def found(request: Any, query: str) -> list[Result]:
    """Items and bundles whose title, conditions or questions hold every word of a query."""
    words = query.split()
    hits = []
    for b in guides.bundles(guides.DEFAULT_AREA):
        if all(w in b.title + b.summary for w in words):
            hits.append(Result(b.title, f"/services/{b.key}/", b.summary, tag=Tag("一件事", "blue")))
    for i in guides.items(guides.DEFAULT_AREA):
        text = i.title + "".join(i.conditions) + "".join(q + a for q, a in i.questions) + "".join(i.themes)
        if all(w in text for w in words):
            hits.append(Result(i.title, f"/services/{i.key}/", i.conditions[0], (identity.unit_by_code(i.unit).name,), Tag("事项")))
    return hits


PANELS = {"portal.scenes": scenes, "portal.popular": popular, "search.public": found}
