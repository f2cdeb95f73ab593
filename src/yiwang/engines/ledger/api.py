"""The door to the record.

Writing: `compose` and `fragments` for whoever holds a chain's lock itself (cases), `append` for all other subjects.
Reading: `history`, `entry`, `values`, `feed`.
"""

from __future__ import annotations

from yiwang.engines.ledger.rooms.chains import append, lock_chain
from yiwang.engines.ledger.rooms.compose import ALGORITHMS, compose, digest, fragments
from yiwang.engines.ledger.rooms.reading import answered, chain_of, entry, feed, history, values
from yiwang.engines.ledger.types import GENESIS, Fault, Personal, Recorded, SignedHead, Stamper, Written

__all__ = [
    "ALGORITHMS",
    "GENESIS",
    "Fault",
    "Personal",
    "Recorded",
    "SignedHead",
    "Stamper",
    "Written",
    "answered",
    "append",
    "chain_of",
    "compose",
    "digest",
    "entry",
    "feed",
    "fragments",
    "history",
    "lock_chain",
    "values",
]
