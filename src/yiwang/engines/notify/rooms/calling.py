"""What is timed in minutes does not wait for somebody to open the inbox: the officials it waits for are told by short message, at night too."""

from __future__ import annotations

from yiwang.engines.cases import api as cases
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.notify.rooms.posting import post
from yiwang.engines.notify.types import Channel
from yiwang.kernel import clock

TITLE = "有按分钟计时的事要办"
TEXT = "{unit}：{ref} 要在 {due} 前{asks}，按分钟计时，请马上办理。"


def may_call(entry: ledger.Recorded) -> bool:
    """Whether it is a step of a procedure that may be timed in minutes."""
    facts = entry.facts
    return entry.subject.startswith("case:") and "move" in facts and "version" in facts and cases.procedure(facts["procedure"], facts["version"]).hurries


def call_out(entry: ledger.Recorded, told: cases.Told) -> None:
    """After a step that leads where minutes count: each official who holds the role awaited is told once for the case, the stage and the unit, but not
    whoever made the step. Whoever wants no short messages gets none; what leaves only after the time is over is not sent. Inside the reader's transaction."""
    if told.over_at is None or told.state != entry.facts.get("to") or told.over_at <= entry.at:
        return  # it counts days, or has gone on meanwhile
    on, by, over = clock.day(entry.at), entry.actor.get("tenure"), clock.local(told.over_at)
    for unit, role in told.awaited:
        text = TEXT.format(unit=identity.unit(unit).short, ref=told.ref, due=f"{over.month} 月 {over.day} 日 {over:%H:%M}", asks=told.asks)
        holders = (h for p in identity.posts_of(unit=unit, on=on) if role in p.roles for h in p.holders if h.on(on) and h.tenure != by)
        for person in sorted({h.person for h in holders}):
            post(to=identity.reach(("person", person)), channels=(Channel.SMS,), title=TITLE, text="", sms=text, urgent=True, at=entry.at,
                 until=told.over_at, key=_key(told, unit, person))


def _key(told: cases.Told, unit: int, person: int) -> str:
    return f"minutes:{told.id}.{told.state}:{unit}:{person}"  # the case in it, so that it is forgotten with it
