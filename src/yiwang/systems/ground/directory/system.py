"""The card of the directory."""

from __future__ import annotations

from django.urls import path

from yiwang.systems.ground.directory import acting, commands, doing, loading_screens, mandates, screens, standing_in, standing_in_screens
from yiwang.web.card import Entry, System

SYSTEM = System(
    code="ground.directory",
    title="通讯录",
    law=("网络安全法",),
    commands=commands.ALL,
    roles=(acting.REGISTRARS, standing_in.HEADS),
    routes=(
        path("", screens.directory),
        path("units/<int:id_>/", screens.unit),
        path("people/<int:id_>/", screens.person),
        path("do/<str:code>/<int:id_>/", doing.do),
        *loading_screens.ROUTES,
        *standing_in_screens.ROUTES,
        path("guardians/", mandates.guardian),
        path("mandates/", mandates.mine),
        path("mandates/give/", mandates.give),
        path("mandates/<int:id_>/end/", mandates.end),
    ),
    menu=(
        Entry("通讯录", "/directory/", "users", group="more", order=90),
        Entry("代理", "/directory/standing-in/", "users", group="more", order=92),
        Entry("登记监护", "/directory/guardians/", "users", to=acting.REGISTRAR, group="more", order=91),
    ),
    panels={"me": mandates.panel},
)
