"""Traces: off they are not there, on they are what OTLP asks for and name nothing but kinds of pages and loops."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.test import Client

from yiwang.city.operating import tracing
from yiwang.kernel import networks


class Collector(HTTPServer):
    """A collector that keeps what it is sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.taken: list[tuple[str, dict[str, str], Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Taking(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.path, dict(self.headers), json.loads(body)))  # type: ignore[attr-defined]
        onward = getattr(self.server, "onward", "")
        self.send_response(302 if onward else 200)
        if onward:
            self.send_header("Location", onward)
        self.end_headers()

    def do_GET(self) -> None:
        self.server.taken.append((self.path, dict(self.headers), None))  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *words: Any) -> None:
        pass


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as one:
        thread = threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield one
        one.shutdown()
        thread.join()


@pytest.fixture
def exporter(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> tracing.Exporter:
    asked = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url + "/", "OTEL_EXPORTER_OTLP_HEADERS": "x-key=abc, y = 2", "OTEL_SERVICE_NAME": "city"}
    one = tracing.configured(asked)
    assert one is not None
    monkeypatch.setattr(one, "_start", lambda: None)  # sent when the test says so
    monkeypatch.setattr(tracing, "_exporter", one)
    return one


def spans(collector: Collector) -> list[dict[str, Any]]:
    return [span for _, _, body in collector.taken for one in body["resourceSpans"] for scope in one["scopeSpans"] for span in scope["spans"]]


def attributes(span: dict[str, Any]) -> dict[str, Any]:
    return {one["key"]: next(iter(one["value"].values())) for one in span["attributes"]}


@pytest.mark.django_db
def test_a_request_is_a_span_without_what_was_sent(exporter: tracing.Exporter, collector: Collector) -> None:
    Client().get("/search/", {"q": "13900001111"}, headers={"User-Agent": "secret-agent"})
    Client().get("/verify/SECRET-NUMBER/")
    assert exporter.flush() == 2
    path, headers, body = collector.taken[0]
    assert path == "/v1/traces" and headers["Content-Type"] == "application/json" and headers["x-key".title()] == "abc"
    assert body["resourceSpans"][0]["resource"]["attributes"] == [{"key": "service.name", "value": {"stringValue": "city"}}]
    first, second = spans(collector)
    assert first["name"] == "GET /search/" and second["name"] == "GET /verify/<str:number>/" and first["kind"] == 2
    assert attributes(first).keys() == {"yiwang.request", "http.request.method", "http.route", "http.response.status_code", "yiwang.sql"}
    assert int(attributes(first)["yiwang.sql"]) >= 1 and attributes(first)["http.response.status_code"] == "200"
    assert re.fullmatch("[0-9a-f]{32}", first["traceId"]) and re.fullmatch("[0-9a-f]{16}", first["spanId"]) and first["traceId"] != second["traceId"]
    assert 1_600_000_000 * 10**9 < int(first["startTimeUnixNano"]) < int(first["endTimeUnixNano"])
    assert not re.search("secret|13900001111", json.dumps(body), re.IGNORECASE)


@pytest.mark.django_db
def test_a_trace_that_a_proxy_of_ours_began_goes_on_and_nobody_elses(exporter: tracing.Exporter, collector: Collector, settings: Any) -> None:
    trace, parent = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
    Client().get("/search/", headers={"traceparent": f"00-{trace}-{parent}-01"})
    settings.PROXIES = networks.networks("127.0.0.1")
    for given in (f"00-{trace}-{parent}-01", f"00-{trace}-{parent}-00", f"00-{'0' * 32}-{parent}-01", "00-x"):
        Client().get("/search/", headers={"traceparent": given})
    assert exporter.flush() == 4, "whoever began one and does not keep it has chosen for us"
    stranger, ours, zero, broken = spans(collector)
    assert (ours["traceId"], ours["parentSpanId"]) == (trace, parent) and ours["spanId"] != parent
    assert not any("parentSpanId" in one or one["traceId"] in (trace, "0" * 32) for one in (stranger, zero, broken))


@pytest.mark.django_db
def test_a_turn_of_a_loop_is_one_when_it_did_something(exporter: tracing.Exporter, collector: Collector) -> None:
    with tracing.turn("readers.notify") as done:
        done[0] = 0
    with tracing.turn("readers.notify") as done:
        done[0] = 12
    with pytest.raises(ValueError, match="secret"), tracing.turn("readers.search"):
        raise ValueError("a secret")
    assert exporter.flush() == 2
    first, second = spans(collector)
    assert first["name"] == "readers.notify" and attributes(first) == {"yiwang.done": "12", "yiwang.sql": "0"} and first["status"] == {}
    assert second["status"] == {"code": 2} and "a secret" not in json.dumps(second)


@pytest.mark.parametrize("settings", [
    {}, {"OTEL_EXPORTER_OTLP_ENDPOINT": ""}, {"OTEL_EXPORTER_OTLP_ENDPOINT": "file:///etc"},
    {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c", "OTEL_SDK_DISABLED": "true"},
])
def test_without_an_endpoint_there_is_nothing(settings: dict[str, str]) -> None:
    assert tracing.configured(settings) is None


def test_the_settings_of_opentelemetry_are_read() -> None:
    one = tracing.configured({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://c/x", "OTEL_TRACES_SAMPLER_ARG": "0"})
    assert one is not None and one.url == "http://c/x" and not any(one.wanted() for _ in range(100))
    one.share = 0.5
    assert 300 < sum(one.wanted() for _ in range(1000)) < 700


def test_traces_go_where_the_city_said_and_nowhere_else(exporter: tracing.Exporter, collector: Collector) -> None:
    collector.onward = f"{collector.url}/elsewhere"  # type: ignore[attr-defined]
    exporter.take({"name": "x"})
    assert exporter.flush() == 0 and [path for path, _, _ in collector.taken] == ["/v1/traces"]


def test_nobody_waits_for_a_collector_that_does_not_answer(caplog: pytest.LogCaptureFixture) -> None:
    one = tracing.configured({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"})
    assert one is not None
    one._pid = -1
    one._start = lambda: None  # type: ignore[method-assign]
    for _ in range(tracing.KEPT + 10):
        one.take({"name": "x"})
    assert one.flush() == 0 and one._queue.empty()
