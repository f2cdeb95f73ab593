"""Reading chains and the feed. The hashed text is the source; columns are only its index."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from yiwang.engines.ledger.types import Recorded
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.acts import Kind

COLUMNS = "e.id, e.chain, e.n, e.hash, e.act, e.kind, e.at, e.key, e.body"


def history(chain: int, *, newest_first: bool = False) -> list[Recorded]:
    """All entries of a chain in order."""
    order = "desc" if newest_first else "asc"
    return [recorded(row) for row in store.rows(f"select {COLUMNS} from ledger_entry e where e.chain = %s order by e.n {order}", (chain,))]


def entry(chain: int, n: int) -> Recorded | None:
    found = store.rows(f"select {COLUMNS} from ledger_entry e where e.chain = %s and e.n = %s", (chain, n))
    return recorded(found[0]) if found else None


def answered(chain: int, key: str) -> Recorded | None:
    """The entry an earlier request with this key wrote in a chain, or None. Ask under the chain's lock."""
    found = store.rows(f"select {COLUMNS} from ledger_entry e where e.chain = %s and e.key = %s", (chain, key))
    return recorded(found[0]) if found else None


def chain_of(subject: str) -> int | None:
    """The chain of a subject that is not a case, or None when nothing was ever written about it."""
    found = store.rows("select id from ledger_chain where subject = %s", (subject,))
    return int(found[0][0]) if found else None


def feed(*, after: int, limit: int = 500) -> list[Recorded]:
    """Sealed entries beyond position `after`, in order."""
    sql = f"select {COLUMNS}, f.pos from ledger_feed f join ledger_entry e on e.id = f.entry where f.pos > %s order by f.pos limit %s"
    return [recorded(row) for row in store.rows(sql, (after, limit))]


def values(chain: int, places: Iterable[int] | None = None) -> dict[int, dict[str, str]]:
    """Personal values still kept beside the entries of a chain: place → name → text."""
    found: dict[int, dict[str, str]] = {}
    for n, name, text in store.rows("select n, name, text from ledger_value where chain = %s order by n", (chain,)):
        found.setdefault(n, {})[name] = text
    return found if places is None else {n: found[n] for n in places if n in found}


def recorded(row: tuple[Any, ...]) -> Recorded:
    id_, chain, n, digest, act, kind, _, key, body = row[:9]
    text = json.loads(body)
    return Recorded(
        id=id_,
        chain=chain,
        n=n,
        hash=bytes(digest),
        act=act,
        kind=Kind(kind),
        at=clock.parse(text["at"]),
        subject=text["subject"],
        actor=text["actor"],
        facts=text["facts"],
        key=key,
        pos=row[9] if len(row) > 9 else 0,
        recorded_at=clock.parse(text["recorded"]) if "recorded" in text else None,
    )
