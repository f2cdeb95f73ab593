"""Erasing a personal value: the value and its salt go, the entry stays as it was hashed, and that it was erased is an entry of the same chain."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from yiwang.engines.ledger.rooms.chains import append, lock_chain
from yiwang.engines.ledger.rooms.reading import answered
from yiwang.engines.ledger.types import Recorded, Written
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import NotFound

ERASED = Act("ledger.value_erased", Kind.ERASED, "{actor} 删除了第 {n} 条记录旁的个人信息：{reason}")
ERASE = "delete from ledger_value where chain = %s and n = %s and name = %s"


def erase(*, subject: str, n: int, name: str, actor: Actor, reason: str, key: str, at: datetime) -> Written | Recorded:
    """Erases a value of a subject that has its chain here. The same key again gives the same entry. Call inside a transaction. Raises NotFound.

    A case's chain is locked by its case: its keeper writes `erasing()` beside an entry with act ERASED and the facts of `erased_facts()`.
    """
    chain, _, _ = lock_chain(subject)
    before = answered(chain, key)
    if before is not None:
        return before
    if not store.rows("select 1 from ledger_value where chain = %s and n = %s and name = %s", (chain, n, name)):
        raise NotFound(f"{subject}/{n}/{name}")
    entry = append(subject=subject, act=ERASED, actor=actor, at=at, key=key, facts=erased_facts([(n, name)], reason))
    store.run([erasing(chain=chain, n=n, name=name)])
    return entry


def erasing(*, chain: int, n: int, name: str) -> store.Fragment:
    """The statement that removes a value and its salt."""
    return store.Fragment(ERASE, (chain, n, name))


def erased_facts(values: Iterable[tuple[int, str]], reason: str) -> dict[str, Any]:
    """What the entry about an erasure says: the verifier lets only these values be missing."""
    return {"erased": [{"n": n, "name": name} for n, name in values], "reason": reason}
