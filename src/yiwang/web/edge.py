"""The edge: the instant and the actor of a request, deny by default, plain answers for refusals, headers that keep a page to itself."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict, UnreadablePostError
from django.shortcuts import render
from django.utils.datastructures import MultiValueDictKeyError

from yiwang.engines.calendar import api as calendar
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import NOBODY
from yiwang.kernel.errors import NotFound, Refused
from yiwang.kernel.reasons import Reason
from yiwang.web import away, border, shells
from yiwang.web.accounts import sessions
from yiwang.web.api import guard, problems
from yiwang.web.border import POLICY as POLICY
from yiwang.web.generic import said
from yiwang.web.permits import Permit


def not_found(request: Any, exception: Exception | None = None) -> HttpResponse:
    """Unknown and forbidden look the same."""
    if guard.asked(request):
        return problems.not_found()
    return render(request, "yiwang/errors/404.html", {"shell": shells.public(request)}, status=404)


def not_understood(request: Any, exception: Exception | None = None) -> HttpResponse:
    """A request that no page of ours sends."""
    shell = shells.public(request) if hasattr(request, "actor") else None
    return render(request, "yiwang/errors/400.html", {"shell": shell}, status=400)


def only_read(request: Any) -> HttpResponse:
    """This address takes nothing in."""
    response = not_understood(request)
    response.status_code, response.headers["Allow"] = 405, ", ".join(READING)
    return response


def forged(request: Any, reason: str = "") -> HttpResponse:
    """A form that was open too long, or that did not come from here."""
    return render(request, "yiwang/errors/400.html", {"shell": shells.public(request)}, status=403)


def _refused(request: Any, reasons: tuple[Reason, ...]) -> HttpResponse:
    return render(request, "yiwang/errors/refused.html", {"reasons": reasons, "shell": shells.public(request)}, status=409)


def _full(request: Any, reasons: tuple[Reason, ...]) -> HttpResponse:
    """There is no room on the disk: the sentence says what goes on and what does not."""
    if guard.asked(request):
        return problems.full(reasons)
    page = {"reasons": reasons, "shell": shells.public(request)}
    response = render(request, "yiwang/errors/refused.html", page, status=503)
    response.headers["Retry-After"] = "600"
    return response


def _too_large(request: Any) -> HttpResponse:
    if guard.asked(request):
        return problems.answer(413, Reason("too-large", "一次送来的太多。请分几次送。"))
    response = not_understood(request)
    response.status_code = 413
    return response


READING = ("GET", "HEAD", "OPTIONS")
log = logging.getLogger("yiwang.web")


def _has_zero(given: QueryDict) -> bool:
    return any("\0" in value for name, values in given.lists() for value in (name, *values))


class Request(HttpRequest):
    """What views are given: `at` (the server's time at the edge) and `actor`."""

    at: Any
    actor: Any


class Edge:
    """The one middleware of the house."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        calendar.refresh()
        border.settle(request)
        request.at = settings.CLOCK.now()
        request.actor = NOBODY  # until it is known who it is
        try:
            request.actor = guard.actor(request) if guard.asked(request) else sessions.actor(request)
            response = _too_large(request) if border.too_large(request) else self.get_response(request)
            said.carried(request, response)
        except Exception as error:
            if (reason := store.away(error)) is None:
                raise
            response = away.answer(request, reason)
        return border.leave(request, response)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Deny is the default. A zero character is in no text people write, and no database takes it."""
        if request.method not in READING and (reason := store.closed()):
            return _full(request, (reason,))
        if guard.asked(request):
            return guard.refusal(request, view)
        if "\0" in request.path or _has_zero(request.GET):
            raise Http404
        if request.method == "POST" and _has_zero(request.POST):
            return not_understood(request)
        stated: Permit | None = getattr(view, "permit", None) or getattr(getattr(view, "view_class", None), "permit", None)
        if stated is None:
            raise Http404
        if over := getattr(request, "over", None):
            return _refused(request, (over,))
        if way := sessions.held(request):
            return HttpResponseRedirect(way)
        if stated.allows(request.actor, clock.day(request.at)):
            return None if request.method in READING or (request.method == "POST" and getattr(view, "posts", False)) else only_read(request)
        if not request.actor.known:
            return HttpResponseRedirect(f"/login/?next={quote(request.get_full_path())}")
        raise Http404

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        """Errors that doors raise on purpose become pages; all others get a number to quote."""
        if reason := store.away(error):
            return away.answer(request, reason)
        if guard.asked(request) and not isinstance(error, Http404):
            return guard.problem(error)
        if isinstance(error, NotFound):
            return not_found(request)
        if isinstance(error, Refused):
            return _refused(request, error.reasons)
        if isinstance(error, store.Full):
            return _full(request, error.reasons)
        if isinstance(error, Http404):
            return None
        if isinstance(error, MultiValueDictKeyError | SuspiciousOperation | UnreadablePostError):  # without its own parts, too large, broken off
            return not_understood(request)
        number = getattr(request, "number", "") or uuid4().hex[:8]
        log.exception("request failed, number %s", number)
        return render(request, "yiwang/errors/500.html", {"number": number, "shell": shells.public(request)}, status=500)
