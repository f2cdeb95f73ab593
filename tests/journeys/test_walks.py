"""Random legal walks through both real procedures: whatever people do in whatever order, what must be true stays true."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random  # noqa: TID251 (seeded: a walk that failed can be walked again)
from typing import Any

import pytest

from tests.faults import whole
from tests.journeys.small import LOGINS, Clock
from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import Refused
from yiwang.systems.public.services.rooms import library

ON = date(2026, 11, 2)
ITEMS = {"public.services.ordinary": "410105.food_business", "public.services.joint": "410105.restaurant_joint"}
ANSWERS: dict[str, dict[str, Any]] = {
    "suspend": {"ground": "testing", "expected_days": "3"}, "extend": {"days": "5", "reason": "复杂"}, "ask_for_papers": {"missing": "平面图"},
    "resume": {"result": "合格"}, "propose": {"proposal": "grant", "opinion": "符合", "heard": "都采纳"}, "refuse": {"reasons": "不符合", "basis": "法"},
    "not_accept": {"reasons": "不属于", "basis": "法"}, "return": {"why": "再看"}, "consult": {"question": "请答"},
}
LATER = {"call_hearing": ("too-soon", "too-late"), "announce_hearing": ("too-soon",)}  # what only its answers decide


def actor(name: str) -> Actor:
    account = identity.account_of(name)
    capacity = identity.capacities(account=account, on=ON)[-1]
    found = identity.actor(account=account, tenure=capacity.tenure, on=ON)
    assert found is not None
    return found


def clean(**answers: Any) -> Clean:
    return Clean("walk", 1, answers, frozenset(answers))


class Walk:
    """A case, everybody who might do something in it, and a clock that only goes forward."""

    def __init__(self, chance: Random, procedure: str, at: Any) -> None:
        self.chance, self.at, self.steps = chance, at, 0
        self.people = {name: actor(name) for name in (*LOGINS, "citizen")}
        item = library.item(ITEMS[procedure])
        new = cases.Begin(procedure, identity.unit_by_code(item.unit).id, "随机", item.for_case, identity.party(self.people["citizen"]), clean(name="沈"))
        self.done = cases.begin(actor=self.people["citizen"], begin=new, key=self.key(), at=at)

    def key(self) -> str:
        self.steps += 1
        return f"walk-{id(self)}-{self.steps}"

    def answers(self, move: str) -> dict[str, Any]:
        return {"held_on": (self.at + timedelta(days=14)).date().isoformat()} if move in LATER else ANSWERS.get(move, {})

    def ways(self) -> list[tuple[str, str]]:
        """All that anybody is offered now."""
        found = []
        for name, who in self.people.items():
            if cases.visible_among(who, [self.done.case]):
                view = cases.view(actor=who, ref=self.done.ref, at=self.at)
                found += [(name, m.code) for m in view.can]
                found += [(name, "answer")] if view.may_answer == () else []
        return found

    def step(self) -> bool:
        """Time passes, perhaps the sweep comes by, and somebody does one of the things they are offered."""
        self.at += timedelta(hours=self.chance.choice((0, 1, 20, 50, 120)))
        if self.chance.random() < 0.4:
            while cases.sweep(at=self.at):
                pass
        ways = self.ways()
        if not ways:
            return False
        name, move = self.chance.choice(ways)
        try:
            if move == "answer":
                verdict = self.chance.choice(("agree", "agree", "object"))
                cases.answer(actor=self.people[name], case=self.done.case, data=clean(verdict=verdict, opinion="见", law="法"), key=self.key(), at=self.at)
            else:
                seen = cases.view(actor=self.people[name], ref=self.done.ref, at=self.at).seen
                cases.perform(actor=self.people[name], case=self.done.case, move=move, data=clean(**self.answers(move)), seen=seen, key=self.key(),
                              at=self.at)
        except Refused as why:  # silence had its effect before anybody swept: the only thing a page may not know
            assert {r.code for r in why.reasons} <= {"stale", *LATER.get(move, ())}, (name, move, why)
        return True


@pytest.mark.parametrize("procedure", ITEMS)
@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_offered_goes_through_and_leaves_everything_whole(town: Clock, procedure: str, seed: int) -> None:
    walk_through(seed, procedure, town.at)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 300))
def test_many_walks(town: Clock, seed: int) -> None:
    walk_through(seed, sorted(ITEMS)[seed % 2], town.at)


def walk_through(seed: int, procedure: str, at: Any) -> None:
    walk = Walk(Random(seed), procedure, at)
    for _ in range(25):
        if not walk.step():
            break
        assert whole.wrongs() == [], (seed, walk.steps)
    closed, state = store.rows("select closed_at, state from cases_case")[0]
    assert (closed is not None) == (state in cases.procedure(procedure, 1).ends)
