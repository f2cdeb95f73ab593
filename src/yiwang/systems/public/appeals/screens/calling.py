"""What comes by telephone, letter, visit or through the media is taken down at the desk, with what the same telephone said before beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from yiwang.engines.trust import api as trust
from yiwang.systems.public.appeals import forms, matters, procedures, suggesting, taking
from yiwang.systems.public.appeals.screens import desk
from yiwang.web.components.basics import Link
from yiwang.web.components.charts import Panel
from yiwang.web.generic import opening
from yiwang.web.permits import holding, posts

HERE = "/appeals/call/"


@posts
@holding(procedures.DISPATCHER.code)
def call(request: Any) -> HttpResponse:
    """`/appeals/call/`: taken down; the number and its query code are read out to the caller. A button shows what this telephone said before."""
    def before(typed: Mapping[str, Any]) -> tuple[Panel, ...]:
        phone = str(typed.get("phone") or "").strip()
        return desk.history(suggesting.called(matters.caller(phone))) if phone else ()

    return opening.screen(request, opening.Opening(
        "登记诉求", forms.CALL, lambda data, key: taking.take(actor=request.actor, data=data, key=key, at=request.at, came={}),
        lambda done: (f"登记好了：{done.ref}，查询码 {trust.query_code(done.ref)}", "请告诉来电人：凭单号和查询码，在“查进度”能看到办到哪一步。"),
        f"{desk.HERE}{{ref}}/", (Link("派单", desk.HERE),), desk.HERE, office=True, values={"channel": "hotline"}, look="看这个电话以前反映的", side=before))


ROUTES: tuple[URLPattern, ...] = (path("call/", call),)
