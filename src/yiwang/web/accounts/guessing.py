"""Guessing at what only the person of an open session knows: the password, the word of another administrator. Whoever sits down at somebody's machine rests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from yiwang.kernel import clock
from yiwang.kernel.errors import Invalid
from yiwang.kernel.reasons import Reason
from yiwang.web.throttle import Throttle

WRONG = Throttle("own-secret", 5, timedelta(minutes=15))  # of one account
CODES = frozenset({"password-wrong", "word-wrong"})


@contextmanager
def slowed(request: Any, field: str) -> Iterator[None]:
    """Around what asks for the secret and raises Invalid with one of CODES where it is wrong. Raises Invalid at `field` while the account rests."""
    key = str(request.actor.account)
    if until := WRONG.waits(key, request.at):
        raise Invalid(Reason("tried-too-often", f"输错的次数太多，请 {clock.local(until):%H:%M} 以后再试。", field=field))
    try:
        yield
    except Invalid as wrong:
        if any(reason.code in CODES for reason in wrong.reasons):
            WRONG.failed(key, request.at)
        raise
    WRONG.succeeded(key)
