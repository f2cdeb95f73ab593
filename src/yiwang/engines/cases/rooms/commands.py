"""What is not a case changes by a command: role, guard, apply, one entry in the subject's own chain, one transaction."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yiwang.engines.cases.rooms import registry
from yiwang.engines.cases.types import ANYBODY, Command
from yiwang.engines.forms.types import NOTHING, Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import clock as time
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import NotFound, Refused, Stale
from yiwang.kernel.reasons import Reason


def run(*, actor: Actor, command: str, subject: str, data: Clean = NOTHING, key: str, at: datetime, seen: int | None = None) -> Mapping[str, Any]:
    """Runs a command on a subject (`unit:12`); gives what it tells. The same `key` again changes nothing and gives the same answer.

    `seen` is the length of the subject's chain when the page was made, where the change rests on what the page showed.
    Raises NotFound where the command has no such subject, Refused, Stale.
    `does(actor=, subject=, data=, at=)` applies the change and may give facts for the entry.
    """
    it = registry.command(command)
    if it.on and not re.fullmatch(it.on, subject):
        raise NotFound(subject)
    with store.atomic():
        chain, _, length = ledger.lock_chain(subject)
        if (before := ledger.answered(chain, key)) is not None:
            return before.facts
        if seen is not None and seen != length:
            raise Stale(Reason("changed-meanwhile", "这里刚刚有人改过。请回去看看现在的内容，再决定怎么改。"))
        if reasons := refusals(it, actor, subject, data, at):
            raise Refused(reasons)
        told = it.does(actor=actor, subject=subject, data=data, at=at) or {}
        facts = {**told, **data.recorded()}
        ledger.append(subject=subject, act=it.act, actor=actor, at=at, key=key, facts=facts, personal=data.personal())
        return facts


def refusals(it: Command, actor: Actor, subject: str, data: Clean | None, at: datetime) -> list[Reason]:
    """Why the actor may not run the command on the subject now, or nothing."""
    rights = identity.rights(actor, epoch_now=identity.epoch())
    if it.by != ANYBODY and not rights.hold(it.by, time.day(at)):
        return [Reason("not-your-role", f"您现在的岗位不能“{it.title}”。", facts={"role": it.by})]
    return list(it.guard(actor=actor, subject=subject, data=data, at=at)) if it.guard and data is not None else []
