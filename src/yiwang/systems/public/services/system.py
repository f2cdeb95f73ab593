"""The card of services."""

from __future__ import annotations

from yiwang.kernel.acts import Kind
from yiwang.systems.public.services import (
    barring,
    commands,
    delivery,
    filing,
    forms,
    messages,
    panels,
    procedures,
    rating,
    registers,
    reports,
    roles,
    screens,
    tools,
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
    commands=(*commands.ALL, screens.window_forms.REGISTER, *rating.COMMANDS, *delivery.COMMANDS, *barring.COMMANDS),
    refers=(procedures.TO_SUPERVISION,),
    forms=(*forms.ALL, *RATING_FORMS, rating.RATE, delivery.WISH, *delivery.FORMS),
    roles=roles.ALL,
    registers=registers.ALL,
    messages=messages.ALL,
    items=library.for_case,
    filing=filing.FILING,
    routes=(*barring.ROUTES, *screens.ROUTES),
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
        Entry("许可公示", screens.granted.HERE, "file", to="site", order=15),
        Entry("听证公告", screens.hearing.HERE, "file", to="site", order=16),
        Entry("好差评", screens.rating.HERE, "check", to="site"),
        Entry("窗口收件", screens.window.HERE, "user", to=roles.WINDOW.code, order=19),
        Entry("窗口收件", screens.window.HERE, "user", to=roles.COMMON_WINDOW.code, order=19),
        Entry("草稿进度", f"{screens.window.HERE}draft/", "edit", to=roles.CALL_TAKER.code, order=19),
        Entry("事项库", screens.sheets.HERE, "files", to=roles.ITEM_EDITOR.code, order=40),
    ),
)
