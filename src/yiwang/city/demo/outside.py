"""A department's own system in the demo's past: what it tells of its steps, mostly sound, with the faults such systems show planted in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random  # noqa: TID251 (seeded, handed in)
from typing import Any

from yiwang.city.demo import people
from yiwang.city.demo.lives import working
from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forming
from yiwang.engines.forms.types import Clean
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.systems.oversight.outside import days, forms, taking
from yiwang.web.accounts import clients

SYSTEM, TITLE, UNIT, ITEM = "house-sales", "房屋交易管理系统", "410100-FGJ", "presale"
PAPERS = "申请表\n土地使用权证书\n建设工程规划许可证\n施工合同\n预售方案"
# how a case goes: the steps after it was received, the working days before each, and what is said of it
SOUND = (("accept", 1, {"handler": "0012"}), ("grant", 5, {"handler": "0031"}), ("hand_over", 1, {"handler": "0012"}), ("rate", 1, {"level": "good"}))
TURNS: dict[str, tuple[tuple[str, int, dict[str, Any]], ...]] = {
    "sound": SOUND,
    "late": (("accept", 1, {}), ("grant", 13, {"handler": "0031"}), ("hand_over", 1, {})),
    "charged": (("accept", 1, {}), ("charge", 1, {"fee_item": "加急服务费", "amount": 50_000}), ("grant", 3, {"handler": "0031"}), ("hand_over", 1, {})),
    "no reason": (("accept", 1, {}), ("refuse", 6, {"handler": "0031", "notice": True})),
    "twice": (("ask_for_papers", 1, {"papers": "预售方案", "notice": True}), ("supplement", 2, {}),
              ("ask_for_papers", 1, {"papers": "资金监管协议", "notice": True}), ("supplement", 2, {}), ("accept", 1, {}), ("grant", 4, {"handler": "0031"})),
    "one person": (("accept", 1, {"handler": "0031"}), ("grant", 3, {"handler": "0031"}), ("hand_over", 1, {})),
    "no ground": (("accept", 1, {}), ("suspend", 2, {"ground": "other", "reason": "等领导研究", "notice": False}), ("grant", 4, {"handler": "0031"})),
    "wrong head": (("accept", 1, {}), ("extend", 5, {"days": 5, "approver": "other", "reason": "人手不够", "notice": True}),
                   ("grant", 6, {"handler": "0031"}), ("hand_over", 1, {})),
    "left out": (("grant", 3, {"handler": "0031"}), ("hand_over", 1, {})),
    "turned round": (("hand_over", 1, {}), ("accept", 1, {}), ("grant", 3, {"handler": "0031"}), ("hand_over", 1, {})),
    "bad": (*SOUND[:3], ("rate", 1, {"level": "worst"})),
}
PLAN = ("sound",) * 14 + tuple(TURNS)[1:]
UNSENT = 9  # one day in so many is not reconciled


def found(at: datetime) -> None:
    """Registers the system and its item; its key is handed out on screen, like that of any other."""
    with store.atomic():
        clients.register(code=SYSTEM, title=TITLE, addresses="https://house-sales.example/", leaving="", scopes=())
    watch = people.by_post("410100-EFFICIENCY", "监察员", clock.day(at))
    answers = {"item": ITEM, "title": "商品房预售许可", "unit": UNIT, "promised": 8, "fees": [], "papers": PAPERS}
    data = Clean(forms.ITEM.code, 1, answers, frozenset(answers))
    cases.run(actor=watch, command="oversight.outside.register_item", subject=f"outside:{SYSTEM}", data=data, seen=None, key="demo-presale", at=at)


def lives(begin: datetime, now: datetime) -> Iterator[tuple[datetime, Iterator[datetime]]]:
    """Its cases, and the mornings on which it reconciles the day before; out of a generator of its own: nobody else's past changes."""
    random, since = Random("outside"), max(begin, now - timedelta(days=45))
    for number, turn in enumerate(PLAN, 1):
        start = working(since + (now - timedelta(days=22) - since) * random.random(), 0, random)
        yield start, _case(f"YS-{number:04}", turn, start, Random(random.random()), late=number == 5)
    yield since, _mornings(since, now)


def _case(case: str, turn: str, start: datetime, random: Random, *, late: bool) -> Iterator[datetime]:
    at = start
    _tell(case, 1, "open", at, {"item": ITEM, "papers": PAPERS, "handler": "0012"})
    for n, (step, after, said) in enumerate(TURNS[turn], 2):
        at = working(at, after, random)
        come = at + timedelta(days=4) if late and step == "accept" else at
        yield come
        _tell(case, n, step, come, {"handler": "0012", **said}, acted=at)
        at = come


def _tell(case: str, n: int, step: str, at: datetime, said: dict[str, Any], acted: datetime | None = None) -> None:
    words = {"case": case, "n": str(n), "step": step, "at": clock.local(acted or at).isoformat(), **said}
    raw = forming.flat(form=forms.STEP, answers=words, at=at)
    taking.take(system=SYSTEM, data=forming.parse(form=forms.STEP, raw=raw, at=at), at=at)


def _mornings(since: datetime, now: datetime) -> Iterator[datetime]:
    day = clock.day(since)
    while day < clock.day(now) - timedelta(days=1):
        day += timedelta(days=1)
        at = datetime.combine(day, time(8, 30), clock.SHANGHAI)
        yield at
        if day.day % UNSENT:
            before = day - timedelta(days=1)
            held = [{"case": case, "n": n, "sha256": sha256} for case, n, sha256, _ in store.rows(days.HELD, (SYSTEM, before))]
            days.reconcile(system=SYSTEM, day=before, steps=held, at=at)
