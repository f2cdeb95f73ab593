"""What browsers say the content policy stopped: counted by its directive for the figures. Nothing of what they send is kept or logged."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from yiwang.city.operating import exposition, watching
from yiwang.kernel.errors import NotFound
from yiwang.web.permits import anyone, posts
from yiwang.web.throttle import Throttle, network

TOLD = Throttle("policy", 60, timedelta(minutes=10))  # reports from one network: a broken page of ours says it with far fewer
LARGEST, MOST = 16 * 1024, 20  # bytes of a report; violations in it
TYPES = ("application/csp-report", "application/reports+json")  # `report-uri`, `report-to`
DIRECTIVES = frozenset(("base-uri", "connect-src", "default-src", "font-src", "form-action", "frame-ancestors", "frame-src", "img-src", "manifest-src",
                        "media-src", "object-src", "script-src", "script-src-attr", "script-src-elem", "style-src", "style-src-attr", "style-src-elem",
                        "worker-src"))


@csrf_exempt
@posts
@anyone
def told(request: Any) -> HttpResponse:
    """`POST /policy/reports/`: a browser's report (CSP 3, Reporting API 1). Whatever else comes finds nothing here."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if request.method != "POST" or request.content_type not in TYPES or not length.isdigit() or int(length[:19]) > LARGEST:
        raise NotFound("policy")
    place = network(request.META.get("REMOTE_ADDR", ""))
    if TOLD.waits(place, request.at):
        return HttpResponse(status=429)
    TOLD.failed(place, request.at)
    found = directives(request.body)
    for directive in found:
        watching.counted().add("yiwang_policy_violations_total", exposition.labels(directive=directive))
    return HttpResponse(status=204 if found else 400)


def directives(body: bytes) -> list[str]:
    """The directive of each violation in a report, `other` for one the standard does not know; empty for what is no report."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return []
    said = [report.get("body") for report in told[:MOST] if isinstance(report, dict) and report.get("type") == "csp-violation"] if isinstance(told, list) else (
        [told.get("csp-report")] if isinstance(told, dict) else [])
    return [_directive(one) for one in said if isinstance(one, dict)]


def _directive(said: dict[str, Any]) -> str:
    name = said.get("effectiveDirective") or said.get("effective-directive") or said.get("violated-directive")
    first = name.split(" ")[0] if isinstance(name, str) else ""
    return first if first in DIRECTIVES else "other"
