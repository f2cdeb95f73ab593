"""What both ways of passing a matter on share: the other card's own case is begun, inside the transaction that passes it on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from yiwang.engines.cases.rooms import registry
from yiwang.engines.cases.rooms.begin import LONGEST_KEY, begin_referred
from yiwang.engines.cases.rooms.fitting import wrote
from yiwang.engines.cases.rooms.read import BAD_KEY, Locked
from yiwang.engines.cases.rooms.told import told_of
from yiwang.engines.cases.types import Move
from yiwang.engines.forms.types import Clean
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import Refused


def passed_on(row: Locked, to: str, data: Clean, *, actor: Actor, key: str | None, at: datetime) -> dict[str, Any]:
    """Begins the case a matter is passed on to; gives what the sender's entry says of it. Raises Refused, and what the receiving card raises."""
    if not key or len(key) > LONGEST_KEY:
        raise Refused(BAD_KEY)
    accepted = registry.acceptance(to)(told_of(row), data, at)
    begun = begin_referred(actor=actor, begin=replace(accepted, sealed=accepted.sealed or row.sealed), matter=row.matter, key=f"{key}:to", at=at)
    return {"referred_to": to, "ref": begun.ref}


def carried(row: Locked, move: Move, data: Clean) -> Clean:
    """What is written in a move, with what the case began with that goes along. All of that is personal, whatever it was before."""
    kept, said = wrote(row.id), dict[str, Any]()
    for ours, theirs in move.carries:
        if answer := kept.get(ours):
            said[theirs] = f"{said[theirs]}\n{answer}" if theirs in said else answer
    return replace(data, answers={**said, **data.answers})
