"""Addresses for machines: whether this one lives, whether it may be sent requests, its figures, and what browsers tell it."""

from __future__ import annotations

import hmac
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import path

from yiwang.city import keys
from yiwang.city.operating import counters, exposition, gauges, health, violations
from yiwang.kernel.errors import NotFound
from yiwang.web.permits import anyone


@anyone
def live(request: Any) -> HttpResponse:
    """`/health/live`: the process answers. Touches nothing."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


@anyone
def ready(request: Any) -> HttpResponse:
    """`/health/ready`: 200 when requests may come, 503 otherwise, with what is so."""
    found = health.ready(request.at)
    return JsonResponse({"ready": all(found.values()), **found}, status=200 if all(found.values()) else 503, headers={"Cache-Control": "no-store"})


@anyone
def metrics(request: Any) -> HttpResponse:
    """`/metrics`: for whoever shows the token of the data folder; for all others it is not there."""
    kind, _, shown = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not hmac.compare_digest(shown.strip().encode(), keys.metrics_token(settings.DATA).encode()):
        raise NotFound("metrics")
    text = exposition.text(gauges.now(request.at), counters.summed(settings.DATA / "run" / "metrics"))
    return HttpResponse(text, content_type=exposition.TYPE, headers={"Cache-Control": "no-store"})


ROUTES = [path("health/live", live), path("health/ready", ready), path("metrics", metrics), path("policy/reports/", violations.told)]
