"""The border of a request: whose it is when a proxy of ours passes it on, how much it may bring along, and the headers every answer leaves with."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse

from yiwang.kernel.networks import origin

MOST, MOST_UNKNOWN = 256 * 1024 * 1024, 4 * 1024 * 1024  # bytes of a request of somebody, and of nobody: who is nobody hands in no files
TOLD = "/policy/reports/"  # where browsers say what the policy stopped (`city.operating.violations`); older ones know `report-uri` alone
ONWARD = ("default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'{}; "
          f"frame-ancestors 'none'; report-uri {TOLD}; report-to policy")
POLICY = ONWARD.format("")
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Reporting-Endpoints": f'policy="{TOLD}"',
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), payment=(), usb=(), serial=(), display-capture=(), geolocation=(self)",  # a place on the map is asked for
}
ONLY_ENCRYPTED = "max-age=31536000"  # a year; what other names of the domain do is not ours to say


def settle(request: Any) -> None:
    """`REMOTE_ADDR` is from now on whoever asked, not the proxy before us: all that counts tries goes by it."""
    if settings.PROXIES:
        request.META["REMOTE_ADDR"] = origin(request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", ""), settings.PROXIES)


def too_large(request: Any) -> bool:
    """Whether more comes than this somebody may send: told by the length it claims, before a byte is read. What claims none is read as empty."""
    claimed = str(request.META.get("CONTENT_LENGTH") or "0")
    return claimed.isascii() and claimed.isdigit() and int(claimed[:19]) > (MOST if request.actor.known else MOST_UNKNOWN)


def leave(request: Any, response: HttpResponse) -> HttpResponse:
    """The answer with its headers; a page of somebody is kept by nobody."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if settings.SESSION_COOKIE_SECURE:
        response.headers.setdefault("Strict-Transport-Security", ONLY_ENCRYPTED)
    if request.actor.known:
        response.headers.setdefault("Cache-Control", "private, no-store")
    return response
