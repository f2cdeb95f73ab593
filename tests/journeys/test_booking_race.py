"""Sixty-four at once for a slot with room for ten: ten have it, each of the others is told why."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from tests.faults.conftest import Start, start  # noqa: F401 (a fixture)
from tests.faults.test_races import at_once
from tests.journeys import small
from yiwang.city.demo import making, names
from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.foundation import NewPerson
from yiwang.engines.registers import api as registers
from yiwang.engines.store import api as store
from yiwang.engines.store.rooms import numbers
from yiwang.kernel.actors import READER, Actor
from yiwang.systems.public.booking import commands

AT, ON, MANY, ROOM = small.at("2026-11-02 10:00"), date(2026, 11, 3), 64, 10


@pytest.mark.slow(reason="64 connections")
@pytest.mark.usefixtures("transactional_db")
def test_of_64_at_once_ten_have_it_and_nobody_twice(settings: Any, start: Start) -> None:  # noqa: F811
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    numbers.forget()
    identity.forget()
    identity.found_units(units=small.units(), since=small.SINCE, at=AT)
    people = [NewPerson(f"某{i}", f"guest-{i}", names.numbered(1980, 1 + i % 12, 1 + i % 28, 10 + i)) for i in range(MANY)]
    identity.found_people(officials=[], applicants=people, password=uuid4().hex, since=small.SINCE, at=AT)
    facts = making.HALL | {"code": "jinshui_hall", "title": "大厅", "unit": "410105-SP", "address": "东风路", "windows": "8", "capacity": str(ROOM)}
    registers.publish(register="places", key="jinshui_hall", title="大厅", facts=facts, actor=READER, unit=1, valid_from=small.SINCE, at=AT)
    actors = [identity.actor(account=identity.account_of(f"guest-{i}"), on=ON) for i in range(MANY)]

    def ask(actor: Actor) -> cases.Done:
        answers = Clean("booking.book", 1, {"on": ON.isoformat(), "slot": "09:00"}, frozenset({"on", "slot"}))
        told = cases.run(actor=actor, command=commands.BOOK.code, subject=commands.day_of("jinshui_hall", ON), data=answers, key=uuid4().hex, at=AT)
        return cases.Done(int(told["visit"]), "", "", 1)

    found = at_once(start, [lambda a=actor: ask(a) for actor in actors if actor])
    assert Counter(what for what, _ in found) == {"done": ROOM, "refused": MANY - ROOM}, Counter(map(str, found)).most_common(4)
    assert {code for what, codes in found if what == "refused" for code in codes} == {"slot-full"}
    assert store.rows("select count(*), count(distinct seer), count(distinct code) from booking_visit") == [(ROOM, ROOM, ROOM)]
    identity.forget()
