"""The verifier: reads the whole record as it stood at one moment and names what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from yiwang.engines.ledger.rooms import ports
from yiwang.engines.ledger.rooms.chain_check import Chains
from yiwang.engines.ledger.rooms.feed_check import Positions, Published
from yiwang.engines.ledger.rooms.findings import Findings
from yiwang.engines.ledger.types import Report, Stamper
from yiwang.kernel.errors import Declined

# everything is read in an order that an index has: no sorting, no hash table of the whole record
PLANS = "select " + ", ".join(f"set_config('{name}', 'off', true)" for name in ("jit", "enable_hashjoin", "enable_sort"))


def verify(*, published: Path | None = None, stamper: Stamper | None = None, progress: Callable[[int], None] | None = None) -> Report:
    """Everything: chains, commitments, positions, heads, signatures, and the published record (the plugged folder unless given).

    Raises Declined when nobody plugged who keeps the heads of cases. `progress` hears how many entries were read.
    """
    if not ports.complete():
        raise Declined("the keeper of the cases' heads is not plugged into the ledger")
    findings, keys = Findings(), ports.stamper(stamper)
    outside = Published(ports.published(published))  # before the snapshot: what is published later than it is not looked at
    with frozen():
        chains = Chains(findings, progress or (lambda _: None))
        chains.run()
        positions = Positions(findings, outside, keys)
        positions.run()
    if keys is None:
        findings.notes.append("没有密钥，签名未核对")
    if not outside.size:
        findings.notes.append("没有已公布的记录可以比对")
    if findings.more:
        findings.notes.append(f"另有 {findings.more} 处问题没有列出")
    return Report(chains.entries, chains.chains, chains.values, chains.erased, positions.positions, positions.heads, outside.size,
                  tuple(findings.faults), tuple(findings.notes))


@contextmanager
def frozen() -> Iterator[None]:
    """One snapshot for all reading, taking no lock. Inside a transaction that is already open, that transaction."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("begin isolation level repeatable read read only")
            cursor.execute(PLANS)
        else:
            cursor.execute("begin deferred")
        try:
            yield
        finally:
            cursor.execute("rollback")
