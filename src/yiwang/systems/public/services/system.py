"""The card of services."""

from __future__ import annotations

from yiwang.kernel.acts import Kind
from yiwang.systems.public.services import (
    barring,
    commands,
    delivery,
    delivery_screens,
    filing,
    forms,
    granted_screens,
    hearing_screens,
    library_screens,
    loading_screens,
    messages,
    panels,
    procedures,
    rating,
    rating_screens,
    registers,
    reports,
    roles,
    screens,
    taken_screens,
    tools,
    window_forms,
    window_screens,
    words,
)
from yiwang.systems.public.services.procedures.rating import FORMS as RATING_FORMS
from yiwang.systems.public.services.procedures.rating import RATING
from yiwang.systems.public.services.rooms import applying, bars, granted, hearings, library, reminding
from yiwang.systems.public.services.versions import first, second
from yiwang.web.card import Entry, Follower, Reminder, System, Tally

SYSTEM = System(
    code="public.services",
    title="网上审批",
    law=("行政许可法",),
    procedures=(*procedures.IN_FORCE, RATING, *first.ALL, *second.ALL),
    commands=(*commands.ALL, window_forms.REGISTER, *rating.COMMANDS, *delivery.COMMANDS, *barring.COMMANDS),
    refers=(procedures.TO_SUPERVISION,),
    forms=(*forms.ALL, *RATING_FORMS, rating.RATE, delivery.WISH, *delivery.FORMS),
    roles=roles.ALL,
    registers=registers.ALL,
    messages=messages.ALL,
    items=library.for_case,
    filing=filing.FILING,
    routes=(*granted_screens.ROUTES, *hearing_screens.ROUTES, *barring.ROUTES, *delivery_screens.ROUTES, *library_screens.ROUTES, *taken_screens.ROUTES,
            *window_screens.ROUTES, *rating_screens.ROUTES, *screens.ROUTES),
    words={"services/": words.words},
    derives={"services.": applying.found},
    findable=panels.findable,
    reports=reports.ALL,
    followers=(Follower("public.services.bad_ratings", frozenset({Kind.RATED}), rating.follows),),
    reminders=(Reminder(reminding.CODE, reminding.comes),),
    tallies=(Tally("public.services.ratings", frozenset({Kind.RATED}), rating.count, rating.empty),
             Tally("public.services.grants", granted.KINDS, granted.keep, granted.empty),
             Tally("public.services.bars", bars.KINDS, bars.keep, bars.empty),
             Tally("public.services.hearings", hearings.KINDS, hearings.keep, hearings.empty),
             Tally("public.services.forgotten", frozenset({Kind.ERASED}), delivery.forget, delivery.nothing_kept)),
    panels={**panels.PANELS, "portal.popular": reports.popular},
    tools={"items": tools.items},
    menu=(
        Entry("审批", "/cases/?procedure=public.services.joint", "file", order=20),
        Entry("许可公示", granted_screens.HERE, "file", to="site", order=15),
        Entry("听证公告", hearing_screens.HERE, "file", to="site", order=16),
        Entry("好差评", rating_screens.HERE, "check", to="site"),
        Entry("窗口收件", window_screens.HERE, "user", to=roles.WINDOW.code, order=19),
        Entry("窗口收件", window_screens.HERE, "user", to=roles.COMMON_WINDOW.code, order=19),
        Entry("草稿进度", f"{window_screens.HERE}draft/", "edit", to=roles.CALL_TAKER.code, order=19),
        Entry("事项库", loading_screens.HERE, "files", to=roles.ITEM_EDITOR.code, order=40),
    ),
)
