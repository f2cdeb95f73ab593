"""The loops of the city: what follows from an entry (`readers.…`) and from the time (`sweep.…`), and what leaves the house (`senders.…`).

Each does a bounded bit of work at an instant and returns how much it did: 0 means that there is nothing more for now.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from yiwang.city import discovery, parameters, readers
from yiwang.city.operating import gauges
from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases import api as cases
from yiwang.engines.files import api as files
from yiwang.engines.forms import api as forms
from yiwang.engines.notify import api as notify
from yiwang.kernel import clock
from yiwang.web import throttle
from yiwang.web.accounts import devices, grants
from yiwang.web.card import Daily, Reminder

Loop = Callable[[datetime], int]
HOUR = timedelta(hours=1)


def _reminders() -> dict[str, Loop]:
    """Those of the cards: who is told that a day comes near."""
    def loop(reminder: Reminder) -> Loop:
        return lambda at: notify.remind(comes=reminder.comes(at), at=at)

    return {f"sweep.{reminder.code}": loop(reminder) for card in discovery.cards() for reminder in card.reminders}


def _daily() -> dict[str, Loop]:
    """Those of the cards: what is made anew each day. Never more work than that."""
    def loop(daily: Daily) -> Loop:
        return lambda at: 0 * bool(daily.makes(at))

    return {f"sweep.{daily.code}": loop(daily) for card in discovery.cards() for daily in card.daily}


REMINDERS, DAILY = _reminders(), _daily()
LOOPS: dict[str, Loop] = {
    "sweep.terms": lambda at: cases.sweep(at=at),
    "sweep.drafts": lambda at: forms.sweep_drafts(at=at),
    "sweep.tries": lambda at: throttle.sweep(at=at),
    "sweep.signins": lambda at: devices.sweep(at=at) + grants.sweep(at=at),
    "sweep.files": lambda at: files.sweep(at=at),
    "sweep.scans": lambda at: files.scan_later(at=at),
    "sweep.calendar": lambda at: _recount(at),
    "sweep.figures": gauges.count,
    **REMINDERS, **DAILY,
    **readers.loops(),
    "senders.mail": lambda at: notify.send_mail(at=at),
    "senders.sms": lambda at: notify.send_sms(at=at, quiet=parameters.quiet(clock.day(at))),
}
# seconds between two turns without work, where the usual second is too often, or, for the sealer whom all others wait for, too seldom
PACE = {"readers.seal": 0.1, "sweep.calendar": 5.0, "sweep.scans": 30.0, "sweep.figures": 60.0, "sweep.drafts": 3600.0, "sweep.tries": 3600.0,
        "sweep.signins": 3600.0, "sweep.files": 86400.0, **dict.fromkeys(REMINDERS, 900.0), **dict.fromkeys(DAILY, 86400.0)}


def _recount(at: datetime) -> int:
    """Open terms counted again, all cases in turn: when another calendar stands than was counted with, and once an hour whatever stands."""
    calendar.refresh()
    due = _Counted.at is None or not _Counted.at <= at < _Counted.at + HOUR
    if due or _Counted.version != calendar.standard().version:
        _Counted.version, _Counted.at = calendar.standard().version, at
        _, after = cases.recount(at=at)
        while after:
            _, after = cases.recount(at=at, after=after)
    return 0  # one whole round is enough until the next


class _Counted:
    version = ""
    at: datetime | None = None


def settle(at: datetime, limit: int = 1000) -> None:
    """Turns every loop until none has work left at an instant: for the demo's past, for tests and checks; never beside running workers."""
    for _ in range(limit):
        if not sum(loop(at) for name, loop in LOOPS.items() if PACE.get(name, 0.0) < 60):
            return
    raise RuntimeError(f"still work after {limit} turns")
