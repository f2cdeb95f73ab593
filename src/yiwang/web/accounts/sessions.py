"""The actor of a session: asked of identity at every request, so that a moved official loses the rights the same day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.kernel.actors import NOBODY, Actor

IDLE = timedelta(minutes=30)  # an official's session ends after this long without a request
IDLE_PUBLIC = timedelta(hours=2)
ACCOUNT, TENURE, MANDATE, SEEN = "account", "tenure", "mandate", "seen"


def begin(request: Any, account: int, *, tenure: int = 0, mandate: int = 0) -> None:
    """Starts a session with a new number, so that none can be fixed from outside."""
    request.session.cycle_key()
    request.session.update({ACCOUNT: account, TENURE: tenure, MANDATE: mandate, SEEN: request.at.timestamp()})


def choose(request: Any, *, tenure: int = 0, mandate: int = 0) -> None:
    request.session.update({TENURE: tenure, MANDATE: mandate})


def end(request: Any) -> None:
    request.session.flush()


def actor(request: Any) -> Actor:
    """Who this session acts as, or nobody: unknown, idle too long, account closed, appointment ended."""
    session = request.session
    account = session.get(ACCOUNT)
    if not account:
        return NOBODY
    seen, now = float(session.get(SEEN, 0)), request.at.timestamp()
    tenure = int(session.get(TENURE, 0))
    if now - seen > (IDLE if tenure else IDLE_PUBLIC).total_seconds():
        session.flush()
        return NOBODY
    if now - seen > 60:
        session[SEEN] = now
    found = identity.actor(account=account, tenure=tenure, mandate=int(session.get(MANDATE, 0)), on=clock.day(request.at))
    if found is None:
        session.flush()
    return found or NOBODY
