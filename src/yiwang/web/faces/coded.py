"""Being let in by a query code: six digits that go with a number, guessed only slowly."""

from __future__ import annotations

from datetime import datetime, timedelta

from yiwang.engines.trust import api as trust
from yiwang.kernel import clock
from yiwang.kernel.errors import Refused
from yiwang.kernel.reasons import Reason
from yiwang.web.throttle import Throttle

TRIES = Throttle(10, timedelta(hours=1))


def lets_in(ref: str, code: str, at: datetime) -> bool:
    """Whether the code goes with the number. Raises Refused while too many wrong ones were tried on it."""
    until = TRIES.waits(ref, at)
    if until is not None:
        raise Refused(Reason("tried-too-often", f"这个受理号输错的次数太多，请 {clock.local(until):%H:%M} 以后再试，或拨 12345。"))
    if trust.is_query_code(ref, code):
        TRIES.succeeded(ref)
        return True
    TRIES.failed(ref, at)
    return False
