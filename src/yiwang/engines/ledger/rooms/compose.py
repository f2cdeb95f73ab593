"""Composing an entry: canonical text, salted commitments, one hash over the stored bytes. Pure but for the salts."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings

from yiwang.engines.ledger.types import Personal, Written
from yiwang.engines.store import api as store
from yiwang.kernel import canonical
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act

ALGORITHMS = ("sha256", "sm3")
INSERT_ENTRY = "insert into ledger_entry (chain, n, hash, act, kind, at, key, body) values (%s, %s, %s, %s, %s, %s, %s, %s)"
INSERT_VALUE = "insert into ledger_value (chain, n, name, salt, text) values "


def digest(data: bytes) -> bytes:
    """The hash that the city's setting names (SHA-256, or SM3 GB/T 32905), 32 bytes."""
    return hasher(settings.HASH)(data)


@lru_cache(maxsize=4)
def hasher(algorithm: str) -> Callable[[bytes], bytes]:
    if algorithm == "sha256":
        return lambda data: hashlib.sha256(data).digest()
    return lambda data: hashlib.new(algorithm, data).digest()


def compose(
    *,
    chain: int,
    n: int,
    prev: bytes,
    subject: str,
    act: Act,
    actor: Actor,
    at: datetime,
    key: str | None = None,
    facts: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
    recorded_at: datetime | None = None,
) -> Written:
    """The next entry of a chain. `prev` is the head before it (32 zero bytes for the first), `n` its place, from 1.

    The text begins with chain, place and previous hash; the rest is canonical JSON. `personal` values go in as commitments only.
    """
    if not actor.known:
        raise ValueError("an entry needs an actor")
    values = tuple(_committed(name, text) for name, text in sorted((personal or {}).items()))
    rest: dict[str, Any] = {
        "act": act.code,
        "actor": actor.recorded(),
        "alg": settings.HASH,
        "at": canonical.instant(at),
        "facts": facts or {},
        "key": key,
        "kind": act.kind.value,
        "subject": subject,
    }
    if values:
        rest["commit"] = {v.name: v.commitment.hex() for v in values}
    if recorded_at is not None and recorded_at != at:
        rest["recorded"] = canonical.instant(recorded_at)
    body = f'{{"chain":{chain},"n":{n},"prev":"{prev.hex()}",{canonical.text(rest)[1:]}'
    return Written(chain, n, digest(body.encode()), act.code, act.kind, at, key, body, values)


def fragments(entry: Written) -> list[store.Fragment]:
    """The statements that store an entry and its personal values."""
    found = [store.Fragment(INSERT_ENTRY, (entry.chain, entry.n, entry.hash, entry.act, entry.kind.value, entry.at, entry.key, entry.body))]
    if entry.personal:
        params = tuple(p for v in entry.personal for p in (entry.chain, entry.n, v.name, v.salt, v.text))
        found.append(store.Fragment(INSERT_VALUE + ", ".join(["(%s, %s, %s, %s, %s)"] * len(entry.personal)), params))
    return found


def _committed(name: str, text: str) -> Personal:
    salt = os.urandom(16)
    return Personal(name, salt, text, digest(salt + text.encode()))
