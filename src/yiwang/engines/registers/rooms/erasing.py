"""Erasing what a register knows of a person: number, title, days and state stay, the facts go, and that they went is in the record."""

from __future__ import annotations

from datetime import datetime

from yiwang.engines.ledger import api as ledger
from yiwang.engines.registers.rooms.declared import declared, subject
from yiwang.engines.registers.rooms.versions import history, written_now
from yiwang.engines.registers.types import ENDED
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import Refused
from yiwang.kernel.reasons import Reason

EMPTIED = "update registers_record set facts = '{}', hash = '', search = %s where register = %s and key = %s"


def erase(*, register: str, key: str, reason: str, actor: Actor, request_key: str, at: datetime) -> int:
    """Erases the facts of every version of a key; how many values. Nothing is done twice. Call inside a transaction.

    Raises Refused while a version is in force or to come: whoever relies on it must be able to check it.
    """
    declaration, today = declared(register), clock.day(at)
    chain, _, _ = ledger.lock_chain(subject(register, key))
    versions = history(register=register, key=key)
    if any(v.state not in ENDED and (v.valid_to is None or v.valid_to >= today) for v in versions):
        raise Refused(Reason("still-in-force", f"{declaration.title} {key} 还有效。先注销或等到期满，再删除。"))
    kept = [(n, name) for n, named in ledger.values(chain).items() for name in named]
    if not kept:
        return 0
    ledger.append(subject=subject(register, key), act=ledger.ERASED, actor=actor, at=at, key=request_key, facts=ledger.erased_facts(kept, reason))
    store.run([ledger.erasing(chain=chain, n=n, name=name) for n, name in kept])
    store.execute(EMPTIED, (f"{declaration.title} {key}".casefold(), register, key))
    for version in versions:
        written_now((register, key, version.version))
    return len(kept)
