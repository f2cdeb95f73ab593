"""Members of a crowd, each a process with connections of its own on this test's database."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from typing import Any

import pytest
from django.db import connections

from yiwang.engines.cases.rooms import registry
from yiwang.engines.cases.tests import matter, trial
from yiwang.engines.identity import api as identity
from yiwang.engines.store.rooms import numbers
from yiwang.kernel.actors import Zone

Start = Callable[..., tuple[ForkProcess, Connection]]


@pytest.fixture(autouse=True)
def procedures(monkeypatch: pytest.MonkeyPatch) -> None:
    for one in (trial.ONE, trial.JOINT, matter.MATTER):
        monkeypatch.setitem(registry._procedures, (one.code, one.version), one)
        monkeypatch.setitem(registry._items, one.code, lambda code, version: trial.ITEMS[code])
        monkeypatch.setitem(registry._zones, one.code, Zone.EXTRANET)


@pytest.fixture
def city(transactional_db: Any, settings: Any) -> Iterator[trial.City]:
    """The trial city, committed."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    numbers.forget()
    yield trial.found()
    identity.forget()
    numbers.forget()


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a member: `start(what, *words)` runs `what(pipe, *words)` in a process of its own; all are ended afterwards."""
    started: list[ForkProcess] = []
    context = multiprocessing.get_context("fork")  # a new process would load everything again

    def begun(what: Callable[..., None], *words: Any) -> tuple[ForkProcess, Connection]:
        connections.close_all()  # a connection is not shared with a child
        ours, theirs = context.Pipe()
        one = context.Process(target=what, args=(theirs, *words), daemon=True)
        one.start()
        theirs.close()
        started.append(one)
        return one, ours

    yield begun
    for one in started:
        one.kill()
        one.join()
