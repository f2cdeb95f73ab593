"""The card of booking."""

from __future__ import annotations

from yiwang.engines.registers.types import Register
from yiwang.systems.public.booking import commands, desk, forms, panels, reminding, screens
from yiwang.systems.public.booking.rooms.places import PLACES
from yiwang.web.card import Entry, Reminder, System

SYSTEM = System(
    code="public.booking",
    title="网上预订",
    law=("优化营商环境条例",),
    commands=commands.ALL,
    forms=forms.ALL,
    roles=(commands.KEEPER, commands.CLERK),
    registers=(Register(PLACES, "大厅和场所", public=True, inner=("stream",)),),
    reminders=(Reminder(reminding.CODE, reminding.comes),),
    panels=panels.PANELS,
    routes=(*desk.ROUTES, *screens.ROUTES),
    menu=(
        Entry("预约", screens.HERE, "calendar", to="public", order=30),
        Entry("大厅叫号", desk.DESK, "users", to=commands.CLERK.code, order=25),
        Entry("场所", f"{screens.HERE}places/", "building", to=commands.KEEPER.code, order=45),
    ),
)
