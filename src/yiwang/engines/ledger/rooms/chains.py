"""Chains that have no case row: of a unit, an account, an item, a setting. The row's lock is the chain's lock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yiwang.engines.ledger.rooms.compose import compose, fragments
from yiwang.engines.ledger.types import GENESIS, Written
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act

LOCKED = "select id, head, length from ledger_chain where subject = %s"
MADE = "insert into ledger_chain (id, subject, head, length) values (%s, %s, %s, 0) on conflict (subject) do nothing"
MOVED = "update ledger_chain set head = %s, length = %s where id = %s"


def append(
    *,
    subject: str,
    act: Act,
    actor: Actor,
    at: datetime,
    key: str | None = None,
    facts: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
    recorded_at: datetime | None = None,
) -> Written:
    """Writes the next entry of a subject's own chain (`unit:12`, `item:…`), making the chain if it is new. Call inside a transaction."""
    chain, head, length = lock_chain(subject)
    entry = compose(
        chain=chain,
        n=length + 1,
        prev=head,
        subject=subject,
        act=act,
        actor=actor,
        at=at,
        key=key,
        facts=facts,
        personal=personal,
        recorded_at=recorded_at,
    )
    store.run([*fragments(entry), store.Fragment(MOVED, (entry.hash, entry.n, chain))])
    return entry


def lock_chain(subject: str) -> tuple[int, bytes, int]:
    """Number, head and length of a subject's chain, locked until the transaction ends."""
    found = store.rows(LOCKED + store.lock(), (subject,))
    if not found:
        store.execute(MADE, (store.take("chain"), subject, GENESIS))
        found = store.rows(LOCKED + store.lock(), (subject,))
    chain, head, length = found[0]
    return chain, bytes(head), length
