"""Complaints about conduct in the demo's past, and what becomes of signals: one complaint answered, its signal put right and confirmed; one passed on by the
desk of citizens' matters and in hand; one signal objected to and ruled on by a second person. And the scores of every month that is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random  # noqa: TID251 (seeded: the same city every time)
from typing import Any
from uuid import UUID

from yiwang.city.demo import lives, people
from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Form
from yiwang.engines.identity import api as identity
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.systems.oversight.supervision.complaints import forms as complaints
from yiwang.systems.oversight.supervision.complaints import taking as complaining
from yiwang.systems.oversight.supervision.scores import commands as scores
from yiwang.systems.oversight.supervision.scores import months
from yiwang.systems.public.appeals import forms as appeals
from yiwang.systems.public.appeals import taking as appealing

WATCH, ANSWERED, IN_HAND = "410100-EFFICIENCY", timedelta(days=32), timedelta(days=12)
THRICE = {"about": "extra", "what": "去窗口补交食品经营许可的材料，窗口的人说系统坏了，让改天来。第二天去，又说少一份，头一天没有说。前后跑了三趟。"}
PUSHED = {"sort": "complaint", "secret": "no", "subject": "问证件的事被推来推去", "place.1": "410102",
          "body": "打电话问营业执照变更要什么，一个科说归另一个科，另一个科说不知道，最后把电话挂了。想知道到底归谁管，也请管管这个态度。"}
RAISED = "select id from cases_case where about = %s and procedure = 'oversight.supervision.signal'"


def lived(begin: datetime, now: datetime) -> Iterator[tuple[datetime, Iterator[datetime]]]:
    """Both complaints and the months that are over, each with the instant it begins."""
    random = Random("conduct")
    first, second = max(begin, now - ANSWERED), now - IN_HAND
    yield first, _answered(first, Random(random.random()))
    yield second, _passed_on(second, Random(random.random()))
    over = clock.start_of(clock.day(begin).replace(day=1)) + timedelta(days=31)
    while (over := clock.start_of(clock.day(over).replace(day=1))) < now:
        yield over, _scored(f"{clock.day(over - timedelta(days=1)):%Y-%m}", over, Random(random.random()))
        over += timedelta(days=31)


def _answered(at: datetime, random: Random) -> Iterator[datetime]:
    citizen = people.citizen(people.applicants()[3], clock.day(at))
    wrote = {"whose": identity.unit_by_code("410103-SCJG").name, "phone": identity.party(citizen).phone, **THRICE}
    case = complaining.take(actor=citizen, data=lives.parsed(complaints.COMPLAIN, wrote, citizen, at), key=_key(random), at=at).case
    for days, move, answers in (
        (1, "accept", {}), (2, "check", {"note": "看了窗口那两天的收件记录，问了值班的两名工作人员。"}),
        (2, "reply", {"found": "true", "finding": "那两天系统没有停过；第一次收件时没有一次说清还缺哪份材料。",
                      "reply": "查了收件记录，您说的属实：系统没有停，窗口也没有一次说清还缺什么。已经要求窗口整改，向您道歉；"
                               "剩下的材料可以在网上补交，不用再跑。"}),
    ):
        at = lives.working(at, days, random)
        yield at
        lives.does(_watcher(at), case, move, at, **answers)
    at += timedelta(hours=5)
    yield at
    lives.does(citizen, case, "rate", at, level="good")
    at = lives.working(at, 1, random)
    yield at
    for (signal,) in store.rows(RAISED, (f"case:{cases.told(case).ref}",)):
        yield from _corrected(at, random, int(signal))


def _passed_on(at: datetime, random: Random) -> Iterator[datetime]:
    citizen = people.citizen(people.applicants()[5], clock.day(at))
    wrote = lives.parsed(appeals.WRITE, {**PUSHED, "phone": identity.party(citizen).phone}, citizen, at)
    case = appealing.take(actor=citizen, data=wrote, key=_key(random), at=at).case
    at = lives.working(at, 1, random)
    yield at
    desk, whose = people.by_post("410100-SP", "诉求受理岗", clock.day(at)), identity.unit_by_code("410102-SCJG").name
    key = _key(random)
    data = lives.parsed(appeals.CONDUCT, {"whose": whose, "about": "refused", "note": "要问的事已经在电话里告诉来电人。"}, desk, at)
    cases.perform(actor=desk, case=case, move="refer", data=data, seen=None, key=key, at=at)
    complaint = cases.begun(actor=desk, key=f"{key}:to")[0].case
    at = lives.working(at, 1, random)
    yield at
    lives.does(_watcher(at), complaint, "accept", at)


def _corrected(at: datetime, random: Random, signal: int) -> Iterator[datetime]:
    """Its signal is explained, upheld, put right and confirmed."""
    head = people.head(identity.unit(cases.told(signal).unit))
    yield from _steps(at, random, signal, (
        (1, "explain", head, {"cause": "值班的人刚到窗口，不熟悉材料清单，少说了一份。", "correction": "换成一次告知单；新到窗口的人先跟班，再单独收件。"}),
        (1, "uphold", "监察员", {"finding": "核查的记录已经写明，窗口没有一次告知。"}),
        (3, "correct", head, {"done": "窗口换成了一次告知单：缺什么、怎么补写在一张纸上，每天下班前由负责人抽看。"}),
        (2, "confirm", "监察员", {"finding": "抽看了整改以后的收件记录，都有一次告知单。"})))


def objected(at: datetime, random: Random, signal: int) -> Iterator[datetime]:
    """A signal that was explained is upheld, objected to, and ruled on by the second person."""
    head = people.head(identity.unit(cases.told(signal).unit))
    yield from _steps(at, random, signal, (
        (1, "uphold", "监察员", {"finding": "依据办件记录，说明的原因不能免责。"}),
        (2, "object", head, {"reason": "那几天窗口只有一个人值守，另一人在外核查。请酌情不予认定。"}),
        (2, "stand", people.SECOND_WATCH.title, {"finding": "人手怎么安排由单位负责，不影响期限的计算。维持认定，请按要求整改。"})))


def _scored(month: str, at: datetime, random: Random) -> Iterator[datetime]:
    """Shown to the units, objected to by the one with least, answered, published."""
    at = lives.working(at, 2, random)
    yield at
    shown = _told(_watcher(at), scores.SHOW, months.subject(month), {}, random, at)["units"]
    if enough := [one for one in shown if not one["few"]]:
        unit = identity.unit(min(enough, key=lambda one: Decimal(one["total"]))["unit"])
        at = lives.working(at, 2, random)
        yield at
        _told(people.by_post(unit.code, people.head(unit), clock.day(at)), scores.OBJECT, months.subject(month, unit.id), {
            "reason": "按期办结的件数比本单位的台账少一件，请再核对一次。"}, random, at)
        at = lives.working(at, 1, random)
        yield at
        _told(_watcher(at), scores.ANSWER, months.subject(month, unit.id), {
            "reply": "逐件核对了办件记录，件数与这里一致，明细已经发给你们。得分不变。"}, random, at)
    until = months.of(month).object_until
    assert until is not None
    at = lives.working(clock.start_of(until), 1, random)
    yield at
    _told(_watcher(at), scores.PUBLISH, months.subject(month), {}, random, at)


def _told(actor: Actor, form: Form, subject: str, answers: dict[str, str], random: Random, at: datetime) -> Any:
    data = lives.parsed(form, answers, actor, at)
    return cases.run(actor=actor, command=f"oversight.{form.code}", subject=subject, data=data, key=_key(random), at=at)


def _steps(at: datetime, random: Random, signal: int, steps: tuple[tuple[int, str, str, dict[str, str]], ...]) -> Iterator[datetime]:
    unit = identity.unit(cases.told(signal).unit).code
    for days, move, title, answers in steps:
        at = lives.working(at, days, random)
        yield at
        lives.does(people.by_post(WATCH if title.startswith("监察") else unit, title, clock.day(at)), signal, move, at, **answers)


def _watcher(at: datetime) -> Actor:
    return people.by_post(WATCH, "监察员", clock.day(at))


def _key(random: Random) -> str:
    return str(UUID(int=random.getrandbits(128), version=4))
