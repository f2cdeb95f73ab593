"""What services puts into the portal's slots."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger.types import Recorded
from yiwang.engines.registers.types import Record
from yiwang.engines.search.types import Findable
from yiwang.kernel.errors import NotFound
from yiwang.systems.public.services import barring, delivery, entrances
from yiwang.systems.public.services.rooms import guides, library
from yiwang.systems.public.services.screens import delivery as delivery_pages
from yiwang.systems.public.services.screens import rating as rating_pages
from yiwang.web.components.basics import Link
from yiwang.web.components.charts import Panel
from yiwang.web.components.pages import Scene
from yiwang.web.generic import entrance


def scenes(request: Any) -> list[Scene]:
    """Life events, each once: as the county has it, else as the city has it; eight at most."""
    events = {b.code: b for b in (*guides.bundles(guides.CITY), *guides.bundles(guides.DEFAULT_AREA))}
    near_first = sorted(events.values(), key=lambda b: (b.key.startswith(f"{guides.CITY}."), b.key))
    return [Scene(b.title, f"{len(b.items)} 个事项，合成 1 次申请", f"{max(i.days for i in b.items)} 个工作日", f"/services/{b.key}/", b.icon)
            for b in near_first[:8]]


def findable(entry: Recorded) -> list[Findable]:
    """An item or bundle that was published can be found by its title, conditions, questions and themes."""
    register, key = str(entry.facts.get("register", "")), str(entry.facts.get("key", ""))
    if register not in (library.ITEMS, library.BUNDLES) or "version" not in entry.facts:
        return []
    if register == library.BUNDLES:
        bundle = library.bundle(key)
        return [Findable(entry.subject, "一件事", bundle.title, bundle.summary, f"/services/{key}/", area(key))]
    item = library.pinned(key, int(entry.facts["version"]))
    body = "；".join((*item.conditions, *(q + a for q, a in item.questions), *item.themes, *item.serves))
    return [Findable(entry.subject, "事项", item.title, body, f"/services/{key}/", identity.unit_by_code(item.unit).name)]


def area(key: str) -> str:
    unit = identity.government_of(key.partition(".")[0])
    return unit.short if unit else ""


def ways(record: Record) -> list[Link]:
    """What the holder of a certificate can do with it here."""
    key = str(record.facts.get("item", ""))
    try:
        handlings = library.item(key).handlings if key else ()
    except NotFound:
        return []
    base = library.split(key)[0]
    return [Link(library.WORDS[h], f"/services/{base}.{h}/apply/?{urlencode({'licence_no': record.key})}") for h in handlings]


def matter_ways(view: cases.CaseView, own: bool) -> list[Link]:
    """In a citizen's matter: how to get what was decided, and the way to rate."""
    return [*delivery_pages.ways(view, own), *rating_pages.ways(view, own)]


def beside(view: cases.CaseView, request: Any) -> list[Panel]:
    """Beside a case of the office."""
    return [*delivery_pages.beside(view, request), *rating_pages.beside(view, request), *barring.beside(view, request)]


PANELS = {"matter.ways": matter_ways, "case.side": beside, "move.form": delivery.asks, "wallet.ways": ways,
          entrance.SLOT: entrances.entrances, "portal.scenes": scenes}
