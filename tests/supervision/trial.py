"""A procedure like an approval, told from outside, and short ways to let things go right or wrong in it."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from tests.journeys import small
from yiwang.engines.calendar.types import Span, Unit
from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.actors import IMPORT, Actor
from yiwang.kernel.acts import Act, Kind

WORKING = Unit.WORKING
REPORTER, KEEPER = cases.Role("trial.reporter", "外部系统", cases.Where.CLOCK), cases.Role("public.services.window", "窗口")
REVIEWER = cases.Role("public.services.reviewer", "审查人", cases.Where.ASKED)
GROUNDS = tuple(cases.Ground(code, code, "行政许可法第四十五条") for code in ("hearing", "testing", "other"))
RATED = Act("trial.rated", Kind.RATED, "评价")
CONTACTED = Act("trial.contacted", Kind.ANSWERED, "联系了评价人")


def move(code: str, sources: str, target: str, title: str, **more: Any) -> cases.Move:
    return cases.Move(code, frozenset(sources.split()), target, "reporter", title, says=title, **more)


OPEN = "lodged accepted granted"
STEPS = cases.Procedure(
    code="trial.steps", title="外面报来的办件", version=1, valid_from=date(2020, 1, 1), law=("行政许可法",), prefix="SW", start="lodged", starts=("accept",),
    states={"lodged": cases.State("待受理", "keeper", "受理", "accept"), "awaiting_papers": cases.State("待补正"),
            "accepted": cases.State("审查中", "keeper", "审查", "decide"), "granted": cases.State("已准予", "keeper", "送达", "hand_over"),
            "done": cases.State("已办结"), "refused": cases.State("不予许可"), "not_accepted": cases.State("不予受理")},
    ends=frozenset({"done", "refused", "not_accepted"}), good_ends=frozenset({"done"}), line=("lodged", "accepted", "granted", "done"),
    roles={"reporter": REPORTER, "keeper": KEEPER, "reviewer": REVIEWER}, begun_by=("reporter",),
    terms={"accept": cases.Term("受理", Span(5, WORKING, "行政许可法第三十二条"), lapses_to=cases.Tacit("accept", law="行政许可法第三十二条")),
           "decide": cases.Term("决定", Span(20, WORKING, "行政许可法第四十二条"), not_counted=GROUNDS, promised_by="item",
                                extendable=cases.Extension(10, "reporter", "行政许可法第四十二条")),
           "hand_over": cases.Term("送达", Span(10, WORKING, "行政许可法第四十四条"))},
    moves=(
        move("ask", "lodged awaiting_papers", "awaiting_papers", "告知补正", stops=("accept",), kind=Kind.ASKED_FOR_PAPERS),
        move("supplement", "awaiting_papers", "lodged", "补正", starts=("accept",), kind=Kind.SUPPLEMENTED),
        move("accept", "lodged", "accepted", "受理", stops=("accept",), starts=("decide",)),
        move("not_accept", "lodged", "not_accepted", "不予受理", stops=(cases.ALL,), kind=Kind.DECIDED),
        move("suspend", "accepted", "", "不计期限", pauses=("decide",), kind=Kind.NOT_COUNTED_FROM),
        move("resume", "accepted", "", "恢复计算", resumes=("decide",), kind=Kind.NOT_COUNTED_TO),
        move("extend", "accepted", "", "延长", extends="decide", kind=Kind.EXTENDED),
        move("extend_in_vain", "accepted", "", "延长（不算数）", kind=Kind.EXTENDED),
        move("consult", "accepted", "", "征询", inquires=True, kind=Kind.INQUIRED),
        move("charge", OPEN, "", "收费", kind=Kind.CHARGED), move("pay", OPEN, "", "缴费", kind=Kind.PAID), move("note", OPEN, "", "记下"),
        move("grant", "lodged accepted", "granted", "准予", stops=("accept", "decide"), starts=("hand_over",), kind=Kind.DECIDED, closes_inquiries=True),
        move("grant_now", "lodged", "granted", "当场准予", stops=("accept",), starts=("hand_over",), kind=Kind.DECIDED),
        move("refuse", "lodged accepted", "refused", "不予许可", stops=(cases.ALL,), kind=Kind.DECIDED),
        move("reopen", "granted", "accepted", "重新办理", stops=("hand_over",), starts=("decide",), kind=Kind.REOPENED),
        move("hand_over", "granted", "done", "送达", stops=("hand_over",), kind=Kind.HANDED_OVER),
    ))
MARKET = cases.Reviewing("410105-SCJG", "市场监管意见", 2)
ITEMS = {"quick": cases.Item("quick", 1, "三日办的事项", STEPS.code, {"decide": 3}), "plain": cases.Item("plain", 1, "法定期限的事项", STEPS.code),
         "reviewed": cases.Item("reviewed", 1, "要征询的事项", STEPS.code, {"decide": 10}, (MARKET,))}


def actor(name: str) -> Actor:
    """Somebody of the small city, in their post."""
    account, on = identity.account_of(name), date(2026, 11, 2)
    tenure = next((c.tenure for c in identity.capacities(account=account, on=on) if c.tenure), 0)
    found = identity.actor(account=account, tenure=tenure, on=on)
    assert found is not None
    return found


def said(facts: dict[str, Any]) -> Clean:
    return Clean("trial", 1, facts, frozenset(facts))


@dataclass
class Town:
    """Events on their way, in the order of their instants; what is planted is written down beside."""

    clock: small.Clock
    events: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    numbers: Any = field(default_factory=count)

    def later(self, at: datetime, does: Callable[[], None]) -> None:
        heapq.heappush(self.events, (at, next(self.numbers), does))

    def run(self, until: str, *, each_day: Callable[[datetime], object] = lambda at: None) -> None:
        """All events up to an instant; at the end of each day the sweep and the readers, early in the morning what is done once a day."""
        end = small.at(until)
        day = self.clock.at
        while day <= end:
            night = day.replace(hour=23, minute=0)
            while self.events and self.events[0][0] <= min(night, end):
                at, _, does = heapq.heappop(self.events)
                self.clock.at = at
                does()
            self.clock.at = min(night, end)
            small.settle(self.clock.at)
            day = (day + timedelta(days=1)).replace(hour=0, minute=30)
            if day <= end:
                self.clock.at = day
                small.settle(day)
                each_day(day)


class Life:
    """One case and what befalls it: `life.on("11-03 10:00", "accept")`; `came` is when it was entered, where that was later."""

    def __init__(self, town: Town, title: str, at: str, *, item: str = "plain", unit: str = "410105-SP", came: str = "", **facts: Any) -> None:
        self.town, self.title, self.case, self.ref = town, title, 0, ""
        self._acted, self._came = instant(at), instant(came or at)
        town.later(self._came, lambda: self._begin(item, unit, self._acted, self._came, facts))

    def on(self, at: str, move: str, *, came: str = "", **facts: Any) -> Life:
        acted, entered = instant(at), instant(came or at)
        told = dict(facts)
        if came:
            told["acted_at"] = acted.isoformat()
        self.town.later(entered, lambda: self._perform(move, acted, entered, told))
        return self

    def answers(self, at: str, who: str) -> Life:
        data = Clean(cases.ANSWER.code, 1, {"verdict": "agree", "opinion": "同意。", "law": ""}, frozenset({"verdict", "opinion", "law"}))
        instant_ = instant(at)
        self.town.later(instant_, lambda: cases.answer(actor=actor(who), case=self.case, data=data, key=f"{self.case}-{who}", at=instant_))
        return self

    def rated(self, at: str, level: str) -> Life:
        """A rating in a chain of its own beside the case."""
        return self._beside(at, RATED, level=level, unit_of="case")

    def contacted(self, at: str) -> Life:
        return self._beside(at, CONTACTED)

    def _beside(self, at: str, act: Act, unit_of: str = "", **facts: Any) -> Life:
        def write() -> None:
            ((unit,),) = store.rows("select unit_id from cases_case where id = %s", (self.case,))
            with store.atomic():
                ledger.append(subject=f"trialrating:{self.ref}", act=act, actor=IMPORT, at=instant(at),
                              facts={"case": self.ref, "unit": unit, "procedure": STEPS.code, **facts})

        self.town.later(instant(at), write)
        return self

    def _begin(self, item: str, unit: str, acted: datetime, came: datetime, facts: dict[str, Any]) -> None:
        begin = cases.Begin(STEPS.code, identity.unit_by_code(unit).id, self.title, ITEMS[item], data=said({"handler": "1001", **facts}))
        done = cases.begin(actor=IMPORT, begin=begin, key=f"trial:{self.title}", at=acted, recorded_at=came)
        self.case, self.ref = done.case, done.ref

    def _perform(self, move: str, acted: datetime, came: datetime, facts: dict[str, Any]) -> None:
        key = f"{self.title}:{move}:{came:%m%d%H%M}"
        cases.perform(actor=IMPORT, case=self.case, move=move, data=said({"handler": "1001", **facts}), seen=None, key=key, at=acted, recorded_at=came)


def instant(text: str) -> datetime:
    """`11-03 10:00` of the year of the trial, in the city."""
    return small.at(f"2026-{text}")


__all__ = ["ITEMS", "STEPS", "Life", "Town", "actor", "instant", "said"]
