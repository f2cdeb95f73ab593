"""What is said while the database is away, and when a page broke off outside of every view. Asks the database nothing."""

from __future__ import annotations

import logging
import sys
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render

from yiwang.engines.store import api as store
from yiwang.kernel.reasons import Reason
from yiwang.web import shells
from yiwang.web.api import guard, problems

AGAIN = "5"  # seconds: a change of the primary takes ten to thirty, and whoever comes too early reads the same sentence
log = logging.getLogger("yiwang.web")


def answer(request: Any, reason: Reason) -> HttpResponse:
    """503 with `Retry-After`. A page that was only read comes back by itself; what was sent in is sent again by whoever sent it, with the same key."""
    reading = request.method in ("GET", "HEAD")
    if guard.asked(request):
        return problems.answer(503, reason, {"Retry-After": AGAIN})
    reasons = (reason,) if reading else (reason, store.AGAIN)
    response = render(request, "yiwang/errors/503.html", {"reasons": reasons, "shell": _shell(request)}, status=503)
    response.headers["Retry-After"] = AGAIN
    if reading:
        response.headers["Refresh"] = AGAIN
    return response


def broken(request: Any) -> HttpResponse:
    """For Django, when something failed where no view was: a number to quote, or that the database is away."""
    if reason := store.away(sys.exc_info()[1]):
        return answer(request, reason)
    number = getattr(request, "number", "") or uuid4().hex[:8]
    log.error("request failed outside of a view, number %s", number, exc_info=True)
    if guard.asked(request):
        return problems.broken(number)
    return render(request, "yiwang/errors/500.html", {"number": number, "shell": _shell(request)}, status=500)


def _shell(request: Any) -> Any:
    return shells.public(request) if hasattr(request, "actor") else None
