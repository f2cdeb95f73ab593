"""The card of services."""

from __future__ import annotations

from yiwang.systems.public.services import (
    commands,
    forms,
    library_screens,
    loading_screens,
    messages,
    panels,
    procedures,
    registers,
    roles,
    screens,
    tools,
    words,
)
from yiwang.systems.public.services.rooms import applying, library
from yiwang.systems.public.services.versions import first
from yiwang.web.card import Entry, System

SYSTEM = System(
    code="public.services",
    title="网上审批",
    law=("行政许可法",),
    procedures=(*procedures.IN_FORCE, *first.ALL),
    commands=commands.ALL,
    refers=(procedures.TO_SUPERVISION,),
    forms=forms.ALL,
    roles=roles.ALL,
    registers=registers.ALL,
    messages=messages.ALL,
    items=library.for_case,
    routes=(*library_screens.ROUTES, *screens.ROUTES),
    words={"services/": words.words},
    derives={"services.": applying.found},
    findable=panels.findable,
    panels=panels.PANELS,
    tools={"items": tools.items},
    menu=(
        Entry("审批", "/cases/?procedure=public.services.joint", "file", order=20),
        Entry("事项库", loading_screens.HERE, "files", to=roles.ITEM_EDITOR.code, order=40),
    ),
)
