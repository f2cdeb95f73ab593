"""What is learned from the city's own matters: each night what everybody writes, which tells nothing; and, when asked, the classes."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from yiwang.engines.cases import api as cases
from yiwang.engines.store import api as store
from yiwang.engines.texts import api as texts
from yiwang.systems.public.appeals import matters
from yiwang.systems.public.appeals.matters import SHELF
from yiwang.systems.public.appeals.model.types import Labelled

NEWEST = 4_000
MOST, LEAST = 30_000, 20  # matters a model is made from, and of a class


def learn(at: datetime) -> bool:
    """From the newest matters with words of their own; False while there are too few."""
    ids = [row[0] for row in store.rows("select id from appeals_matter where not sealed and title <> '' order by id desc limit %s", (NEWEST,))]
    return texts.learn(shelf=SHELF, texts_=[matters.text(wrote) for wrote in map(cases.wrote, ids) if wrote])


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
