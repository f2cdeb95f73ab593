"""kill -9 of whoever sends short messages, at any line: none is lost, the gateway takes each once, and none is handed over more often than there were kills."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from datetime import time as hour
from multiprocessing.connection import Connection
from random import Random  # noqa: TID251 (a seeded one)
from typing import Any

import pytest

from tests.faults.conftest import Start
from tests.support.gateway import KEY, Gateway, listening
from yiwang.engines.identity import api as identity
from yiwang.engines.notify import api as notify
from yiwang.engines.notify.rooms import posting
from yiwang.engines.store import api as store
from yiwang.kernel.clock import SHANGHAI

AT, NEVER = datetime(2026, 11, 20, 10, tzinfo=SHANGHAI), (hour(3), hour(3))
MESSAGES, KILLS = 24, 8


@pytest.fixture
def gateway(settings: Any, transactional_db: Any) -> Iterator[Gateway]:
    with listening() as there:
        settings.SMS_URL, settings.SMS_KEY = there.url, KEY
        yield there


def send(pipe: Connection, at: datetime) -> None:
    """A sender at work."""
    pipe.send("here")
    while notify.send_sms(at=at, quiet=NEVER, limit=3):
        pass
    time.sleep(60)


@pytest.mark.slow(reason="eight processes, killed one after the other")
def test_killed_while_sending(gateway: Gateway, start: Start) -> None:
    for n in range(MESSAGES):
        posting.post(to=identity.Reach(1, "", "13903710011"), channels=(notify.Channel.SMS,), title="题", text=f"第 {n} 条。", at=AT, key=f"k:{n}")
    chance, at = Random(20), AT
    for _ in range(KILLS):
        sender, pipe = start(send, at)
        pipe.recv()
        time.sleep(chance.random() * 0.03)
        sender.kill()
        sender.join()
        at += timedelta(minutes=2)
    assert len(gateway.taken) > 0, "some were sent before the kills"
    for _ in range(MESSAGES):
        at += timedelta(hours=1)
        notify.send_sms(at=at, quiet=NEVER)
    assert store.rows("select count(*) from notify_outgoing where sent_at is null or given_up_at is not null") == [(0,)]
    assert sorted(one["text"] for one in gateway.taken.values()) == sorted(notify.short(f"第 {n} 条。") for n in range(MESSAGES))
    assert len(gateway.asked) <= MESSAGES + KILLS
