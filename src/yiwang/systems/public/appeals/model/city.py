"""The city's own model: made of its answered matters, read again when its files changed, asked at the desk."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from yiwang.engines.cases import api as cases
from yiwang.engines.store import api as store
from yiwang.kernel.errors import Invalid
from yiwang.systems.public.appeals import matters
from yiwang.systems.public.appeals.model import commands, door
from yiwang.systems.public.appeals.model.types import Labelled, Suggestion

if TYPE_CHECKING:
    from yiwang.systems.public.appeals.model.classifier import Model

MOST, LEAST = 30_000, 20  # matters a model is made from, and of a class


def model() -> Model | None:
    """None while there is none that can be read."""
    place = commands.place()
    try:
        return _model(place, max(f.stat().st_mtime_ns for f in place.iterdir()))
    except (OSError, ValueError, Invalid):
        return None


def classes(text: str) -> Suggestion | None:
    """The likeliest classes; None while the city has no model."""
    found = model()
    return next(iter(found.suggest([text])), None) if found else None


def own() -> list[Labelled]:
    """The city's answered matters with the class they were sent under: the deepest level of it that has at least LEAST of them. Newest first."""
    found = store.rows("select id, topic from appeals_matter where topic <> '' and told_on is not null and not sealed order by id desc limit %s", (MOST,))
    counts = Counter("/".join(topic.split("/")[:n]) for _, topic in found for n in range(1, topic.count("/") + 2))
    rows = []
    for id_, topic in found:
        while topic and counts[topic] < LEAST:
            topic = topic.rpartition("/")[0]
        if topic and (wrote := cases.wrote(id_)):
            rows.append(Labelled(matters.text(wrote), topic))
    return rows


@lru_cache(maxsize=1)
def _model(place: Path, stamp: int) -> Model:
    return door.load(place)
