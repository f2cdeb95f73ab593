"""Two administrators at once: what each alone may do, both together may not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from threading import Barrier, Event, Thread
from time import sleep
from typing import Any

import pytest
from django.db import connection

from yiwang.engines.cases import api as cases
from yiwang.engines.cases.tests.trial import HEAD, MONDAY, City
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.tests import small
from yiwang.engines.store import api as store
from yiwang.engines.store.rooms import numbers
from yiwang.kernel import clock
from yiwang.kernel.errors import Refused


@pytest.fixture
def founded(transactional_db: Any, settings: Any, at: datetime) -> Iterator[None]:
    """The small city, committed."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    numbers.forget()
    small.found(at)
    yield
    identity.forget()
    numbers.forget()


def both(*steps: Callable[[], Any]) -> list[str]:
    """Runs the steps at one moment; what each came to: `done` or the first reason's code."""
    start, came = Barrier(len(steps)), [""] * len(steps)

    def go(place: int, step: Callable[[], Any]) -> None:
        try:
            start.wait()
            step()
            came[place] = "done"
        except Refused as refused:
            came[place] = refused.reasons[0].code
        finally:
            connection.close()

    threads = [Thread(target=go, args=(i, step)) for i, step in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return came


def step(who: str, command: str, subject: str, at: datetime, **answers: Any) -> Callable[[], Any]:
    actor = small.acting(who, at)
    data = Clean(command, 1, answers, frozenset(answers))
    return lambda: cases.run(actor=actor, command=command, subject=subject, data=data, key=f"{command}{answers}"[:64], at=at)


@pytest.mark.slow(reason="commits, so the database is copied anew")
def test_a_role_and_an_appointment_at_once_do_not_make_an_administrator_who_acts(founded: None, at: datetime) -> None:
    """The post is given an acting role while the auditor is appointed to it: whichever is second is refused."""
    with store.atomic():
        post = identity.post_changes.create(unit=identity.unit_by_code("410105-SP").id, title="档案岗", single=True)
    came = both(step("security", "settings.grant_role", f"post:{post}", at, role=small.WINDOW, reason="x"),
                step("system", "directory.appoint", f"post:{post}", at, username="audit", since=clock.day(at).isoformat()))
    assert sorted(came) == ["admin-acts", "done"]


@pytest.mark.slow(reason="commits, so the database is copied anew")
def test_two_posts_at_once_do_not_make_two_administrators_of_one(founded: None, at: datetime) -> None:
    """Different posts, different chains: the lock on rights is what keeps them apart."""
    store.execute("update identity_post set single = false")
    today = clock.day(at).isoformat()
    posts = [small.post_of(name, at) for name in ("audit", "window")]
    came = both(*(step("system", "directory.appoint", f"post:{post}", at, username="stranger", since=today) for post in posts))
    assert sorted(came) == ["admin-acts", "done"]


@pytest.mark.slow(reason="commits, and one waits for the other")
def test_an_official_moved_while_a_step_waits_for_the_case_does_not_make_it(city: City) -> None:
    """The step was asked for with the rights in hand, and stands before the case's lock when they end."""
    done = city.accepted()
    chief, came = city.chief, [""]
    assert identity.rights(chief, epoch_now=identity.epoch()).hold(HEAD[0], clock.day(MONDAY))  # remembered by this process

    def grant() -> None:
        store.rows("select 1")
        asked.set()
        try:
            city.do("chief", done.case, "grant", at=MONDAY)
            came[0] = "done"
        except Refused as refused:
            came[0] = refused.reasons[0].code
        finally:
            connection.close()

    asked, thread = Event(), Thread(target=grant)
    with store.atomic():
        store.rows("select id from cases_case where id = %s" + store.lock(), (done.case,))
        identity.post_changes.end(tenure=chief.tenure, first_out=clock.day(MONDAY))
        thread.start()
        asked.wait(10)
        sleep(0.3)  # it stands before the lock
        assert came == [""]
    thread.join(30)
    assert came == ["not-your-role"]
