"""The public search is counted by who asks, so that nobody makes the city search for them without end."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

from yiwang.engines.identity import api as identity
from yiwang.kernel import clock
from yiwang.kernel.reasons import Reason
from yiwang.web.throttle import Throttle, network

SPAN = timedelta(minutes=10)
BATCH = 5  # searches a process counts before it writes them down: reading does not write each time
MOST_KEPT = 10_000


class _Counted:
    lock = threading.Lock()
    kept: dict[str, int] = {}


def too_many(request: Any) -> Reason | None:
    """Counts a search; why it is not made, or None. How many are too many the security administrator sets; each process may let BATCH more pass."""
    asked = Throttle("search", identity.policy("searches"), SPAN)
    key = f"account:{request.actor.account}" if request.actor.known else f"from:{network(request.META.get('REMOTE_ADDR', ''))}"
    if until := asked.waits(key, request.at):
        return Reason("searched-too-often", f"从您这里搜索得太多，请 {clock.local(until):%H:%M} 以后再试；要成批查的，请用接口。")
    with _Counted.lock:
        count = _Counted.kept.pop(key, 0) + 1
        if len(_Counted.kept) >= MOST_KEPT:
            _Counted.kept.clear()
        if count < BATCH:
            _Counted.kept[key] = count
    if count >= BATCH:
        asked.failed(key, request.at, count)
    return None
