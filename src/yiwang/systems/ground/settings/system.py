"""The card of the settings."""

from __future__ import annotations

from django.urls import path

from yiwang.kernel.acts import Kind
from yiwang.systems.ground.settings import audit, clients, commands, enrolment, leaving, notices, running, security
from yiwang.web.card import Entry, System, Tally

SYSTEM = System(
    code="ground.settings",
    title="设置",
    law=("网络安全法",),
    commands=(*commands.ALL, notices.COMMAND, leaving.COMMAND, *clients.COMMANDS),
    routes=(
        path("", security.accounts),
        path("accounts/<int:id_>/", security.account),
        path("accounts/<int:id_>/<str:code>/", security.on_account),
        path("posts/<int:id_>/", security.post),
        path("posts/<int:id_>/<str:code>/", security.on_post),
        path("policies/<str:name>/", security.policy),
        path("sessions/end/", security.end_every_session),
        path("audit/", audit.records),
        path("audit/export/", audit.export),
        path("enrolment/", enrolment.waiting),
        path("enrolment/<int:id_>/", enrolment.confirm),
        path("outbox/", leaving.outbox),
        path("outbox/again/", leaving.again),
        path("letters/", running.letters),
        path("letters/<int:id_>/", running.letter),
        path("readers/", running.readers),
        path("readers/parked/", running.parked),
        path("calendar/", running.days),
        path("calendar/add/", notices.add),
        path("parameters/", running.parameters),
        path("clients/", clients.listing),
        path("clients/add/", clients.add),
        path("clients/<str:code>/end/", clients.end),
        path("clients/<str:code>/signing/", clients.signing),
    ),
    tallies=(Tally("ground.settings.calendar", frozenset({Kind.CHANGED}), notices.keep, lambda: None),),
    menu=(
        Entry("账号安全", "/settings/", "lock", to=commands.SECURITY_ADMIN, group="admin", order=70),
        Entry("确认管理员", "/settings/enrolment/", "check", to=commands.SECURITY_ADMIN, group="admin", order=71),
        Entry("确认管理员", "/settings/enrolment/", "check", to=commands.AUDIT_ADMIN, group="admin", order=71),
        Entry("审计", "/settings/audit/", "eye", to=commands.AUDIT_ADMIN, group="admin", order=70),
        Entry("运行", "/settings/readers/", "settings", to=commands.SYSTEM_ADMIN, group="admin", order=80),
    ),
)
