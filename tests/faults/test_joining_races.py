"""Two matters that join each other at one moment: one joins, or neither; never both, for then nobody would be answered. And kills in the middle."""

from __future__ import annotations

import time
from multiprocessing.connection import Connection

import pytest

from tests.faults import crowd, whole
from tests.faults.conftest import Start
from tests.faults.test_races import at_once
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.tests import matter
from yiwang.engines.cases.tests.trial import MONDAY, City, clean
from yiwang.engines.store import api as store
from yiwang.kernel.actors import CLOCK
from yiwang.kernel.errors import Refused

MATTERS = "select c.id, c.state, c.matter, l.state from cases_case c join cases_case l on l.id = c.matter order by c.id"


def join(city: City, one: cases.Done, into: cases.Done, key: str) -> cases.Done:
    return city.do("clerk", one.case, "join", data=clean(into=into.ref), key=key)


def test_two_that_join_each_other(city: City, start: Start) -> None:
    for turn in range(6):
        one, two = matter.begun(city), matter.begun(city)
        found = at_once(start, [lambda: join(city, one, two, f"a{turn}"), lambda: join(city, two, one, f"b{turn}")], members=2)  # noqa: B023 (run here)
        assert {what for what, _ in found} <= {"done", "stale", "refused"} and sum(what == "done" for what, _ in found) <= 1, found
    assert all(state != "merged" or lead == "received" for _, state, _, lead in store.rows(MATTERS)), "whoever joined has a lead"
    assert whole.wrongs() == []


def held(pipe: Connection, case: int) -> None:
    """Is at work on a case until told to go."""
    with store.atomic():
        store.rows("select 1 from cases_case where id = %s" + store.lock(), (case,))
        pipe.send("held")
        pipe.recv()


def test_nobody_joins_what_somebody_is_at_work_on(city: City, start: Start) -> None:
    """SQLite lets one write at a time: there whoever comes second waits."""
    if not store.is_postgresql():
        return
    one, two = matter.begun(city), matter.begun(city)
    _, pipe = start(held, two.case)
    assert pipe.recv() == "held"
    assert crowd.outcome(lambda: join(city, one, two, "a")) == ("stale", ["stale"])
    pipe.send("go")
    assert crowd.outcome(lambda: join(city, one, two, "b"))[0] in ("done", "stale")


def test_one_click_8_times_joins_once(city: City, start: Start) -> None:
    one, two = matter.begun(city), matter.begun(city)
    found = at_once(start, [lambda: join(city, one, two, "same")] * 8)
    assert sorted(what for what, _ in found) == ["again"] * 7 + ["done"] and whole.wrongs() == []


def test_sent_with_helpers_8_times_at_once(city: City, start: Start) -> None:
    done = matter.begun(city)
    found = at_once(start, [lambda i=i: matter.send(city, done, f"T-{'ABC'[i % 3]}", f"T-{'BCA'[i % 3]}", key=f"k{i}") for i in range(8)])
    assert sorted(what for what, _ in found) == ["done"] + ["refused"] * 7
    assert len(matter.waits(done.case)) == 2 and whole.wrongs() == []


def live(pipe: Connection, city: City, name: str) -> None:
    """Joins, parts, sends with helpers, answers; says what it did."""
    for turn in range(10_000):
        steps = iter(range(100))
        one, two = (matter.begun(city, key=f"{name}-{turn}-{next(steps)}") for _ in range(2))
        for done in (join(city, two, one, f"{name}-{turn}-j"),
                     cases.perform(actor=CLOCK, case=two.case, move="leave", seen=None, key=f"{name}-{turn}-l", at=MONDAY),
                     matter.send(city, one, "T-A", "T-B", "T-C", key=f"{name}-{turn}-s"), matter.helped(city, "b", one.case, key=f"{name}-{turn}-h"),
                     matter.reply(city, one, key=f"{name}-{turn}-r")):
            pipe.send((done.case, f"{name}-{turn}", done.n))


@pytest.mark.slow(reason="kills six at their work")
def test_killed_in_the_middle_nothing_is_half_done(city: City, start: Start) -> None:
    heard = []
    for turn in range(6):
        worker, pipe = start(live, city, f"run{turn}")
        heard.append(pipe.recv())
        time.sleep(0.01 * turn)
        worker.kill()
        worker.join()
        while pipe.poll():
            try:
                heard.append(pipe.recv())
            except EOFError:
                break
    assert len(heard) > 6 and whole.wrongs() == [] == whole.gaps()
    for case, _, n in heard:
        assert store.rows("select count(*) from ledger_entry where chain = %s and n = %s", (case, n)) == [(1,)], "what was acknowledged is there"
    halves = "select count(*) from cases_inquiry i where above = 0 and not exists (select 1 from cases_term t where t.inquiry = i.id)"
    assert store.rows(halves) == [(0,)], "who is asked to help has a clock"
    with pytest.raises(Refused):
        join(city, matter.begun(city), matter.begun(city, sealed=True), "after")
    assert crowd.outcome(lambda: join(city, matter.begun(city, key="z1"), matter.begun(city, key="z2"), "z3"))[0] == "done"
