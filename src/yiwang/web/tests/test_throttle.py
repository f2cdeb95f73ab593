"""Guessing is slowed down and forgotten again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from yiwang.web.throttle import Throttle

AT = datetime(2026, 11, 20, tzinfo=UTC)


def test_after_so_many_failures_one_waits_and_then_may_again() -> None:
    throttle = Throttle(3, timedelta(hours=1))
    for _ in range(3):
        assert throttle.waits("a", AT) is None
        throttle.failed("a", AT)
    assert throttle.waits("a", AT) == AT + timedelta(hours=1) and throttle.waits("b", AT) is None
    assert throttle.waits("a", AT + timedelta(hours=1)) is None


def test_a_success_forgets_the_failures() -> None:
    throttle = Throttle(2, timedelta(hours=1))
    throttle.failed("a", AT)
    throttle.succeeded("a")
    throttle.failed("a", AT)
    assert throttle.waits("a", AT) is None
