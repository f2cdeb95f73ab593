"""Being let in by a query code: six digits that go with a number, guessed only slowly.

Tries are counted by number and address, so that a stranger blocks nobody but themselves; by address over all numbers; and by number over all
addresses, much later, for whoever has many addresses. Signed in, one sees one's own matters whatever anybody tries.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from yiwang.engines.trust import api as trust
from yiwang.kernel import clock
from yiwang.kernel.errors import Refused
from yiwang.kernel.reasons import Reason
from yiwang.web.throttle import Throttle, latest, network

HOUR = timedelta(hours=1)
HERE, ADDRESS, NUMBER = Throttle("code", 10, HOUR), Throttle("code-from", 100, HOUR), Throttle("code-of", 300, HOUR)


def lets_in(ref: str, code: str, request: Any) -> bool:
    """Whether the code goes with the number. Raises Refused while too many wrong ones were tried from there, or on it."""
    place, number, at = network(request.META.get("REMOTE_ADDR", "")), ref[:40], request.at
    counted = ((HERE, f"{number}|{place}"), (ADDRESS, place), (NUMBER, number))
    until = latest([throttle.waits(key, at) for throttle, key in counted])
    if until is not None:
        raise Refused(Reason("tried-too-often", f"输错的次数太多，请 {clock.local(until):%H:%M} 以后再试，或者登录查看，或拨 12345。"))
    if trust.is_query_code(ref, code):
        HERE.succeeded(counted[0][1])
        return True
    for throttle, key in counted:
        throttle.failed(key, at)
    return False
