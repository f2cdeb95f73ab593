"""Guessing at what only the person of an open session knows: the password, the word of another administrator. Whoever sits down at somebody's machine rests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from yiwang.engines.identity import api as identity
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


def knows_password(request: Any, field: str) -> None:
    """Asks for the account's password again, before what outlasts a session that somebody left open. Raises Invalid at `field`."""
    with slowed(request, field):
        if not identity.password_is(account=request.actor.account, password=request.POST.get(field, "")):
            raise Invalid(Reason("password-wrong", "现在的密码不对。", field=field))
