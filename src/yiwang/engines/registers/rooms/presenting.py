"""A certificate shown to an official by a code that holds once and for minutes: who has only heard the number sees nothing more."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from yiwang.engines.registers.rooms.declared import declared
from yiwang.engines.registers.rooms.looking import look_up
from yiwang.engines.registers.rooms.versions import get
from yiwang.engines.registers.types import Record, State
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import NotFound, Refused
from yiwang.kernel.reasons import Reason

LASTS = timedelta(minutes=5)
DIGITS = 8
MADE = "insert into registers_presentation (code, register, key, until) values (%s, %s, %s, %s)"
USED = "update registers_presentation set used_at = %s where code = %s and used_at is null and until >= %s returning register, key"


def present(*, register: str, key: str, owner: int, at: datetime) -> tuple[str, datetime]:
    """A code for one look at one's own certificate, and until when it holds. Raises NotFound for what is not the owner's, Refused for what is not valid."""
    found = get(register=register, key=key)
    if not owner or found.owner != owner:
        raise NotFound(f"{register} {key}")
    if (state := found.standing(clock.day(at))) is not State.VALID:
        raise Refused(Reason("not-valid", f"这个证件{state.word}，不能再出示。别人可以在公开核验页查到它现在的状态。"))
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    with store.atomic():
        store.execute("delete from registers_presentation where until < %s", (at - timedelta(days=1),))
        store.execute(MADE, (_hash(code), register, key, at + LASTS))
    return code, at + LASTS


def presented(*, code: str, purpose: str, actor: Actor, at: datetime) -> Record:
    """What is shown by a code: the certificate with its holder, and a look that is on record. The code is used up, whatever comes after.

    Raises Refused when the code is unknown, over or used, or no purpose is given; NotFound for who is no official.
    """
    if not actor.official:
        raise NotFound("presentation")
    if len(purpose.strip()) < 2:
        raise Refused(Reason("purpose-needed", "请写明查看用途，例如 办理食品经营许可延续。", field="purpose"))
    typed = "".join(c for c in code if c.isdigit())
    with store.atomic():
        found = store.rows(USED, (at, _hash(typed), at))
    if not found:
        raise Refused(Reason("code-not-valid", "这个出示码不对、已经用过或者过了五分钟，请持证人重新出示。", field="code"))
    register, key = found[0]
    return look_up(register=register, key=key, purpose=f"持证人出示：{purpose.strip()}", actor=actor, at=at, fields=declared(register).personal)


def _hash(code: str) -> str:
    return hashlib.sha256(f"presentation:{code}".encode()).hexdigest()
