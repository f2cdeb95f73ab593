"""At the same moment: a signal begins once, one ruling stands, and an objection is ruled on by one who did not rule first."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.faults import whole
from tests.faults.conftest import Start, city, procedures, start
from tests.faults.test_races import at_once
from yiwang.engines.cases import api as cases
from yiwang.engines.cases.tests import trial
from yiwang.engines.cases.tests.trial import MONDAY, City, clean, kinds
from yiwang.engines.ledger.types import Recorded
from yiwang.kernel.actors import READER
from yiwang.kernel.acts import Kind
from yiwang.systems.oversight.supervision import settling, signals
from yiwang.systems.oversight.supervision.procedures import SIGNAL, WARNING
from yiwang.systems.oversight.supervision.roles import EXPLAINER, SUPERVISOR

__all__ = ["city", "procedures", "start"]
POSTS = {"explains": ("T-MAIN", (EXPLAINER.code,)), "watch": ("T-WATCH", (SUPERVISOR.code,)), "watch_too": ("T-WATCH", (SUPERVISOR.code,))}


@pytest.fixture(autouse=True)
def posts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "POSTS", trial.POSTS | POSTS)


def begin(city: City, key: str = "signals:1.2.0") -> cases.Done:
    new = cases.Begin(SIGNAL.code, city.clerk.unit, "红：超期", desk=city.watch.unit, data=clean(level="red", rule="time.late", points=2))
    return cases.begin(actor=READER, begin=new, key=key, at=MONDAY)


def test_two_readers_begin_one_signal(posts: None, city: City, start: Start) -> None:
    found = at_once(start, [lambda: begin(city)] * 8, members=4)
    assert Counter(what for what, _ in found) == {"done": 1, "again": 7} and len({answer[:2] for _, answer in found}) == 1
    assert whole.wrongs() == []


def test_what_a_yellow_light_began_before_there_were_warnings_is_left_to_people(posts: None, city: City) -> None:
    done = begin(city, key=f"{signals.READER}:7.2.0")
    warned = Recorded(1, 7, 2, b"", "trial", Kind.WARNED, MONDAY, "case:SW1", {}, {"level": "yellow"})
    assert list(settling._of(warned, WARNING.code)) == [] and cases.begun(actor=READER, key=f"{signals.READER}:7.2.0")[0].case == done.case


def test_of_8_who_rule_one_does(posts: None, city: City, start: Start) -> None:
    done = begin(city)
    city.do("explains", done.case, "explain", cause="外出", correction="改")
    asks = [lambda i=i: city.do("watch" if i % 2 else "watch_too", done.case, "uphold" if i % 3 else "dismiss", key=f"r{i}", finding="见记录")
            for i in range(8)]
    found = at_once(start, asks, members=4)
    assert Counter(what for what, _ in found) == {"done": 1, "refused": 7}, found
    assert kinds(done.case).count("decided") == 1 and whole.wrongs() == []


def test_who_ruled_first_never_rules_on_the_objection(posts: None, city: City, start: Start) -> None:
    done = begin(city)
    city.do("explains", done.case, "explain", cause="外出", correction="改")
    city.do("watch", done.case, "uphold", finding="见记录")
    city.do("explains", done.case, "object", reason="停机")
    asks = [lambda i=i: city.do("watch" if i else "watch_too", done.case, "stand" if i % 2 else "withdraw", key=f"r{i}", finding="见记录") for i in range(8)]
    found = at_once(start, asks, members=4)
    assert Counter(what for what, _ in found) == {"done": 1, "refused": 7}, found
    refused = {code for what, codes in found if what == "refused" for code in codes}
    assert refused <= {"ruled-first", "wrong-state"} and city.view("watch", done).state == "withdrawn" and whole.wrongs() == []
