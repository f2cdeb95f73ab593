"""What was just done, said once on the next page. It travels in a signed cookie: nothing is written for it on the server."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpResponse

from yiwang.web.components.basics import Alert

COOKIE, SALT = "yiwang-said", "yiwang.said"
OURS_ALONE = "__Host-"  # before a cookie's name where the city is reached encrypted: no other name of the domain can set it
LONGEST, KEPT = 400, 120  # characters; seconds


def cookie() -> str:
    """The cookie's name. That the city is reached encrypted is a setting: behind a proxy no request looks so."""
    return f"{OURS_ALONE}{COOKIE}" if settings.SESSION_COOKIE_SECURE else COOKIE


def say(request: Any, title: str, more: str = "") -> None:
    """The next page of whoever sent this request says it."""
    request.said = (title[:LONGEST], more[:LONGEST])


def heard(request: Any) -> tuple[str, str] | None:
    """What is to be said now, once."""
    try:
        title, more = signing.loads(request.COOKIES[cookie()], salt=SALT, max_age=KEPT)
    except (KeyError, ValueError, signing.BadSignature):
        return None
    request.heard = True
    return str(title), str(more)


def done(request: Any) -> Alert | None:
    """The same as a part of a page."""
    said = heard(request)
    return Alert(said[0], said[1], kind="good") if said else None


def carried(request: Any, response: HttpResponse) -> None:
    """Sends what is to be said along, and takes back what was said."""
    if said := getattr(request, "said", None):
        response.set_cookie(cookie(), signing.dumps(said, salt=SALT), max_age=KEPT, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    elif getattr(request, "heard", False):
        response.delete_cookie(cookie(), samesite="Lax")
