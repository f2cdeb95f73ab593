"""What is learned each night from the city's own matters: what everybody writes, which tells nothing."""

from __future__ import annotations

from datetime import datetime

from yiwang.engines.cases import api as cases
from yiwang.engines.store import api as store
from yiwang.engines.texts import api as texts
from yiwang.systems.public.appeals import matters

NEWEST = 4_000


def learn(at: datetime) -> bool:
    """From the newest matters with words of their own; False while there are too few."""
    ids = [row[0] for row in store.rows("select id from appeals_matter where not sealed and title <> '' order by id desc limit %s", (NEWEST,))]
    return texts.learn(shelf=matters.SHELF, texts_=[matters.text(wrote) for wrote in map(cases.wrote, ids) if wrote])
