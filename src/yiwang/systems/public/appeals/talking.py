"""What citizens write about and from where, as the generic pages of topics and places read it. What is to be kept secret is not among it."""

from __future__ import annotations

from yiwang.engines.cases import api as cases
from yiwang.systems.public.appeals import parameters, procedures
from yiwang.systems.public.appeals.matters import SHELF
from yiwang.web.card import Talk
from yiwang.web.components.basics import Link

WHO = "case when caller <> '' then caller when party > 0 then '#' || party else '!' || id end"  # nobody known is somebody each time
SOURCE = f"select id, ref, opened_on as came_on, title, {WHO} as who, place, topic from appeals_matter where not sealed"
TALK = Talk(
    "诉求", (procedures.DISPATCHER.code,), SHELF, SOURCE, lambda id_, title: (title.partition("：")[2], str(cases.wrote(id_).get("body", ""))),
    tuple(one for one in parameters.TOPICS if "/" not in one[0]), "；要求保密的不算", (Link("诉求周报", "/appeals/weekly/", "chart"),))
