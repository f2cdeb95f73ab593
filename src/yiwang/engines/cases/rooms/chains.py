"""Where the chains of cases end: for the ledger's verifier and its receipts, which know nothing of cases."""

from __future__ import annotations

from yiwang.engines.store import api as store


def chain_heads(after: int, limit: int) -> list[tuple[int, bytes, int]]:
    """Up to `limit` chains of cases numbered above `after`: number, head, length, in order of number."""
    rows = store.rows(f"select id, head, length from cases_case where id > %s order by id limit {int(limit)}", (after,))
    return [(chain, bytes(head), length) for chain, head, length in rows]


def chain_named(ref: str) -> int | None:
    """The chain of the case with this reference, or None."""
    found = store.rows("select id from cases_case where ref = %s", (ref,))
    return int(found[0][0]) if found else None
