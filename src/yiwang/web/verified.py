"""Certificates asked after by their numbers: anybody may, and nobody reads the register that way from end to end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from yiwang.kernel import clock
from yiwang.kernel.reasons import Reason
from yiwang.web.throttle import Throttle, network

ASKED = Throttle("verified-from", 300, timedelta(hours=1))  # certificates asked after from one network


def too_many(request: Any) -> Reason | None:
    """Counts a question; why it is not answered, or None. Numbers follow each other and say whose they are. Officials go on."""
    if request.actor.official:
        return None
    place = network(request.META.get("REMOTE_ADDR", ""))
    if until := ASKED.waits(place, request.at):
        return Reason("verified-too-often", f"从您这里核验得太多，请 {clock.local(until):%H:%M} 以后再试；要成批核验的，请向发证机关申请接口。")
    ASKED.failed(place, request.at)
    return None
