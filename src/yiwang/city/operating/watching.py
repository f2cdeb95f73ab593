"""What is seen of every request: counted for the figures, one line in the log, a span where traces are collected. Never what somebody sent."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import lru_cache
from secrets import token_hex
from time import perf_counter
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from yiwang.city import keys
from yiwang.city.operating import exposition, tracing
from yiwang.city.operating.counters import BETWEEN, Counters
from yiwang.kernel.networks import among

log = logging.getLogger("yiwang.request")
REFUSED = frozenset({401, 403, 404, 413, 429})  # of these the line says which account: who tries what is not theirs is found by it
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})


class Watch:
    """The outermost middleware: `request.number` names the request in the log and to whoever must quote it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self._secret = keys.Watched(settings.DATA)

    def __call__(self, request: Any) -> HttpResponse:
        began = perf_counter()
        request.number = token_hex(4)
        self._secret.refresh(settings, settings.CLOCK.now())
        span = tracing.request(request.number, _before(request)) if tracing.on() else None
        response = self.get_response(request)
        took, kind = perf_counter() - began, kind_of(request)
        method = request.method if request.method in METHODS else "other"
        counted().add_all(_keys(kind, method, response.status_code, exposition.bucket(took), took))
        if log.isEnabledFor(logging.INFO):
            said: dict[str, Any] = {"request": request.number, "kind": kind, "method": method, "status": response.status_code, "ms": round(took * 1e3, 1)}
            if response.status_code in REFUSED and (account := getattr(getattr(request, "actor", None), "account", 0)):
                said["account"] = account
            log.info("", extra={"said": said})
        if span is not None:
            span.end_request(kind, method, response.status_code)
        return response


def kind_of(request: Any) -> str:
    """The address as it is declared, without what stands in it: `cases/<str:ref>/`. What no address of ours is has no kind."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match is not None else "none"


def _before(request: Any) -> str:
    """The trace a proxy of ours began (W3C Trace Context); from anybody else it is not taken over."""
    return str(request.META.get("HTTP_TRACEPARENT", "")) if among(request.META.get("REMOTE_ADDR", ""), settings.PROXIES) else ""


def moved(act: str, kind: str, procedures: tuple[str, ...]) -> None:
    """Counts an entry that a reader passes, by its procedure, or by the system where procedures share an act."""
    counted().add("yiwang_moves_total", _moved(act, kind, procedures))


def counted() -> Counters:
    """This process's counters."""
    return _counters(settings.DATA / "run" / "metrics")


@lru_cache(maxsize=4)
def _counters(folder: Any) -> Counters:
    return Counters(folder)


def _keys(kind: str, method: str, status: int, bucket: str, took: float) -> tuple[tuple[str, float], ...]:
    whole, within, spent = _named(kind, method, status, bucket)
    return (whole, 1.0), (within, 1.0), (spent, took)


@lru_cache(maxsize=8192)
def _named(kind: str, method: str, status: int, bucket: str) -> tuple[str, str, str]:
    counted, timed = exposition.labels(kind=kind, method=method, status=str(status)), exposition.labels(kind=kind)
    return (BETWEEN.join(("yiwang_requests_total", counted, "")), BETWEEN.join(("yiwang_request_seconds", timed, bucket)),
            BETWEEN.join(("yiwang_request_seconds", timed, exposition.SUM)))


@lru_cache(maxsize=4096)
def _moved(act: str, kind: str, procedures: tuple[str, ...]) -> str:
    found = max((code for code in procedures if act.startswith(f"{code}.")), key=len, default=".".join(act.split(".")[:2]))
    return exposition.labels(procedure=found, kind=kind)
