"""A past for the demo city: applications lived through the doors with the clock set back, so that act and recording agree.

Every life is a generator that gives the instant of its next act; the lives are lived together, in the order of time, and between two days
the city's own loops run as they would have: silence takes effect, clocks turn yellow and red, letters are made, signals raised.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random  # noqa: TID251 (seeded, handed in)

from yiwang.city import loops
from yiwang.city.demo import conduct, lives, matters, outside
from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases import api as cases
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.errors import Refused

CASES = 210
APPLIED, COMPLAINED = "case:XK", "case:TS"
OF_ITS_OWN = ("case:SQ", "case:WB", "outside:")  # what a signal is about
Life = Iterator[datetime]


def live(*, begin: datetime, now: datetime, random: Random, count: int, say: Callable[[str], object]) -> None:
    """Lives `count` applications from `begin` to `now`, and the explanations of the signals they raise."""
    waiting: list[tuple[datetime, int, Life]] = []
    number = _numbers()
    for i in range(count):
        start = _moment(random, begin, now)
        life = lives.life(start, Random(random.random()), i)
        heapq.heappush(waiting, (start, next(number), life))
    for start, life in (*_matters(begin, now), *outside.lives(begin, now), *conduct.lived(begin, now)) if count else ():
        heapq.heappush(waiting, (start, next(number), life))
    turns = iter((conduct.objected,))
    store.relaxed()
    day, done = clock.day(begin), 0
    while waiting and waiting[0][0] < now:
        at, _, life = heapq.heappop(waiting)
        while day < clock.day(at):
            day += timedelta(days=1)
            _settle(min(clock.start_of(day) + timedelta(minutes=5), now), random, waiting, number, day, turns)
        following = _next(life)
        if following is not None:
            heapq.heappush(waiting, (max(following, at), next(number), life))
        done += 1
        if done % 200 == 0:
            say(f"办理往事，到 {day.month} 月 {day.day} 日")
    while day < clock.day(now):
        day += timedelta(days=1)
        _settle(min(clock.start_of(day) + timedelta(minutes=5), now), random, waiting, number, day, turns)
    loops.settle(now)
    ledger.sign_head(at=now, now=True)  # so that every receipt of the past can be had from the first minute
    store.relaxed(False)


def _matters(begin: datetime, now: datetime) -> Iterator[tuple[datetime, Life]]:
    """Citizens' matters out of a generator of their own: they change nobody else's past. What is still open was written in the last days."""
    random = Random("matters")
    for row in matters.rows():
        since = {"new": now - timedelta(hours=20), "open": now - timedelta(days=4)}.get(row["turn"], max(begin, now - timedelta(days=42)))
        until = {"new": now - timedelta(hours=1), "open": now - timedelta(days=2)}.get(row["turn"], now - timedelta(days=3))
        start = since + (until - since) * random.random()
        yield start, matters.life(row, start, Random(random.random()))


def _numbers() -> Iterator[int]:
    return count()


def _next(life: Life) -> datetime | None:
    try:
        return next(life)
    except (StopIteration, Refused):  # the end of a life, or somebody else was faster
        return None


def _settle(at: datetime, random: Random, waiting: list[tuple[datetime, int, Life]], number: Iterator[int], day: date,
            turns: Iterator[lives.Then]) -> None:
    """The night's work; new signals will be explained by most units."""
    loops.settle(at)
    if not calendar.standard().is_working(day):
        return
    for signal in cases.opened_since(procedure="oversight.supervision.signal", since=at - timedelta(days=1), until=at):
        about = _about(signal)
        if about.startswith(COMPLAINED):
            continue  # goes on in the complaint's own life
        drawn = Random(signal) if about.startswith(OF_ITS_OWN) else random  # matters and outside systems change nobody else's past
        if drawn.random() < 0.8:
            then = next(turns, None) if about.startswith(APPLIED) else None
            life = lives.explained(at + timedelta(hours=drawn.uniform(9, 40)), Random(drawn.random()), signal, then)
            heapq.heappush(waiting, (next(life), next(number), life))


def _about(signal: int) -> str:
    return str(store.rows("select about from cases_case where id = %s", (signal,))[0][0])


def _moment(random: Random, begin: datetime, now: datetime) -> datetime:
    """A moment at which somebody applies: any day, mostly by daylight, more often lately."""
    days = (clock.day(now) - clock.day(begin)).days
    on = clock.day(begin) + timedelta(days=int(days * random.random() ** 0.75))
    hour = min(22, max(7, int(random.gauss(14, 3))))
    return datetime.combine(on, time(hour, random.randrange(60), random.randrange(60)), clock.SHANGHAI)
