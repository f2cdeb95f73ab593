"""Who asks, and whether they may: a bearer token and nothing else. A browser's cookie opens nothing here, so there is nothing to forge."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponse, UnreadablePostError

from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import NOBODY, Actor
from yiwang.kernel.errors import NotFound, Refused
from yiwang.kernel.reasons import Reason
from yiwang.web.api import problems
from yiwang.web.permits import Permit
from yiwang.web.throttle import Throttle, latest, network

HERE = "/api/v1/"
MINUTE = timedelta(minutes=1)
ASKED = Throttle("api", 600, MINUTE)  # requests of one token, or of one address without
WRONG = Throttle("api-token", 20, timedelta(minutes=10))  # tokens that are none, from one address
BATCH = 20  # requests a process counts before it writes them down: reading does not write each time
READS = ("GET", "HEAD")
NO_TOKEN = Reason("token-wanted", "请在 Authorization 里写 Bearer 和您的令牌。令牌在“账号”页面做。")
BAD_TOKEN = Reason("token-unknown", "令牌不对、已经到期或者已经结束。请到“账号”页面看，需要时做一个新的。")
READ_ONLY = Reason("token-reads", "这个令牌只能查看。要办理的，请做一个能办理的令牌。")
ZERO = Reason("not-understood", "请求里有不能用的字符。")
BEARER = {"WWW-Authenticate": 'Bearer realm="yiwang"'}
INVALID = {"WWW-Authenticate": 'Bearer realm="yiwang", error="invalid_token"'}
SCOPE = {"WWW-Authenticate": 'Bearer realm="yiwang", error="insufficient_scope", scope="write"'}


log = logging.getLogger("yiwang.web")


class _Counted:
    lock = threading.Lock()
    kept: dict[str, int] = {}


def asked(request: Any) -> bool:
    """Whether a request is a program's."""
    return bool(request.path.startswith(HERE))


def actor(request: Any) -> Actor:
    """Whom the token lets act; nobody without one, or with a wrong one (`token_refused` then says so)."""
    request.bearer, request.token_refused = None, False
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if not kind:
        return NOBODY
    place = network(request.META.get("REMOTE_ADDR", ""))
    found = identity.bearer(secret=secret.strip(), at=request.at) if kind.lower() == "bearer" else None
    if found is None:
        request.token_refused = True
        WRONG.failed(place, request.at)
        return NOBODY
    request.bearer = found
    return found.actor


def refusal(request: Any, view: Any) -> HttpResponse | None:
    """Why this request is not answered, or None. Deny is the default: an address without a permit is not there."""
    stated: Permit | None = getattr(view, "permit", None)
    place = network(request.META.get("REMOTE_ADDR", ""))
    if "\0" in request.path or any("\0" in text for name, given in request.GET.lists() for text in (name, *given)):
        return problems.answer(400, ZERO)
    if until := latest([_waits(request, place), WRONG.waits(place, request.at) if request.token_refused else None]):
        seconds = max(1, round((until - request.at).total_seconds()))
        return problems.answer(429, Reason("too-many", f"请求太多，请 {clock.local(until):%H:%M:%S} 以后再试。"), {"Retry-After": str(seconds)})
    if request.token_refused:
        return problems.answer(401, BAD_TOKEN, INVALID)
    if stated is None:
        return problems.not_found()
    if stated != Permit() and request.bearer is None:
        return problems.answer(401, NO_TOKEN, BEARER)
    if not stated.allows(request.actor, clock.day(request.at)):
        return problems.not_found()
    if request.method not in READS and not getattr(view, "posts", False):
        return problems.not_taken(READS)
    if stated != Permit() and request.method not in READS and not request.bearer.writes and getattr(view, "writes", True):
        return problems.answer(403, READ_ONLY, SCOPE)
    return None


def problem(error: Exception) -> HttpResponse:
    """Errors that doors raise on purpose, and requests that cannot be read; all others get a number to quote."""
    if isinstance(error, NotFound):
        return problems.not_found()
    if isinstance(error, Refused):
        return problems.refused(error)
    if isinstance(error, store.Full):
        return problems.full(error.reasons)
    if isinstance(error, RequestDataTooBig):
        return problems.answer(413, Reason("too-large", "内容太大。材料请先用 /files 上传，再写它的 sha256。"))
    if isinstance(error, SuspiciousOperation | UnreadablePostError):
        return problems.answer(400, ZERO)
    number = uuid4().hex[:8]
    log.exception("request failed, number %s", number)
    return problems.broken(number)


def _waits(request: Any, place: str) -> datetime | None:
    """Counts this request; until when whoever asks must wait, or None."""
    key = f"token:{request.bearer.token}" if request.bearer else f"from:{place}"
    with _Counted.lock:
        count = _Counted.kept.get(key, 0) + 1
        _Counted.kept[key] = 0 if count >= BATCH else count
        if len(_Counted.kept) > 10_000:
            _Counted.kept.clear()
    if count >= BATCH:
        ASKED.failed(key, request.at, count)
    return ASKED.waits(key, request.at)
