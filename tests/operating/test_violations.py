"""What browsers say the content policy stopped is counted by its directive; nothing else of it stays, and nobody fills anything with it."""

from __future__ import annotations

import io
import json
import logging
from typing import Any

import pytest
from django.test import Client

from tests.support.apart import own_clock
from yiwang.city.operating import counters, exposition, logs, violations
from yiwang.web import border

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_clock")]
__all__ = ["own_clock"]
SECRET = "13987654321"


def older(directive: Any, field: str = "effective-directive") -> str:
    return json.dumps({"csp-report": {"document-uri": f"https://city/my/{SECRET}/", field: directive, "script-sample": SECRET}})


def newer(*directives: Any) -> str:
    body = {"documentURL": f"https://city/my/{SECRET}/", "sample": SECRET}
    return json.dumps([{"type": "csp-violation", "url": SECRET, "user_agent": SECRET, "body": {**body, "effectiveDirective": d}} for d in directives])


def sends(body: str | bytes, kind: str = "application/csp-report", address: str = "198.51.100.7") -> int:
    return Client(enforce_csrf_checks=True, REMOTE_ADDR=address).generic("POST", border.TOLD, body, content_type=kind).status_code


def counted(data: Any) -> dict[str, float]:
    found = counters.summed(data / "run" / "metrics")
    return {labels: value for (name, labels, _), value in found.items() if name == "yiwang_policy_violations_total"}


def test_each_is_counted_by_its_directive_and_nothing_else_is_kept(settings: Any) -> None:
    text = io.StringIO()
    handler, root = logging.StreamHandler(text), logging.getLogger("yiwang.request")
    handler.setFormatter(logs.Line())
    root.addHandler(handler)
    before = counted(settings.DATA)
    try:
        assert sends(older("img-src")) == 204 and sends(older("script-src-elem 'self'", "violated-directive")) == 204
        assert sends(newer("script-src-elem", SECRET + '"} 1\nyiwang_open_cases{'), "application/reports+json") == 204
    finally:
        root.removeHandler(handler)
    after = counted(settings.DATA)
    grown = {labels: value - before.get(labels, 0) for labels, value in after.items() if value != before.get(labels, 0)}
    assert grown == {'directive="img-src"': 1, 'directive="script-src-elem"': 2, 'directive="other"': 1}
    assert SECRET not in exposition.text([], counters.summed(settings.DATA / "run" / "metrics")) and SECRET not in text.getvalue()


def test_whatever_else_comes_finds_nothing(settings: Any) -> None:
    before = counted(settings.DATA)
    assert Client().get(border.TOLD).status_code == 404
    assert sends(older("img-src"), "application/json") == 404 and sends("csp-report=1", "application/x-www-form-urlencoded") == 404
    assert sends(older("img-src" + " " * violations.LARGEST)) == 404
    for body in (b"\xff", b"[" * 9000, b"[]", b"null", b'{"csp-report": 7}', b'[{"type": "deprecation", "body": {}}, 4]'):
        assert sends(body) == 400, body[:20]
    assert counted(settings.DATA) == before
    assert violations.directives(newer(*["img-src"] * 90).encode()) == ["img-src"] * violations.MOST
    assert violations.directives(older(["img-src"]).encode()) == ["other"]


def test_one_network_tells_so_much_and_no_more(settings: Any) -> None:
    for _ in range(violations.TOLD.tries):
        assert sends(older("font-src"), address="198.51.100.8") == 204
    before = counted(settings.DATA)
    assert sends(older("font-src"), address="198.51.100.8") == 429 and counted(settings.DATA) == before
    assert sends(older("font-src"), address="198.51.100.9") == 204
    settings.CLOCK.move(violations.TOLD.span)
    assert sends(older("font-src"), address="198.51.100.8") == 204


def test_every_page_names_the_address() -> None:
    answer = Client().get("/login/")
    assert f"report-uri {border.TOLD}" in answer.headers["Content-Security-Policy"] and "report-to policy" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Reporting-Endpoints"] == f'policy="{border.TOLD}"'
