"""The actor of a session: asked of identity at every request, so that a moved official loses the rights the same day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.middleware.csrf import rotate_token

from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.kernel.actors import NOBODY, Actor
from yiwang.kernel.reasons import Reason
from yiwang.web.accounts import devices

ACCOUNT, TENURE, MANDATE, SEEN, GENERATION, MUST, SINCE = "account", "tenure", "mandate", "seen", "generation", "must", "since"
LONGEST = timedelta(hours=12)  # however busy one is: a working day, then one signs in again
PASSWORD, FACTOR = "/me/password/", "/me/factor/"
CLEARED = {"Clear-Site-Data": '"cache"'}  # after signing out no page comes back from the browser's memory; its storage holds the size of letters alone
FREE = (PASSWORD, FACTOR, "/logout/")  # what one may open while something must be done first


def begin(request: Any, account: int, *, tenure: int = 0, mandate: int = 0, generation: int | None = None, must_change: bool = False) -> None:
    """Starts a session with a new number, so that none can be fixed from outside; nothing of an earlier one is kept."""
    devices.gone(request.session.session_key)
    request.session.flush()
    rotate_token(request)
    known = identity.generation(account=account) if generation is None else generation
    request.session.update({ACCOUNT: account, TENURE: tenure, MANDATE: mandate, SEEN: request.at.timestamp(), SINCE: request.at.timestamp(),
                            GENERATION: known})
    devices.began(request, account, known)
    if must_change:
        request.session[MUST] = PASSWORD
    elif identity.factor_due(account=account, on=clock.day(request.at)):
        request.session[MUST] = FACTOR


def choose(request: Any, *, tenure: int = 0, mandate: int = 0) -> None:
    """Another capacity; who acts for a firm is on the mandate's record. An administrator without a second factor enrols one first."""
    request.session.update({TENURE: tenure, MANDATE: mandate})
    if tenure and identity.factor_due(account=request.actor.account, on=clock.day(request.at)):
        request.session[MUST] = FACTOR
    if mandate:
        acting = identity.actor(account=request.actor.account, mandate=mandate, on=clock.day(request.at))
        if acting is not None:
            identity.mandate_used(actor=acting, at=request.at)


def held(request: Any) -> str:
    """The page that must be dealt with before any other, or nothing."""
    way = str(request.session.get(MUST, "")) if request.actor.known else ""
    return "" if request.path in FREE else way


def freed(request: Any, generation: int | None = None) -> None:
    """What had to be done is done; after a new password this session goes on under a new number, all others are over."""
    if generation is not None:
        before = request.session.session_key
        request.session.cycle_key()
        request.session[GENERATION] = generation
        devices.moved(before, request.session.session_key, generation)
    due = identity.factor_due(account=request.actor.account, on=clock.day(request.at))
    request.session[MUST] = FACTOR if due else ""


def end(request: Any) -> None:
    devices.gone(request.session.session_key)
    request.session.flush()


def actor(request: Any) -> Actor:
    """Who this session acts as, or nobody: unknown, idle too long, open too long, account closed, password changed, appointment ended."""
    session = request.session
    account = session.get(ACCOUNT)
    if not account:
        return NOBODY
    seen, now = float(session.get(SEEN, 0)), request.at.timestamp()
    tenure = int(session.get(TENURE, 0))
    found, minutes = identity.resumed(account=account, tenure=tenure, mandate=int(session.get(MANDATE, 0)), on=clock.day(request.at),
                                      generation=int(session.get(GENERATION, -1)))
    since = float(session.setdefault(SINCE, now))  # one from before this was kept begins now
    if now - seen > 60 * minutes or now - since > LONGEST.total_seconds():
        session.flush()
        return NOBODY
    if now - seen > 60:
        session[SEEN] = now
        devices.used(session.session_key, request.at)
    if found is None and (found := _without_mandate(request, account) or _own_post(request, account)) is None:
        session.flush()
    return found or NOBODY


def _without_mandate(request: Any, account: int) -> Actor | None:
    """Whoever acted under a mandate that is over goes on as themselves; what they were just doing is refused, with words."""
    session, on = request.session, clock.day(request.at)
    over = identity.mandate_ended(account=account, mandate=int(session.get(MANDATE, 0)), on=on) if session.get(MANDATE) else None
    if over is None:
        return None
    session[MANDATE] = 0
    request.over = Reason("mandate-over", f"您代别人办事的授权已于 {over.year} 年 {over.month} 月 {over.day} 日结束，刚才的操作没有办。"
                                          "从现在起您以本人身份办事；还要代办的，请对方重新授权。")
    return identity.actor(account=account, on=on, generation=int(session.get(GENERATION, -1)))


def _own_post(request: Any, account: int) -> Actor | None:
    """Whoever stood in for a post, when that is over, goes on in their own; what they were just doing is refused, with words."""
    session, on = request.session, clock.day(request.at)
    own = identity.own_post(account=account, stood_in=int(session.get(TENURE, 0)), on=on) if session.get(TENURE) else 0
    found = identity.actor(account=account, tenure=own, on=on, generation=int(session.get(GENERATION, -1))) if own else None
    if found is not None:
        session[TENURE] = own
        request.over = Reason("stand-in-over", "代理已经结束，刚才的操作没有办。从现在起您在自己的岗位上办事。")
    return found
