"""What citizens write about and from where, as the generic pages of topics and places read it; and what everybody writes, which tells nothing, learned
each night. What is to be kept secret is not among it."""

from __future__ import annotations

from datetime import datetime

from yiwang.engines.cases import api as cases
from yiwang.engines.store import api as store
from yiwang.engines.texts import api as texts
from yiwang.systems.public.appeals import parameters, procedures
from yiwang.systems.public.appeals.matters import SHELF, text
from yiwang.web.card import Talk
from yiwang.web.components.basics import Link

WHO = "case when caller <> '' then caller when party > 0 then '#' || party else '!' || id end"  # nobody known is somebody each time
SOURCE = f"select id, ref, opened_on as came_on, title, {WHO} as who, place, topic from appeals_matter where not sealed"
TALK = Talk(
    "诉求", (procedures.DISPATCHER.code,), SHELF, SOURCE, lambda id_, title: (title.partition("：")[2], str(cases.wrote(id_).get("body", ""))),
    tuple(one for one in parameters.TOPICS if "/" not in one[0]), "；要求保密的不算", (Link("诉求周报", "/appeals/weekly/", "chart"),))
NEWEST = 4_000


def learn(at: datetime) -> bool:
    """From the newest matters with words of their own; False while there are too few."""
    ids = [row[0] for row in store.rows("select id from appeals_matter where not sealed and title <> '' order by id desc limit %s", (NEWEST,))]
    return texts.learn(shelf=SHELF, texts_=[text(wrote) for wrote in map(cases.wrote, ids) if wrote])
