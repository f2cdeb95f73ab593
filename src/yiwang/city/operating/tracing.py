"""Traces as OpenTelemetry has them, sent as OTLP over HTTP in JSON (opentelemetry-proto 1.x), when an endpoint is set; otherwise nothing happens.

A span names a kind of page or a loop, never a path, a person or a text (`docs/decisions/0027`). Spans are sent by a thread of their own in bundles; when the
collector does not answer they are dropped, and nobody waits for it.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from secrets import randbits, token_hex
from time import perf_counter_ns
from typing import Any

from django.db import connection

from yiwang.city.words import Trouble
from yiwang.engines.store import api as store
from yiwang.kernel import clock

log = logging.getLogger("yiwang.tracing")
SERVER, INTERNAL = 2, 1
BUNDLE, EVERY, KEPT, PATIENCE = 512, 5.0, 4096, 10.0  # spans, seconds, spans, seconds
PARENT = re.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})")
Attribute = str | int | bool


class Exporter:
    """Collects spans and sends them. `url` is the whole address of the collector's traces."""

    def __init__(self, url: str, headers: Mapping[str, str], service: str, share: float):
        self.url, self.share = url, share
        self._headers = {"Content-Type": "application/json", **headers}
        self._resource = {"attributes": _attributes({"service.name": service})}
        self._queue: queue.Queue[dict[str, Any]] = queue.Queue(KEPT)
        self._wake, self._pid, self._lock = threading.Event(), 0, threading.Lock()
        self._moment, self._tick = clock.Clock().now(), perf_counter_ns()  # the machine's own time: a demo's clock may be moved

    def wanted(self) -> bool:
        """Whether a new trace is one of those that are kept."""
        return self.share >= 1 or randbits(32) < self.share * 2**32

    def take(self, span: dict[str, Any]) -> None:
        """Lays a span aside to be sent; when too many wait it is dropped."""
        try:
            self._queue.put_nowait(span)
        except queue.Full:
            return
        if self._pid != os.getpid():
            self._start()
        if self._queue.qsize() >= BUNDLE:
            self._wake.set()

    def nanoseconds(self, tick: int) -> int:
        """A reading of the process's counter as time since 1970."""
        since = self._moment + timedelta(microseconds=(tick - self._tick) // 1000) - clock.EPOCH
        return (since.days * 86400 + since.seconds) * 10**9 + since.microseconds * 1000

    def flush(self) -> int:
        """Sends what waits, a bundle at a time; how many were sent."""
        import urllib.request  # with what it brings, ten milliseconds that nobody pays who sends no traces

        class Stays(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_: Any) -> None:
                """Traces go where the city said, and nowhere else."""

        sent, opener = 0, urllib.request.build_opener(Stays)
        while bundle := self._bundle():
            body = {"resourceSpans": [{"resource": self._resource, "scopeSpans": [{"scope": {"name": "yiwang"}, "spans": bundle}]}]}
            try:
                asked = urllib.request.Request(self.url, json.dumps(body).encode(), self._headers)
                opener.open(asked, timeout=PATIENCE).close()
                sent += len(bundle)
            except OSError as error:
                log.warning("", extra={"said": {"event": "traces not sent", "error": type(error).__name__, "dropped": len(bundle)}})
        return sent

    def _bundle(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while len(found) < BUNDLE:
            try:
                found.append(self._queue.get_nowait())
            except queue.Empty:
                break
        return found

    def _start(self) -> None:
        with self._lock:
            if self._pid != os.getpid():
                self._pid = os.getpid()
                threading.Thread(target=self._run, daemon=True, name="traces").start()

    def _run(self) -> None:
        while True:
            self._wake.wait(EVERY)
            self._wake.clear()
            self.flush()


class Span:
    """Something that takes time, from its making until `end`."""

    def __init__(self, exporter: Exporter, name: str, kind: int, number: str = "", trace: str = "", parent: str = ""):
        self._exporter, self._name, self._kind = exporter, name, kind
        self._began, self._sql = perf_counter_ns(), _Statements()
        self._attributes: dict[str, Attribute] = {"yiwang.request": number} if number else {}
        self._ids = {"traceId": trace or token_hex(16), "spanId": token_hex(8)} | ({"parentSpanId": parent} if parent else {})

    def end_request(self, kind: str, method: str, status: int) -> None:
        self._name = f"{method} {kind}"
        self.end({"http.request.method": method, "http.route": kind, "http.response.status_code": status}, failed=status >= 500)

    def forget(self) -> None:
        self._sql.end()

    def end(self, attributes: Mapping[str, Attribute], *, failed: bool = False) -> None:
        ended = perf_counter_ns()
        found = self._attributes | dict(attributes) | {"yiwang.sql": self._sql.end()}
        self._exporter.take({
            **self._ids, "name": self._name, "kind": self._kind,
            "startTimeUnixNano": str(self._exporter.nanoseconds(self._began)), "endTimeUnixNano": str(self._exporter.nanoseconds(ended)),
            "attributes": _attributes(found), "status": {"code": 2} if failed else {},
        })


class _Statements:
    """How many statements a thread sends, by Django's cursors and by written SQL."""

    def __init__(self) -> None:
        self._count, self._written = 0, store.sent()
        self._within = connection.execute_wrapper(self._one)
        self._within.__enter__()

    def _one(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self._count += 1
        return execute(sql, params, many, context)

    def end(self) -> int:
        self._within.__exit__(None, None, None)
        return self._count + store.sent() - self._written


def configured(environment: Mapping[str, str]) -> Exporter | None:
    """The exporter that OpenTelemetry's own settings ask for, or None."""
    base = environment.get("OTEL_EXPORTER_OTLP_ENDPOINT", "").rstrip("/")
    url = environment.get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "") or (f"{base}/v1/traces" if base else "")
    if not url.startswith(("http://", "https://")) or environment.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return None
    pairs = (pair.partition("=") for pair in environment.get("OTEL_EXPORTER_OTLP_HEADERS", "").split(","))
    share = _share(environment.get("OTEL_TRACES_SAMPLER_ARG", "").strip() or "1")
    return Exporter(url, {name.strip(): value.strip() for name, _, value in pairs if name.strip()}, environment.get("OTEL_SERVICE_NAME", "yiwang"), share)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:  # nor what is no number at all (`nan`)
        raise Trouble(f"OTEL_TRACES_SAMPLER_ARG 看不懂：“{text}”。要 0 到 1 的数，例如 0.1。 A number from 0 to 1 is wanted.")
    return share


_exporter = configured(os.environ)


def on() -> bool:
    return _exporter is not None


def request(number: str, before: str = "") -> Span | None:
    """A request's span, when it is one of those that are kept. `before` is a `traceparent` of W3C Trace Context: whoever began the trace has chosen."""
    if _exporter is None:
        return None
    if found := PARENT.fullmatch(before):
        trace, parent, flags = found.groups()
        return Span(_exporter, "", SERVER, number, trace, parent) if int(flags, 16) & 1 else None
    return Span(_exporter, "", SERVER, number) if _exporter.wanted() else None


@contextmanager
def turn(name: str) -> Iterator[list[int]]:
    """A turn of a loop. Yields a list to be given what it did; a turn that did nothing is no span."""
    if _exporter is None:
        yield [0]
        return
    span, done, failed = Span(_exporter, name, INTERNAL), [0], True
    try:
        yield done
        failed = False
    finally:
        if done[0] or failed:
            span.end({"yiwang.done": done[0]}, failed=failed)
        else:
            span.forget()


def _attributes(given: Mapping[str, Attribute]) -> list[dict[str, Any]]:
    return [{"key": key, "value": _value(value)} for key, value in given.items()]


def _value(value: Attribute) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"boolValue": value}
    return {"intValue": str(value)} if isinstance(value, int) else {"stringValue": value}
