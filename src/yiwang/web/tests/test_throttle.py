"""Guessing is slowed down and forgotten again, over all processes; and a stranger blocks nobody but themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from yiwang.engines.trust import api as trust
from yiwang.kernel.errors import Refused
from yiwang.web import throttle
from yiwang.web.faces import coded
from yiwang.web.throttle import Throttle

AT, HOUR = datetime(2026, 11, 20, tzinfo=UTC), timedelta(hours=1)
REF = "XK20261120-000001"
pytestmark = pytest.mark.django_db


def asked(code: str, address: str = "10.0.0.1", ref: str = REF, at: datetime = AT) -> bool:
    request: Any = SimpleNamespace(META={"REMOTE_ADDR": address}, at=at)
    return coded.lets_in(ref, code, request)


def test_after_so_many_failures_one_waits_and_then_may_again() -> None:
    three = Throttle("test", 3, HOUR)
    for _ in range(3):
        assert three.waits("a", AT) is None
        three.failed("a", AT)
    assert three.waits("a", AT) == AT + HOUR and three.waits("b", AT) is None
    assert Throttle("test", 3, HOUR).waits("a", AT) == AT + HOUR  # another process
    assert three.waits("a", AT + HOUR) is None
    three.failed("a", AT + HOUR)
    assert three.waits("a", AT + HOUR) is None  # counted anew


def test_a_success_forgets_the_failures() -> None:
    two = Throttle("test", 2, HOUR)
    two.failed("a", AT)
    two.succeeded("a")
    two.failed("a", AT)
    assert two.waits("a", AT) is None


def test_what_is_old_is_swept() -> None:
    Throttle("test", 2, HOUR).failed("a", AT)
    assert throttle.sweep(at=AT) == 0 and throttle.sweep(at=AT + timedelta(days=2)) == 1


def test_a_stranger_blocks_a_number_only_for_themselves() -> None:
    good = trust.query_code(REF)
    wrong = "000000" if good != "000000" else "111111"
    for _ in range(10):
        assert not asked(wrong)
    with pytest.raises(Refused):
        asked(good)
    assert asked(good, "10.0.0.2")
    assert asked(good, at=AT + HOUR)


def test_one_address_does_not_try_number_after_number() -> None:
    for i in range(100):
        asked("x", ref=f"XK20261120-{i:06d}")
    with pytest.raises(Refused):
        asked("x", ref="XK20261120-999999")


def test_many_addresses_do_not_guess_one_number_for_ever() -> None:
    for i in range(300):
        asked("x", f"10.1.{i // 250}.{i % 250}")
    with pytest.raises(Refused):
        asked("x", "10.9.9.9")


def test_a_household_is_one_network() -> None:
    assert coded.network("2001:db8:1:2::1") == coded.network("2001:db8:1:2:ffff::9") != coded.network("2001:db8:1:3::1")
    assert coded.network("::ffff:10.0.0.1") == "10.0.0.1" and coded.network("nonsense") == "unknown"
